import { logSumExp } from "../num/special.js";
import { type Bernoulli, bernoulliFromLogOdds } from "./bernoulli.js";
import { type Categorical, fromLogs } from "./categorical.js";
import { need, needPositive, type Outcome } from "./family.js";
import type { FiniteLaw, Fused } from "./fuse.js";
import { outcomesOf } from "./law.js";

/** What the best policy is, and what it is worth. */
export interface Optimum<L> {
  /** reference (.) softmax(reward / temperature). */
  readonly law: L;
  /** log Z, Z being the reference's mean of exp(reward / temperature). */
  readonly logNormaliser: number;
  /** The objective at the optimum: temperature times log Z. */
  readonly value: number;
}

/** How dear it is to leave the reference. */
export interface OptimumOptions {
  /** Beta: what one nat of divergence from the reference costs, in units of reward. */
  readonly temperature: number;
}

/**
 * The one maximiser of E[reward] - temperature KL(law || reference) over laws on the reference's outcomes (THEORY 7.1). A low temperature gives
 * the best outcome that the reference allows, a high one the reference. In log space; what is impossible stays impossible.
 * @throws DiscoError unless the temperature is positive and every reward a finite number
 */
export function regularisedOptimum<L extends FiniteLaw>(
  reference: L,
  reward: (outcome: Outcome) => number,
  { temperature }: OptimumOptions,
): Optimum<Fused<L>> {
  const who = "regularisedOptimum";
  needPositive(who, "temperature", temperature);
  const { values, logs } = outcomesOf(reference)!;
  const tilted = values.map((value, i) => {
    const worth = reward(value);
    need(
      Number.isFinite(worth),
      who,
      `the reward of ${JSON.stringify(value)} is not a finite number`,
      worth,
      "give a number",
    );
    return logs[i] + worth / temperature;
  });
  const logNormaliser = logSumExp(tilted);
  const law: Bernoulli | Categorical =
    reference.kind === "bernoulli" ? bernoulliFromLogOdds(tilted[1] - tilted[0]) : fromLogs(who, values, tilted);
  return { law: law as Fused<L>, logNormaliser, value: temperature * logNormaliser };
}
