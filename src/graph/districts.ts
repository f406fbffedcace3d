import type { Graph, NodeSet } from "./graph.js";

/**
 * The districts (c-components) among some nodes: what bidirected edges hold together, in the order of the graph.
 * Cost: O(nodes + bidirected edges).
 */
export function districts(graph: Graph, within: NodeSet): readonly Set<number>[] {
  const left = new Set([...within].sort((a, b) => a - b));
  const found: Set<number>[] = [];
  for (const node of left) found.push(takeDistrict(graph, node, left));
  return found;
}

/** The district of one node among some nodes. */
export function districtOf(graph: Graph, node: number, within: NodeSet): Set<number> {
  return takeDistrict(graph, node, new Set(within));
}

/** Takes a node's district out of `left`. */
function takeDistrict(graph: Graph, node: number, left: Set<number>): Set<number> {
  const district = new Set([node]);
  left.delete(node);
  // A set is walked in the order of insertion, also what is inserted meanwhile.
  for (const member of district) {
    for (const other of graph.siblings[member]) {
      if (left.delete(other)) district.add(other);
    }
  }
  return district;
}
