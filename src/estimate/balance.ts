import type { Balance, BalanceRow } from "../query/effect.js";
import type { Problem } from "./problem.js";
import { targetWeights } from "./target-weights.js";

/** Average and variance of a column in both arms, the reference first. */
interface Moments {
  readonly mean: readonly [number, number];
  readonly variance: readonly [number, number];
}

/** Weights of the entries of both arms, with their sums. */
interface ArmWeights {
  readonly of: readonly [Float64Array, Float64Array];
  readonly mass: readonly [number, number];
}

function withMass(of: readonly [Float64Array, Float64Array], count: Float64Array): ArmWeights {
  const sum = (weight: Float64Array) => weight.reduce((total, w, j) => total + count[j] * w, 0);
  return { of, mass: [sum(of[0]), sum(of[1])] };
}

function momentsOf(values: Float64Array, { arm, count }: Problem, { of, mass }: ArmWeights): Moments {
  const [sum, squares] = [
    [0, 0],
    [0, 0],
  ];
  for (let j = 0; j < values.length; j++) {
    const own = arm[j];
    if (own < 0) continue;
    sum[own] += count[j] * of[own][j] * values[j];
  }
  const mean = [sum[0] / mass[0], sum[1] / mass[1]] as const;
  for (let j = 0; j < values.length; j++) {
    const own = arm[j];
    if (own < 0) continue;
    const rest = values[j] - mean[own];
    squares[own] += count[j] * of[own][j] * rest * rest;
  }
  return { mean, variance: [squares[0] / mass[0], squares[1] / mass[1]] };
}

/**
 * How alike the arms are in each covariate (each level of labels) before and after the target's weights: differences of averages in standard
 * deviations of both arms before weighting (Rosenbaum & Rubin 1985; Austin 2009), ratios of variances, and Kish's effective number of
 * observations, (sum w)^2 / sum w^2. Cost: O(entries x columns).
 */
export function balanceOf(problem: Problem): Balance {
  const { arm, count, study, row, target } = problem;
  const { weight } = targetWeights(problem);
  const own = (a: 0 | 1) => Float64Array.from(arm, (one) => (one === a ? 1 : 0));
  const both = { plain: withMass([own(0), own(1)], count), weighted: withMass(weight, count) };
  const values = new Float64Array(row.length);
  const rowOf = (name: string, value: (i: number) => number, spread: boolean) => {
    for (let j = 0; j < row.length; j++) values[j] = value(row[j]);
    return balanceRow(name, momentsOf(values, problem, both.plain), momentsOf(values, problem, both.weighted), spread);
  };
  const rows: BalanceRow[] = study.given.flatMap((column) => {
    if (column.kind === "numeric") return [rowOf(column.name, (i) => column.values[i], true)];
    const used = new Set(column.codes);
    return column.levels.flatMap((level, code) => {
      const name = `${column.name} = ${level}`;
      return used.has(code) ? [rowOf(name, (i) => (column.codes[i] === code ? 1 : 0), false)] : [];
    });
  });
  const names = { ate: "inverse probability", att: "like the treated", atc: "like the untreated", overlap: "overlap" };
  return { weights: names[target], rows, effective: [effective(weight[0], count), effective(weight[1], count)] };
}

function balanceRow(covariate: string, before: Moments, after: Moments, spread: boolean): BalanceRow {
  const sd = Math.sqrt((before.variance[0] + before.variance[1]) / 2);
  const distance = ({ mean }: Moments) => (sd > 0 ? (mean[1] - mean[0]) / sd : 0);
  const ratio = ({ variance }: Moments) => variance[1] / variance[0];
  const ratios = { ratioBefore: ratio(before), ratioAfter: ratio(after) };
  const told = spread && Object.values(ratios).every(Number.isFinite);
  return { covariate, before: distance(before), after: distance(after), ...(told ? ratios : {}) };
}

function effective(weight: Float64Array, count: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (let j = 0; j < weight.length; j++) {
    sum += count[j] * weight[j];
    squares += count[j] * weight[j] * weight[j];
  }
  return (sum * sum) / squares;
}
