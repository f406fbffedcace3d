import { orderOf } from "../../num/order.js";
import type { Judged } from "./judged.js";

/**
 * Entries ranked by predicted effect within their folds, the largest first, in ties: entries of one fold with the same prediction. Flat, because
 * there are as many ties as rows.
 */
export interface Places {
  /** Entries, fold by fold. */
  readonly order: Int32Array;
  /** Tie k has the entries order[start[k]] up to, and not, order[start[k + 1]]. */
  readonly start: Int32Array;
  /** Where each tie stands in its fold, as shares of the target population with larger effects, and with effects as large or larger. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** First tie of each fold that has entries, and at the end the number of ties. */
  readonly fold: Int32Array;
}

/**
 * Sorts each fold's rows by predicted effect, the largest first, into ties. Effects of different folds come from different fits, and a fold
 * whose rows happened to gain little is predicted to gain more than others by fits that did not see it: so rows are held against their own
 * fold only (Chernozhukov et al. 2018 do so within their splits). Cost: O(n).
 */
export function placesOf({
  effect,
  tilt,
  count,
  fold,
  folds,
}: Pick<Judged, "effect" | "tilt" | "count" | "fold" | "folds">): Places {
  const byFold = largestFirst(effect, count, fold, folds).filter((entries) => entries.length > 0);
  const size = byFold.reduce((sum, { length }) => sum + length, 0);
  const order = new Int32Array(size);
  const start = new Int32Array(size + 1);
  const [from, to] = [new Float64Array(size), new Float64Array(size)];
  const firsts = new Int32Array(byFold.length + 1);
  let [ties, placed] = [0, 0];
  byFold.forEach((entries, k) => {
    order.set(entries, placed);
    firsts[k] = ties;
    let total = 0;
    for (const j of entries) total += count[j] * tilt[j];
    let above = 0;
    for (let first = 0; first < entries.length; ) {
      let end = first + 1;
      while (end < entries.length && effect[entries[end]] === effect[entries[first]]) end++;
      let own = 0;
      for (let i = first; i < end; i++) own += count[entries[i]] * tilt[entries[i]];
      start[ties] = placed + first;
      from[ties] = Math.min(1, above / total);
      // The last place is 1, whatever rounding made of the sum.
      to[ties] = end === entries.length ? 1 : Math.min(1, (above + own) / total);
      ties++;
      above += own;
      first = end;
    }
    placed += entries.length;
  });
  firsts[byFold.length] = ties;
  start[ties] = size;
  return {
    order,
    start: start.subarray(0, ties + 1),
    from: from.subarray(0, ties),
    to: to.subarray(0, ties),
    fold: firsts,
  };
}

/** The entries of each fold that stand for anybody, the largest effects first, equal ones in their order. Cost: O(n). */
function largestFirst(effect: Float64Array, count: Float64Array, fold: ArrayLike<number>, folds: number): Int32Array[] {
  const turned = new Float64Array(effect.length);
  const sizes = new Int32Array(folds);
  for (let j = 0; j < turned.length; j++) {
    turned[j] = -effect[j];
    if (count[j] > 0) sizes[fold[j]]++;
  }
  const byFold = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (const j of orderOf(turned, new Uint32Array(turned.length))) {
    if (count[j] > 0) byFold[fold[j]][sizes[fold[j]]++] = j;
  }
  return byFold;
}

/** How much of a tie is among the share ranked first: the average over all ways to break it. */
export function insideOf({ from, to }: Places, tie: number, share: number): number {
  const [low, high] = [from[tie], to[tie]];
  if (high > low) return Math.min(1, Math.max(0, (share - low) / (high - low)));
  return low < share ? 1 : 0;
}
