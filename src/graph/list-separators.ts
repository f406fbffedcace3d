import type { Budget } from "./budget.js";
import type { Graph, NodeSet } from "./graph.js";
import { explore } from "./moral.js";
import { ancestors } from "./relatives.js";
import { separated } from "./separation.js";
import { areApart, boundary, type Scene, type SeparatorOptions, sceneOf } from "./separators.js";
import { isApart } from "./sets.js";

/** How many to list, and for how long to look. */
export interface ListOptions extends SeparatorOptions {
  readonly limit: number;
  readonly budget?: Budget;
}

/** What a listing found, and whether that is all. */
export interface Listing {
  readonly sets: readonly NodeSet[];
  /** Why it ended: nothing is left, there are as many as were asked for, or the budget is spent. */
  readonly ended: "complete" | "limit" | "budget";
}

/** A branch of the search: the candidates on the near side, and those that must not come there. */
interface Branch {
  readonly near: NodeSet;
  readonly barred: NodeSet;
}

/**
 * All sets that separate the two sides and from which nothing can be taken away (but for `include`), the one nearest to `one` first. No
 * answer waits longer than O(nodes (nodes + edges)) for the next. K. Takata, Discrete Applied Mathematics 158, 2010: a minimal separator is the border of what lies on the near side of it; a
 * branch either moves one node of the border to the near side or bars it from there.
 */
export function listMinimalSeparators(graph: Graph, one: NodeSet, other: NodeSet, options: ListOptions): Listing {
  const scene = sceneOf(graph, one, other, options);
  const first = scene && settle(scene, new Set());
  if (scene === undefined || first === undefined) return { sets: [], ended: "complete" };
  const sets: NodeSet[] = [];
  const open: (Branch & { readonly border: NodeSet })[] = [{ ...first, barred: new Set() }];
  while (open.length > 0) {
    if (sets.length >= options.limit) return { sets, ended: "limit" };
    if (options.budget?.left() === false) return { sets, ended: "budget" };
    const { near, barred, border } = open.pop()!;
    const next = [...border].find((node) => !barred.has(node));
    if (next === undefined) {
      sets.push(new Set([...scene.include, ...border]));
      continue;
    }
    const moved = settle(scene, new Set([...near, next]));
    if (moved !== undefined && isApart(barred, moved.near)) open.push({ ...moved, barred });
    open.push({ near, border, barred: new Set([...barred, next]) });
  }
  return { sets, ended: "complete" };
}

/**
 * The separator nearest to a near side that holds `near` at least: its border, and all that then lies on the near side. Undefined where the
 * other side is reached.
 */
function settle(scene: Scene, near: NodeSet): { readonly near: NodeSet; readonly border: NodeSet } | undefined {
  const { moral, candidates, include, one } = scene;
  const isWall = (node: number) => candidates.has(node) && !near.has(node);
  // Candidates that were moved are connected with the near side through others, or the walk would not have met them.
  const { inside, walls } = explore(moral, [...one, ...near], (node) => include.has(node) || isWall(node));
  for (const node of scene.other) if (inside.has(node)) return undefined;
  const border = boundary(scene, scene.other, (node) => walls.has(node) && !include.has(node))!;
  const all = explore(moral, one, (node) => include.has(node) || border.has(node)).inside;
  return { near: new Set([...all].filter((node) => candidates.has(node))), border };
}

/**
 * All sets that separate the two sides, also those with nodes to spare. No answer waits longer than O(nodes (nodes + edges)) for the next:
 * a branch without an answer is seen at once (if any set between `include` and `among` separates, the ancestors in `among` do).
 * Van der Zander, Liskiewicz & Textor 2019, algorithm LISTSEP.
 */
export function listSeparators(graph: Graph, one: NodeSet, other: NodeSet, options: ListOptions): Listing {
  const { include = new Set<number>(), limit, budget } = options;
  if (!areApart(one, other, include)) return { sets: [], ended: "complete" };
  const side = (node: number) => one.has(node) || other.has(node);
  const among = [...(options.among ?? graph.nodes.keys())].filter((node) => !side(node) && !include.has(node));
  const sets: NodeSet[] = [];
  const open: { readonly include: NodeSet; readonly free: readonly number[] }[] = [{ include, free: among }];
  while (open.length > 0) {
    if (budget?.left() === false) return { sets, ended: "budget" };
    const branch = open.pop()!;
    // Before the limit is looked at, so that it is not blamed when nothing is left.
    if (!mayHold(graph, one, other, branch.include, branch.free)) continue;
    if (sets.length >= limit) return { sets, ended: "limit" };
    const [next, ...free] = branch.free;
    if (next === undefined) {
      sets.push(branch.include);
      continue;
    }
    open.push({ include: new Set([...branch.include, next]), free }, { include: branch.include, free });
  }
  return { sets, ended: "complete" };
}

/** Does any set that holds `include`, and otherwise only nodes of `free`, separate the sides? */
function mayHold(graph: Graph, one: NodeSet, other: NodeSet, include: NodeSet, free: readonly number[]): boolean {
  const above = ancestors(graph, [...one, ...other, ...include]);
  return separated(graph, one, other, new Set([...include, ...free.filter((node) => above.has(node))]));
}
