import type { ArmModels } from "../learn/arm-models.js";
import type { ArmNuisances } from "../learn/arm-nuisances.js";
import { indices } from "../num/indices.js";
import type { ArmStudy } from "../num/study.js";
import type { Target } from "../query/effect.js";
import type { Observations } from "./influence.js";
import type { FittedProblem, Problem } from "./problem.js";

/** What is asked of a study: one arm against the reference, in a target population. */
export interface Asked {
  readonly study: ArmStudy;
  /** Place of the arm among the study's arms; 0 is the reference. */
  readonly arm: number;
  readonly target: Target;
  readonly seed: number;
}

/** The problem as models on all rows see it: an entry is a row. */
export function fittedProblem(asked: Asked, models: ArmModels): FittedProblem {
  const { study, arm, target, seed } = asked;
  const { rows, weights, outcome } = study;
  const count = weights ? weights.values : new Float64Array(rows).fill(1);
  const law = weights?.kind === "law";
  const blank = new Float64Array(rows);
  return {
    ...aboutOf(study, count, law ? 1 : count.reduce((a, b) => a + b, 0)),
    study,
    row: indices(rows),
    arm: armsOf(study, arm),
    y: outcome.values,
    target,
    e: [models.e[0], models.e[arm]],
    m: [models.m[0], models.m[arm]],
    seed,
    fits: {
      throughPropensity: ([reference, own]) =>
        models.throughPropensity(models.e.map((_, k) => (k === 0 ? reference : k === arm ? own : blank))),
      throughMean: (which, slope) => models.throughMean(which === 0 ? 0 : arm, slope),
    },
  };
}

/** The problem as cross-fitted nuisances see it. */
export function crossFittedProblem(asked: Asked, nuisances: ArmNuisances): Problem {
  const { study, arm, target, seed } = asked;
  const { entries, e, m } = nuisances;
  const arms = armsOf(study, arm);
  return {
    ...aboutOf(study, entries.count, entries.total, entries.row),
    study,
    row: entries.row,
    arm: at(arms, entries.row, new Int8Array(entries.row.length)),
    y: at(study.outcome.values, entries.row, new Float64Array(entries.row.length)),
    target,
    e: [e[0], e[arm]],
    m: [m[0], m[arm]],
    seed,
  };
}

function armsOf({ treatment }: ArmStudy, arm: number): Int8Array {
  const { codes } = treatment;
  const arms = new Int8Array(codes.length);
  for (let i = 0; i < codes.length; i++) arms[i] = codes[i] === 0 ? 0 : codes[i] === arm ? 1 : -1;
  return arms;
}

function aboutOf(study: ArmStudy, count: Float64Array, total: number, row?: Int32Array): Observations {
  const { unit, weights } = study;
  const base = { count, total, law: weights?.kind === "law" };
  if (unit === undefined || base.law) return base;
  const { codes } = unit;
  return {
    ...base,
    cluster: row === undefined ? codes : Int32Array.from(row, (i) => codes[i]),
    clusters: unit.labels.length,
  };
}

/** The values of the given rows. */
function at<T extends Float64Array | Int8Array>(values: T, rows: Int32Array, out: T): T {
  for (let j = 0; j < rows.length; j++) out[j] = values[rows[j]];
  return out;
}
