import { DiscoError } from "../error.js";
import { crossFit } from "../learn/crossfit.js";
import type { Entries } from "../learn/folds.js";
import type { Learner, LearnNote } from "../learn/learner.js";
import { dealRows } from "../learn/study-folds.js";
import { mix } from "../num/hash.js";
import type { Study } from "../num/study.js";
import type { Remark } from "../query/answer.js";
import { type Observations, standardError } from "./influence.js";
import { type Compared, comparedRows, type RegressionOptions } from "./linear/compared.js";
import { ownTreatment } from "./linear/determined.js";
import { regressors, squaresAbout } from "./linear/regressors.js";
import { exogeneity, independence, nearlyTold } from "./linear/remarks.js";
import { clusterWarning } from "./linear/sandwich.js";
import type { EstimateParts } from "./parts.js";
import { waldInterval } from "./scores.js";

export interface DmlPartialOptions extends RegressionOptions {
  readonly learner: Learner;
  /** Default 5; 1: no cross-fitting. */
  readonly folds?: number;
  /** How often folds are dealt anew and the predictions averaged; default 5 up to 1,000 observations, else once. */
  readonly deals?: number;
  readonly seed?: number;
  /** Called before each fit with the share of fits done; may throw to stop. */
  readonly onFit?: (done: number, of: number) => Promise<void> | void;
}

/** Penalty of a propensity: enough to have an answer, too little to hide that some individuals could only have been in one arm. */
const LIGHT = 0.01;

/** Up to here one deal of the folds would move the answer by a good part of its standard error. */
const FEW = 1000;

/** Share of the treatment's variance below which what is left of it is rounding, not treatment. */
const NOTHING = 1e-8;

interface Learnt {
  readonly entries: Entries;
  readonly deals: number;
  /** E[T | W] and E[Y | W], by entry, each from fits that never saw it. */
  readonly q: Float64Array;
  readonly l: Float64Array;
  readonly notes: readonly LearnNote[];
}

async function learnBoth({ study, t, arms }: Compared, options: DmlPartialOptions): Promise<Learnt> {
  const { learner, folds = 5, seed = 1 } = options;
  const { rows, outcome, given, weights } = study;
  const entries = dealRows(study, folds, seed);
  const wanted = options.deals ?? (entries.total <= FEW ? 5 : 1);
  const again = entries.single && entries.folds > 1 ? wanted - 1 : 0;
  const deals = [entries, ...Array.from({ length: again }, (_, r) => dealRows(study, folds, mix(seed, r + 1)))];
  const prepared = learner.prepare(given, rows, weights?.values);
  const of = 2 * deals.length * (entries.folds === 1 ? 1 : entries.folds + (prepared.warm ? 1 : 0));
  let done = 0;
  const pause = async () => {
    await options.onFit?.(done++, of);
  };
  const notes = new Map<string, LearnNote>(prepared.notes.map((note) => [note.id, note]));
  const learn = async (kind: "binary" | "numeric", y: Float64Array, penalty?: number) => {
    const task = { kind, y, seed, ...(penalty === undefined ? {} : { penalty }) };
    const mean = new Float64Array(entries.row.length);
    for (const deal of deals) {
      const fit = await crossFit(prepared, rows, deal, task, { halves: false, pause });
      for (const note of fit.notes) notes.set(note.id, note);
      for (let j = 0; j < mean.length; j++) mean[j] += fit.predicted[j] / deals.length;
    }
    return mean;
  };
  const q = await (arms ? learn("binary", t, LIGHT) : learn("numeric", t));
  const l = await learn(outcome.kind, outcome.values);
  return { entries, deals: deals.length, q, l, notes: [...notes.values()] };
}

/**
 * Effect of one more of a numeric treatment, or of an arm against the reference, in the partially linear model Y = theta T + g(W) + U:
 * theta = mean(V (Y - l(W))) / mean(V (T - q(W))) with V = T - q(W), q(W) = E[T | W] and l(W) = E[Y | W] learnt across folds
 * (Robinson 1988; Chernozhukov et al. 2018, eq. 4.4). Assumes exogeneity given the covariates and one effect whatever they are; else the answer is
 * an average weighted by the variance of the treatment given the covariates. Only the rows of the two arms are used.
 * The interval comes from the influence function, clustered by `study.unit`; `influence` is by row (the mean of a row's entries where
 * counts are dealt to several folds). A law is exact, learnt without folds, and has no standard error.
 * @throws DiscoError when covariates determine the treatment, or one unit only. Cost: 2 folds fits (times the deals).
 */
export async function dmlPartial(whole: Study, options: DmlPartialOptions): Promise<EstimateParts> {
  const compared = comparedRows(whole, options.arm ?? 1);
  const { study, t, y, count, law } = compared;
  refuseTold(compared);
  const { entries, deals, q, l, notes } = await learnBoth(compared, options);
  const { row } = entries;
  const v = q.map((mean, j) => t[row[j]] - mean);
  const w = l.map((mean, j) => y[row[j]] - mean);
  let [square, product, outcome] = [0, 0, 0];
  for (let j = 0; j < v.length; j++) {
    square += entries.count[j] * v[j] * v[j];
    product += entries.count[j] * v[j] * w[j];
    outcome += entries.count[j] * w[j] * w[j];
  }
  const told = 1 - square / squaresAbout(t, count);
  if (1 - told < NOTHING) throw refusal(study);
  const value = product / square;
  const total = entries.total;
  const influence = v.map((rest, j) => (rest * (w[j] - value * rest) * total) / square);
  const se = standardError(influence, aboutEntries(compared, entries));
  const estimate = { value, influence: compared.spread(byRow(influence, entries, study.rows)) };
  const summary = se === undefined ? estimate : { ...estimate, se };
  const interval = waldInterval(summary, options.level ?? 0.95);
  const spread = squaresAbout(y, count);
  return {
    estimate: summary,
    ...(interval ? { interval } : {}),
    method: `Partially linear double machine learning (${options.learner.name}${entries.folds > 1 ? `, ${entries.folds} folds` : ", no cross-fitting"}): what the covariates leave of ${study.outcome.name} on what they leave of ${study.treatment.name}; the effect of ${compared.what}${compared.arms ? ", weighted by the variance of the treatment given the covariates" : ""}.`,
    assumptions: assumptionsOf(study),
    warnings: [...compared.warnings, ...notes, ...nearlyTold(study.treatment.name, told), ...clusterWarning(compared)],
    diagnostics: {
      ...(se === undefined ? {} : { se, observations: total }),
      ...(compared.clusters === undefined ? {} : { clusters: compared.clusters }),
      learner: options.learner.name,
      folds: entries.folds,
      deals,
      treatmentTold: told,
      ...(spread > 0 ? { outcomeTold: 1 - outcome / spread } : {}),
      ...(law ? { exact: true } : {}),
    },
  };
}

function aboutEntries({ law, cluster, clusters }: Compared, { row, count, total }: Entries): Observations {
  if (!cluster) return { count, total, law };
  return { count, total, law, cluster: Int32Array.from(row, (i) => cluster[i]), ...(clusters ? { clusters } : {}) };
}

function byRow(values: Float64Array, { row, count, single }: Entries, rows: number): Float64Array {
  if (single) return values;
  const [sum, mass] = [new Float64Array(rows), new Float64Array(rows)];
  for (let j = 0; j < values.length; j++) {
    sum[row[j]] += count[j] * values[j];
    mass[row[j]] += count[j];
  }
  return sum.map((value, i) => (mass[i] > 0 ? value / mass[i] : 0));
}

/** A covariate that repeats the treatment is named before anything is learnt, where a regression has room for the covariates. */
function refuseTold(compared: Compared): void {
  const { study, count } = compared;
  const columns = study.given.reduce((sum, one) => sum + (one.kind === "numeric" ? 1 : one.levels.length), 1);
  const room = columns <= 500 && columns < study.rows / 2;
  ownTreatment(compared, regressors(room ? study.given : [], study.rows, count));
}

function refusal({ treatment, given }: Study): DiscoError {
  return new DiscoError(
    {
      who: `treatment "${treatment.name}"`,
      wrong: "the covariates say exactly what it was, so no two rows alike in them differ in treatment",
      given: `--given ${given.map((column) => column.name).join(",")}`,
      next: "leave out of --given the covariate that decides the treatment",
    },
    "refused",
  );
}

function assumptionsOf(study: Study): Remark[] {
  return [
    exogeneity(study),
    {
      id: "constant-effect",
      text: `Constant effect, else an average weighted by the variance of ${study.treatment.name} given the covariates.`,
    },
    {
      id: "learnt-well",
      text: "The means of treatment and outcome given the covariates are learnt well enough (errors shrink faster than the fourth root of the number of rows).",
    },
    ...independence(study),
  ];
}
