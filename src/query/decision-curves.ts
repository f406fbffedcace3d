import type { Remark } from "./answer.js";
import type { Uncertain } from "./heterogeneity.js";

/** One point of an uplift curve: what treating the share ranked first brings. */
export interface CurvePoint {
  /** Share of individuals treated. */
  readonly share: number;
  /** Gain per individual of the population over treating nobody. */
  readonly gain: Uncertain;
}

/** Uplift and Qini curves of a ranking and their areas; definitions in docs/decide.md. */
export interface DecisionCurves {
  /** Doubly robust uplift curve: share q against q times the average score of the top q. */
  readonly uplift: readonly CurvePoint[];
  /** Area between the uplift curve and the straight line to its end. */
  readonly auuc: Uncertain;
  /** The gain in successes from counts of the arms (Radcliffe 2007), whatever a success is worth; right in a trial with one propensity only. */
  readonly qini: readonly CurvePoint[];
  /** Area between the Qini curve, drawn through its points, and the straight line to its end. */
  readonly qiniArea: Uncertain;
  /** Rank-weighted average effects (Yadlowsky et al.), weights -log u - 1 and 1/2 - u; the second is `auuc`. */
  readonly rate: { readonly autoc: Uncertain; readonly qini: Uncertain };
  /** Observations whose predicted benefit another one of their fold has too. */
  readonly ties: number;
  /** What to know before the Qini curve is read. */
  readonly notes: readonly Remark[];
}
