import { exp, log, log1p, logistic } from "../num/elementary.js";
import { asinh, sinh } from "../num/special.js";

/**
 * A change of variable x = x(t) that makes the integral of a density an integral over a range of t on which it is smooth and falls off at
 * least exponentially at both ends.
 */
export interface Chart {
  /** Logarithm of the density with respect to t. */
  readonly logWeight: (t: number) => number;
  readonly x: (t: number) => number;
  readonly t: (x: number) => number;
  /** t beyond these adds nothing that can be seen. */
  readonly low: number;
  readonly high: number;
}

/** The real line, linear about `centre` within `scale` and logarithmic beyond: x = centre + scale sinh(t). */
export function lineChart(centre: number, scale: number, logDensity: (x: number) => number): Chart {
  const logScale = log(scale);
  return {
    // log cosh(t), without overflow.
    logWeight: (t) =>
      logDensity(centre + scale * sinh(t)) + logScale + Math.abs(t) + log1p(exp(-2 * Math.abs(t))) - Math.LN2,
    x: (t) => centre + scale * sinh(t),
    t: (x) => asinh((x - centre) / scale),
    low: -300,
    high: 300,
  };
}

/** The positive numbers, logarithmic: x = exp(t) / rate. `logKernel` is the log density times x. */
export function halfLineChart(rate: number, logKernel: (z: number) => number): Chart {
  return {
    logWeight: (t) => logKernel(exp(t)),
    x: (t) => exp(t) / rate,
    t: (x) => log(x * rate),
    low: -700,
    high: 700,
  };
}

/** An interval, logarithmic at both ends: x = low + width logistic(t). `logKernel(z, 1 - z)` is the log density of z times z (1 - z). */
export function intervalChart(low: number, width: number, logKernel: (z: number, rest: number) => number): Chart {
  return {
    logWeight: (t) => logKernel(logistic(t), logistic(-t)),
    // Never the end itself, where a density may be infinite.
    x: (t) => low + width * Math.min(logistic(t), 1 - 2 ** -53),
    t: (x) => log((x - low) / (low + width - x)),
    low: -700,
    high: 700,
  };
}
