import type { Fitted, Task } from "./learner.js";

/** The weights of the training rows, aligned with `task.rows`. */
export function trainingWeights(task: Task): Float64Array {
  const { rows, weight } = task;
  if (weight === undefined) return new Float64Array(rows.length).fill(1);
  const own = new Float64Array(rows.length);
  for (let i = 0; i < own.length; i++) own[i] = weight[rows[i]];
  return own;
}

/** The fit when every training row has the same y (or when `always`, or there are no rows): its weighted mean, everywhere. */
export function constantFit(task: Task, weight: Float64Array, always = false): Fitted | undefined {
  let mass = 0;
  let sum = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < task.rows.length; i++) {
    const y = task.y[task.rows[i]];
    mass += weight[i];
    sum += weight[i] * y;
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  if (!always && low < high) return undefined;
  const mean = low === high ? low : mass > 0 ? sum / mass : Number.NaN;
  return { predict: (rows) => new Float64Array(rows.length).fill(mean), status: "constant", notes: [] };
}
