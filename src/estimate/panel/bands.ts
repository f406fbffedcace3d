import { cholesky, choleskySolve } from "../../num/cholesky.js";
import { normalQuantile } from "../../num/normal.js";
import { uniformStream } from "../../num/random.js";
import { betaTails } from "../../num/special-beta.js";
import type { CurvePoint } from "../../query/effect.js";
import type { EventPoint } from "./staggered.js";

/** Draws of the multiplier bootstrap. */
const DRAWS = 999;

/** A point whose standard error is known. */
type Known = EventPoint & { readonly se: number };

function knownPoints(points: readonly EventPoint[]): Known[] {
  return points.filter((point): point is Known => point.se !== undefined && point.se > 0);
}

/**
 * The points of an event study with intervals that hold one by one and bands that hold for all at once: the multiplier bootstrap over
 * units with signs (Callaway & Sant'Anna 2021, algorithm 1, Rademacher weights), 999 draws, the largest |t| of all points (sup-t). A band
 * is never narrower than the interval. Cost: O(draws x units x points).
 */
export function curveOf(
  points: readonly EventPoint[],
  settings: { readonly level: number; readonly seed: number },
): CurvePoint[] {
  const { level, seed } = settings;
  const alone = normalQuantile(0.5 + level / 2);
  const together = Math.max(alone, largestT(knownPoints(points), level, seed));
  return points.map(({ at, value, se }) => {
    if (se === undefined) return { at, value };
    return {
      at,
      value,
      interval: [value - alone * se, value + alone * se],
      band: [value - together * se, value + together * se],
    };
  });
}

/** Quantile of the largest |t| of the points. */
function largestT(points: readonly Known[], level: number, seed: number): number {
  if (points.length === 0) return 0;
  const [n, size] = [points[0].influence.length, points.length];
  const phi = new Float64Array(n * size);
  for (let k = 0; k < size; k++) {
    const { influence, se } = points[k];
    for (let u = 0; u < n; u++) phi[u * size + k] = influence[u] / (n * se);
  }
  const largest = new Float64Array(DRAWS);
  const sums = new Float64Array(size);
  for (let draw = 0; draw < DRAWS; draw++) {
    const uniform = uniformStream(seed, draw);
    sums.fill(0);
    for (let u = 0, at = 0; u < n; u++, at += size) {
      if (uniform() < 0.5) for (let k = 0; k < size; k++) sums[k] += phi[at + k];
      else for (let k = 0; k < size; k++) sums[k] -= phi[at + k];
    }
    for (let k = 0; k < size; k++) largest[draw] = Math.max(largest[draw], Math.abs(sums[k]));
  }
  largest.sort();
  return largest[Math.min(DRAWS, Math.ceil((DRAWS + 1) * level)) - 1];
}

/** Do the points before the start differ from zero together? */
export interface PreTrend {
  readonly p: number;
  readonly points: number;
}

/**
 * Joint test that all effects before the start are zero: Wald's statistic with the covariance of the influences, against Hotelling's law
 * (F with as many degrees of freedom as points, and units less points). Undefined without such points, or with too few units for them.
 */
export function preTrend(points: readonly EventPoint[]): PreTrend | undefined {
  const before = knownPoints(points).filter(({ at }) => at < 0);
  const size = before.length;
  const n = before[0]?.influence.length ?? 0;
  if (size === 0 || n <= size + 1) return undefined;
  const covariance = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let u = 0; u < n; u++) sum += before[k].influence[u] * before[l].influence[u];
      covariance[k * size + l] = sum / n / (n - 1);
    }
  }
  const factor = cholesky(covariance, size);
  const kept = factor.kept.reduce((a, b) => a + b, 0);
  const value = Float64Array.from(before, (point) => point.value);
  const wald = choleskySolve(factor, value).reduce((sum, x, k) => sum + x * value[k], 0);
  const [d1, d2] = [kept, n - kept];
  const f = (wald * d2) / (d1 * (n - 1));
  return { p: betaTails(d2 / 2, d1 / 2, d2 / (d2 + d1 * f), (d1 * f) / (d2 + d1 * f)).lower, points: size };
}
