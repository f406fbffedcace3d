import { log } from "../num/elementary.js";
import { logSumExp } from "../num/special.js";
import { type Bernoulli, bernoulliFromLogOdds } from "./bernoulli.js";
import { type Categorical, fromLogs } from "./categorical.js";
import { need, type Outcome, type Outcomes } from "./family.js";
import type { FiniteLaw } from "./fuse.js";
import { type Law, type Mixture, outcomesOf, type Part } from "./law.js";

/** What laws of type L are mixed to. */
export type Mixed<L extends Law> = L extends Bernoulli ? Bernoulli : L extends FiniteLaw ? Categorical : Mixture;

/**
 * The arithmetic pool: sum of weight times law. One of the laws is right, and the weights say which (THEORY 7.4). That is another thing than
 * `fuse`, where all are right and their evidence adds up. Finite laws give a finite law on the outcomes of any of them (an outcome that a law
 * does not have is impossible under it); laws with densities give a mixture. Weights are normalised; parts of weight 0 are left out.
 * @throws DiscoError when lengths differ, weights are not non-negative, or finite laws meet densities
 */
export function mix<L extends Law>(laws: readonly L[], weights: readonly number[]): Mixed<L> {
  return mixLaws(laws, weights) as Mixed<L>;
}

function mixLaws(laws: readonly Law[], weights: readonly number[]): Law {
  const who = "mix";
  const lengths = `${laws.length} and ${weights.length}`;
  need(
    laws.length === weights.length,
    who,
    "laws and weights differ in number",
    lengths,
    "give one weight for each law",
  );
  const bad = weights.find((weight) => !(weight >= 0 && weight < Infinity));
  need(bad === undefined, who, "a weight is negative or not a finite number", bad, "give weights of 0 or more");
  const total = weights.reduce((a, b) => a + b, 0);
  need(total > 0, who, "no weight is positive", weights.join(", "), "let at least one law have a positive weight");
  const shares = weights.map((weight) => weight / total);
  const outcomes = laws.flatMap((law) => outcomesOf(law) ?? []);
  need(
    outcomes.length === 0 || outcomes.length === laws.length,
    who,
    "some laws are finite and others have a density",
    laws.map(({ kind }) => kind).join(", "),
    "mix one sort or the other",
  );
  if (outcomes.length > 0) return mixFinite(who, laws, outcomes, shares);
  const parts: Part[] = [];
  const partWeights: number[] = [];
  laws.forEach((law, i) => {
    if (shares[i] === 0) return;
    const inner = law.kind === "mixture" ? law : { parts: [law], weights: [1] };
    parts.push(...inner.parts);
    partWeights.push(...inner.weights.map((weight) => weight * shares[i]));
  });
  return { kind: "mixture", parts, weights: partWeights };
}

function mixFinite(who: string, laws: readonly Law[], outcomes: readonly Outcomes[], shares: readonly number[]): Law {
  const logsOf = new Map<Outcome, number[]>();
  outcomes.forEach(({ values, logs }, k) => {
    values.forEach((value, i) => {
      const terms = logsOf.get(value) ?? [];
      logsOf.set(value, terms);
      terms.push(log(shares[k]) + logs[i]);
    });
  });
  const logs = [...logsOf.values()].map(logSumExp);
  if (laws.every(({ kind }) => kind === "bernoulli")) return bernoulliFromLogOdds(logs[1] - logs[0]);
  return fromLogs(who, [...logsOf.keys()], logs);
}
