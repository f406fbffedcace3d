import type { Range } from "../../query/answer.js";
import type { Method, Sensitivity, Target } from "../../query/effect.js";
import type { Problem } from "../problem.js";
import { limitsText, type Seen, seenOf } from "./manski.js";
import { plain, range } from "./say.js";

/** Which way a monotone relation goes. */
export type Direction = "up" | "down";

/** Bounds on an effect under each assumption and both; `both` is undefined where the data contradict the two together. */
export interface MonotoneBounds {
  readonly response: Range;
  readonly selection: Range;
  readonly both: Range | undefined;
}

/**
 * Bounds on the difference for two arms under monotone treatment response (`response` "up": the arm asked about lowers nobody's outcome),
 * monotone treatment selection (`selection` "up": those in the arm asked about would on average have done at least as well as the others
 * in either arm), and both. Sharp. Undefined for the overlap target. Sources: C. Manski, Econometrica 65, 1997 (response); C. Manski & J.
 * Pepper, Econometrica 68, 2000 (selection, both).
 */
export function monotoneBounds(
  seen: Seen,
  target: Target,
  directions: { readonly response: Direction; readonly selection: Direction },
): MonotoneBounds | undefined {
  if (target === "overlap") return undefined;
  // "Down" is "up" for the outcome's negative.
  if (directions.response === "down") {
    // From 0, so that no bound is minus zero.
    const flip = ([low, high]: Range): Range => [0 - high, 0 - low];
    const negative: Seen = { share: seen.share, mean: [-seen.mean[0], -seen.mean[1]], limits: flip(seen.limits) };
    const selection = directions.selection === "up" ? "down" : "up";
    const found = monotoneBounds(negative, target, { response: "up", selection })!;
    return { response: flip(found.response), selection: flip(found.selection), both: found.both && flip(found.both) };
  }
  const [least, most] = seen.limits;
  const [m0, m1] = seen.mean;
  // The other world of each group: the treated's without treatment, and the untreated's with it.
  const response = { without: [least, m1] as Range, with: [m0, most] as Range };
  const up = directions.selection === "up";
  const selection = {
    without: (up ? [m0, most] : [least, m0]) as Range,
    with: (up ? [least, m1] : [m1, most]) as Range,
  };
  const both = {
    without: meet(response.without, selection.without),
    with: meet(response.with, selection.with),
  };
  const effect = (others: { without: Range; with: Range }): Range => {
    const treated: Range = [m1 - others.without[1], m1 - others.without[0]];
    const untreated: Range = [others.with[0] - m0, others.with[1] - m0];
    if (target === "att") return treated;
    if (target === "atc") return untreated;
    const [s0, s1] = [seen.share[0] / (seen.share[0] + seen.share[1]), seen.share[1] / (seen.share[0] + seen.share[1])];
    return [s1 * treated[0] + s0 * untreated[0], s1 * treated[1] + s0 * untreated[1]];
  };
  const possible = both.without[0] <= both.without[1] && both.with[0] <= both.with[1];
  return { response: effect(response), selection: effect(selection), both: possible ? effect(both) : undefined };
}

function meet(a: Range, b: Range): Range {
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
}

export interface MonotoneOptions {
  readonly method: Method;
  /** Least and largest value the outcome can have; else, for numbers, the least and largest seen. */
  readonly limits?: Range;
  /** Default: the way the plain difference goes. */
  readonly response?: Direction;
  /** Default: as `response`, so that the plain difference overstates the effect. */
  readonly selection?: Direction;
}

/**
 * Bounds under monotone response, monotone selection and both, as a check of an estimate; `bounds` is that of both (of response alone
 * where the data contradict the two together). Undefined for the overlap target, for more than two arms, and where an arm has no observation.
 * @throws DiscoError when a row lies outside the given limits
 */
export function monotone(problem: Problem, options: MonotoneOptions): Sensitivity | undefined {
  if (problem.arm.includes(-1)) return undefined;
  const seen = seenOf(problem, options.limits);
  const response = options.response ?? (seen.mean[1] >= seen.mean[0] ? "up" : "down");
  const selection = options.selection ?? response;
  const found = monotoneBounds(seen, problem.target, { response, selection });
  if (found === undefined || !found.response.every(Number.isFinite)) return undefined;
  const bounds = found.both ?? found.response;
  const [nobody, well] = [response === "up" ? "lowers" : "raises", selection === "up" ? "higher" : "lower"];
  const first = `If the treatment ${nobody} nobody's outcome`;
  const second = `those treated would on average have had an outcome at least as ${well === "higher" ? "high" : "low"} as the others in either arm`;
  const between = (one: Range) => `between ${range(one).replace(" to ", " and ")}`;
  const finding = found.both
    ? `${first}, and ${second}, the difference lies ${between(found.both)}, but for chance; with the first alone ${between(found.response)}, with the second alone ${between(found.selection)}.`
    : `${first}, the difference lies ${between(found.response)}, but for chance; that ${second} cannot hold as well, because the plain difference is ${plain(seen.mean[1] - seen.mean[0])}.`;
  return {
    id: "monotone",
    name: "Monotonicity bounds",
    method: options.method,
    finding: `${finding}${limitsText(seen)}`,
    can: "It can show how much two weak assumptions, that the treatment works one way and that those treated differ one way, narrow the effect without any covariate.",
    cannot: "It cannot show that these assumptions hold; only a contradiction between them can be seen in the table.",
    values: {
      response,
      selection,
      responseLow: found.response[0],
      responseHigh: found.response[1],
      selectionLow: found.selection[0],
      selectionHigh: found.selection[1],
      ...(found.both ? { bothLow: found.both[0], bothHigh: found.both[1] } : {}),
      contradicted: found.both === undefined,
      least: seen.limits[0],
      largest: seen.limits[1],
      limitsAssumed: seen.assumed,
    },
    bounds,
  };
}
