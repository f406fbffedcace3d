import { type Budget, budgetOf } from "../../graph/budget.js";
import { type Graph, type NodeSet, namesOf } from "../../graph/graph.js";
import { ancestors } from "../../graph/relatives.js";
import { less } from "../../graph/sets.js";
import type { Cells } from "../../num/cells.js";
import type { Instance } from "../instance.js";
import { type Limits, Unsolved } from "./limits.js";
import { manski } from "./manski.js";
import { programBounds } from "./program-bounds.js";
import type { Bounds, Found } from "./result.js";
import { type LoadHighs, loadHighs } from "./solver.js";
import { nodesAsked, type Space, spaceOf } from "./space.js";
import { telling } from "./telling.js";

export type { Bounds } from "./result.js";

export interface BoundsOptions {
  /** How long the program may take; default 10 s. */
  readonly budget?: Budget;
  /** Response types that may be told apart, and so columns of the program; default 50,000. */
  readonly mostTypes?: number;
  /** How to load the solver, `highs`, where a page's bundle does not find it by its name. */
  readonly loadHighs?: LoadHighs;
}

/**
 * What is known of a question when it is not identified: the least and the greatest value that any model gives which has this graph and this
 * law of what is measured. All variables are finite, worlds share their noise (Pearl's counterfactuals), and nodes of one district may share
 * any unmeasured cause.
 *
 * By a linear program over the response types of the districts that are not identified. It is sharp when the question ties none of these to
 * another, and within each of them every two nodes share a cause; otherwise independences are given up, which is said (with them the program
 * is polynomial: G. Duarte et al., JASA 119, 2024). Where the program would be too large, nodes that are no ancestors of what is asked about
 * are left out; and where that is not enough, the bounds are those without any assumption, if the question looks at one world at a time.
 * @param graph measured nodes alone, with directed and bidirected edges (`latentProjection`)
 * @param cells the law of all its nodes, or counts
 * @throws DiscoError for a variable that the table does not have, and for an empty table
 * Cost: combinations of the values of each such district and its causes, response types, and the simplex method on a program of that size.
 */
export async function boundsOf(
  graph: Graph,
  instance: Instance,
  cells: Cells,
  options: BoundsOptions = {},
): Promise<Bounds> {
  const limits: Limits = { budget: options.budget ?? budgetOf(), mostTypes: options.mostTypes ?? 50_000 };
  const events = instance.terms.flatMap((term) => term.events);
  const asked = nodesAsked(events);
  const told = telling(graph, asked);
  const above = ancestors(graph, asked);
  let reason = "";
  for (const nodes of told.size === above.size ? [told] : [told, above]) {
    const space = spaceOf(graph, nodes, events, cells);
    try {
      const found = await programBounds(space, instance, limits, options.loadHighs ?? loadHighs);
      return nodes === told || "reason" in found ? found : withoutOthers(graph, less(told, above), found);
    } catch (error) {
      if (!(error instanceof Unsolved)) throw error;
      reason = error.message;
    }
  }
  return withoutAssumptions(spaceOf(graph, above, events, cells), instance, reason);
}

/** Bounds that come of less than the law of all that tells. */
function withoutOthers(graph: Graph, others: NodeSet, found: Found): Bounds {
  const text = `With ${namesOf(graph, others).join(", ")} the linear program would be too large, so ${others.size === 1 ? "it was" : "they were"} left out. The bounds hold, and the sharp ones may be narrower.`;
  return { ...found, sharp: false, warnings: [...found.warnings, { id: "left-out", text }] };
}

function withoutAssumptions(space: Space, instance: Instance, reason: string): Bounds {
  const bounds = manski(space, instance);
  if (bounds === undefined) return { reason };
  const text = `${reason} So these bounds take nothing from the graph; the sharp ones may be narrower.`;
  const warnings = [{ id: "no-assumptions", text }];
  return { bounds, method: "no assumptions (Manski)", sharp: false, sharper: [], warnings };
}
