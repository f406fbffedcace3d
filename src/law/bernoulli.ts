import { logistic } from "../num/elementary.js";
import { log1pExp, logOdds } from "../num/special.js";
import { type Family, need } from "./family.js";
import { finiteFamily } from "./finite.js";

/** The law of 1 with probability p and 0 otherwise. `logOdds` is what is computed with; p may have rounded to 0 or 1. */
export interface Bernoulli {
  readonly kind: "bernoulli";
  readonly p: number;
  /** log(p / (1 - p)); -Infinity and Infinity when one outcome is impossible. */
  readonly logOdds: number;
}

/** The law of 1 with probability p, else 0. @throws DiscoError unless 0 <= p <= 1 */
export function bernoulli(p: number): Bernoulli {
  need(p >= 0 && p <= 1, "bernoulli", "p must be a probability", p, "give a number from 0 to 1");
  return { kind: "bernoulli", p, logOdds: logOdds(p) };
}

/** The law of 1 with these log-odds, else 0: for probabilities so near 0 or 1 that p cannot say them. @throws DiscoError for NaN */
export function bernoulliFromLogOdds(logOdds: number): Bernoulli {
  need(
    !Number.isNaN(logOdds),
    "bernoulliFromLogOdds",
    "the log-odds must be a number",
    logOdds,
    "give log(p / (1 - p))",
  );
  return { kind: "bernoulli", p: logistic(logOdds), logOdds };
}

const VALUES = [0, 1];

export const bernoulliFamily: Family<Bernoulli> = {
  ...finiteFamily(({ p, logOdds: l }: Bernoulli) => ({
    values: VALUES,
    probabilities: [logistic(-l), p],
    logs: [-log1pExp(l), -log1pExp(-l)],
  })),
  mean: ({ p }) => p,
  variance: ({ p, logOdds: l }) => p * logistic(-l),
  // As in model files: 1 when e < p.
  drawAt: ({ p }, e) => (e < p ? 1 : 0),
};
