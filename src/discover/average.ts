import { type Cholesky, cholesky, choleskySolve } from "../num/cholesky.js";
import { type Stratum, varies } from "./strata.js";

/** How far the cells of two columns, summed over all strata, may be from what independence makes them. */
export interface Average {
  /** How many lines and columns the sums have: all values but the first of each. */
  readonly lines: number;
  readonly columns: number;
  readonly expected: Float64Array;
  readonly spread: Cholesky;
  readonly freedom: number;
}

/** Larger tables are left to the sum of all strata: the spread of so many cells is a large matrix. */
const MOST_CELLS = 64;

/**
 * What independence within every stratum makes of the cells summed over the strata: their means and covariances with all margins fixed
 * (R. Landis, E. Heyman and G. Koch, International Statistical Review 46, 1978; for two by two tables N. Mantel and W. Haenszel, 1959).
 * An association that is alike in all strata shows here with few degrees of freedom. Undefined where there are not several strata that
 * tell, or very many cells. Cost: O(strata x cells^2).
 */
export function averageOf(strata: readonly Stratum[]): Average | undefined {
  const telling = strata.filter(varies);
  const most = (codes: (stratum: Stratum) => Int32Array) =>
    telling.reduce((a, stratum) => codes(stratum).reduce((b, code) => Math.max(b, code), a), 0);
  const lines = most((stratum) => stratum.lineCodes);
  const columns = most((stratum) => stratum.columnCodes);
  const size = lines * columns;
  if (telling.length < 2 || size > MOST_CELLS) return undefined;
  const expected = new Float64Array(size);
  const spread = new Float64Array(size * size);
  for (const { lineMass, columnMass, lineCodes, columnCodes, mass } of telling) {
    const covariance = (own: Float64Array, a: number, b: number) => own[a] * ((a === b ? mass : 0) - own[b]);
    const cells = [...lineCodes.keys()].flatMap((i) =>
      [...columnCodes.keys()].flatMap((j) => (lineCodes[i] > 0 && columnCodes[j] > 0 ? [[i, j] as const] : [])),
    );
    const place = (i: number, j: number) => (lineCodes[i] - 1) * columns + columnCodes[j] - 1;
    for (const [i, j] of cells) {
      const row = place(i, j);
      expected[row] += (lineMass[i] * columnMass[j]) / mass;
      for (const [k, l] of cells) {
        spread[row * size + place(k, l)] +=
          (covariance(lineMass, i, k) * covariance(columnMass, j, l)) / (mass * mass * (mass - 1));
      }
    }
  }
  const factor = cholesky(spread, size);
  return { lines, columns, expected, spread: factor, freedom: factor.kept.reduce((sum, kept) => sum + kept, 0) };
}

/** The cells of some tables, summed: all lines and columns but those of the first value. */
export function summedCells(strata: readonly Stratum[], { lines, columns }: Average): Float64Array {
  const sums = new Float64Array(lines * columns);
  for (const stratum of strata) {
    if (!varies(stratum)) continue;
    const { lineCodes, columnCodes, cells } = stratum;
    for (let i = 0; i < lineCodes.length; i++) {
      for (let j = 0; j < columnCodes.length; j++) {
        if (lineCodes[i] === 0 || columnCodes[j] === 0) continue;
        sums[(lineCodes[i] - 1) * columns + columnCodes[j] - 1] += cells[i * columnCodes.length + j];
      }
    }
  }
  return sums;
}

/** How far the summed cells are from what independence makes of them, in their own spread: chi-square in large samples. */
export function averageStatistic(sums: Float64Array, { expected, spread }: Average): number {
  const gap = sums.map((sum, cell) => sum - expected[cell]);
  const weight = choleskySolve(spread, gap);
  return gap.reduce((sum, value, cell) => sum + (spread.kept[cell] ? value * weight[cell] : 0), 0);
}
