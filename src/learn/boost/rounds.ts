import { mix } from "../../num/hash.js";
import type { Grid } from "./grid.js";
import { gradients, type Kind, totalLoss, type Units, unitsOf } from "./loss.js";
import { fixedMean, type Rows } from "./rows.js";
import { growTree, type TreeOptions } from "./tree.js";
import { addTreeInPlace, addTrees, type Tree } from "./walk.js";
import { type TreeSize, type Workspace, workspace } from "./workspace.js";

/** A fit under way: its rows and, if it is judged, the rows held out from it. */
export interface Run {
  readonly kind: Kind;
  /** All rows, those held out among them. */
  readonly all: Grid;
  readonly rows: Rows;
  readonly held: Rows | undefined;
  readonly units: Units;
  readonly space: Workspace;
  readonly score: Float64Array;
  readonly heldScore: Float64Array;
  readonly start: number;
  readonly trees: Tree[];
}

export function startRun(kind: Kind, all: Grid, size: TreeSize, rows: Rows, held?: Rows): Run {
  const mean = fixedMean(rows, rows.y, 1);
  // A fold in which only one class is left starts at odds that its size could just tell from none.
  const least = 0.5 / (rows.total + 1);
  const p = Math.min(1 - least, Math.max(least, mean));
  const constant = kind === "binary" ? Math.log(p / (1 - p)) : mean;
  const start = rows.base ? 0 : constant;
  const space = workspace(all, rows, size);
  const { score } = space;
  if (rows.base) score.set(rows.base);
  else score.fill(start);
  const heldScore = held?.base?.slice() ?? new Float64Array(held?.count ?? 0).fill(start);
  return { kind, all, rows, held, units: unitsOf(kind, rows), space, score, heldScore, start, trees: [] };
}

/** What a round is: the tree, and the share of rows it learns from, drawn afresh each round by content. */
export interface RoundOptions extends TreeOptions {
  readonly subsample: number;
  readonly seed: number;
}

/** One round: gradients at the current scores, one tree, new scores (also of the rows held out). Cost: O(rows p). */
export function nextRound(run: Run, options: RoundOptions): void {
  const { kind, all, rows, held, units, space, score, trees } = run;
  const count = choose(space, options, trees.length);
  if (count === 0) return;
  gradients(kind, rows, count, units, space);
  const tree = growTree(rows, units, options, space, count);
  if (count < rows.count) addTreeInPlace(tree, space.grid, score, space.order.subarray(count));
  if (held !== undefined) addTrees([tree], all, run.heldScore, held.ids);
  trees.push(tree);
}

// The chosen rows first, ascending; the others behind them.
function choose({ grid, keys, order }: Workspace, { subsample, seed }: RoundOptions, round: number): number {
  if (subsample < 1) {
    return grid.space.ops.choose(keys.byteOffset, keys.length, mix(seed, round), subsample * 2 ** 32, order.byteOffset);
  }
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.length;
}

/** The loss on the rows held out. */
function heldLoss(run: Run): number {
  return run.held === undefined ? 0 : totalLoss(run.kind, run.held, run.heldScore);
}

/** Forgets all trees after the first `rounds`, in the scores too. Cost: O(rows) a tree. */
export function rewind(run: Run, rounds: number): void {
  const late = run.trees.splice(rounds);
  if (late.length === 0) return;
  takeBack(late, run.space.grid, run.score);
  if (run.held !== undefined) takeBack(late, run.all, run.heldScore, run.held.ids);
}

function takeBack(trees: readonly Tree[], grid: Grid, score: Float64Array, rows?: Int32Array): void {
  const values = new Float64Array(score.length);
  addTrees(trees, grid, values, rows);
  for (let i = 0; i < score.length; i++) score[i] -= values[i];
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
