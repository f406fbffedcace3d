import type { GivenGraph } from "../../query/identification.js";
import type { GraphOptions } from "./options.js";

/** Beyond these nobody reads a drawing, and laying it out takes long. */
const MOST_NODES = 60;
const MOST_EDGES = 120;
/** How far the part of a larger graph grows around what matters. */
const PART = 40;

/** What is drawn of a graph: all of it, or what matters, and then how much is left out. */
export interface Part {
  readonly graph: GivenGraph;
  readonly left: number;
}

/**
 * The graph itself where it is small; of a large one the variables of the question and of the answer, those on the directed ways between
 * them, and the edges among these. Undefined where that is too much as well, or nothing matters more than the rest.
 */
export function partToDraw(graph: GivenGraph, options: GraphOptions): Part | undefined {
  if (fits(graph)) return { graph, left: 0 };
  const keep = new Set([
    ...(options.treatment ?? withRole(graph, "exposure")),
    ...(options.outcome ?? withRole(graph, "outcome")),
    ...(options.highlight ?? []).flatMap(({ nodes }) => nodes),
  ]);
  let part = among(graph, keep);
  if (part.nodes.length === 0 || !fits(part)) return undefined;
  for (const name of betweens(graph, keep)) {
    if (keep.size >= PART) break;
    keep.add(name);
    const larger = among(graph, keep);
    if (!fits(larger)) break;
    part = larger;
  }
  return { graph: part, left: graph.nodes.length - part.nodes.length };
}

function fits({ nodes, edges }: GivenGraph): boolean {
  return nodes.length <= MOST_NODES && edges.length <= MOST_EDGES;
}

function withRole({ nodes }: GivenGraph, role: string): readonly string[] {
  return nodes.filter(({ roles }) => roles.includes(role)).map(({ name }) => name);
}

function among({ nodes, edges }: GivenGraph, keep: ReadonlySet<string>): GivenGraph {
  return {
    nodes: nodes.filter(({ name }) => keep.has(name)),
    edges: edges.filter(({ from, to }) => keep.has(from) && keep.has(to)),
  };
}

/** Variables that both are caused by and cause what is kept, those nearest to it first. */
function betweens({ edges }: GivenGraph, keep: ReadonlySet<string>): readonly string[] {
  const directed = edges.filter(({ kind }) => kind === "->");
  const below = distances(
    keep,
    directed.map(({ from, to }) => [from, to] as const),
  );
  const above = distances(
    keep,
    directed.map(({ from, to }) => [to, from] as const),
  );
  const both = [...below.keys()].filter((name) => !keep.has(name) && above.has(name));
  const far = (name: string): number => below.get(name)! + above.get(name)!;
  return both.sort((a, b) => far(a) - far(b));
}

/** Steps from the nearest of `start`, along the arrows. */
function distances(
  start: ReadonlySet<string>,
  arrows: readonly (readonly [string, string])[],
): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>();
  for (const [from, to] of arrows) next.set(from, [...(next.get(from) ?? []), to]);
  const steps = new Map([...start].map((name) => [name, 0]));
  // A map is walked in the order in which it grows: breadth first.
  for (const [name, step] of steps) {
    for (const one of next.get(name) ?? []) if (!steps.has(one)) steps.set(one, step + 1);
  }
  return steps;
}
