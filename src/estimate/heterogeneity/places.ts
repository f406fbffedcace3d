import { indices } from "../../num/indices.js";
import type { Judged } from "./judged.js";

/** Rows with the same predicted effect in the same fold. */
export interface Tie {
  /** Entries. */
  readonly entries: Int32Array;
  /** Where the tie stands among its fold, as shares of the target population with larger effects, and with effects as large or larger. */
  readonly from: number;
  readonly to: number;
}

/**
 * Sorts each fold's rows by predicted effect, the largest first, into ties. Effects of different folds come from different fits, and a fold
 * whose rows happened to gain little is predicted to gain more than others by fits that did not see it: so rows are held against their own
 * fold only (Chernozhukov et al. 2018 do so within their splits). Cost: O(n log n).
 */
export function placesOf({ effect, tilt, count, fold, folds }: Judged): readonly (readonly Tie[])[] {
  const all = indices(effect.length);
  return Array.from({ length: folds }, (_, k) => {
    const order = all.filter((j) => fold[j] === k && count[j] > 0).sort((a, b) => effect[b] - effect[a]);
    const weight = (j: number) => count[j] * tilt[j];
    const total = order.reduce((sum, j) => sum + weight(j), 0);
    const ties: Tie[] = [];
    let above = 0;
    for (let start = 0; start < order.length; ) {
      let end = start + 1;
      while (end < order.length && effect[order[end]] === effect[order[start]]) end++;
      const entries = order.slice(start, end);
      const own = entries.reduce((sum, j) => sum + weight(j), 0);
      // The last place is 1, whatever rounding made of the sum.
      const to = end === order.length ? 1 : Math.min(1, (above + own) / total);
      ties.push({ entries, from: Math.min(1, above / total), to });
      above += own;
      start = end;
    }
    return ties;
  });
}
