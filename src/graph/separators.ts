import type { Graph, NodeSet } from "./graph.js";
import { explore, type Moral, moralGraph } from "./moral.js";
import { ancestors } from "./relatives.js";
import { isApart } from "./sets.js";

/** Which nodes a separator must hold, and which it may. */
export interface SeparatorOptions {
  readonly include?: NodeSet;
  /** Absent: every node but the two sides. */
  readonly among?: NodeSet;
}

/** What a search for separators works on: the moral graph of the ancestors, and what may stand in a separator. */
export interface Scene {
  readonly moral: Moral;
  readonly one: NodeSet;
  readonly other: NodeSet;
  readonly include: NodeSet;
  readonly candidates: NodeSet;
}

const NONE: NodeSet = new Set();

/** Nothing separates sides that overlap, and no separator holds a node of a side. */
export function areApart(one: NodeSet, other: NodeSet, include: NodeSet): boolean {
  return isApart(one, other) && isApart(one, include) && isApart(other, include);
}

/** The scene of a search; undefined where the sides overlap or one of them must be in the separator. Cost: O(nodes + edges). */
export function sceneOf(graph: Graph, one: NodeSet, other: NodeSet, options: SeparatorOptions = {}): Scene | undefined {
  const { include = NONE, among } = options;
  const side = (node: number) => one.has(node) || other.has(node);
  if (!areApart(one, other, include)) return undefined;
  const within = ancestors(graph, [...one, ...other, ...include]);
  const candidates = new Set(
    [...within].filter((node) => !side(node) && !include.has(node) && (among === undefined || among.has(node))),
  );
  return { moral: moralGraph(graph, within), one, other, include, candidates };
}

/**
 * A set that separates the two sides and from which nothing can be taken away (but for `include`); undefined where none separates.
 * Of all such sets it is the one nearest to `one`.
 * B. van der Zander, M. Liskiewicz, J. Textor, Artificial Intelligence 270, 2019, algorithm FINDMINSEP, in the moral graph.
 * Cost: O(nodes + edges).
 */
export function minimalSeparator(
  graph: Graph,
  one: NodeSet,
  other: NodeSet,
  options: SeparatorOptions = {},
): Set<number> | undefined {
  const scene = sceneOf(graph, one, other, options);
  if (scene === undefined) return undefined;
  const near = boundary(scene, scene.one, (node) => scene.candidates.has(node));
  if (near === undefined) return undefined;
  const needed = boundary(scene, scene.other, (node) => near.has(node));
  return new Set([...scene.include, ...needed!]);
}

/**
 * The walls met from one side, where the other side is not; undefined where it is. What must be included is a wall that is not counted.
 */
export function boundary(
  { moral, include, one, other }: Scene,
  from: NodeSet,
  isWall: (node: number) => boolean,
): Set<number> | undefined {
  const { inside, walls } = explore(moral, from, (node) => include.has(node) || isWall(node));
  const far = from === one ? other : one;
  for (const node of far) if (inside.has(node)) return undefined;
  for (const node of include) walls.delete(node);
  return walls;
}
