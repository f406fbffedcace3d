import type { Graph } from "../graph/graph.js";
import type { Independence } from "../graph/independencies.js";
import { ancestors } from "../graph/relatives.js";

/**
 * The edges of which each would take an independence out of what the graph claims: an arrow either way where it closes no cycle, and an
 * unmeasured common cause.
 */
export function repairsOf(graph: Graph, { one, other }: Independence): readonly string[] {
  const isAbove = (cause: string, effect: string) =>
    ancestors(graph, [graph.numbers.get(effect)!]).has(graph.numbers.get(cause)!);
  return [
    ...(isAbove(other, one) ? [] : [`${one} -> ${other}`]),
    ...(isAbove(one, other) ? [] : [`${other} -> ${one}`]),
    `${one} <-> ${other}`,
  ];
}
