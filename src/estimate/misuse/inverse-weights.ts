import type { Remark } from "../../query/answer.js";
import type { Target } from "../../query/effect.js";
import type { Observations } from "../influence.js";
import { type AverageWeight, averageWeight, sayAverage } from "./average-weights.js";

/** Who was in which arm, and how likely that was. */
export interface Assigned extends Observations {
  /** 1: the arm asked about, 0: the reference, anything else: another arm. */
  readonly arm: ArrayLike<number>;
  /** P(reference | covariates) and P(arm | covariates), by entry. */
  readonly e: readonly [Float64Array, Float64Array];
  readonly target: Target;
}

/** The average of an arm's inverse weights over the target. */
export interface InverseWeight extends AverageWeight {
  readonly arm: 0 | 1;
}

/**
 * The averages that inverse propensity weights have over the target and should have been 1: T/e and (1-T)/(1-e) over everybody, (1-T) e/(1-e) over
 * the treated, T (1-e)/e over the untreated (THEORY 8.1). Nothing for overlap weights, which are always divided by their sum, and nothing of
 * an arm that stands for itself. Cost: O(entries).
 */
export function inverseWeights(assigned: Assigned): InverseWeight[] {
  const { arm, e, count, target } = assigned;
  if (target === "overlap") return [];
  const asked = target === "ate" ? ([0, 1] as const) : target === "att" ? ([0] as const) : ([1] as const);
  const whole = target === "ate" ? undefined : target === "att" ? 1 : 0;
  let mass = 0;
  for (let j = 0; j < count.length; j++) if (whole === undefined || arm[j] === whole) mass += count[j];
  return asked.map((own) => {
    const n = count.length;
    const [residual, variance] = [new Float64Array(n), new Float64Array(n)];
    for (let j = 0; j < n; j++) {
      const p = e[own][j];
      // One-sided targets compare two arms only: there the odds are those among the two.
      if (whole !== undefined && arm[j] !== 0 && arm[j] !== 1) continue;
      const share = whole === undefined ? 1 : p + e[1 - own][j];
      residual[j] = (arm[j] === own ? share / p : 0) - 1;
      variance[j] = share / p - 1;
    }
    return { arm: own, ...averageWeight({ residual, variance, mass }, assigned) };
  });
}

/**
 * A remark where the weights of an arm, or of both, do not average to 1; none where they do.
 * @param arms what the two arms are called: "treat = 0"
 * @param better which options of the command at hand would give a better model, in sentences
 */
export function inverseWeightRemarks(
  found: readonly InverseWeight[],
  arms: readonly [string, string],
  target: Target,
  better: string,
): Remark[] {
  const off = found.filter((one) => one.off);
  if (off.length === 0) return [];
  const over = { ate: "everybody", att: "the treated", atc: "the untreated", overlap: "" }[target];
  const averages = off.map((one) => `those of ${arms[one.arm]} average ${sayAverage(one)}`).join("; ");
  const text = `Inverse propensity weights should average 1 over ${over}; ${averages}. The model of who was treated does not fit, and what is not divided by the sum of the weights is off by that factor. ${better}`;
  return [{ id: "weights-not-one", text }];
}
