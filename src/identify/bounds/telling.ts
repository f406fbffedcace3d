import { districtOf } from "../../graph/districts.js";
import type { Graph, NodeSet } from "../../graph/graph.js";
import { parentsOf } from "../../graph/relatives.js";
import { isWithin } from "../../graph/sets.js";

/**
 * The nodes whose law can say something about some others. A node that causes none of those kept is left out when it shares no cause with
 * them, or when everything that its district depends on from outside is among its own causes: whatever the others' mechanisms are, its own
 * can then be chosen, value by value of what they did, to give just what is seen. Otherwise it may tell: a covariate that shares a cause
 * with treatment and outcome makes the bounds of an instrument narrower, though no arrow leads from it to them.
 * (Derived here.) Cost: O(nodes^2 * edges) at worst.
 */
export function telling(graph: Graph, asked: NodeSet): Set<number> {
  const kept = new Set(graph.nodes.keys());
  for (let before = Number.POSITIVE_INFINITY; kept.size < before; ) {
    before = kept.size;
    for (const node of [...graph.order].reverse()) {
      if (kept.has(node) && !asked.has(node) && tellsNothing(graph, node, kept)) kept.delete(node);
    }
  }
  return kept;
}

function tellsNothing(graph: Graph, node: number, kept: NodeSet): boolean {
  if (graph.children[node].some((child) => kept.has(child))) return false;
  const others = districtOf(graph, node, kept);
  others.delete(node);
  return isWithin(parentsOf(graph, others), new Set([...graph.parents[node], node]));
}
