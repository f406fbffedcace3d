import type * as DagreModule from "@dagrejs/dagre";
import type { GivenGraph } from "../../query/identification.js";
import type { Point } from "./geometry.js";
import type { Label } from "./label.js";

export type Dagre = typeof DagreModule;
export type GivenEdge = GivenGraph["edges"][number];

/** An edge with its ends as places in the list of nodes. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly kind: GivenEdge["kind"];
}

/** One way to lay a graph out; several are tried, and the best drawing is kept. */
export interface Recipe {
  /** Causes left of their effects, or above them. */
  readonly direction: "LR" | "TB";
  /** Only edges that no longer way implies have a say in where nodes stand: dense graphs stay small. */
  readonly reduced: boolean;
  /** What has no causes stands side by side, and not as near to its effects as it can. */
  readonly level: boolean;
  /** A dashed edge has a say too, as an invisible cause of both its ends. */
  readonly sources: boolean;
}

/** Where nodes stand, and for each edge the points it may pass on its way, if the layout has an opinion. */
export interface Layout {
  readonly centres: readonly Point[];
  readonly ways: readonly (readonly Point[] | undefined)[];
}

/** Loads dagre; only drawings need it, so nobody else pays. */
export async function openDagre(): Promise<Dagre> {
  return import("@dagrejs/dagre");
}

/** Places nodes by layers. Deterministic. Cost: dagre's, some milliseconds for a dozen nodes and half a second for sixty. */
export function layOut(
  { Graph, layout }: Dagre,
  labels: readonly Label[],
  links: readonly Link[],
  recipe: Recipe,
): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: recipe.direction, nodesep: 24, edgesep: 24, ranksep: 44 });
  for (const [i, { width, height }] of labels.entries()) graph.setNode(String(i), { width, height });
  const dropped = recipe.reduced ? implied(labels.length, links) : new Set<Link>();
  const joined = joiner(labels.length);
  const shown = links.filter((link) => link.kind !== "<->" && !dropped.has(link));
  for (const { from, to } of shown) joined(from, to);
  links.forEach((link, i) => {
    const [from, to] = [String(link.from), String(link.to)];
    if (link.kind !== "<->") {
      if (!dropped.has(link)) graph.setEdge(from, to, {}, String(i));
    } else if (recipe.sources) {
      const source = `source ${i}`;
      graph.setNode(source, { width: 8, height: 8 });
      graph.setEdge(source, from, {}, `from ${i}`);
      graph.setEdge(source, to, {}, `to ${i}`);
    } else if (joined(link.from, link.to)) {
      // Nothing else holds these parts of the graph together.
      graph.setEdge(from, to, {}, `join ${i}`);
    }
  });
  if (recipe.level) {
    const entered = new Set(links.filter(({ kind }) => kind === "->").map(({ to }) => to));
    graph.setNode("root", { width: 8, height: 8 });
    labels.forEach((_, i) => {
      if (!entered.has(i)) graph.setEdge("root", String(i), { weight: 10 }, `root ${i}`);
    });
  }
  layout(graph);
  const at = (name: string): Point => {
    const { x, y } = graph.node(name) as Point;
    return { x, y };
  };
  const ways = links.map((link, i) => {
    if (link.kind === "<->") return recipe.sources ? [at(`source ${i}`)] : undefined;
    if (dropped.has(link)) return undefined;
    const { points } = graph.edge(String(link.from), String(link.to), String(i)) as {
      readonly points: readonly Point[];
    };
    return points.slice(1, -1).map(({ x, y }) => ({ x, y }));
  });
  return { centres: labels.map((_, i) => at(String(i))), ways };
}

/** Directed edges whose ends a longer way joins as well. */
function implied(size: number, links: readonly Link[]): ReadonlySet<Link> {
  const children = Array.from({ length: size }, (): number[] => []);
  for (const { from, to, kind } of links) if (kind === "->") children[from].push(to);
  const reach = new Map<number, ReadonlySet<number>>();
  const below = (node: number): ReadonlySet<number> => {
    const known = reach.get(node);
    if (known !== undefined) return known;
    // Set before it is filled, so that even a graph with a circle comes to an end.
    const found = new Set<number>();
    reach.set(node, found);
    for (const child of children[node]) {
      found.add(child);
      for (const one of below(child)) found.add(one);
    }
    return found;
  };
  return new Set(
    links.filter(
      ({ from, to, kind }) => kind === "->" && children[from].some((child) => child !== to && below(child).has(to)),
    ),
  );
}

/** Joins two nodes; false where they hung together already. */
function joiner(size: number): (one: number, other: number) => boolean {
  const group = Array.from({ length: size }, (_, i) => i);
  return (one, other) => {
    const [a, b] = [group[one], group[other]];
    if (a === b) return false;
    group.forEach((of, i) => {
      if (of === b) group[i] = a;
    });
    return true;
  };
}
