import { estimateOf } from "../../estimate/scores.js";
import type { Attribution } from "../../query/attribution.js";
import { answerOf, type Context } from "../context.js";
import { type LawAverages, ONE, P0, P1, P00, P10, P11, PER_ARM } from "./averages.js";
import type { LawWords } from "./words.js";

type Function = (z: Float64Array) => number;

/**
 * Variance shares of a two-valued outcome with a law of the individual (THEORY 5.3b): observed, where the T share includes confounding, and
 * in an imagined trial that treats a share `rate` at random, where the individual's part splits into main effect and interaction.
 */
export function lawVariance(
  context: Context,
  { scores }: LawAverages,
  words: LawWords,
  rate: number,
): NonNullable<Attribution["variance"]> {
  const out = context.sample.outcome.name;
  const asker = (where: string, layer: 1 | 3) => (part: string, f: Function) =>
    answerOf(context, {
      query: `share of Var(${out})${where}: ${part}`,
      estimate: estimateOf(scores, f),
      layer,
      method: `${words.method}; THEORY 5.3b`,
      needs: [...words.needs, ...words.crossNeeds],
    });
  const seen = asker("", 1);
  const treated = (z: Float64Array) => z[PER_ARM + ONE];
  const mean = (z: Float64Array) => z[PER_ARM + P1] + z[P0];
  const between = (z: Float64Array) => z[PER_ARM + P1] ** 2 / treated(z) + z[P0] ** 2 / z[ONE];
  const total = (z: Float64Array) => mean(z) * (1 - mean(z));
  const byArm: Function = (z) => (between(z) - mean(z) ** 2) / total(z);
  const byWho: Function = (z) => (z[PER_ARM + P11] + z[P00] - between(z)) / total(z);

  const trial = asker(` in a trial that treats ${rate}`, 3);
  const all = (z: Float64Array, a: number) => z[a] + z[PER_ARM + a];
  const v1 = (z: Float64Array) => all(z, P11) - all(z, P1) ** 2;
  const v0 = (z: Float64Array) => all(z, P00) - all(z, P0) ** 2;
  const both = (z: Float64Array) => all(z, P10) - all(z, P1) * all(z, P0);
  const trialTotal = (z: Float64Array) => {
    const average = rate * all(z, P1) + (1 - rate) * all(z, P0);
    return average * (1 - average);
  };
  const policy: Function = (z) => (rate * (1 - rate) * (all(z, P1) - all(z, P0)) ** 2) / trialTotal(z);
  const individual: Function = (z) => (rate * v1(z) + (1 - rate) * v0(z)) / trialTotal(z);
  return {
    observed: {
      treatment: seen("T", byArm),
      individual: seen("U|T", byWho),
      chance: seen("E", (z) => 1 - byArm(z) - byWho(z)),
    },
    randomised: {
      rate,
      treatment: trial("T", policy),
      individual: trial("U|T", individual),
      chance: trial("E", (z) => 1 - policy(z) - individual(z)),
      main: trial(
        "U",
        (z) => (rate ** 2 * v1(z) + (1 - rate) ** 2 * v0(z) + 2 * rate * (1 - rate) * both(z)) / trialTotal(z),
      ),
      interaction: trial("TxU", (z) => (rate * (1 - rate) * (v1(z) + v0(z) - 2 * both(z))) / trialTotal(z)),
    },
  };
}
