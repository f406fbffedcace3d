import type { Averaged, Judged } from "../../estimate/heterogeneity/judged.js";
import { insideOf, type Places } from "../../estimate/heterogeneity/places.js";
import { EDGE } from "../../estimate/heterogeneity/targeting.js";

/** Calls back with runs of `order` that are inside by one and the same part, whole folds covered in turn. */
export function eachRun(places: Places, share: number, run: (from: number, to: number, inside: number) => void): void {
  const { start, to, fold } = places;
  for (let k = 0; k < fold.length - 1; k++) {
    const edge = firstWhere(fold[k], fold[k + 1], (tie) => to[tie] > share);
    run(start[fold[k]], start[edge], 1);
    if (edge < fold[k + 1]) {
      run(start[edge], start[edge + 1], insideOf(places, edge, share));
      run(start[edge + 1], start[fold[k + 1]], 0);
    }
  }
}

/** The first of the numbers from `low` up to `high` for which it holds, which it then does for all after it; `high` where there is none. */
function firstWhere(low: number, high: number, holds: (at: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/**
 * Sum of the values of those ranked among the first `share` of their folds, over the number of all. With its influence: an entry brings its own
 * value, and moves the edge, where those stand who would come in or go out. Cost: O(n).
 */
export function gainAt(
  { count, total }: Pick<Judged, "count" | "total">,
  places: Places,
  share: number,
  values: Float64Array,
): Averaged {
  const { order } = places;
  let sum = 0;
  eachRun(places, share, (from, to, inside) => {
    let own = 0;
    if (inside > 0) for (let i = from; i < to; i++) own += count[order[i]] * values[order[i]];
    sum += inside * own;
  });
  const value = sum / total;
  // Nobody comes in or goes out where nobody or everybody is treated.
  const slope = share <= 0 || share >= 1 ? 0 : edgeOf(places, share, values, count);
  const influence = new Float64Array(values.length);
  eachRun(places, share, (from, to, inside) => {
    const moved = slope * (share - inside) - value;
    for (let i = from; i < to; i++) influence[order[i]] = inside * values[order[i]] + moved;
  });
  return { value, influence, ...(share >= 1 ? { plain: total } : {}) };
}

/** Average of those who stand near the edge, of all folds. */
function edgeOf(places: Places, share: number, values: Float64Array, count: Float64Array): number {
  const { order, start, from, to, fold } = places;
  let [sum, size] = [0, 0];
  for (let k = 0; k < fold.length - 1; k++) {
    const first = firstWhere(fold[k], fold[k + 1], (tie) => to[tie] >= share - EDGE);
    const end = firstWhere(fold[k], fold[k + 1], (tie) => from[tie] > share + EDGE);
    for (let i = start[first]; i < start[end]; i++) {
      sum += count[order[i]] * values[order[i]];
      size += count[order[i]];
    }
  }
  return sum / size;
}
