import { log, pow } from "../num/elementary.js";
import { normalCdf, normalQuantile } from "../num/normal.js";
import { deviance } from "../num/special.js";
import { lineChart } from "./chart.js";
import { type Family, need, needFinite, needPositive, short, type Term, TOO_MUCH_TAKEN } from "./family.js";

/** The normal (Gaussian) law. */
export interface Normal {
  readonly kind: "normal";
  readonly mean: number;
  /** Standard deviation. */
  readonly sd: number;
}

/** The normal law of this mean and standard deviation. @throws DiscoError unless the mean is finite and the sd positive */
export function normal(mean: number, sd: number): Normal {
  needFinite("normal", "mean", mean);
  needPositive("normal", "standard deviation", sd);
  return { kind: "normal", mean, sd };
}

const LOG_ROOT_2PI = 0.9189385332046727;

function logDensity({ mean, sd }: Normal, x: number): number {
  const z = (x - mean) / sd;
  return -0.5 * z * z - LOG_ROOT_2PI - log(sd);
}

export const normalFamily: Family<Normal> = {
  logDensity,
  cdf: ({ mean, sd }: Normal, x: number) => normalCdf((x - mean) / sd),
  survival: ({ mean, sd }: Normal, x: number) => normalCdf((mean - x) / sd),
  quantile: ({ mean, sd }, p) => mean + sd * normalQuantile(p),
  mean: ({ mean }) => mean,
  variance: ({ sd }) => sd * sd,
  entropy: ({ sd }) => 0.5 + LOG_ROOT_2PI + log(sd),
  // The variances' part is half their deviance, which stays accurate when they are close.
  kl: (a, b) => 0.5 * deviance(a.sd * a.sd, b.sd * b.sd) + 0.5 * pow((a.mean - b.mean) / b.sd, 2),
  chart: (law) => lineChart(law.mean, law.sd, (x) => logDensity(law, x)),
};

/** Product of powers: precisions add, and precision times mean (THEORY 6.5). @throws DiscoError when the precision is not positive */
export function fuseNormals(who: string, terms: readonly Term<Normal>[]): Normal {
  let precision = 0;
  let weighted = 0;
  // About the first mean, so that far from zero nothing is lost.
  const origin = terms[0].law.mean;
  for (const { law, power } of terms) {
    const part = power / (law.sd * law.sd);
    precision += part;
    weighted += part * (law.mean - origin);
  }
  need(
    precision > 0,
    who,
    `the result is not a normal law: the precisions 1/sd^2 add up to ${short(precision)}, and must be above 0`,
    terms.map(({ law, power }) => `${power} x ${short(1 / (law.sd * law.sd))}`).join(" + "),
    TOO_MUCH_TAKEN,
  );
  return normal(origin + weighted / precision, 1 / Math.sqrt(precision));
}
