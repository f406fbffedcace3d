import { edgesOf, type Graph, makeGraph, type NodeSet, withEdges } from "./graph.js";

type Adjacency = Graph["parents"];

const NOBODY: readonly number[] = [];

/** Edges whose end at the listing node passes `here` and whose other end passes `there`. */
function kept(adjacency: Adjacency, here: (node: number) => boolean, there: (node: number) => boolean): Adjacency {
  return adjacency.map((others, node) => {
    if (!here(node)) return NOBODY;
    return others.every(there) ? others : others.filter(there);
  });
}

const all = () => true;

/** The graph among some nodes: edges with both ends in `keep`. Other nodes keep their numbers and lose their edges. */
export function induced(graph: Graph, keep: NodeSet): Graph {
  const inside = (node: number) => keep.has(node);
  const within = (adjacency: Adjacency) => kept(adjacency, inside, inside);
  return withEdges(graph, {
    parents: within(graph.parents),
    children: within(graph.children),
    siblings: within(graph.siblings),
    neighbours: within(graph.neighbours),
  });
}

/** Some nodes and the edges among them, as a graph of their own with numbers of its own. Cost: O(nodes + edges). */
export function alone(graph: Graph, keep: NodeSet): Graph {
  const names = new Set([...keep].map((node) => graph.nodes[node].name));
  const edges = edgesOf(graph).filter(({ from, to }) => names.has(from) && names.has(to));
  return makeGraph(
    graph.nodes.filter((_, node) => keep.has(node)),
    edges,
  );
}

/** What `do` does to a graph: no arrowhead at any of `nodes`. */
export function withoutArrowsInto(graph: Graph, nodes: NodeSet): Graph {
  const outside = (node: number) => !nodes.has(node);
  return withEdges(graph, {
    parents: kept(graph.parents, outside, all),
    children: kept(graph.children, all, outside),
    siblings: kept(graph.siblings, outside, outside),
  });
}

/** The graph in which `nodes` cause nothing; what they share with others stays. */
export function withoutArrowsOutOf(graph: Graph, nodes: NodeSet): Graph {
  const outside = (node: number) => !nodes.has(node);
  return withEdges(graph, {
    parents: kept(graph.parents, all, outside),
    children: kept(graph.children, outside, all),
  });
}

/** The graph without some directed edges. */
export function withoutEdges(graph: Graph, drop: (from: number, to: number) => boolean): Graph {
  return withEdges(graph, {
    parents: graph.parents.map((others, to) => others.filter((from) => !drop(from, to))),
    children: graph.children.map((others, from) => others.filter((to) => !drop(from, to))),
  });
}
