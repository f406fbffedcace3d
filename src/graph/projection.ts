import { DiscoError } from "../error.js";
import { type Edge, type Graph, makeGraph, type NodeSet, sayEdge, unmeasured } from "./graph.js";

/**
 * The graph over the nodes that are measured, which says about them what the whole graph says (latent projection): `A -> B` where a
 * directed path leads from A to B through latent nodes only, `A <-> B` where a latent node, or an unmeasured common cause, has directed
 * paths through latent nodes to both. Roles stay.
 * T. Verma, 1993; J. Pearl, Causality, 2009, definition 2.6.1. Cost: O(nodes^2 * edges) at worst, where many latent nodes each reach many.
 * @throws DiscoError when every node is latent, or one of them has an edge without direction
 */
export function latentProjection(graph: Graph, latent: NodeSet = unmeasured(graph)): Graph {
  if (latent.size === 0) return graph;
  const { nodes, children, siblings, neighbours } = graph;
  refuseOthers(graph, latent);
  const name = (node: number) => nodes[node].name;
  const below = shownBelow(graph, latent);
  const edges = new Map<string, Edge>();
  const add = (from: number, to: number, kind: Edge["kind"]) => {
    const key = kind === "->" ? `${from}>${to}` : `${Math.min(from, to)}${kind}${Math.max(from, to)}`;
    if (from !== to && !edges.has(key)) edges.set(key, { from: name(from), to: name(to), kind });
  };
  const share = (one: Iterable<number>, other: readonly number[]) => {
    for (const from of one) for (const to of other) add(from, to, "<->");
  };
  nodes.forEach((_, node) => {
    const reached = latent.has(node) ? [...below[node]] : [];
    share(reached, reached);
    if (latent.has(node)) return;
    for (const child of children[node])
      for (const to of latent.has(child) ? below[child] : [child]) add(node, to, "->");
    for (const other of neighbours[node]) add(node, other, "--");
  });
  nodes.forEach((_, node) => {
    const shown = (end: number) => (latent.has(end) ? [...below[end]] : [end]);
    for (const other of siblings[node]) if (node < other) share(shown(node), shown(other));
  });
  return makeGraph(
    nodes.filter((_, node) => !latent.has(node)),
    [...edges.values()],
  );
}

function refuseOthers({ nodes, neighbours }: Graph, latent: NodeSet): void {
  const refuse = (wrong: string, given: string, next: string) => new DiscoError({ who: "graph", wrong, given, next });
  if (latent.size === nodes.length) {
    const names = nodes.map(({ name }) => name).join(", ");
    throw refuse("every variable is latent", names, "say which ones are measured");
  }
  for (const node of latent) {
    if (neighbours[node].length === 0) continue;
    const given = sayEdge({ from: nodes[node].name, to: nodes[neighbours[node][0]].name, kind: "--" });
    throw refuse("an edge of a latent variable has no direction", given, "give it a direction");
  }
}

/** For each latent node the measured ones that directed paths through latent nodes lead to. */
function shownBelow({ nodes, children, order }: Graph, latent: NodeSet): readonly ReadonlySet<number>[] {
  const below = nodes.map(() => new Set<number>());
  for (const node of [...order].reverse()) {
    if (!latent.has(node)) continue;
    for (const child of children[node]) {
      if (!latent.has(child)) below[node].add(child);
      else for (const further of below[child]) below[node].add(further);
    }
  }
  return below;
}

/** The same graph with a latent root, named U1, U2, ..., in place of every bidirected edge. */
export function withLatentRoots(graph: Graph): Graph {
  const nodes = [...graph.nodes];
  const edges: Edge[] = [];
  let number = 0;
  const fresh = () => {
    do number++;
    while (graph.numbers.has(`U${number}`));
    return `U${number}`;
  };
  graph.nodes.forEach(({ name }, node) => {
    for (const child of graph.children[node]) edges.push({ from: name, to: graph.nodes[child].name, kind: "->" });
    for (const other of graph.neighbours[node]) {
      if (node < other) edges.push({ from: name, to: graph.nodes[other].name, kind: "--" });
    }
    for (const other of graph.siblings[node]) {
      if (node > other) continue;
      const root = fresh();
      nodes.push({ name: root, roles: ["latent"] });
      for (const end of [node, other]) edges.push({ from: root, to: graph.nodes[end].name, kind: "->" });
    }
  });
  return makeGraph(nodes, edges);
}
