import type { Column } from "../num/columns.js";
import { hashNumber, mix } from "../num/hash.js";
import { takeNumbers } from "../num/take-column.js";
import { type Binned, binColumns } from "./bins/binned.js";
import { type BoostOptions, deepest, type Settings, settle } from "./boost/defaults.js";
import { calibration, type Ensemble, meanScore, type Scored } from "./boost/ensemble.js";
import { mostlyDistinct, splitByContent } from "./boost/folds.js";
import { type Grid, layOut } from "./boost/grid.js";
import { type Base, baseScores, GUESSER, guessOf, linearBase } from "./boost/guess.js";
import { type Kind, sigmoid } from "./boost/loss.js";
import { monotoneFirst, signsOf, startsFromMean } from "./boost/monotone.js";
import { bestRounds, nextRound, type RoundOptions, type Run, rewind, startRun } from "./boost/rounds.js";
import { fixedMean, type Rows, takeRows } from "./boost/rows.js";
import { mostNodes } from "./boost/workspace.js";
import type { Fitted, Learner, Prepared, Task } from "./learner.js";

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
    takesGaps: true,
    prepare: (given: readonly Column[], rows: number, weight?: Float64Array) => {
      const mass = weight === undefined ? undefined : wholeMass(weight);
      const binned = binColumns(monotoneFirst(given, options), rows, mass);
      const base = startsFromMean(options) ? undefined : linearBase(given, rows, weight);
      return preparedOf(binned, base, options);
    },
    adopt: (shared) => {
      const { binned, base } = shared as Shared;
      return preparedOf(binned, base === undefined ? undefined : GUESSER.adopt!(base), options);
    },
  };
}

/** What threads share of a preparation: the bins and what the first guess is made of. */
interface Shared {
  readonly binned: Binned;
  readonly base?: unknown;
}

function preparedOf(binned: Binned, base: Prepared | undefined, options: BoostOptions): Prepared {
  let grid: Grid | undefined;
  const setting: Setting = {
    features: binned.features.length,
    // Laid out by the first fit: a thread that only prepares for others needs none.
    grid: () => {
      grid ??= layOut(binned, mostNodes(deepest(options), binned.rows));
      return grid;
    },
    ...(base === undefined ? {} : { base: guessOf(base) }),
    ...signsOf(binned.features, options),
  };
  return {
    notes: binned.notes,
    warm: false,
    fit: (task) => fitTask(setting, task, options),
    // Copied only where somebody asks.
    get shared() {
      return shareOf(binned, base);
    },
  };
}

function shareOf(binned: Binned, base: Prepared | undefined): Shared | undefined {
  const guess = base?.shared;
  if (typeof SharedArrayBuffer === "undefined" || (base !== undefined && guess === undefined)) return undefined;
  // A view does not care whether memory is shared; the types of this language version do.
  const bins = new Uint8Array(new SharedArrayBuffer(binned.bins.length) as unknown as ArrayBuffer);
  bins.set(binned.bins);
  return { binned: { ...binned, bins }, base: guess };
}

/** What all fits of a preparation have in common. */
interface Setting {
  readonly features: number;
  readonly grid: () => Grid;
  readonly base?: Base;
  readonly signs?: Int8Array;
}

function fitTask(setting: Setting, task: Task, options: BoostOptions): Fitted {
  const { kind, weight } = task;
  const raw = takeNumbers(task.y, task.rows);
  const weights = weight && takeNumbers(weight, task.rows);
  const scale = scaleOf(kind, raw, weights);
  const y = kind === "binary" ? raw : raw.map((v) => (v - scale.middle) / scale.unit);
  const keys = contentKeys(task, raw, weights);
  const scores = (rows: Int32Array, from: Fitted) => baseScores(kind, from.predict(rows), scale);
  if (scale.constant || setting.features === 0) {
    const plain = () => takeRows(task.rows, y, keys, weights);
    const mean = scale.constant ? scale.middle : scale.middle + scale.unit * meanOf(plain());
    return { predict: (rows) => new Float64Array(rows.length).fill(mean), status: "constant", notes: [] };
  }
  const observations = weights === undefined ? task.rows.length : weights.reduce((a, b) => a + b, 0);
  const settings = settle(options, observations, observations <= LAW);
  // An exact law is followed cell by cell; there is nothing for a first guess to save.
  const first = observations <= LAW ? undefined : setting.base?.(task);
  const base = first && scores(task.rows, first);
  const grid = setting.grid();
  const all = () => takeRows(task.rows, y, keys, weights, base);
  const distinct = settings.subsample < 1 && mostlyDistinct(keys, weights);
  const round = {
    ...settings,
    subsample: distinct ? settings.subsample : 1,
    longest: kind === "binary" ? 5 : 4,
    seed: task.seed,
    ...(setting.signs ? { signs: setting.signs } : {}),
  };
  const { ensembles, shift } =
    settings.parts > 0 && observations >= 2 * settings.minLeaf
      ? stopEarly(grid, task, y, keys, weights, base, settings, round)
      : runAll(kind, grid, all(), settings, round);
  const predict = (rows: Int32Array): Float64Array => {
    const score = meanScore(ensembles, grid, rows);
    const from = first && scores(rows, first);
    for (let i = 0; i < score.length; i++) {
      const s = score[i] + shift + (from ? from[i] : 0);
      score[i] = kind === "binary" ? sigmoid(s) : scale.middle + scale.unit * s;
    }
    return score;
  };
  return { predict, status: "converged", notes: [] };
}

interface Outcome {
  readonly ensembles: readonly Ensemble[];
  readonly shift: number;
}

function runAll(kind: Kind, grid: Grid, all: Rows, settings: Settings, options: RoundOptions): Outcome {
  const run = startRun(kind, grid, settings, all);
  for (let t = 0; t < settings.trees; t++) nextRound(run, options);
  return { ensembles: [run], shift: calibration(kind, [run]) };
}

function stopEarly(
  grid: Grid,
  task: Task,
  y: Float64Array,
  keys: Uint32Array,
  weight: Float64Array | undefined,
  base: Float64Array | undefined,
  settings: Settings,
  options: RoundOptions,
): Outcome {
  const all = () => takeRows(task.rows, y, keys, weight, base);
  const runs: Run[] = [];
  for (const held of splitByContent(keys, weight, settings.parts, settings.models)) {
    const rest = held.map((share, i) => (weight === undefined ? 1 : weight[i]) - share);
    const learnt = takeRows(task.rows, y, keys, rest, base);
    const judged = takeRows(task.rows, y, keys, held, base);
    if (learnt.count > 0 && judged.count > 0) runs.push(startRun(task.kind, grid, settings, learnt, judged));
  }
  if (runs.length === 0) return runAll(task.kind, grid, all(), settings, options);
  const best = bestRounds(runs, options, settings.trees, settings.patience);
  for (const run of runs) rewind(run, best);
  const ensembles = runs.map(({ start, trees }) => ({ start, trees }));
  return {
    ensembles,
    shift: calibration(task.kind, runs.length === 1 ? bothParts(runs[0]) : [averaged(ensembles, grid, all())]),
  };
}

function averaged(ensembles: readonly Ensemble[], grid: Grid, rows: Rows): Scored {
  const score = meanScore(ensembles, grid, rows.ids);
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
  const keys = new Uint32Array(rows.length);
  for (let i = 0; i < keys.length; i++) keys[i] = mix(mix(rowHash[rows[i]], hashNumber(swap ? 1 - y[i] : y[i])), seed);
  return keys;
}

// Whole numbers in proportion to the weights, so that sums of them do not depend on the order of rows.
function wholeMass(weight: Float64Array): Float64Array {
  if (weight.every(Number.isInteger)) return weight;
  const largest = weight.reduce((a, b) => Math.max(a, b), 0);
  return weight.map((w) => Math.round((w / largest) * 2 ** 30));
}
