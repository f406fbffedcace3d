import { districtOf } from "../../graph/districts.js";
import type { Graph, NodeSet } from "../../graph/graph.js";
import { less } from "../../graph/sets.js";
import type { Hedge } from "../id.js";
import { type Forest, forestKernel, type Kernel } from "./kernel.js";

/**
 * The kernels of a hedge and of what is left of it when all is taken out that can be, causes or effects first; small ones first.
 * @param cut nodes that act in no world of the question
 */
export function hedgeKernels(graph: Graph, hedge: Hedge, cut: NodeSet): readonly Kernel[] {
  const hedges = [pruned(graph, hedge, cut, graph.order), pruned(graph, hedge, cut, graph.order.toReversed()), hedge];
  return hedges
    .filter((one) => isHedge(graph, one))
    .sort((a, b) => a.forest.size - b.forest.size)
    .map((one) => forestKernel(forestOf(graph, one)));
}

/** A hedge inside a hedge, with something in its outer part that is cut, from which no one node can be taken. */
function pruned(graph: Graph, hedge: Hedge, cut: NodeSet, order: readonly number[]): Hedge {
  let now = hedge;
  for (let at = 0; at < order.length; at++) {
    const gone = new Set([order[at]]);
    if (!now.forest.has(order[at])) continue;
    const inner = less(now.inner, gone);
    const smaller = [{ forest: less(now.forest, gone), inner }];
    if (inner.size < now.inner.size) smaller.push({ forest: new Set(now.forest), inner });
    const next = smaller.find((one) => isHedge(graph, one) && [...outerOf(one)].some((node) => cut.has(node)));
    if (next === undefined) continue;
    now = next;
    at = -1;
  }
  return now;
}

function outerOf({ forest, inner }: Hedge): NodeSet {
  return less(forest, inner);
}

/** Do bidirected edges hold both parts together, and have they the same roots? */
function isHedge(graph: Graph, hedge: Hedge): boolean {
  const outer = outerOf(hedge);
  return (
    outer.size > 0 &&
    [...outer].every((node) => graph.children[node].some((child) => hedge.forest.has(child))) &&
    [hedge.forest, hedge.inner].every((part) => isOneDistrict(graph, part))
  );
}

function isOneDistrict(graph: Graph, part: NodeSet): boolean {
  const [first] = part;
  return first !== undefined && districtOf(graph, first, part).size === part.size;
}

function forestOf(graph: Graph, { forest, inner }: Hedge): Forest {
  const childOf = new Map<number, number>();
  for (const node of forest) {
    const part = inner.has(node) ? inner : forest;
    const child = graph.children[node].find((one) => part.has(one));
    if (child !== undefined) childOf.set(node, child);
  }
  return { nodes: forest, inner, childOf, tree: spanningTree(graph, inner, forest) };
}

/** Bidirected edges that hold `inner` together, then those that hold the rest to it. */
function spanningTree(graph: Graph, inner: NodeSet, forest: NodeSet): Forest["tree"] {
  const tree: (readonly [number, number])[] = [];
  const [first] = inner;
  const reached = new Set([first]);
  for (const part of [inner, forest]) {
    // A set is walked in the order of insertion, also what is inserted meanwhile.
    for (const node of reached) {
      for (const other of graph.siblings[node]) {
        if (!part.has(other) || reached.has(other)) continue;
        reached.add(other);
        tree.push([node, other]);
      }
    }
  }
  return tree;
}
