import { log } from "../num/elementary.js";
import { digamma, gammaQuantile, gammaTails, logGamma, logGammaKernel } from "../num/special-gamma.js";
import { halfLineChart } from "./chart.js";
import { type Family, need, needPositive, short, type Term, TOO_MUCH_TAKEN } from "./family.js";

/** The gamma law on the positive numbers, its density proportional to x^(shape-1) exp(-rate x). */
export interface Gamma {
  readonly kind: "gamma";
  readonly shape: number;
  /** 1 / scale; the mean is shape / rate. */
  readonly rate: number;
}

/** The gamma law of this shape and rate (not scale). Shape 1 is the exponential law. @throws DiscoError unless both are positive */
export function gamma(shape: number, rate: number): Gamma {
  needPositive("gamma", "shape", shape);
  needPositive("gamma", "rate", rate);
  return { kind: "gamma", shape, rate };
}

function logDensity({ shape, rate }: Gamma, x: number): number {
  if (!(x >= 0) || x === Infinity) return -Infinity;
  if (x === 0) return shape === 1 ? log(rate) : shape < 1 ? Infinity : -Infinity;
  return logGammaKernel(shape, rate * x) - log(x);
}

export const gammaFamily: Family<Gamma> = {
  logDensity,
  cdf: ({ shape, rate }: Gamma, x: number) => gammaTails(shape, rate * x).lower,
  survival: ({ shape, rate }: Gamma, x: number) => gammaTails(shape, rate * x).upper,
  quantile: ({ shape, rate }, p) => gammaQuantile(shape, p) / rate,
  mean: ({ shape, rate }) => shape / rate,
  variance: ({ shape, rate }) => shape / rate / rate,
  entropy: ({ shape, rate }) => shape - log(rate) + logGamma(shape) + (1 - shape) * digamma(shape),
  kl: (p, q) => {
    const shapes = (p.shape - q.shape) * digamma(p.shape) - logGamma(p.shape) + logGamma(q.shape);
    const rates = q.shape * log(p.rate / q.rate) + (p.shape * (q.rate - p.rate)) / p.rate;
    return Math.max(0, shapes + rates);
  },
  chart: ({ shape, rate }) => halfLineChart(rate, (z) => logGammaKernel(shape, z)),
};

/** Product of powers: shape - 1 and rate add (THEORY 6.5). @throws DiscoError when the result cannot be normalised */
export function fuseGammas(who: string, terms: readonly Term<Gamma>[]): Gamma {
  let shape = 1;
  let rate = 0;
  for (const { law, power } of terms) {
    shape += power * (law.shape - 1);
    rate += power * law.rate;
  }
  need(
    shape > 0 && rate > 0,
    who,
    `the result is not a gamma law: its shape would be ${short(shape)} and its rate ${short(rate)}, and both must be above 0`,
    terms.map(({ law, power }) => `gamma(${law.shape}, ${law.rate})^${power}`).join(", "),
    TOO_MUCH_TAKEN,
  );
  return gamma(shape, rate);
}
