import { log, log1p } from "../num/elementary.js";
import { betaQuantile, betaTails, logBeta, logBetaKernel } from "../num/special-beta.js";
import { digamma } from "../num/special-gamma.js";
import { intervalChart } from "./chart.js";
import { type Family, need, needPositive, short, type Term, TOO_MUCH_TAKEN } from "./family.js";

/** The beta law on [0, 1], its density proportional to x^(a-1) (1-x)^(b-1). */
export interface Beta {
  readonly kind: "beta";
  readonly a: number;
  readonly b: number;
}

/**
 * The beta law: what is known of a probability after a - 1 successes and b - 1 failures, starting from the uniform law.
 * @throws DiscoError unless a and b are positive
 */
export function beta(a: number, b: number): Beta {
  needPositive("beta", "parameter a", a);
  needPositive("beta", "parameter b", b);
  return { kind: "beta", a, b };
}

function logDensity({ a, b }: Beta, x: number): number {
  if (!(x >= 0 && x <= 1)) return -Infinity;
  // At an end the density is zero, infinite, or (exponent 0) that of the other factor alone.
  if (x === 0) return a === 1 ? log(b) : a < 1 ? Infinity : -Infinity;
  if (x === 1) return b === 1 ? log(a) : b < 1 ? Infinity : -Infinity;
  return logBetaKernel(a, b, x, 1 - x) - log(x) - log1p(-x);
}

export const betaFamily: Family<Beta> = {
  logDensity,
  cdf: ({ a, b }: Beta, x: number) => betaTails(a, b, x).lower,
  survival: ({ a, b }: Beta, x: number) => betaTails(a, b, x).upper,
  quantile: ({ a, b }, p) => betaQuantile(a, b, p),
  mean: ({ a, b }) => a / (a + b),
  variance: ({ a, b }) => ((a / (a + b)) * (b / (a + b))) / (a + b + 1),
  entropy: ({ a, b }) => logBeta(a, b) - (a - 1) * digamma(a) - (b - 1) * digamma(b) + (a + b - 2) * digamma(a + b),
  kl: (p, q) => {
    const all = digamma(p.a + p.b);
    const gap = (p.a - q.a) * (digamma(p.a) - all) + (p.b - q.b) * (digamma(p.b) - all);
    return Math.max(0, logBeta(q.a, q.b) - logBeta(p.a, p.b) + gap);
  },
  chart: ({ a, b }) => intervalChart(0, 1, (z, rest) => logBetaKernel(a, b, z, rest)),
};

/** Product of powers: a - 1 and b - 1 add (THEORY 6.5). @throws DiscoError when the result cannot be normalised */
export function fuseBetas(who: string, terms: readonly Term<Beta>[]): Beta {
  let a = 1;
  let b = 1;
  for (const { law, power } of terms) {
    a += power * (law.a - 1);
    b += power * (law.b - 1);
  }
  need(
    a > 0 && b > 0,
    who,
    `the result is not a beta law: its parameters would be a = ${short(a)} and b = ${short(b)}, and must be above 0`,
    terms.map(({ law, power }) => `beta(${law.a}, ${law.b})^${power}`).join(", "),
    TOO_MUCH_TAKEN,
  );
  return beta(a, b);
}
