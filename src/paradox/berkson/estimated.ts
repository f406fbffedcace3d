import type { LearnNote } from "../../learn/learner.js";
import { linearDesign } from "../../learn/linear/design.js";
import { fitModel } from "../../learn/model.js";
import type { Column } from "../../num/columns.js";
import { hashRows } from "../../num/hash.js";
import type { PairRows } from "./rows.js";

/** P(selected | covariates) of each row, and what comes through its estimation. */
export interface EstimatedSelection {
  readonly probability: Float64Array;
  readonly movedBy: (slope: Float64Array) => Float64Array;
  /** Share of all rows whose chance is smaller than that of every selected row: nobody stands for them. */
  readonly unseen: number;
  readonly notes: readonly LearnNote[];
}

/**
 * The chance of being selected by logistic regression on covariates that all rows have, additive in them, with every row's pull on the fit.
 * Cost: O(rows x columns^2) a Newton step.
 */
export function estimateSelection(given: readonly Column[], rows: PairRows, seed: number): EstimatedSelection {
  const count = rows.selected.length;
  const { mass, selected } = rows;
  const design = linearDesign(given, count, mass);
  const task = { kind: "binary" as const, y: Float64Array.from(selected), weight: mass, seed };
  const { mean, through, notes } = fitModel(design, count, { ...task, rowHash: hashRows(given, count, mass) });
  let least = 1;
  for (let i = 0; i < count; i++) if (selected[i] === 1) least = Math.min(least, mean[i]);
  let [all, below] = [0, 0];
  for (let i = 0; i < count; i++) {
    all += mass[i];
    if (mean[i] < least - 1e-12) below += mass[i];
  }
  return { probability: mean, movedBy: through, unseen: below / all, notes };
}
