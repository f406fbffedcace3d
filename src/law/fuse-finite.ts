import { DiscoError } from "../error.js";
import { bernoulliFromLogOdds } from "./bernoulli.js";
import { fromLogs } from "./categorical.js";
import { need, type Outcome, type Outcomes } from "./family.js";
import { sayOutcomes } from "./finite.js";
import { type Law, outcomesOf } from "./law.js";

/** One finite law of a product, and what to call it in a message. */
export interface FiniteTerm {
  readonly law: Law;
  readonly power: number;
  readonly name: string;
}

/**
 * Product of powers of finite laws on the same outcomes, in log space: Bernoulli when all are, otherwise categorical in the order of the first
 * law. `prior` is a law that is divided out and whose impossible outcomes were never in question: posteriors must have zeros there too.
 * @throws DiscoError when outcomes differ, when a zero is inverted, when nothing is possible under all
 */
export function fuseFinite(who: string, terms: readonly FiniteTerm[], prior?: FiniteTerm): Law {
  const all = prior ? [...terms, prior] : terms;
  const logs = alignedLogs(who, all);
  const { values } = outcomesOf(all[0].law)!;
  const result = values.map((value, i) => {
    if (prior && logs[logs.length - 1][i] === -Infinity) {
      for (let k = 0; k < terms.length; k++) if (logs[k][i] > -Infinity) throw noPosterior(who, terms[k], value);
      return -Infinity;
    }
    return logPower(who, all, logs, i, value);
  });
  need(
    result.some((log) => log > -Infinity),
    who,
    "the supports are disjoint: no outcome is possible under all laws",
    all.map(({ name, law }) => `${name} allows ${sayOutcomes(possible(outcomesOf(law)!))}`).join("; "),
    "check the laws: one of them must be wrong about what is impossible",
  );
  if (all.every(({ law }) => law.kind === "bernoulli")) return bernoulliFromLogOdds(result[1] - result[0]);
  return fromLogs(who, values, result);
}

/** Sum of power times log probability of one outcome. Zero to a positive power is zero, and one zero is a veto. */
function logPower(
  who: string,
  terms: readonly FiniteTerm[],
  logs: readonly (readonly number[])[],
  i: number,
  value: Outcome,
): number {
  let sum = 0;
  for (let k = 0; k < terms.length; k++) {
    if (logs[k][i] > -Infinity) {
      sum += terms[k].power * logs[k][i];
      continue;
    }
    need(
      terms[k].power >= 0,
      who,
      `an outcome has probability zero under ${terms[k].name}, and what is zero has no inverse`,
      sayOutcomes([value]),
      "leave the outcome out of all laws, or give it the probability you believe in",
    );
    sum = -Infinity;
  }
  return sum;
}

/** The laws' log probabilities, in the order of the first law's outcomes. */
function alignedLogs(who: string, terms: readonly FiniteTerm[]): readonly (readonly number[])[] {
  const { values } = outcomesOf(terms[0].law)!;
  return terms.map(({ law, name }) => {
    const outcomes = outcomesOf(law)!;
    if (outcomes.values === values) return outcomes.logs;
    const place = new Map(outcomes.values.map((value, i) => [value, i]));
    const missing = values.filter((value) => !place.has(value));
    const known = new Set(values);
    const extra = outcomes.values.filter((value) => !known.has(value));
    if (missing.length === 0 && extra.length === 0) return values.map((value) => outcomes.logs[place.get(value)!]);
    const odd = [
      ...(extra.length > 0 ? [`only ${name} has ${sayOutcomes(extra)}`] : []),
      ...(missing.length > 0 ? [`${name} lacks ${sayOutcomes(missing)}`] : []),
    ];
    throw new DiscoError({
      who,
      wrong: "the laws are not about the same outcomes",
      given: odd.join("; "),
      next: "give every law the same outcomes, an impossible one with weight 0",
    });
  });
}

function possible({ values, logs }: Outcomes): Outcome[] {
  return values.filter((_, i) => logs[i] > -Infinity);
}

function noPosterior(who: string, { name }: FiniteTerm, value: Outcome): DiscoError {
  return new DiscoError({
    who,
    wrong: `${name} gives probability to an outcome that is impossible under the prior: it is not a posterior of this prior`,
    given: sayOutcomes([value]),
    next: "name the prior that the posteriors were made from",
  });
}
