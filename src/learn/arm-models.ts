import type { DesignColumns } from "../num/gram.js";
import { hashRows } from "../num/hash.js";
import type { ArmStudy } from "../num/study.js";
import type { LearnNote } from "./learner.js";
import { linearDesign } from "./linear/design.js";
import { fitModel, type Model } from "./model.js";

/** Propensities and outcome means by logit and least squares on all rows, with what their fit adds to an estimate's uncertainty. */
export interface ArmModels {
  /** P(arm | covariates), by arm and row. */
  readonly e: readonly Float64Array[];
  /** E[Y | arm, covariates], by arm and row. */
  readonly m: readonly Float64Array[];
  /** Movement of a number through the propensities: slopes by arm and row (see `Model.through`). */
  readonly throughPropensity: (slopes: readonly Float64Array[]) => Float64Array;
  /** Movement of a number through the means of one arm. */
  readonly throughMean: (arm: number, slope: Float64Array) => Float64Array;
  readonly notes: readonly LearnNote[];
}

/**
 * Fits them. More than two arms: a logit of each arm against the reference among the rows of the two, which estimates the multinomial logit
 * (Begg & Gray 1984). The outcome: logit where it has two values, least squares where it is a number, on each arm's own rows.
 * Cost: 2 arms - 1 fits.
 */
export function fitArmModels(study: ArmStudy, seed: number): ArmModels {
  const { rows, treatment, outcome, given, weights } = study;
  const design: DesignColumns = linearDesign(given, rows, weights?.values);
  const rowHash = hashRows(given, rows, weights?.values);
  const base = { rowHash, seed, ...(weights ? { weight: weights.values } : {}) };
  const { codes, arms } = treatment;
  const logits: Model[] = arms.slice(1).map((_, k) =>
    fitModel(design, rows, {
      ...base,
      kind: "binary",
      y: Float64Array.from(codes, (code) => (code === k + 1 ? 1 : 0)),
      ...(arms.length === 2 ? {} : { include: codes.map((code) => (code === 0 || code === k + 1 ? 1 : 0)) }),
    }),
  );
  const e = propensities(
    logits.map(({ mean }) => mean),
    rows,
  );
  const means = arms.map((_, arm) =>
    fitModel(design, rows, {
      ...base,
      kind: outcome.kind,
      y: outcome.values,
      include: codes.map((code) => (code === arm ? 1 : 0)),
    }),
  );
  const throughPropensity = (slopes: readonly Float64Array[]): Float64Array => {
    const moved = new Float64Array(rows);
    logits.forEach(({ mean, through }, l) => {
      // de_k / dq_l, where q_l is the chance of arm l + 1 against the reference: d log odds of it, times how e_k follows.
      const slope = new Float64Array(rows);
      for (let i = 0; i < rows; i++) {
        const spread = mean[i] * (1 - mean[i]);
        if (spread === 0) continue;
        let sum = 0;
        for (let k = 0; k < slopes.length; k++) sum += slopes[k][i] * e[k][i] * ((k === l + 1 ? 1 : 0) - e[l + 1][i]);
        slope[i] = sum / spread;
      }
      const part = through(slope);
      for (let i = 0; i < rows; i++) moved[i] += part[i];
    });
    return moved;
  };
  const notes = new Map([...logits, ...means].flatMap((model) => model.notes.map((note) => [note.id, note] as const)));
  return {
    e,
    m: means.map(({ mean }) => mean),
    throughPropensity,
    throughMean: (arm, slope) => means[arm].through(slope),
    notes: [...notes.values()],
  };
}

/** From chances against the reference to chances of each arm; they add up to 1. */
export function propensities(against: readonly Float64Array[], rows: number): Float64Array[] {
  if (against.length === 1) {
    const [own] = against;
    const rest = new Float64Array(rows);
    for (let i = 0; i < rows; i++) rest[i] = 1 - own[i];
    return [rest, own];
  }
  const e = [new Float64Array(rows), ...against.map(() => new Float64Array(rows))];
  for (let i = 0; i < rows; i++) {
    // Each odds is p / (1 - p); a certain arm leaves the others nothing.
    const certain = against.findIndex((p) => p[i] === 1);
    if (certain >= 0) {
      e[certain + 1][i] = 1;
      continue;
    }
    let sum = 1;
    for (const p of against) sum += p[i] / (1 - p[i]);
    e[0][i] = 1 / sum;
    against.forEach((p, k) => {
      e[k + 1][i] = p[i] / (1 - p[i]) / sum;
    });
  }
  return e;
}
