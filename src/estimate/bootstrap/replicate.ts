import { propensities } from "../../learn/arm-models.js";
import { linearDesign } from "../../learn/linear/design.js";
import { type LinearFit, type LinearTask, leastSquares, logistic } from "../../learn/linear/irls.js";
import { type DesignColumns, linearPredictor } from "../../num/gram.js";
import { indices } from "../../num/indices.js";
import type { ArmStudy } from "../../num/study.js";
import type { Contrast, Method, Target } from "../../query/effect.js";
import { armAverageMeans } from "../difference.js";
import { hajekMeans } from "../hajek.js";
import { horvitzThompsonMeans } from "../horvitz-thompson.js";
import { compareMeans } from "../influence.js";
import type { Problem } from "../problem.js";
import { regressionMeans } from "../regression.js";
import { type Drawing, drawingOf, drawWeights } from "./draws.js";

/** Estimators that are fitted again to every replication: those whose models are fitted to all rows. */
export const REFITTED = [
  "difference",
  "regression",
  "horvitz-thompson",
  "hajek",
  "overlap",
] as const satisfies readonly Method[];
export type Refitted = (typeof REFITTED)[number];

/** What is asked of replications; data only, so that workers can be given it. */
export interface ReplicationSetup {
  readonly study: ArmStudy;
  readonly arm: number;
  readonly target: Target;
  readonly contrast: Contrast;
  readonly methods: readonly Refitted[];
  readonly seed: number;
}

/** Which of the models a method needs. */
const NEEDS: Readonly<Record<Refitted, "propensity" | "mean" | "nothing">> = {
  difference: "nothing",
  regression: "mean",
  "horvitz-thompson": "propensity",
  hajek: "propensity",
  overlap: "propensity",
};

/**
 * Makes a function from the number of a replication to each method's estimate on its weights, everything fitted again. Propensities start
 * from the fit to the table and its curvature, so that a replication costs a few gradients. Cost: O(rows x columns) each, with outcome means
 * O(rows x columns^2).
 */
export function makeReplicator(setup: ReplicationSetup): (replication: number) => Float64Array {
  const { study, arm, methods } = setup;
  const { rows, treatment, outcome } = study;
  const design = linearDesign(study.given, rows, study.weights?.values);
  const drawing: Drawing = drawingOf(study, setup.seed);
  const weight = new Float64Array(rows);
  const needs = new Set(methods.map((method) => NEEDS[method]));
  const indicator = (k: number) => Float64Array.from(treatment.codes, (code) => (code === k ? 1 : 0));
  const all = indices(rows);
  const among = (k: number) =>
    treatment.arms.length === 2 ? all : all.filter((i) => [0, k].includes(treatment.codes[i]));
  const logits = needs.has("propensity")
    ? treatment.arms.slice(1).map((_, k) => refitter(design, "binary", indicator(k + 1), among(k + 1), study))
    : [];
  const means = needs.has("mean")
    ? [0, arm].map((k) =>
        refitter(
          design,
          outcome.kind,
          outcome.values,
          all.filter((i) => treatment.codes[i] === k),
          study,
        ),
      )
    : [];
  const blank = new Float64Array(rows);
  const own = Int8Array.from(treatment.codes, (code) => (code === 0 ? 0 : code === arm ? 1 : -1));
  return (replication) => {
    drawWeights(drawing, replication, weight);
    const against = logits.map((refit) => refit(weight));
    const e = against.length === 0 ? [] : propensities(against, rows);
    const [m0, m1] = means.length === 0 ? [blank, blank] : means.map((refit) => refit(weight));
    const problem: Problem = {
      study,
      row: all,
      arm: own,
      y: outcome.values,
      target: setup.target,
      e: [e[0] ?? blank, e[arm] ?? blank],
      m: [m0, m1],
      seed: setup.seed,
      count: weight,
      total: sumOf(weight),
      law: false,
    };
    return Float64Array.from(methods, (method) => compareMeans(averages(method, problem), setup.contrast));
  };
}

function averages(method: Refitted, problem: Problem): readonly [number, number] {
  switch (method) {
    case "difference":
      return armAverageMeans(problem);
    case "regression":
      return regressionMeans(problem);
    case "horvitz-thompson":
      return horvitzThompsonMeans(problem);
    case "hajek":
      return hajekMeans(problem);
    case "overlap":
      return hajekMeans({ ...problem, target: "overlap" });
  }
}

/** Fits a mean to weighted rows, from where the table itself put it; gives it for every row. */
function refitter(
  design: DesignColumns,
  kind: "binary" | "numeric",
  values: Float64Array,
  rows: Int32Array,
  study: ArmStudy,
): (weight: Float64Array) => Float64Array {
  const all = indices(study.rows);
  const y = Float64Array.from(rows, (i) => values[i]);
  const task = (weight: Float64Array): LinearTask => ({
    design,
    rows,
    y,
    weight: rows.length === weight.length ? weight : Float64Array.from(rows, (i) => weight[i]),
    ridge: 0,
    sameRows: true,
  });
  if (kind === "numeric") return (weight) => linearPredictor(design, leastSquares(task(weight)).beta, all);
  const start: LinearFit = logistic(task(study.weights?.values ?? new Float64Array(study.rows).fill(1)));
  return (weight) => {
    const near = logistic({ ...task(weight), start });
    const fit = near.status === "converged" ? near : logistic(task(weight));
    const chance = linearPredictor(design, fit.beta, all);
    for (let i = 0; i < chance.length; i++) chance[i] = 1 / (1 + Math.exp(-chance[i]));
    return chance;
  };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
