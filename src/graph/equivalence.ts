import { DiscoError } from "../error.js";
import { type Edge, edgesOf, type Graph, makeGraph, sayEdge, unmeasured } from "./graph.js";

/**
 * The class of all graphs that imply the same independencies (CPDAG): directed where all of them agree, undirected elsewhere. Colliders
 * whose parents are not adjacent stay, and C. Meek's rules (UAI 1995) add what they force.
 * @throws DiscoError for latent nodes, bidirected and undirected edges: classes of such graphs are not offered
 * Cost: a few rounds of O(edges * neighbours^2).
 */
export function equivalenceClass(graph: Graph): Graph {
  refuseOthers(graph);
  const { nodes, parents } = graph;
  const adjacent = nodes.map((_, node) => new Set([...parents[node], ...graph.children[node]]));
  const into = nodes.map(() => new Set<number>());
  parents.forEach((others, node) => {
    for (const one of others) {
      if (others.some((other) => other !== one && !adjacent[one].has(other))) into[node].add(one);
    }
  });
  const isOpen = (a: number, b: number) => adjacent[a].has(b) && !into[a].has(b) && !into[b].has(a);
  while (orientOnce(graph.order, adjacent, into, isOpen)) {}
  const edges: Edge[] = [];
  nodes.forEach(({ name }, node) => {
    for (const parent of into[node]) edges.push({ from: nodes[parent].name, to: name, kind: "->" });
    for (const other of adjacent[node]) {
      if (node < other && isOpen(node, other)) edges.push({ from: name, to: nodes[other].name, kind: "--" });
    }
  });
  return makeGraph(nodes, edges);
}

/** One round over all open edges, causes first, so that a chain takes one round; did any edge get a direction? */
function orientOnce(
  order: readonly number[],
  adjacent: readonly ReadonlySet<number>[],
  into: readonly Set<number>[],
  isOpen: (a: number, b: number) => boolean,
): boolean {
  let changed = false;
  for (const a of order) {
    for (const b of adjacent[a]) {
      if (!isOpen(a, b) || !isForced(a, b, adjacent, into, isOpen)) continue;
      into[b].add(a);
      changed = true;
    }
  }
  return changed;
}

/** Must an open edge between a and b be a -> b? */
function isForced(
  a: number,
  b: number,
  adjacent: readonly ReadonlySet<number>[],
  into: readonly ReadonlySet<number>[],
  isOpen: (a: number, b: number) => boolean,
): boolean {
  // Rule 1: c -> a - b with c and b not adjacent; b -> a would be a new collider.
  for (const c of into[a]) if (!adjacent[b].has(c)) return true;
  // Rule 2: a -> c -> b; b -> a would be a cycle.
  for (const c of into[b]) if (into[c].has(a)) return true;
  // Rule 3: a - c -> b and a - d -> b with c and d not adjacent.
  const between = [...into[b]].filter((c) => isOpen(a, c));
  return between.some((c) => between.some((d) => c !== d && !adjacent[c].has(d)));
}

function refuseOthers(graph: Graph): void {
  const refuse = (what: string, given: string, next = "ask for the independencies it implies instead") =>
    new DiscoError({
      who: "graph",
      wrong: `the class of equivalent graphs is known here only for plain directed graphs, and this one has ${what}`,
      given,
      next,
    });
  const [hidden] = unmeasured(graph);
  if (hidden !== undefined) throw refuse("a latent variable", graph.nodes[hidden].name);
  const edge = edgesOf(graph).find(({ kind }) => kind !== "->");
  if (edge?.kind === "<->") throw refuse("an unmeasured common cause", sayEdge(edge));
  if (edge !== undefined) throw refuse("an edge without direction", sayEdge(edge), "give it a direction");
}
