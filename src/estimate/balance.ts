import type { Balance, BalanceRow } from "../query/effect.js";
import type { Problem } from "./problem.js";
import { targetWeights } from "./target-weights.js";

/** Average and variance of a column in both arms, the reference first. */
interface Moments {
  readonly mean: readonly [number, number];
  readonly variance: readonly [number, number];
}

/** What each observation weighs in the reference and in the arm, as it is and by the target's weights; 0 where it is not in it. */
type Masses = readonly [Float64Array, Float64Array];

function massesOf({ arm, count }: Problem, weight?: readonly [Float64Array, Float64Array]): Masses {
  const masses: Masses = [new Float64Array(arm.length), new Float64Array(arm.length)];
  for (let j = 0; j < arm.length; j++) {
    const own = arm[j];
    if (own >= 0) masses[own][j] = weight === undefined ? count[j] : count[j] * weight[own][j];
  }
  return masses;
}

/** Averages and variances of a column in both arms. Nothing depends on a row's arm but its masses: a branch on it would be mispredicted half the time. */
function momentsOf(values: Float64Array, [reference, arm]: Masses): Moments {
  // Sums are taken about a value of the column, so that a large average does not swallow the spread.
  const [shift] = values;
  let [mass0, sum0, squares0] = [0, 0, 0];
  let [mass1, sum1, squares1] = [0, 0, 0];
  for (let j = 0; j < values.length; j++) {
    const rest = values[j] - shift;
    const a = reference[j];
    const b = arm[j];
    mass0 += a;
    mass1 += b;
    sum0 += a * rest;
    sum1 += b * rest;
    squares0 += a * rest * rest;
    squares1 += b * rest * rest;
  }
  const [one, other] = [averages(mass0, sum0, squares0), averages(mass1, sum1, squares1)];
  return { mean: [shift + one.mean, shift + other.mean], variance: [one.variance, other.variance] };
}

function averages(mass: number, sum: number, squares: number): { readonly mean: number; readonly variance: number } {
  const mean = sum / mass;
  return { mean, variance: Math.max(0, squares / mass - mean ** 2) };
}

/**
 * How alike the arms are in each covariate (each level of labels) before and after the target's weights: differences of averages in standard
 * deviations of both arms before weighting (Rosenbaum & Rubin 1985; Austin 2009), ratios of variances, and Kish's effective number of
 * observations, (sum w)^2 / sum w^2. Cost: O(entries x columns).
 */
export function balanceOf(problem: Problem): Balance {
  const { count, study, row, target } = problem;
  const { weight } = targetWeights(problem);
  const [plain, weighted] = [massesOf(problem), massesOf(problem, weight)];
  const asTheyAre = row.length === study.rows && row.every((i, j) => i === j);
  const taken = new Float64Array(row.length);
  const rowOf = (name: string, values: Float64Array, spread: boolean) => {
    if (!asTheyAre) for (let j = 0; j < row.length; j++) taken[j] = values[row[j]];
    const own = asTheyAre ? values : taken;
    return balanceRow(name, momentsOf(own, plain), momentsOf(own, weighted), spread);
  };
  const rows: BalanceRow[] = study.given.flatMap((column) => {
    if (column.kind === "numeric") return [rowOf(column.name, column.values, true)];
    const used = new Set(column.codes);
    return column.levels.flatMap((level, code) => {
      const name = `${column.name} = ${level}`;
      const marks = () => Float64Array.from(column.codes, (own) => (own === code ? 1 : 0));
      return used.has(code) ? [rowOf(name, marks(), false)] : [];
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
