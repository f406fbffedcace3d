import type { Graph, NodeSet } from "../graph/graph.js";
import { type Listing, type ListOptions, listMinimalSeparators, listSeparators } from "../graph/list-separators.js";
import { descendants, onCausalPaths, parentsOf } from "../graph/relatives.js";
import { separated } from "../graph/separation.js";
import { minimalSeparator, type SeparatorOptions } from "../graph/separators.js";
import { isApart, isWithin, less } from "../graph/sets.js";
import { withoutArrowsOutOf, withoutEdges } from "../graph/views.js";
import type { Estimand } from "../query/estimand.js";
import { law, product, sum } from "./estimand/build.js";
import { signsOf, slotsOfNodes } from "./joint.js";

/**
 * What an adjustment set for P(y | do(x)) may not hold: x, y, and whatever comes behind a causal path (nodes on proper causal paths and their
 * effects). I. Shpitser, T. VanderWeele and J. Robins, UAI 2010. Cost: O(nodes + edges).
 */
export function forbidden(graph: Graph, x: NodeSet, y: NodeSet): Set<number> {
  return new Set([...descendants(graph, onCausalPaths(graph, x, y)), ...x, ...y]);
}

/** The graph without the first edges of proper causal paths: what still connects x and y there is no effect (van der Zander et al. 2019). */
function properBackdoorGraph(graph: Graph, x: NodeSet, y: NodeSet): Graph {
  const causal = onCausalPaths(graph, x, y);
  return withoutEdges(graph, (from, to) => x.has(from) && causal.has(to));
}

/** Why a set is no adjustment set: it holds what comes behind a causal path, or leaves another path open. */
export type AdjustmentFault = { readonly kind: "forbidden"; readonly nodes: NodeSet } | { readonly kind: "open" };

/**
 * Is P(y | do(x)) the average of P(y | x, z) over z? Undefined when it is. Sound and complete, also with several causes and effects and
 * unmeasured common causes. Cost: O(nodes + edges).
 */
export function adjustmentFault(graph: Graph, x: NodeSet, y: NodeSet, z: NodeSet): AdjustmentFault | undefined {
  const barred = forbidden(graph, x, y);
  if (!isApart(z, barred)) return { kind: "forbidden", nodes: new Set([...z].filter((node) => barred.has(node))) };
  return separated(properBackdoorGraph(graph, x, y), x, y, z) ? undefined : { kind: "open" };
}

/**
 * Pearl's back-door criterion: z holds no effect of x, and blocks every path that leaves x by an arrow into it (Causality, definition
 * 3.3.1). With several causes the paths are those that leave x once and for all. Cost: O(nodes + edges).
 */
export function isBackdoorSet(graph: Graph, x: NodeSet, y: NodeSet, z: NodeSet): boolean {
  return isApart(z, y) && isApart(z, descendants(graph, x)) && separated(withoutArrowsOutOf(graph, x), x, y, z);
}

/**
 * An adjustment set from which nothing can be taken away (but for `include`), nearest to y; undefined where none is valid.
 * B. van der Zander, M. Liskiewicz and J. Textor, Artificial Intelligence 270, 2019. Cost: O(nodes + edges).
 */
export function minimalAdjustment(
  graph: Graph,
  x: NodeSet,
  y: NodeSet,
  options: SeparatorOptions = {},
): Set<number> | undefined {
  const own = separatorOptions(graph, x, y, options);
  return own && minimalSeparator(properBackdoorGraph(graph, x, y), y, x, own);
}

/** Adjustment sets, only those from which nothing can be taken away or all. Cost: O(nodes (nodes + edges)) for each. */
export function adjustmentSets(
  graph: Graph,
  x: NodeSet,
  y: NodeSet,
  kind: "minimal" | "all",
  options: ListOptions,
): Listing {
  const own = separatorOptions(graph, x, y, options);
  if (own === undefined) return { sets: [], ended: "complete" };
  const list = kind === "minimal" ? listMinimalSeparators : listSeparators;
  return list(properBackdoorGraph(graph, x, y), y, x, { ...options, ...own });
}

/** What a separator may hold to be an adjustment set; undefined where it would have to hold something forbidden. */
function separatorOptions(
  graph: Graph,
  x: NodeSet,
  y: NodeSet,
  { include = new Set(), among = new Set(graph.nodes.keys()) }: SeparatorOptions,
): SeparatorOptions | undefined {
  const barred = forbidden(graph, x, y);
  return isApart(include, barred) ? { include, among: less(among, barred) } : undefined;
}

/**
 * The adjustment set with the least asymptotic variance, whatever the model: the parents of what lies on causal paths, as far as they are
 * allowed (L. Henckel, E. Perkovic and M. Maathuis, JRSS B 84, 2022; without linearity A. Rotnitzky and E. Smucler, JMLR 21, 2020).
 * Undefined where no set is valid, where x does not affect all of y, and where something on a causal path shares an unmeasured cause with
 * what a set may hold: that cause belongs to the best set, and which of the measured ones stands in for it best may depend on the model
 * (E. Smucler, F. Sapienza and A. Rotnitzky, Biometrika 109, 2022). Other unmeasured causes do no harm. Cost: O(nodes + edges).
 */
export function efficientAdjustment(graph: Graph, x: NodeSet, y: NodeSet): Set<number> | undefined {
  const causal = onCausalPaths(graph, x, y);
  if (!isWithin(y, causal)) return undefined;
  const barred = forbidden(graph, x, y);
  for (const node of causal) if (graph.siblings[node].some((other) => !barred.has(other))) return undefined;
  const set = less(parentsOf(graph, causal), barred);
  return adjustmentFault(graph, x, y, set) === undefined ? set : undefined;
}

/** `Σ_z P(y | x, z) P(z)`; `held` is given in both laws. */
export function adjustmentFormula(
  graph: Graph,
  y: NodeSet,
  x: NodeSet,
  z: NodeSet,
  held: NodeSet = new Set(),
): Estimand {
  const slots = (...sets: NodeSet[]) => slotsOfNodes(graph, new Set(sets.flatMap((set) => [...set])));
  return sum(signsOf(graph, z), product([law(slots(y), slots(x, z, held)), law(slots(z), slots(held))]));
}
