import { DiscoError } from "../error.js";
import { type FourCounts, misplacedRemarks, selectionRemarks } from "../estimate/misuse/graph-remarks.js";
import { sayAnswer } from "../estimate/misuse/guarded.js";
import type { Sample } from "../num/sample.js";
import type { Attribution } from "../query/attribution.js";
import type { GraphGuard } from "../query/misuse.js";

/**
 * The answer with what a graph has against it first among the warnings: the average effect with and without the covariates that are there by
 * mistake, and the odds ratio that a selection would have to make.
 * @param again the answer on another sample
 * Cost: that of `again` where covariates are misplaced, else O(rows).
 */
export async function guarded(
  sample: Sample,
  guard: GraphGuard,
  answer: Attribution,
  again: (sample: Sample) => Promise<Attribution>,
): Promise<Attribution> {
  const other = guard.misplaced.length === 0 ? undefined : await again(without(sample, guard)).catch(noAnswer);
  const name = answer.effect.ate.value === null ? "ett" : "ate";
  const what = name === "ate" ? "the average effect (ATE)" : "the effect on the treated (ETT)";
  const [one, two] = [answer, other].map((of) => sayAnswer(of?.effect[name]));
  const remarks = [...misplacedRemarks(guard, what, one, two), ...selectionRemarks(guard, countsOf(sample))];
  return remarks.length === 0 ? answer : { ...answer, warnings: [...remarks, ...answer.warnings] };
}

/** That the others do not compare is no reason to keep the answer that was asked for. */
function noAnswer(error: unknown): undefined {
  if (!(error instanceof DiscoError)) throw error;
}

function without(sample: Sample, { misplaced }: GraphGuard): Sample {
  const names = new Set(misplaced.map(({ name }) => name));
  const keep = ({ name }: { readonly name: string }) => !names.has(name);
  const { gapped } = sample;
  return { ...sample, given: sample.given.filter(keep), ...(gapped ? { gapped: gapped.filter(keep) } : {}) };
}

function countsOf({ treatment, outcome, rows, weights }: Sample): FourCounts | undefined {
  if (outcome.kind !== "binary") return undefined;
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < rows; i++) counts[2 * treatment.values[i] + outcome.values[i]] += weights?.values[i] ?? 1;
  return counts;
}
