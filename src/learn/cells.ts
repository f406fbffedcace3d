import type { Column } from "../num/columns.js";
import { patternsOf } from "../num/patterns.js";
import { constantFit, trainingWeights } from "./constant.js";
import type { Fitted, Learner, LearnNote, Prepared, Task } from "./learner.js";

function fitCells(id: Int32Array, cells: number, task: Task): Fitted {
  const weight = trainingWeights(task);
  const mass = new Float64Array(cells);
  const sum = new Float64Array(cells);
  let n = 0;
  let total = 0;
  for (let i = 0; i < task.rows.length; i++) {
    const row = task.rows[i];
    mass[id[row]] += weight[i];
    sum[id[row]] += weight[i] * task.y[row];
    n += weight[i];
    total += weight[i] * task.y[row];
  }
  if (n === 0) return constantFit(task, weight, true)!;
  const empty = mass.reduce((count, m) => count + (m > 0 ? 0 : 1), 0);
  const notes: LearnNote[] = [];
  if (empty > 0) {
    notes.push({
      id: "empty-cells",
      text: `${empty} of ${cells} combinations of covariates had no row to learn from in some fit; the average over all rows stood in for them. Use --learner linear or boost, which learn across combinations.`,
    });
  }
  const means = sum.map((value, cell) => (mass[cell] > 0 ? value / mass[cell] : total / n));
  const predict = (rows: Int32Array) => Float64Array.from(rows, (row) => means[id[row]]);
  return { predict, status: "converged", notes };
}

/**
 * The average in each distinct combination of covariates: assumes nothing, and is exact when the table is an exact law. For few and well
 * filled combinations only. Cost of a fit: O(rows).
 */
export function cells(): Learner {
  return {
    name: "cells",
    prepare(given: readonly Column[], rows: number): Prepared {
      const { id, first } = patternsOf(given, rows);
      return { notes: [], warm: false, fit: (task) => fitCells(id, first.length, task) };
    },
  };
}
