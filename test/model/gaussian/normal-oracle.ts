// Normal vectors the slow, obvious way: exact values by eliminating rows of the covariance, bounds by a closed form in one dimension and
// Simpson's rule in two. Shares nothing with the engine but the standard normal distribution function.
import { normalCdf } from "../../../src/num/normal.js";
import type { Comparison } from "../../../src/query/question.js";

export type Matrix = number[][];

export function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, one, k) => sum + one * b[k][j], 0)));
}

export const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

/** Gauss and Jordan with the largest pivot of the column. */
export function inverse(matrix: Matrix): Matrix {
  const size = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++) {
      if (Math.abs(work[row][column]) > Math.abs(work[pivot][column])) pivot = row;
    }
    [work[column], work[pivot]] = [work[pivot], work[column]];
    const lead = work[column][column];
    work[column] = work[column].map((one) => one / lead);
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = work[row][column];
      work[row] = work[row].map((one, j) => one - factor * work[column][j]);
    }
  }
  return work.map((row) => row.slice(size));
}

export interface Normal {
  readonly mean: number[];
  readonly cov: Matrix;
}

/** What is smaller beside what it was is rounding. */
const NOTHING = 1e-9;

/** Conditions on exact values one after the other, the one with the largest remaining variance first. */
export function condition(normal: Normal, equalities: readonly { at: number; value: number }[]) {
  let { mean, cov } = normal;
  const left = [...equalities];
  let [log, rank] = [0, 0];
  while (left.length > 0) {
    left.sort((a, b) => cov[b.at][b.at] - cov[a.at][a.at]);
    const { at, value } = left.shift()!;
    const variance = cov[at][at];
    if (variance <= NOTHING * (1 + normal.cov[at][at])) {
      if (Math.abs(mean[at] - value) > 1e-6) return undefined;
      continue;
    }
    log -= (value - mean[at]) ** 2 / (2 * variance) + Math.log(2 * Math.PI * variance) / 2;
    rank++;
    const gain = cov.map((row) => row[at] / variance);
    mean = mean.map((one, i) => one + gain[i] * (value - mean[at]));
    cov = cov.map((row, i) => row.map((one, j) => one - gain[i] * cov[at][j]));
  }
  return { mean, cov, log, rank };
}

interface Bound {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

function simpson(f: (x: number) => number[], from: number, to: number, panels: number): number[] {
  const h = (to - from) / panels;
  const total: number[] = [];
  for (let i = 0; i <= panels; i++) {
    const factor = (i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2) * (h / 3);
    f(from + i * h).forEach((one, m) => {
      total[m] = (total[m] ?? 0) + factor * one;
    });
  }
  return total;
}

/** The part of a normal vector that matters. */
function part({ mean, cov }: Normal, places: readonly number[]): Normal {
  return { mean: places.map((at) => mean[at]), cov: places.map((at) => places.map((other) => cov[at][other])) };
}

/**
 * P(bounds) and, times it, means of x_i, x_j and x_i x_j: one bound in closed form; two by Simpson's rule over the first quantity, the other
 * one being normal given its value.
 */
export function truncated(whole: Normal, bounds: readonly Bound[], i: number, j: number): number[] {
  const open: Bound[] = [];
  for (const bound of bounds) {
    const at = whole.mean[bound.at];
    if (!(bound.low <= bound.high)) return [0, 0, 0, 0];
    if (whole.cov[bound.at][bound.at] > NOTHING) open.push(bound);
    else if (!(at >= bound.low - 1e-7 && at <= bound.high + 1e-7)) return [0, 0, 0, 0];
  }
  if (open.length === 0) {
    const { mean, cov } = part(whole, [i, j]);
    return [1, mean[0], mean[1], mean[0] * mean[1] + cov[0][1]];
  }
  const { mean, cov } = part(whole, [open[0].at, open[open.length - 1].at, i, j]);
  if (open.length === 1) return line({ mean, cov }, { ...open[0], at: 0 }, 2, 3);
  const sd = Math.sqrt(cov[0][0]);
  const [from, to] = [Math.max(open[0].low, mean[0] - 14 * sd), Math.min(open[0].high, mean[0] + 14 * sd)];
  if (!(from < to)) return [0, 0, 0, 0];
  const gain = cov.map((row) => row[0] / cov[0][0]);
  const left = cov.map((row, k) => row.map((one, l) => one - gain[k] * cov[0][l]));
  const inner = (x: number): number[] => {
    const given = { mean: mean.map((one, k) => one + gain[k] * (x - mean[0])), cov: left };
    const density = Math.exp(-((x - mean[0]) ** 2) / (2 * sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
    return line(given, { ...open[1], at: 1 }, 2, 3).map((one) => density * one);
  };
  return simpson(inner, from, to, 6000);
}

/** One bound in closed form: the mean of a truncated normal variable and its second moment. */
function line({ mean, cov }: Normal, { at, low, high }: Bound, i: number, j: number): number[] {
  const variance = cov[at][at];
  if (variance <= NOTHING) return truncated({ mean, cov }, [{ at, low, high }], i, j);
  const sd = Math.sqrt(variance);
  const [a, b] = [(low - mean[at]) / sd, (high - mean[at]) / sd];
  const phi = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const edge = (z: number) => (Number.isFinite(z) ? z * phi(z) : 0);
  const p = a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a);
  const first = phi(a) - phi(b);
  const second = p + edge(a) - edge(b);
  const [gi, gj] = [cov[i][at] / sd, cov[j][at] / sd];
  const rest = cov[i][j] - gi * gj;
  return [
    p,
    mean[i] * p + gi * first,
    mean[j] * p + gj * first,
    (mean[i] * mean[j] + rest) * p + (mean[i] * gj + mean[j] * gi) * first + gi * gj * second,
  ];
}

/** Bounds on one quantity are one bound; undefined when the event has probability 0. Everything with a point in it must be determined. */
export function boundsOf(normal: Normal, tests: readonly { at: number; comparison: Comparison; value: number }[]) {
  const found = new Map<number, Bound>();
  for (const { at, comparison, value } of tests) {
    const determined = normal.cov[at][at] <= NOTHING;
    const same = Math.abs(normal.mean[at] - value) < 1e-7;
    if (comparison === "=" && !(determined && same)) return undefined;
    if (comparison === "!=" && determined && same) return undefined;
    if ((comparison === "<" || comparison === ">") && determined && same) return undefined;
    if (comparison === "=" || comparison === "!=") continue;
    const before = found.get(at) ?? { at, low: -Infinity, high: Infinity };
    found.set(
      at,
      comparison === "<" || comparison === "<="
        ? { ...before, high: Math.min(before.high, value) }
        : { ...before, low: Math.max(before.low, value) },
    );
  }
  // The same quantity under another name (noise kept) is no second dimension.
  const all = [...found.values()];
  const merged: Bound[] = [];
  for (const bound of all) {
    const twin = merged.findIndex(({ at }) => {
      const [v, w, c] = [normal.cov[at][at], normal.cov[bound.at][bound.at], normal.cov[at][bound.at]];
      return v > NOTHING && w > NOTHING && Math.abs(c * c - v * w) < NOTHING * v * w;
    });
    if (twin < 0) {
      merged.push(bound);
      continue;
    }
    const other = merged[twin];
    const slope = normal.cov[other.at][bound.at] / normal.cov[bound.at][bound.at];
    const ends = [bound.low, bound.high].map((end) => normal.mean[other.at] + slope * (end - normal.mean[bound.at]));
    merged[twin] = {
      at: other.at,
      low: Math.max(other.low, Math.min(ends[0], ends[1])),
      high: Math.min(other.high, Math.max(ends[0], ends[1])),
    };
  }
  return merged;
}
