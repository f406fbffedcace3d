import { exp, log, log1p } from "./elementary.js";
/**
 * Quantile of the standard normal law: Acklam's rational approximation, then one Halley step on an erfc of relative error 1e-15 or so.
 * @param p in (0, 1)
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  let x: number;
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * log(p));
    x =
      (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
  } else {
    const q = p - 0.5;
    const r = q * q;
    x =
      ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
        30.66479806614716) *
        r +
        2.506628277459239) *
        q) /
      (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
        13.28068155288572) *
        r +
        1);
  }
  const error = normalCdf(x) - p;
  const step = error * Math.sqrt(2 * Math.PI) * exp((x * x) / 2);
  return x - step / (1 + (x * step) / 2);
}

/** Distribution function of the standard normal law (series for small |x|, continued fraction for large; about 1e-15). */
export function normalCdf(x: number): number {
  const z = Math.abs(x);
  const density = exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  let tail: number;
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    tail = 0.5 - density * sum;
  } else {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / (z + fraction);
    tail = density / (z + fraction);
  }
  return x > 0 ? 1 - tail : tail;
}

/** A standard normal variable Z of which it is known that low < Z < high. */
export interface TruncatedNormal {
  /** log P(low < Z < high): a probability far out in the tail is too small for a double. */
  readonly log: number;
  /** Of Z, given that. */
  readonly mean: number;
  readonly variance: number;
}

const LOG_ROOT_TWO_PI = 0.5 * log(2 * Math.PI);
/** From here on the tail is a continued fraction; before, one minus the rest. */
const TAIL = 1.5;

/**
 * Probability, mean and variance of a standard normal variable between two ends (either may be infinite), each with a relative error of
 * 1e-12 or better, in the tails and in narrow intervals too: nothing is the difference of two large numbers. An empty interval has log
 * -Infinity. Cost: about a hundred divisions.
 */
export function truncatedNormal(low: number, high: number): TruncatedNormal {
  if (!(low < high)) return { log: -Infinity, mean: Number.NaN, variance: Number.NaN };
  if (low === -Infinity && high === Infinity) return { log: 0, mean: 0, variance: 1 };
  if (low + high < 0) {
    const { log, mean, variance } = truncatedNormal(-high, -low);
    return { log, mean: -mean, variance };
  }
  if ((high - low) * Math.max(1, (low + high) / 2) < 1) return narrow((low + high) / 2, (high - low) / 2);
  return low < TAIL ? wide(low, high) : far(low, high);
}

/** The tail above `low`, less the tail above `high`. */
function far(low: number, high: number): TruncatedNormal {
  const near = tail(low);
  const log = near.log - (low * low) / 2;
  const gap = ((high - low) * (high + low)) / 2;
  if (gap > 745) return { log, mean: low + near.excess, variance: near.variance };
  const beyond = tail(high);
  // Of those above `low`, the share above `high`; distances are measured from `low`.
  const share = exp(beyond.log - near.log - gap);
  const [first, second] = [near.excess, high - low + beyond.excess];
  const excess = (first - share * second) / (1 - share);
  const square = (near.variance + first * first - share * (beyond.variance + second * second)) / (1 - share);
  return { log: log + log1p(-share), mean: low + excess, variance: square - excess * excess };
}

/**
 * P(Z > x) / exp(-x^2 / 2) as a logarithm, and mean and variance of Z - x given Z > x, by Laplace's continued fraction
 * K(n) = x + n / K(n + 1): P(Z > x) is the density over K(1), and the moments are made of K(2) and K(3) without cancellation.
 */
function tail(x: number): { readonly log: number; readonly excess: number; readonly variance: number } {
  const terms = Math.ceil(16 + 220 / (x * x));
  let fraction = (x + Math.sqrt(x * x + 4 * terms)) / 2;
  for (let n = terms; n >= 3; n--) fraction = x + n / fraction;
  const second = x + 2 / fraction;
  return {
    log: -LOG_ROOT_TWO_PI - log(x + 1 / second),
    excess: 1 / second,
    variance: (second + (second - fraction)) / fraction / (second * second),
  };
}

/** A good part of the whole: what is outside is taken off. */
function wide(low: number, high: number): TruncatedNormal {
  const outside = normalCdf(low) + upperTail(high);
  const whole = low < 0 ? log1p(-outside) : log(normalCdf(-low) - upperTail(high));
  const density = (x: number) => exp((-x * x) / 2 - LOG_ROOT_TWO_PI - whole);
  const mean = density(low) - density(high);
  const edges = low * density(low) - (high === Infinity ? 0 : high * density(high));
  return { log: whole, mean, variance: 1 + edges - mean * mean };
}

function upperTail(x: number): number {
  return x < TAIL ? normalCdf(-x) : exp(tail(x).log - (x * x) / 2);
}

/** The interval `middle` +- `half`, where the density is nearly even: its Taylor series about the middle, term by term. */
function narrow(middle: number, half: number): TruncatedNormal {
  const slope = -middle * half;
  const curve = half * half;
  let [before, term] = [0, 1];
  let [whole, first, second] = [0, 0, 0];
  for (let n = 0; n < 30; n++) {
    if (n % 2 === 0) {
      whole += term / (n + 1);
      second += term / (n + 3);
    } else first += term / (n + 2);
    [before, term] = [term, (slope * term - curve * before) / (n + 1)];
  }
  const shift = first / whole;
  return {
    log: log(2 * half * whole) - (middle * middle) / 2 - LOG_ROOT_TWO_PI,
    mean: middle + half * shift,
    variance: curve * (second / whole - shift * shift),
  };
}
