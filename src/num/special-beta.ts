import { exp, log, log1p, logistic } from "./elementary.js";
import { increasingRoot } from "./root.js";
import { deviance, type Tails } from "./special.js";
import { logGamma, stirlingRest } from "./special-gamma.js";

const HALF_LOG_2PI = 0.9189385332046727;

/** log of the beta function B(a, b) = Gamma(a) Gamma(b) / Gamma(a + b), for a, b > 0. Large terms are cancelled before they are added. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  const sum = small + large;
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(sum);
  const rest = stirlingRest(large) - stirlingRest(sum);
  if (small < 10) {
    return logGamma(small) + rest + small - small * log(sum) + (large - 0.5) * log1p(-small / sum);
  }
  return (
    HALF_LOG_2PI -
    0.5 * log(large) +
    stirlingRest(small) +
    rest +
    (small - 0.5) * log(small / sum) +
    large * log1p(-small / sum)
  );
}

/** log(x^a y^b / B(a, b)) with y = 1 - x: the density of the beta law times x y. Accurate for large a and b. */
export function logBetaKernel(a: number, b: number, x: number, y: number): number {
  if (a < 10 || b < 10) {
    const one = y < 0.5 ? log1p(-y) : log(x);
    const other = x < 0.5 ? log1p(-x) : log(y);
    return a * one + b * other - logBeta(a, b);
  }
  const n = a + b;
  const fit = a * deviance(x, a / n) + b * deviance(y, b / n);
  return 0.5 * log(a / n) + 0.5 * log(b) - HALF_LOG_2PI - (stirlingRest(a) + stirlingRest(b) - stirlingRest(n)) - fit;
}

/** I_x(a, b) by Lentz's continued fraction, for x up to about the mean. */
function lowerBeta(a: number, b: number, x: number, y: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let h = d;
  for (let k = 1; k < 1e7; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    h *= d * c;
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    h *= d * c;
    if (Math.abs(d * c - 1) < 3e-16) break;
  }
  return Math.min(1, (exp(logBetaKernel(a, b, x, y)) * h) / a);
}

/**
 * Regularised incomplete beta function: P(X <= x) and P(X > x) for the beta law. `y` is 1 - x, given apart because x close to 1 cannot say
 * it. Relative error of the smaller tail about 1e-13, 1e-12 for a, b of a million; cost O(sqrt(max(a, b))) (Numerical Recipes 6.4).
 */
export function betaTails(a: number, b: number, x: number, y = 1 - x): Tails {
  if (!(x > 0)) return { lower: 0, upper: 1 };
  if (!(y > 0)) return { lower: 1, upper: 0 };
  if (x < (a + 1) / (a + b + 2)) {
    const lower = lowerBeta(a, b, x, y);
    return { lower, upper: 1 - lower };
  }
  const upper = lowerBeta(b, a, y, x);
  return { lower: 1 - upper, upper };
}

/** Quantile of the beta law, by Newton's method on the logarithm of the smaller tail against the log-odds of x. */
export function betaQuantile(a: number, b: number, p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  const low = p <= 0.5;
  const goal = low ? log(p) : log1p(-p);
  const root = increasingRoot(
    (t) => {
      const x = logistic(t);
      const y = logistic(-t);
      const tails = betaTails(a, b, x, y);
      const tail = low ? tails.lower : tails.upper;
      const gap = log(tail) - goal;
      return { value: low ? gap : -gap, slope: exp(logBetaKernel(a, b, x, y)) / tail };
    },
    { start: log(a / b), step: 1, scale: 1 },
  );
  return logistic(root);
}
