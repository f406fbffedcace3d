import type { Column } from "../../num/columns.js";
import type { Learner } from "../learner.js";
import { acrossFolds } from "./across-folds.js";
import type { EffectTask } from "./effect-learner.js";
import type { Term } from "./robust-spread.js";
import { isLinear, openStage, SANDWICH, type StageFit, type StageRows } from "./stage.js";
import type { ArmEffectLearner } from "./t-learner.js";

/**
 * The S-learner: one regression of the outcome on the covariates and the treatment, the effect its difference between the arms (Künzel et al.
 * 2019, eq. 5). The treatment is one more column; for the linear learner its products with the covariates are columns too (without them
 * the effect would be one number for all), so that unpenalised it is the T-learner with errors from both arms. Trees may leave the treatment
 * out where it tells little, which pulls effects towards none: good where most effects are nought. Uses neither propensities nor the
 * task's means. @throws DiscoError where nothing is left to learn from. Cost: `folds` fits.
 */
export function sLearner({ learner }: { readonly learner: Learner }): ArmEffectLearner {
  return {
    name: "s",
    words: `an S-learner (one mean by ${learner.name}, the treatment a covariate${isLinear(learner) ? " with its products" : ""})`,
    fit: (task, run) =>
      acrossFolds(
        task,
        run,
        (about, say) => {
          const { rows: n, outcome: kind, t } = about;
          const both = twice(about, isLinear(learner));
          const stage = openStage(learner, both, say);
          const y = Float64Array.from([...about.y, ...about.y]);
          return (rows) => {
            const fit = stage.fit({ kind, y, rows: rows.map((i) => i + n * t[i]) });
            return (at, errors) => difference(fit, at, n, errors);
          };
        },
        SANDWICH,
      ),
  };
}

/** Every row as it would stand in the reference, then every row as it would stand in the arm. */
function twice(task: EffectTask, products: boolean): StageRows {
  const { rows, given, weight, rowHash, seed, cluster, clusters } = task;
  const arm: Column = {
    kind: "numeric",
    name: "treatment",
    values: Float64Array.from({ length: 2 * rows }, (_, i) => (i < rows ? 0 : 1)),
  };
  return {
    rows: 2 * rows,
    given: [...given.map(doubled), arm, ...(products ? given.flatMap((column) => timesArm(column, rows, weight)) : [])],
    ...(weight ? { weight: Float64Array.from([...weight, ...weight]) } : {}),
    rowHash: Uint32Array.from([...rowHash, ...rowHash]),
    seed,
    ...(cluster && clusters ? { cluster: Int32Array.from([...cluster, ...cluster]), clusters } : {}),
  };
}

function doubled(column: Column): Column {
  return column.kind === "numeric"
    ? { ...column, values: Float64Array.from([...column.values, ...column.values]) }
    : { ...column, codes: Int32Array.from([...column.codes, ...column.codes]) };
}

/** Products of the treatment with a number about its average, or with the indicators of labels (but for the most frequent one). */
function timesArm(column: Column, rows: number, weight: Float64Array | undefined): Column[] {
  const product = (name: string, value: (row: number) => number): Column => ({
    kind: "numeric",
    name,
    values: Float64Array.from({ length: 2 * rows }, (_, i) => (i < rows ? 0 : value(i - rows))),
  });
  const of = (i: number) => (weight ? weight[i] : 1);
  if (column.kind === "numeric") {
    const { values, name } = column;
    const total = values.reduce((sum, _, i) => sum + of(i), 0);
    const mean = values.reduce((sum, value, i) => sum + of(i) * value, 0) / total;
    return [product(`treatment x ${name}`, (i) => values[i] - mean)];
  }
  const { codes, levels, name } = column;
  const counts = new Float64Array(levels.length);
  codes.forEach((code, i) => {
    counts[code] += of(i);
  });
  const base = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
  return levels.flatMap((level, k) =>
    k === base || counts[k] === 0 ? [] : [product(`treatment x ${name}=${level}`, (i) => (codes[i] === k ? 1 : 0))],
  );
}

function difference({ predict, variance }: StageFit, at: Int32Array, n: number, errors: boolean) {
  const m0 = predict(at);
  const m1 = predict(at.map((i) => i + n));
  const effect = m1.map((value, i) => value - m0[i]);
  if (!errors || variance === undefined) return { effect, arms: { m: [m0, m1] as const } };
  const root = (terms: (row: number) => readonly Term[]) =>
    Float64Array.from(at, (row) => Math.sqrt(variance(terms(row))));
  const error0 = root((row) => [[row, 1]]);
  const error1 = root((row) => [[row + n, 1]]);
  const error = root((row) => [
    [row + n, 1],
    [row, -1],
  ]);
  return { effect, error, arms: { m: [m0, m1] as const, error: [error0, error1] as const } };
}
