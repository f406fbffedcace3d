import type { Observations } from "../influence.js";
import type { FirstStage } from "./first-stage.js";
import { against, norm, scoreProducts, solve, squares } from "./moments.js";
import { dot } from "./regressors.js";
import { meat, smallSample } from "./sandwich.js";
import { chiSquareTail, fTail } from "./tails.js";

/** Do several instruments agree? Small p-values say that at least one touches the outcome in another way, or that effects differ. */
export interface Overidentification {
  /** Sargan (1958): one spread for all rows. */
  readonly sargan: number;
  readonly sarganP: number;
  /** Hansen (1982): the two-step criterion, robust or clustered. */
  readonly hansen: number;
  readonly hansenP: number;
}

/** Undefined with one instrument: then nothing is left over to test. `e`: second-stage residuals. Cost: O(rows x instruments^2). */
export function overidentification(
  z: readonly Float64Array[],
  t: Float64Array,
  y: Float64Array,
  e: Float64Array,
  about: Observations,
): Overidentification | undefined {
  const d = z.length - 1;
  if (d === 0) return undefined;
  const sargan = (norm(squares(z, about), against(z, e, about)) * about.total) / dot(e, e, about.count);
  const spread = scoreProducts(z, e, e, about);
  const [gy, gt] = [against(z, y, about), against(z, t, about)];
  const weighted = solve(spread, gt);
  const inner = (g: Float64Array) => weighted.reduce((sum, value, k) => sum + value * g[k], 0);
  const value = inner(gy) / inner(gt);
  const hansen = norm(
    spread,
    gy.map((g, k) => g - value * gt[k]),
  );
  return { sargan, sarganP: chiSquareTail(sargan, d), hansen, hansenP: chiSquareTail(hansen, d) };
}

/** Is least squares off? Wu (1973) and Hausman (1978): the first stage's residual beside the treatment. */
export interface Endogeneity {
  readonly f: number;
  readonly p: number;
  /** With robust (HC1 or clustered) variances. */
  readonly robustP: number;
}

/** Undefined where the instruments tell the treatment exactly. @param columns of the second stage, treatment included. Cost: O(rows). */
export function endogeneity(
  { fitted, rest, perfect }: FirstStage,
  y: Float64Array,
  about: Observations,
  columns: number,
): Endogeneity | undefined {
  const { count, total } = about;
  const free = total - columns - 1;
  if (perfect || free <= 0) return undefined;
  const [ff, vv] = [dot(fitted, fitted, count), dot(rest, rest, count)];
  const [byFitted, byRest] = [dot(fitted, y, count) / ff, dot(rest, y, count) / vv];
  const left = y.map((value, i) => value - byFitted * fitted[i] - byRest * rest[i]);
  const gap = byRest - byFitted;
  const f = (gap * gap) / (1 / ff + 1 / vv) / (dot(left, left, count) / free);
  const score = left.map((value, i) => value * (rest[i] / vv - fitted[i] / ff));
  const variance = smallSample(about, columns + 1) * meat(score, about);
  return { f, p: fTail(f, 1, free), robustP: chiSquareTail((gap * gap) / variance, 1) };
}
