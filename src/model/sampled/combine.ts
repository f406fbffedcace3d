import { exp } from "../../num/elementary.js";
import type { Measured, OfUnit, Request, Result } from "../request.js";
import type { Batches } from "./batches.js";
import { addTally, makeTally, type Tally } from "./tally.js";

/**
 * The answer from the batches' sums: ratios of weighted sums, cases of the dial combined by their probabilities; the ratios' covariances by
 * the delta method, case by case. Cost: O(batches x measures^2 + types).
 */
export function combine(request: Request, { cases, batches }: Batches, tallies: readonly Tally[]): Result {
  const { model, measures } = request;
  const count = measures.length;
  const byCase = cases.map(() => makeTally(count, model.types?.length ?? 0));
  tallies.forEach((tally, i) => {
    addTally(byCase[batches[i].sharingCase], tally);
  });

  // Each row of a case stands for probability / rows of everything; all relative to the largest weight anywhere.
  const highest = Math.max(...byCase.map(({ top }) => top));
  const shares = byCase.map(({ top, rows }, c) =>
    top === -Infinity ? 0 : (cases[c].probability / rows) * exp(top - highest),
  );
  const over = (of: (tally: Tally) => number) => byCase.reduce((sum, tally, c) => sum + shares[c] * of(tally), 0);
  const whole = over(({ sum }) => sum);
  const values = measures.map((measure, m) => tidy(over(({ totals }) => totals[m]) / whole, measure));

  const covariance = values.map((value, m) =>
    values.map((other, k) => {
      let sum = 0;
      byCase.forEach((tally, c) => {
        if (shares[c] === 0) return;
        const { rows } = tally;
        const about =
          tally.spread[m * count + k] + tally.squares * (tally.middles[m] - value) * (tally.middles[k] - other);
        const means = (tally.totals[m] - value * tally.sum) * (tally.totals[k] - other * tally.sum);
        sum += ((shares[c] * shares[c] * rows) / Math.max(1, rows - 1)) * (about - means / rows);
      });
      return sum / (whole * whole);
    }),
  );
  const squares = byCase.reduce((sum, tally, c) => sum + shares[c] * shares[c] * tally.squares, 0);
  const draws = byCase.reduce((sum, { rows }) => sum + rows, 0);
  const sampling = {
    draws,
    effectiveSize: whole === 0 ? 0 : effectiveSize(whole, squares, draws),
    largestShare: whole === 0 ? 0 : Math.max(...shares) / whole,
    covariance,
  };
  const evidence = whole === 0 ? 0 : whole * exp(highest);
  const units = unitsOf(request, byCase, shares, whole, evidence);
  return { method: "sampled", values, evidence, ...(units === undefined ? {} : { units }), sampling };
}

/** Rounding is not to make a row less of rows that all weigh the same. */
function effectiveSize(whole: number, squares: number, draws: number): number {
  const size = (whole * whole) / squares;
  return Math.abs(size - draws) < 1e-9 * draws ? draws : size;
}

/** Who it is, and what holds for each: sums by type. */
function unitsOf(
  { model, individual, given, measures }: Request,
  byCase: readonly Tally[],
  shares: readonly number[],
  whole: number,
  evidence: number,
): readonly OfUnit[] | undefined {
  const stride = 1 + measures.length;
  const over = (at: number) => byCase.reduce((sum, { byType }, c) => sum + shares[c] * byType[at], 0);
  return model.types?.map(({ weight }, type) => {
    const prior = individual === undefined ? weight : Number(type === individual.type);
    const own = over(type * stride);
    // Where nothing is held, chance has no say in who it is.
    const posterior = given.length === 0 ? prior : own / whole;
    return {
      prior,
      likelihood: prior === 0 ? Number.NaN : (posterior * evidence) / prior,
      posterior,
      values: measures.map((measure, m) => tidy(over(type * stride + 1 + m) / own, measure)),
    };
  });
}

/** The order of additions can leave a probability an ulp above 1. */
function tidy(value: number, { kind }: Measured): number {
  return kind === "indicator" && value > 1 ? 1 : value;
}
