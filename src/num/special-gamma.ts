import { exp, log, log1p } from "./elementary.js";
import { increasingRoot } from "./root.js";
import { deviance, type Tails } from "./special.js";

const HALF_LOG_2PI = 0.9189385332046727;

/** (zeta(k) - 1)/k for k = 2, 3, ...: log Gamma(2 + z) = (1 - Euler's constant) z + sum of (-z)^k times these. */
const AROUND_TWO = [
  0.3224670334241132, 0.0673523010531981, 0.020580808427784546, 0.007385551028673986, 0.0028905103307415234,
  0.001192753911703261, 0.0005096695247430425, 0.00022315475845357939, 9.945751278180853e-5, 4.492623673813314e-5,
  2.050721277567069e-5, 9.439488275268397e-6, 4.374866789907488e-6, 2.039215753801366e-6, 9.55141213040742e-7,
  4.492469198764566e-7, 2.1207184805554665e-7, 1.0043224823968099e-7, 4.7698101693639804e-8, 2.2711094608943164e-8,
  1.0838659214896955e-8, 5.183475041970047e-9, 2.4836745438024785e-9, 1.1921401405860912e-9, 5.731367241678862e-10,
  2.7595228851242334e-10,
];
const ONE_LESS_EULER = 0.42278433509846713;

/** Bernoulli numbers B(2k) over 2k (2k - 1): the terms of Stirling's series. */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
  -174611 / 125400,
];

/** log Gamma(2 + z) for |z| <= 1/2. */
function logGammaAroundTwo(z: number): number {
  let sum = 0;
  for (let k = AROUND_TWO.length - 1; k >= 0; k--) sum = sum * -z + AROUND_TWO[k];
  return z * (ONE_LESS_EULER + z * sum);
}

/** log Gamma(x) less the leading terms (x - 1/2) log x - x + log(2 pi)/2 of Stirling's series, for x >= 10. */
export function stirlingRest(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum / square + STIRLING[k];
  return sum / x;
}

/** log Gamma(x) for x > 0; relative error about 1e-15, also beside its zeros at 1 and 2. NaN elsewhere. */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x < 0.5) return logGammaAroundTwo(x) - log1p(x) - log(x);
  if (x < 1.5) return logGammaAroundTwo(x - 1) - log(x);
  if (x < 10) {
    let product = 1;
    let rest = x;
    while (rest > 2.5) {
      rest -= 1;
      product *= rest;
    }
    return logGammaAroundTwo(rest - 2) + log(product);
  }
  if (x === Infinity) return x;
  return (x - 0.5) * log(x) - x + HALF_LOG_2PI + stirlingRest(x);
}

/** The derivative of log Gamma, for x > 0; error about 1e-15 of max(1, |value|). NaN elsewhere. */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += 1 / y;
    y += 1;
  }
  const square = y * y;
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum / square + STIRLING[k] * (2 * k + 1);
  return log(y) - 0.5 / y - sum / square - shift;
}

/** log(x^a e^-x / Gamma(a)): the density of the gamma law times x. Accurate for large a, where the terms as written would cancel. */
export function logGammaKernel(a: number, x: number): number {
  if (a < 10) return a * log(x) - x - logGamma(a);
  return -a * deviance(x, a) + 0.5 * log(a) - HALF_LOG_2PI - stirlingRest(a);
}

/**
 * Regularised incomplete gamma function: P(X <= x) and P(X > x) for the gamma law of this shape and rate 1. Relative error about 1e-13 of
 * the smaller tail for shapes up to 1e6; cost O(sqrt(shape)). Series below the mean, continued fraction above (Numerical Recipes 6.2).
 */
export function gammaTails(shape: number, x: number): Tails {
  if (!(x > 0)) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const kernel = exp(logGammaKernel(shape, x));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= x / (shape + k);
      sum += term;
    }
    const lower = Math.min(1, kernel * sum);
    return { lower, upper: 1 - lower };
  }
  const tiny = 1e-300;
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 1e7; k++) {
    const a = k * (shape - k);
    b += 2;
    d = 1 / (a * d + b || tiny);
    c = b + a / c || tiny;
    h *= d * c;
    if (Math.abs(d * c - 1) < 3e-16) break;
  }
  const upper = Math.min(1, kernel * h);
  return { lower: 1 - upper, upper };
}

/** Quantile of the gamma law of this shape and rate 1, by Newton's method on the logarithm of the smaller tail. */
export function gammaQuantile(shape: number, p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? 0 : p === 1 ? Infinity : Number.NaN;
  const low = p <= 0.5;
  const goal = low ? log(p) : log1p(-p);
  const start = shape > 1 ? log(shape) : Math.min(0, (log(p) + logGamma(shape + 1)) / shape);
  const root = increasingRoot(
    (t) => {
      const x = exp(t);
      const tails = gammaTails(shape, x);
      const tail = low ? tails.lower : tails.upper;
      const gap = log(tail) - goal;
      return { value: low ? gap : -gap, slope: exp(logGammaKernel(shape, x)) / tail };
    },
    { start, step: 1 / Math.sqrt(Math.max(shape, 1)), scale: 1 },
  );
  return exp(root);
}
