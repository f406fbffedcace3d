import { exp, log } from "../num/elementary.js";
import { logSumExp } from "../num/special.js";
import { type Family, need, needPositive, type Outcome } from "./family.js";
import { finiteFamily, pick, sayOutcomes } from "./finite.js";

/** A law on finitely many outcomes, named or numeric. `logProbabilities` is what is computed with. */
export interface Categorical {
  readonly kind: "categorical";
  /** Each once, in the order given. */
  readonly values: readonly Outcome[];
  /** One for each value; they add up to 1. A very improbable outcome may show 0 here and yet be possible. */
  readonly probabilities: readonly number[];
  /** Natural logarithms; -Infinity for impossible outcomes only. */
  readonly logProbabilities: readonly number[];
  /** The outcomes that are impossible (probability exactly zero): those that no fusion can bring back. */
  readonly zeros: readonly Outcome[];
}

/**
 * A law on outcomes, from weights that need not add up to 1 (they are normalised).
 * @throws DiscoError when outcomes repeat, the lengths differ, a weight is negative or not finite, or no weight is positive
 */
export function categorical(values: readonly Outcome[], weights: readonly number[]): Categorical {
  const who = "categorical";
  const bad = weights.find((weight) => !(weight >= 0 && weight < Infinity));
  need(bad === undefined, who, "a weight is negative or not a finite number", bad, "give weights of 0 or more");
  const law = fromLogs(who, values, weights.map(log));
  const total = weights.reduce((a, b) => a + b, 0);
  // What was given is shown as it was given: 0.2, not exp(log 0.2).
  return total < Infinity ? { ...law, probabilities: weights.map((weight) => weight / total) } : law;
}

/** What softmax may be told. */
export interface SoftmaxOptions {
  /** Scores are divided by it: 1 by default, below 1 sharpens, above 1 flattens. */
  readonly temperature?: number;
}

/**
 * The law with probabilities proportional to exp(score / temperature): Boltzmann's. Also the way to give log probabilities; a score of
 * -Infinity is an impossible outcome. softmax(r, temperature b) is power(softmax(r), 1/b) (THEORY 6.4).
 * @throws DiscoError as `categorical` does
 */
export function softmax(
  values: readonly Outcome[],
  scores: readonly number[],
  { temperature = 1 }: SoftmaxOptions = {},
): Categorical {
  needPositive("softmax", "temperature", temperature);
  const scaled = scores.map((score) => score / temperature);
  return fromLogs("softmax", values, scaled);
}

/** The uniform law on these outcomes, the identity of `fuse` there: it has no opinion. @throws DiscoError as `categorical` does */
export function uniformOver(values: readonly Outcome[]): Categorical {
  const zeros = values.map(() => 0);
  return fromLogs("uniformOver", values, zeros);
}

/** Normalises log weights. @throws DiscoError naming `who` */
export function fromLogs(who: string, values: readonly Outcome[], logs: readonly number[]): Categorical {
  need(values.length > 0, who, "there are no outcomes", "[]", "give at least one");
  const lengths = `${values.length} and ${logs.length}`;
  need(
    values.length === logs.length,
    who,
    "outcomes and numbers differ in length",
    lengths,
    "give one number for each",
  );
  const seen = new Set<Outcome>();
  const twice = values.find((value) => seen.size === seen.add(value).size);
  need(twice === undefined, who, "an outcome is listed twice", twice, "list each outcome once");
  const odd = values.find((value) => Number.isNaN(value));
  need(odd === undefined, who, "an outcome is not a number", odd, "give numbers or names");
  const bad = logs.find((log) => !(log < Infinity));
  need(bad === undefined, who, "a score is not a number, or infinite", bad, "give numbers (-Infinity: impossible)");
  const total = logSumExp(logs);
  need(
    total > -Infinity,
    who,
    "every outcome is impossible",
    sayOutcomes(values),
    "let at least one have a positive weight",
  );
  const logProbabilities = logs.map((log) => log - total);
  return {
    kind: "categorical",
    values,
    probabilities: logProbabilities.map(exp),
    logProbabilities,
    zeros: values.filter((_, i) => logProbabilities[i] === -Infinity),
  };
}

const base = finiteFamily(({ values, probabilities, logProbabilities }: Categorical) => ({
  values,
  probabilities,
  logs: logProbabilities,
}));

export const categoricalFamily: Family<Categorical> = {
  ...base,
  // As in model files: categories in the order listed, numbers too.
  drawAt: (law, e) => pick(base.outcomes(law), [...law.values.keys()], e),
};
