import { DiscoError } from "../../error.js";
import type { Study } from "../../num/study.js";
import type { Answer, Remark } from "../../query/answer.js";
import type { EffectAnswer } from "../../query/effect.js";
import type { GraphGuard } from "../../query/misuse.js";
import { type FourCounts, misplacedRemarks, selectionRemarks } from "./graph-remarks.js";

/**
 * What a graph has against an effect that was estimated all the same, with numbers: the estimate shown first with and without the covariates
 * that are there by mistake, and the odds ratio that a selection would have to make.
 * @param again the answer on another study, with the estimator that is shown first
 * Cost: that of `again` where covariates are misplaced, else O(rows).
 */
export async function guardRemarks(
  study: Study,
  guard: GraphGuard,
  { estimates, recommended }: EffectAnswer,
  again: (study: Study) => Promise<EffectAnswer>,
): Promise<readonly Remark[]> {
  const selection = selectionRemarks(guard, countsOf(study));
  if (guard.misplaced.length === 0) return selection;
  const misplaced = new Set(guard.misplaced.map(({ name }) => name));
  const keep = ({ name }: { readonly name: string }) => !misplaced.has(name);
  const { gapped } = study;
  const rest = { ...study, given: study.given.filter(keep), ...(gapped ? { gapped: gapped.filter(keep) } : {}) };
  const other = await again(rest).catch((error: unknown) => {
    // That the others do not compare is no reason to keep the answer that was asked for.
    if (error instanceof DiscoError) return undefined;
    throw error;
  });
  const without = other?.estimates[other.recommended];
  const what = "the estimate shown first";
  return [...misplacedRemarks(guard, what, sayAnswer(estimates[recommended]), sayAnswer(without)), ...selection];
}

/** `1,654 (95 % interval 230 to 3,080)`; undefined where there is no value. */
export function sayAnswer(answer: Answer | undefined): string | undefined {
  if (answer === undefined || answer.value === null) return undefined;
  const number = (value: number) =>
    Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
  const { interval, level } = answer;
  const around =
    interval === undefined || level === undefined
      ? ""
      : ` (${Number((100 * level).toPrecision(4))} % interval ${number(interval[0])} to ${number(interval[1])})`;
  return `${number(answer.value)}${around}`;
}

/** Where two arms and two outcomes are compared. */
function countsOf({ treatment, outcome, rows, weights }: Study): FourCounts | undefined {
  if (treatment.kind !== "arms" || treatment.arms.length !== 2 || outcome.kind !== "binary") return undefined;
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < rows; i++) counts[2 * treatment.codes[i] + outcome.values[i]] += weights?.values[i] ?? 1;
  return counts;
}
