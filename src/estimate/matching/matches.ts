import type { Points } from "./points.js";
import { searchOf } from "./search.js";

/** For each point that needs one, the points of an arm that stand in for it: `to[start[p]] .. to[start[p + 1] - 1]`, all of equal weight. */
export interface Matches {
  readonly start: Int32Array;
  readonly to: Int32Array;
}

/** What is looked for. */
export interface Wanted {
  /** Neighbours; those that tie with the last one come along. */
  readonly neighbours: number;
  /** Farther away than this is no neighbour. */
  readonly within: number;
}

/** The nearest points of arm `w` for each point where `wanted` is not 0 (with replacement). Cost: a search a point. */
export function nearest(points: Points, w: 0 | 1, wanted: Float64Array, { neighbours, within }: Wanted): Matches {
  const search = searchOf(points, w);
  const start = new Int32Array(points.size + 1);
  const to: number[] = [];
  const found: number[] = [];
  for (let p = 0; p < points.size; p++) {
    if (wanted[p] > 0) {
      const many = search(p, neighbours, within, found);
      for (let k = 0; k < many; k++) to.push(found[k]);
    }
    start[p + 1] = to.length;
  }
  return { start, to: Int32Array.from(to) };
}

/** How often each observation of a point is used: the sum of its weights in others' counterfactuals, and of their squares. */
export interface Use {
  readonly weight: Float64Array;
  readonly square: Float64Array;
}

/** What `wanted` observations of each point ask of the points that stand in for them. Cost: O(matches). */
export function useOf(points: Points, w: 0 | 1, { start, to }: Matches, wanted: Float64Array): Use {
  const weight = new Float64Array(points.size);
  const square = new Float64Array(points.size);
  for (let p = 0; p < points.size; p++) {
    if (wanted[p] === 0) continue;
    const held = heldBy(points, w, { start, to }, p);
    for (let k = start[p]; k < start[p + 1]; k++) {
      weight[to[k]] += wanted[p] / held;
      square[to[k]] += wanted[p] / (held * held);
    }
  }
  return { weight, square };
}

function heldBy(points: Points, w: 0 | 1, { start, to }: Matches, p: number): number {
  let held = 0;
  for (let k = start[p]; k < start[p + 1]; k++) held += points.mass[w][to[k]];
  return held;
}

/**
 * The outcome that each point would have had in arm `w`: the average of those that stand in for it, moved by what `line` (the mean outcome as
 * a function of the place) says of the difference in place. Not a number where nobody stands in. Cost: O(matches).
 */
export function imputed(points: Points, w: 0 | 1, { start, to }: Matches, line?: Float64Array): Float64Array {
  const out = new Float64Array(points.size).fill(Number.NaN);
  for (let p = 0; p < points.size; p++) {
    let held = 0;
    let sum = 0;
    for (let k = start[p]; k < start[p + 1]; k++) {
      const q = to[k];
      held += points.mass[w][q];
      sum += points.sum[w][q] + (line ? points.mass[w][q] * (line[p] - line[q]) : 0);
    }
    if (held > 0) out[p] = sum / held;
  }
  return out;
}
