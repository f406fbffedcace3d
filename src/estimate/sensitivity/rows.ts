import type { Study } from "../../num/study.js";
import { partOfStudy } from "../part-of-study.js";

/** A study of the given rows, in that order (a row may come twice), each standing for so many observations. */
export function withCounts(study: Study, rows: Int32Array, counts: Float64Array): Study {
  return { ...partOfStudy(study, rows), weights: { ...study.weights, kind: "counts", values: counts } };
}

/** Does every arm have an observation? */
export function hasEveryArm({ treatment, weights }: Study): boolean {
  if (treatment.kind === "numeric") return true;
  const met = new Set<number>();
  treatment.codes.forEach((code, row) => {
    if ((weights?.values[row] ?? 1) > 0) met.add(code);
  });
  return met.size === treatment.arms.length;
}
