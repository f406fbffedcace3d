import type { Graph, NodeSet } from "./graph.js";

/** Everything reached along an adjacency, the start included. Cost: O(nodes + edges) of what is reached. */
function reach(adjacency: Graph["parents"], from: Iterable<number>, stop?: NodeSet): Set<number> {
  const found = new Set<number>(from);
  const open = [...found];
  while (open.length > 0) {
    const node = open.pop()!;
    for (const next of adjacency[node]) {
      if (found.has(next) || stop?.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}

/** The nodes and all their causes, direct and indirect. */
export function ancestors(graph: Graph, nodes: Iterable<number>): Set<number> {
  return reach(graph.parents, nodes);
}

/** The nodes and all their effects, direct and indirect. */
export function descendants(graph: Graph, nodes: Iterable<number>): Set<number> {
  return reach(graph.children, nodes);
}

/** The nodes' direct causes, as far as they are none of the nodes. */
export function parentsOf(graph: Graph, nodes: Iterable<number>): Set<number> {
  const own = new Set(nodes);
  const found = new Set<number>();
  for (const node of own) for (const parent of graph.parents[node]) if (!own.has(parent)) found.add(parent);
  return found;
}

/**
 * The nodes on directed paths from `from` to `to` that leave `from` once and for all (proper causal paths); ends at `to` included, those at
 * `from` not. Cost: O(nodes + edges).
 */
export function onCausalPaths(graph: Graph, from: NodeSet, to: NodeSet): Set<number> {
  const after = reach(
    graph.children,
    [...from].flatMap((node) => graph.children[node]).filter((node) => !from.has(node)),
    from,
  );
  const before = reach(
    graph.parents,
    [...to].filter((node) => !from.has(node)),
    from,
  );
  return new Set([...after].filter((node) => before.has(node)));
}
