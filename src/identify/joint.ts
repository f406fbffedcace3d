import type { Graph, NodeSet } from "../graph/graph.js";
import type { Bound, Estimand, Origin, Slot } from "../query/estimand.js";
import { law, OBSERVED, product, quotient, signOf, slotOf, sum } from "./estimand/build.js";

/**
 * The law of some nodes as far as it is identified: a chain in a causal order, each link the law of one node given those before it. Other
 * variables may stand in it, held at their own signs.
 */
export interface Joint {
  /** In a causal order. */
  readonly nodes: readonly number[];
  readonly link: (node: number) => Estimand;
  /** The law of some of the nodes: the chain, summed over the others. */
  readonly marginal: (some: NodeSet) => Estimand;
  /** The chain of the nodes of `keep`, which hold all their own ancestors among the nodes. */
  readonly restrict: (keep: NodeSet) => Joint;
}

/**
 * The law of `nodes` as it was measured in `origin`, where they hold all their ancestors. Each node is taken given its Markov pillow alone:
 * its district among the nodes before it, and their parents (J. Tian and J. Pearl, AAAI 2002).
 * @param always given in every law, as a selection is
 */
export function measured(graph: Graph, nodes: NodeSet, origin: Origin = OBSERVED, always: readonly Slot[] = []): Joint {
  const order = graph.order.filter((node) => nodes.has(node));
  const place = new Map(order.map((node, i) => [node, i]));
  const slots = (some: Iterable<number>) => slotsOfNodes(graph, some);
  return {
    nodes: order,
    link: (node) => {
      const own = place.get(node)!;
      const before = (other: number) => (place.get(other) ?? order.length) < own;
      return law(slots([node]), [...slots(pillow(graph, node, before)), ...always], origin);
    },
    marginal: (some) => law(slots(some), always, origin),
    restrict: (keep) => measured(graph, keep, origin, always),
  };
}

/**
 * The Markov pillow of a node among those before it, which hold all their ancestors: given its district there and the parents of that, it is
 * independent of the others before it. Cost: O(edges of the district).
 */
export function pillow(graph: Graph, node: number, before: (other: number) => boolean): Set<number> {
  const district = new Set([node]);
  // A set is walked in the order of insertion, also what is inserted meanwhile.
  for (const member of district) for (const other of graph.siblings[member]) if (before(other)) district.add(other);
  const own = new Set([...district].flatMap((member) => [member, ...graph.parents[member]]));
  own.delete(node);
  return own;
}

/** A law given by its links. */
export function chain(graph: Graph, nodes: readonly number[], link: (node: number) => Estimand): Joint {
  const marginal = (some: NodeSet) => {
    const last = nodes.findLastIndex((node) => some.has(node));
    // Links behind the last node wanted sum to one.
    const before = nodes.slice(0, last + 1);
    return sum(
      signsOf(
        graph,
        before.filter((node) => !some.has(node)),
      ),
      product(before.map(link)),
    );
  };
  const restrict = (keep: NodeSet) => {
    const left = nodes.filter((node) => keep.has(node));
    const links = left.map((node, i) => {
      if (nodes.slice(0, nodes.indexOf(node)).every((one) => keep.has(one))) return link(node);
      return quotient(marginal(new Set(left.slice(0, i + 1))), marginal(new Set(left.slice(0, i))));
    });
    return chain(graph, left, (node) => links[left.indexOf(node)]);
  };
  return { nodes, link, marginal, restrict };
}

/** Nodes at their own signs, in the order of the graph. */
export function slotsOfNodes({ nodes }: Graph, some: Iterable<number>): readonly Slot[] {
  return [...some].sort((a, b) => a - b).map((node) => slotOf(nodes[node].name));
}

/** A sum over nodes, in the order of the graph. */
export function signsOf({ nodes }: Graph, some: Iterable<number>): readonly Bound[] {
  return [...some].sort((a, b) => a - b).map((node) => ({ sign: signOf(nodes[node].name) }));
}
