import { mix } from "../../num/hash.js";
import { gradients, type Kind, totalLoss, type Units, unitsOf } from "./loss.js";
import { fixedMean, type Rows } from "./rows.js";
import { growTree, type TreeOptions, type Workspace, workspace } from "./tree.js";
import { addTrees, type Tree } from "./walk.js";

/** A fit under way: its rows and, if it is judged, the rows held out from it. */
export interface Run {
  readonly kind: Kind;
  readonly rows: Rows;
  readonly held: Rows | undefined;
  readonly units: Units;
  readonly space: Workspace;
  readonly score: Float64Array;
  readonly heldScore: Float64Array;
  readonly start: number;
  readonly trees: Tree[];
}

export function startRun(kind: Kind, rows: Rows, held?: Rows): Run {
  const mean = fixedMean(rows, rows.y, 1);
  // A fold in which only one class is left starts at odds that its size could just tell from none.
  const least = 0.5 / (rows.total + 1);
  const p = Math.min(1 - least, Math.max(least, mean));
  const constant = kind === "binary" ? Math.log(p / (1 - p)) : mean;
  const start = rows.base ? 0 : constant;
  const score = rows.base?.slice() ?? new Float64Array(rows.count).fill(start);
  const heldScore = held?.base?.slice() ?? new Float64Array(held?.count ?? 0).fill(start);
  return { kind, rows, held, units: unitsOf(kind, rows), space: workspace(rows), score, heldScore, start, trees: [] };
}

/** What a round is: the tree, and the share of rows it learns from, drawn afresh each round by content. */
export interface RoundOptions extends TreeOptions {
  readonly subsample: number;
  readonly seed: number;
}

/** One round: gradients at the current scores, one tree, new scores (also of the rows held out). Cost: O(rows p). */
export function nextRound(run: Run, options: RoundOptions): void {
  const { kind, rows, held, units, space, score, trees } = run;
  const count = choose(rows, space.order, options, trees.length);
  if (count === 0) return;
  gradients(kind, rows, space.order.subarray(0, count), units, score, space.pairs);
  const tree = growTree(rows, units, options, space, count, score);
  if (count < rows.count) {
    const others = space.order.subarray(count);
    const values = new Float64Array(others.length);
    addTrees([tree], rows.binned, values, others);
    for (let i = 0; i < others.length; i++) score[others[i]] += values[i];
  }
  if (held !== undefined) addTrees([tree], held.binned, run.heldScore);
  trees.push(tree);
}

// The chosen rows first, ascending; the others behind them.
function choose(rows: Rows, order: Int32Array, options: RoundOptions, round: number): number {
  const { keys } = rows;
  const limit = options.subsample * 2 ** 32;
  const salt = mix(options.seed, round);
  let count = 0;
  let others = rows.count;
  for (let i = 0; i < rows.count; i++) {
    if (options.subsample >= 1 || mix(keys[i], salt) < limit) order[count++] = i;
    else order[--others] = i;
  }
  return count;
}

/** The loss on the rows held out. */
function heldLoss(run: Run): number {
  return run.held === undefined ? 0 : totalLoss(run.kind, run.held, run.heldScore);
}

/** Forgets all trees after the first `rounds`, in the scores too. Cost: O(rows) a tree. */
export function rewind(run: Run, rounds: number): void {
  const late = run.trees.splice(rounds);
  if (late.length === 0) return;
  takeBack(late, run.rows, run.score);
  if (run.held !== undefined) takeBack(late, run.held, run.heldScore);
}

function takeBack(trees: readonly Tree[], rows: Rows, score: Float64Array): void {
  const values = new Float64Array(rows.count);
  addTrees(trees, rows.binned, values);
  for (let i = 0; i < rows.count; i++) score[i] -= values[i];
}

/**
 * Boosts all runs in step until the loss on what they hold out, taken together, has not fallen for `patience` rounds (or `most` rounds are
 * done), and returns the number of rounds at which it was least. Cost: that of the rounds.
 */
export function bestRounds(runs: readonly Run[], options: RoundOptions, most: number, patience: number): number {
  let least = together(runs);
  let best = 0;
  for (let round = 1; round <= most && round - best <= patience; round++) {
    for (const run of runs) nextRound(run, options);
    const loss = together(runs);
    if (loss >= least) continue;
    least = loss;
    best = round;
  }
  return best;
}

function together(runs: readonly Run[]): number {
  let sum = 0;
  for (const run of runs) sum += heldLoss(run);
  return sum;
}
