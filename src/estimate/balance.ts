import type { Balance, BalanceRow } from "../query/effect.js";
import type { Problem } from "./problem.js";
import { targetWeights } from "./target-weights.js";

/** Average and variance of a column in both arms, the reference first. */
interface Moments {
  readonly mean: readonly [number, number];
  readonly variance: readonly [number, number];
}

/** Averages and variances of a column in both arms, as they are and by the weights, in one look at it. */
function momentsOf(
  values: Float64Array,
  { arm, count }: Problem,
  weight: readonly [Float64Array, Float64Array],
): readonly [plain: Moments, weighted: Moments] {
  // Sums are taken about a value of the column, so that a large average does not swallow the spread.
  const [shift] = values;
  // By arm: mass, sum, squares; plain first, then weighted.
  const sums = [new Float64Array(6), new Float64Array(6)];
  for (let j = 0; j < values.length; j++) {
    const own = arm[j];
    if (own < 0) continue;
    const rest = values[j] - shift;
    const c = count[j];
    const w = c * weight[own][j];
    const of = sums[own];
    of[0] += c;
    of[1] += c * rest;
    of[2] += c * rest * rest;
    of[3] += w;
    of[4] += w * rest;
    of[5] += w * rest * rest;
  }
  const moments = (from: number): Moments => {
    const mean = ([mass, sum]: readonly number[]) => sum / mass;
    const [reference, own] = sums.map((of) => Array.from(of.subarray(from, from + 3)));
    const variance = (of: readonly number[]) => Math.max(0, of[2] / of[0] - mean(of) ** 2);
    return { mean: [shift + mean(reference), shift + mean(own)], variance: [variance(reference), variance(own)] };
  };
  return [moments(0), moments(3)];
}

/**
 * How alike the arms are in each covariate (each level of labels) before and after the target's weights: differences of averages in standard
 * deviations of both arms before weighting (Rosenbaum & Rubin 1985; Austin 2009), ratios of variances, and Kish's effective number of
 * observations, (sum w)^2 / sum w^2. Cost: O(entries x columns).
 */
export function balanceOf(problem: Problem): Balance {
  const { count, study, row, target } = problem;
  const { weight } = targetWeights(problem);
  const values = new Float64Array(row.length);
  const rowOf = (name: string, value: (i: number) => number, spread: boolean) => {
    for (let j = 0; j < row.length; j++) values[j] = value(row[j]);
    const [before, after] = momentsOf(values, problem, weight);
    return balanceRow(name, before, after, spread);
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
