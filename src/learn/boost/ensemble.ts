import type { Grid } from "./grid.js";
import { type Kind, sigmoid } from "./loss.js";
import { fixedPoint, fixedSum, type Rows } from "./rows.js";
import { addTrees, type Tree } from "./walk.js";

/** The score of a row is `start` plus the values of the trees. */
export interface Ensemble {
  readonly start: number;
  readonly trees: readonly Tree[];
}

/** The mean score of the ensembles, for row `rows[i]` of the grid or for all of them in order. Cost: O(rows trees depth). */
export function meanScore(ensembles: readonly Ensemble[], grid: Grid, rows?: Int32Array): Float64Array {
  const count = rows?.length ?? grid.rows;
  const total = new Float64Array(count).fill(ensembles[0].start);
  addTrees(ensembles[0].trees, grid, total, rows);
  for (const { start, trees } of ensembles.slice(1)) {
    const score = new Float64Array(count).fill(start);
    addTrees(trees, grid, score, rows);
    for (let i = 0; i < count; i++) total[i] += score[i];
  }
  if (ensembles.length > 1) for (let i = 0; i < count; i++) total[i] /= ensembles.length;
  return total;
}

/** Rows and their scores. */
export interface Scored {
  readonly rows: Rows;
  readonly score: Float64Array;
}

/**
 * What to add to every score so that the fitted mean over the rows is that of their outcomes: shrunken steps, rows held out and averages
 * of fits all move it a little, and a causal average would inherit the difference. Newton's method for the logistic. Cost: O(n) a step.
 */
export function calibration(kind: Kind, parts: readonly Scored[]): number {
  let shift = 0;
  const wide = Math.max(...parts.map(({ rows }) => rows.count));
  const gap = new Float64Array(wide);
  const curvature = new Float64Array(wide);
  for (let step = 0; step < 20; step++) {
    let missing = 0;
    let slope = 0;
    for (const { rows, score } of parts) {
      const unit = fixedPoint(rows, 4);
      for (let i = 0; i < rows.count; i++) {
        const m = kind === "binary" ? sigmoid(score[i] + shift) : score[i] + shift;
        gap[i] = rows.y[i] - m;
        curvature[i] = kind === "binary" ? m * (1 - m) : 1;
      }
      missing += fixedSum(rows, gap, unit);
      slope += fixedSum(rows, curvature, unit);
    }
    const change = slope > 0 ? missing / slope : 0;
    shift += change;
    if (Math.abs(change) < 1e-12) break;
  }
  return shift;
}
