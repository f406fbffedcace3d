import { coefficient, inReach, type Kernel, localWeights, residuals, varianceOf } from "./local.js";
import type { Side } from "./side.js";

/** The bandwidth of the two lines and that of the curves whose bend corrects them. */
export interface Bandwidths {
  readonly line: number;
  readonly bend: number;
}

/** Constants of the first pilot bandwidth (rule of thumb for a density at a boundary). */
const RULE: Readonly<Record<Kernel, number>> = { triangular: 2.576, uniform: 1.843 };
/** So that the last value within reach still has weight. */
const SLACK = Math.sqrt(Number.EPSILON);
/** Where a fifth of the rows repeat a value, pilot bandwidths reach at least this many distinct ones. */
const LEAST_VALUES = 10;
const REPEATED = 0.2;

/** What one side says of the mean squared error of coefficient `nu` of a local polynomial of degree `order`. */
interface Error {
  readonly variance: number;
  readonly bias: number;
  readonly doubt: number;
}

/**
 * Variance and bias of coefficient `nu` at a pilot bandwidth: the variance by nearest neighbours, scaled to bandwidth 1; the bias from
 * coefficient order + 1 of a polynomial one degree higher, with the variance of that coefficient, which keeps a bias near 0 from making the
 * bandwidth too large (Imbens & Kalyanaraman 2012, section 4.2).
 */
function errorOf(side: Side, order: number, nu: number, pilot: number, bend: number, kernel: Kernel): Error {
  const weights = localWeights(side, order, nu, pilot, kernel);
  const variance = varianceOf(side, weights, residuals(side, weights.length));
  let constant = 0;
  for (let k = 0; k < weights.length; k++) {
    constant += weights[k] * side.mass[k] * (side.x[k] / pilot) ** (order + 1);
  }
  constant *= pilot ** nu;
  const higher = localWeights(side, order + 1, order + 1, bend, kernel);
  const curvature = coefficient(side, higher);
  const power = 2 * (order + 1 - nu);
  return {
    variance: (2 * nu + 1) * pilot ** (2 * nu + 1) * variance,
    bias: Math.sqrt(power) * constant * curvature,
    doubt: 3 * power * constant ** 2 * varianceOf(side, higher, residuals(side, higher.length)),
  };
}

/**
 * The bandwidth with the least estimated mean squared error for the jump, one for both sides, and the one for the second derivatives that
 * correct it (Calonico, Cattaneo & Titiunik, Econometrica 82, 2014, section 5.2 and lemma 1; with the plug-in steps of Calonico,
 * Cattaneo, Farrell & Titiunik, Stata Journal 17, 2017): a rule of thumb, then the third derivative, the second, and the level.
 * Undefined where a step has too few distinct values. Cost: O(rows).
 */
export function bandwidths(sides: readonly [Side, Side], spread: number, kernel: Kernel): Bandwidths | undefined {
  const widest = Math.max(...sides.map(({ x }) => Math.abs(x[x.length - 1])));
  const values = sides[0].x.length + sides[1].x.length;
  const repeated = sides.some(({ x, mass }) => 1 - x.length / mass.reduce((a, b) => a + b, 0) >= REPEATED);
  const least = repeated
    ? Math.max(...sides.map(({ x }) => Math.abs(x[Math.min(LEAST_VALUES, x.length) - 1]) * (1 + SLACK)))
    : 0;
  const pilot = Math.max(least, Math.min(widest, RULE[kernel] * spread * values ** -0.2));
  const best = (order: number, nu: number, bends: readonly [number, number], regular: boolean) => {
    const fit = sides.every(
      (side, s) => inReach(side, pilot, kernel) > order && inReach(side, bends[s], kernel) > order + 1,
    );
    if (!fit) return Number.NaN;
    const [a, b] = sides.map((side, s) => errorOf(side, order, nu, pilot, bends[s], kernel));
    const bias = (a.bias - b.bias) ** 2 + (regular ? a.doubt + b.doubt : 0);
    return Math.min(widest, ((a.variance + b.variance) / bias) ** (1 / (2 * order + 3)));
  };
  const ends = sides.map(({ x }) => Math.abs(x[x.length - 1]) * (1 + SLACK));
  const third = Math.max(least, best(3, 3, [ends[0], ends[1]], false));
  const bend = best(2, 2, [third, third], true);
  const line = best(1, 0, [bend, bend], true);
  return Number.isFinite(line) && Number.isFinite(bend) && line > 0 && bend > 0 ? { line, bend } : undefined;
}
