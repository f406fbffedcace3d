import { gammaTails } from "../num/special-gamma.js";
import { type Stratum, varies } from "./strata.js";

/** What the tables of all strata say about two columns together. */
export interface Contingency {
  /** Pearson's chi-square, each stratum's times (n - 1) / n, summed. */
  readonly statistic: number;
  /** (lines - 1)(columns - 1) of each stratum, by the lines and columns that occur in it, summed. */
  readonly freedom: number;
  /** Observations in strata where both columns vary: the others tell nothing. */
  readonly telling: number;
  readonly total: number;
  /** Cramér's V over all strata, less what chance alone gives (W. Bergsma, Journal of the Korean Statistical Society 42, 2013). */
  readonly strength: number;
  /** Are there observations enough in the cells for the chi-square law (W. Cochran, Biometrics 10, 1954)? */
  readonly filled: boolean;
}

/**
 * Sums the strata up. Pearson's statistic rather than the likelihood ratio, which with few observations a cell finds too much (in 11 of
 * 100 independent tables what should be found in 5, with 18 observations to a degree of freedom: A. Agresti, Categorical Data Analysis,
 * 2013, 3.2.4). Times (n - 1) / n its mean is the degrees of freedom in each stratum however small, so that many small strata add up right.
 * Cost: O(cells).
 */
export function contingency(strata: readonly Stratum[]): Contingency {
  let [statistic, freedom, telling, total, most] = [0, 0, 0, 0, 0];
  let [expectations, few, tiny] = [0, 0, 0];
  for (const stratum of strata) {
    const { lines, columns, lineMass, columnMass, mass } = stratum;
    total += mass;
    if (!varies(stratum)) continue;
    telling += mass;
    freedom += (lines - 1) * (columns - 1);
    most += mass * (Math.min(lines, columns) - 1);
    statistic += ((mass - 1) / mass) * chiSquare(stratum);
    for (const line of lineMass) {
      for (const column of columnMass) {
        const expected = (line * column) / mass;
        expectations++;
        if (expected < 5) few++;
        if (expected < 1) tiny++;
      }
    }
  }
  const strength = most > 0 ? Math.sqrt(Math.max(0, statistic - freedom) / most) : 0;
  // Cochran's rule: no expected count below 1, and no more than a fifth of them below 5.
  const filled = tiny === 0 && few <= expectations / 5;
  return { statistic, freedom, telling, total, strength: Math.min(1, strength), filled };
}

function chiSquare({ lines, columns, cells, lineMass, columnMass, mass }: Stratum): number {
  let sum = 0;
  for (let i = 0; i < lines; i++) {
    for (let j = 0; j < columns; j++) {
      const expected = (lineMass[i] * columnMass[j]) / mass;
      sum += (cells[i * columns + j] - expected) ** 2 / expected;
    }
  }
  return sum;
}

/** The chance of so large a statistic where the columns are independent in every stratum, by the chi-square law. */
export function chiSquareTail(statistic: number, freedom: number): number {
  return gammaTails(freedom / 2, statistic / 2).upper;
}

/**
 * Of an exact law: the probability that would have to move from cell to cell for the two to be independent in every stratum with their
 * margins kept (total variation), and Cramér's V. Both are 0 just where they are independent.
 */
export function lawDependence(strata: readonly Stratum[]): { readonly distance: number; readonly strength: number } {
  let [distance, square, most] = [0, 0, 0];
  for (const stratum of strata) {
    const { lines, columns, cells, lineMass, columnMass, mass } = stratum;
    most += mass * (Math.min(lines, columns) - 1);
    square += chiSquare(stratum);
    for (let i = 0; i < lines; i++) {
      for (let j = 0; j < columns; j++) {
        distance += Math.abs(cells[i * columns + j] - (lineMass[i] * columnMass[j]) / mass) / 2;
      }
    }
  }
  return { distance, strength: most > 0 ? Math.min(1, Math.sqrt(square / most)) : 0 };
}
