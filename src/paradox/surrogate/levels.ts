import { binLabels } from "../../num/bins-of-numbers.js";

/** Levels of a surrogate: its two values, its few numbers, or bins of many. */
export interface Levels {
  readonly code: Int32Array;
  readonly labels: readonly string[];
}

/**
 * Cuts numbers into at most `bins` levels of like mass (numbers of no more values are their own levels); a bin holds (cut, next cut].
 * Cost: O(rows log rows).
 */
export function levelsOf(values: Float64Array, count: Float64Array, bins: number): Levels {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const distinct = [...new Set(order.map((i) => values[i]))];
  let upper = distinct;
  if (distinct.length > bins) {
    const total = count.reduce((a, b) => a + b, 0);
    const cuts = new Set<number>();
    let mass = 0;
    let next = 1;
    for (const i of order) {
      mass += count[i];
      // A value that many share may be the end of several bins, which are one then.
      for (; next < bins && mass >= (next * total) / bins; next++) cuts.add(values[i]);
    }
    upper = [...new Set([...cuts, distinct[distinct.length - 1]])];
  }
  const code = Int32Array.from(values, (value) => upper.findIndex((cut) => value <= cut));
  const labels = distinct.length <= bins ? upper.map(said) : binLabels(upper.slice(0, -1), said);
  return { code, labels };
}

function said(value: number): string {
  return String(Number(value.toPrecision(4)));
}
