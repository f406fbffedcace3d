import type { Column } from "../num/columns.js";
import { hashNumber, mix } from "../num/hash.js";
import { type Binned, binColumns } from "./bins/binned.js";
import { type BoostOptions, type Settings, settle } from "./boost/defaults.js";
import { calibration, type Ensemble, meanScore, type Scored } from "./boost/ensemble.js";
import { mostlyDistinct, splitByContent } from "./boost/folds.js";
import { type Kind, sigmoid } from "./boost/loss.js";
import { bestRounds, nextRound, type RoundOptions, type Run, rewind, startRun } from "./boost/rounds.js";
import { fixedMean, type Rows, takeRows } from "./boost/rows.js";
import type { Fitted, Learner, Task } from "./learner.js";
import { linear } from "./linear.js";

export type { BoostOptions } from "./boost/defaults.js";

// Weights that sum to one are the cells of an exact law; one observation or less could not be learned from.
const LAW = 1 + 1e-6;

/**
 * Gradient boosted trees on 8-bit bins: second-order logistic loss for a binary task (Friedman 2001; Chen & Guestrin 2016), squared loss
 * for a numeric one. Numeric covariates are cut at quantiles of their distinct values, levels are grouped by their mean at each node. The
 * number of trees is chosen on rows held out by their content; with up to about 10,000 observations each part is held out in turn and the
 * fits are averaged, with more observations fewer parts are. The trees start from the linear learner's fit and learn what it misses. All sums are exact in fixed point, so a fit is the same bits in any order of rows and a row of weight k is k rows.
 * Cost: preparing O(p n log n); a tree O(p n) for its root and at most half of that for each further level.
 */
export function boost(options: BoostOptions = {}): Learner {
  return {
    name: "boost",
    prepare: (given: readonly Column[], rows: number, weight?: Float64Array) => {
      const binned = binColumns(given, rows, weight === undefined ? undefined : wholeMass(weight));
      const base = options.base === "mean" ? undefined : linearBase(given, rows, weight);
      return { notes: binned.notes, warm: false, fit: (task) => fitTask(binned, task, options, base) };
    },
  };
}

function fitTask(binned: Binned, task: Task, options: BoostOptions, guess?: Base): Fitted {
  const { kind } = task;
  const { weight } = task;
  const raw = Float64Array.from(task.rows, (row) => task.y[row]);
  const weights = weight === undefined ? undefined : Float64Array.from(task.rows, (row) => weight[row]);
  const scale = scaleOf(kind, raw, weights);
  const y = kind === "binary" ? raw : raw.map((v) => (v - scale.middle) / scale.unit);
  const keys = contentKeys(task, raw, weights);
  const scores = (rows: Int32Array, from: Fitted) => baseScores(kind, from.predict(rows), scale);
  if (scale.constant || binned.features.length === 0) {
    const plain = () => takeRows(binned, task.rows, y, keys, weights);
    const mean = scale.constant ? scale.middle : scale.middle + scale.unit * meanOf(plain());
    return { predict: (rows) => new Float64Array(rows.length).fill(mean), status: "constant", notes: [] };
  }
  const observations = weights === undefined ? task.rows.length : weights.reduce((a, b) => a + b, 0);
  const settings = settle(options, observations, observations <= LAW);
  // An exact law is followed cell by cell; there is nothing for a first guess to save.
  const first = observations <= LAW ? undefined : guess?.(task);
  const base = first && scores(task.rows, first);
  const all = () => takeRows(binned, task.rows, y, keys, weights, base);
  const distinct = settings.subsample < 1 && mostlyDistinct(keys, weights);
  const round = {
    ...settings,
    subsample: distinct ? settings.subsample : 1,
    longest: kind === "binary" ? 5 : 4,
    seed: task.seed,
  };
  const { ensembles, shift } =
    settings.parts > 0 && observations >= 2 * settings.minLeaf
      ? stopEarly(binned, task, y, keys, weights, base, settings, round)
      : runAll(kind, all(), settings, round);
  const predict = (rows: Int32Array): Float64Array => {
    const score = meanScore(ensembles, binned, rows);
    const from = first && scores(rows, first);
    for (let i = 0; i < score.length; i++) {
      const s = score[i] + shift + (from ? from[i] : 0);
      score[i] = kind === "binary" ? sigmoid(s) : scale.middle + scale.unit * s;
    }
    return score;
  };
  return { predict, status: "converged", notes: [] };
}

/** Fits the linear learner to a task's rows (of very many, to a part). */
type Base = (task: Task) => Fitted;

/** Rows enough for a first guess. */
const GUESS = 50_000;

/** Labels with more levels than this are left to the trees. */
const FEW_LEVELS = 50;

function linearBase(given: readonly Column[], rows: number, weight: Float64Array | undefined): Base {
  const few = given.filter((column) => column.kind === "numeric" || column.levels.length <= FEW_LEVELS);
  const prepared = linear({ ridge: 1 }).prepare(few, rows, weight);
  return (task) => {
    const among = Math.floor(task.rows.length / GUESS);
    const part = among > 1 ? task.rows.filter((row) => mix(task.rowHash[row], task.seed) % among === 0) : task.rows;
    const { start: _, ...plain } = task;
    return prepared.fit({ ...plain, rows: part.length > GUESS / 2 ? part : task.rows });
  };
}

/** The linear fit as scores, in steps of 2^-30: coarse enough that the order in which its sums were taken leaves no trace. */
function baseScores(kind: Kind, predicted: Float64Array, scale: { middle: number; unit: number }): Float64Array {
  const step = 2 ** 30;
  return predicted.map((value) => {
    const score = kind === "binary" ? Math.log(value / (1 - value)) : (value - scale.middle) / scale.unit;
    return Math.round(Math.max(-30, Math.min(30, score)) * step) / step;
  });
}

interface Outcome {
  readonly ensembles: readonly Ensemble[];
  readonly shift: number;
}

function runAll(kind: Kind, all: Rows, settings: Settings, options: RoundOptions): Outcome {
  const run = startRun(kind, all);
  for (let t = 0; t < settings.trees; t++) nextRound(run, options);
  return { ensembles: [run], shift: calibration(kind, [run]) };
}

function stopEarly(
  binned: Binned,
  task: Task,
  y: Float64Array,
  keys: Uint32Array,
  weight: Float64Array | undefined,
  base: Float64Array | undefined,
  settings: Settings,
  options: RoundOptions,
): Outcome {
  const all = () => takeRows(binned, task.rows, y, keys, weight, base);
  const runs: Run[] = [];
  for (const held of splitByContent(keys, weight, settings.parts, settings.models)) {
    const rest = held.map((share, i) => (weight === undefined ? 1 : weight[i]) - share);
    const learnt = takeRows(binned, task.rows, y, keys, rest, base);
    const judged = takeRows(binned, task.rows, y, keys, held, base);
    if (learnt.count > 0 && judged.count > 0) runs.push(startRun(task.kind, learnt, judged));
  }
  if (runs.length === 0) return runAll(task.kind, all(), settings, options);
  const best = bestRounds(runs, options, settings.trees, settings.patience);
  for (const run of runs) rewind(run, best);
  const ensembles = runs.map(({ start, trees }) => ({ start, trees }));
  return {
    ensembles,
    shift: calibration(task.kind, runs.length === 1 ? bothParts(runs[0]) : [averaged(ensembles, all())]),
  };
}

function averaged(ensembles: readonly Ensemble[], rows: Rows): Scored {
  const score = meanScore(ensembles, rows.binned);
  const { base } = rows;
  return { rows, score: base ? score.map((value, i) => value + base[i]) : score };
}

function meanOf(rows: Rows): number {
  return fixedMean(rows, rows.y, 1);
}

function bothParts(run: Run): Scored[] {
  return run.held === undefined ? [run] : [run, { rows: run.held, score: run.heldScore }];
}

// The range of y among rows that count. A power of two as the unit, so that scaling rounds nothing away.
function scaleOf(kind: Kind, y: Float64Array, weight: Float64Array | undefined) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < y.length; i++) {
    if (weight !== undefined && !(weight[i] > 0)) continue;
    low = Math.min(low, y[i]);
    high = Math.max(high, y[i]);
  }
  if (low > high) return { constant: true, middle: Number.NaN, unit: 1 };
  if (low === high) return { constant: true, middle: low, unit: 1 };
  if (kind === "binary") return { constant: false, middle: 0, unit: 1 };
  return { constant: false, middle: low / 2 + high / 2, unit: 2 ** Math.ceil(Math.log2(high / 2 - low / 2)) };
}

/**
 * What decides the fate of each training row: covariates, outcome and seed, so that rows that are the same to the learner are the same
 * here. The labels of a binary outcome enter by which is rarer, so that swapping them moves no row.
 */
function contentKeys(task: Task, y: Float64Array, weight: Float64Array | undefined): Uint32Array {
  const { rows, rowHash, seed, kind } = task;
  let ones = 0;
  let zeros = 0;
  let mark = 0;
  for (let i = 0; kind === "binary" && i < y.length; i++) {
    const w = weight === undefined ? 1 : weight[i];
    if (y[i] === 1) ones += w;
    else zeros += w;
    mark += y[i] === 1 ? w * rowHash[rows[i]] : -w * rowHash[rows[i]];
  }
  const swap = ones > zeros || (ones === zeros && mark > 0);
  return Uint32Array.from(rows, (row, i) => mix(mix(rowHash[row], hashNumber(swap ? 1 - y[i] : y[i])), seed));
}

// Whole numbers in proportion to the weights, so that sums of them do not depend on the order of rows.
function wholeMass(weight: Float64Array): Float64Array {
  if (weight.every(Number.isInteger)) return weight;
  const largest = weight.reduce((a, b) => Math.max(a, b), 0);
  return weight.map((w) => Math.round((w / largest) * 2 ** 30));
}
