import { logOdds } from "../../num/special.js";
import { between, isotonic, withoutCertainty } from "./isotonic.js";
import { fewLogistic } from "./newton.js";

export type CalibrationMethod = "none" | "platt" | "beta" | "isotonic";

/** Probabilities held against what came. */
export interface Judged {
  readonly p: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

/** From a probability to a better one; never falls. */
export type CalibrationMap = (p: number) => number;

/** Fewest observations of the rarer outcome for each method: a straight line of log odds, one that may bend, any shape that never falls. */
const PLATT = 20;
const BETA = 200;
const ISOTONIC = 1000;

/** Observations of the rarer outcome. */
export function rarer({ y, weight }: Omit<Judged, "p">): number {
  let ones = 0;
  let mass = 0;
  for (let i = 0; i < y.length; i++) {
    ones += weight[i] * y[i];
    mass += weight[i];
  }
  return Math.min(ones, mass - ones);
}

/** The most that so many observations of the rarer outcome bear: isotonic regression overfits below a thousand (Niculescu-Mizil & Caruana 2005). */
export function methodFor(count: number): CalibrationMethod {
  if (count < PLATT) return "none";
  return count < BETA ? "platt" : count < ISOTONIC ? "beta" : "isotonic";
}

/** Log odds have no place for 0 and 1; these stay what they are. */
function inside({ p, y, weight }: Judged): Judged {
  const kept = Int32Array.from(p.keys()).filter((i) => p[i] > 0 && p[i] < 1);
  const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
  return { p: pick(p), y: pick(y), weight: pick(weight) };
}

const chance = (eta: number) => 1 / (1 + Math.exp(-eta));
const same: CalibrationMap = (p) => p;

/**
 * log odds = c + sum of w_k x column k, each w_k >= 0. All start from the probability as it is, and a penalty worth one observation draws them
 * back to it; a weight that would be negative is 0 (Kull, Silva Filho & Flach 2017).
 */
function monotone(judged: Judged, features: readonly CalibrationMap[]): CalibrationMap {
  const { p, y, weight } = inside(judged);
  if (p.length === 0 || y.every((value) => value === y[0])) return same;
  const columns = features.map((of) => p.map(of));
  let free = features.map((_, k) => k);
  for (;;) {
    const size = free.length;
    const offset = p.map((_, i) => free.reduce((sum, k) => sum + columns[k][i], 0));
    const fit = fewLogistic({
      columns: [new Float64Array(p.length).fill(1), ...free.map((k) => columns[k])],
      offset,
      y,
      weight,
      ridge: [0, ...free.map(() => 1)],
    });
    if (!fit) return same;
    const weights = free.map((_, r) => 1 + fit.beta[1 + r]);
    const least = weights.reduce((low, w, r) => (w < weights[low] ? r : low), 0);
    if (size > 0 && weights[least] < 0) {
      free = free.filter((_, r) => r !== least);
      continue;
    }
    const [c] = fit.beta;
    const kept = free.map((k) => features[k]);
    return (value) =>
      value <= 0 || value >= 1 ? value : chance(kept.reduce((sum, of, r) => sum + weights[r] * of(value), c));
  }
}

/**
 * The map that makes judged probabilities come true as often as they say.
 * - platt: log odds = c + a log odds p (Platt 1999; logistic recalibration, Cox 1958)
 * - beta: log odds = c + a log p - b log(1 - p)
 * - isotonic: the best that never falls; see `isotonic`
 */
export function calibrationMap(judged: Judged, method: CalibrationMethod): CalibrationMap {
  switch (method) {
    case "none":
      return same;
    case "platt":
      return monotone(judged, [logOdds]);
    case "beta":
      return monotone(judged, [(p) => Math.log(p), (p) => -Math.log1p(-p)]);
    case "isotonic": {
      const blocks = withoutCertainty(isotonic(judged.p, judged.y, judged.weight));
      return (p) => between(blocks, p);
    }
  }
}
