import { hashNumber, hashRows, mix } from "../../num/hash.js";
import { indices } from "../../num/indices.js";
import type { Problem } from "../problem.js";
import type { Matches, Wanted } from "./matches.js";
import { NOTHING, TIE } from "./nearness.js";
import { layPoints, pointSpace } from "./point-space.js";
import type { Points } from "./points.js";

/** Each observation an entry of its own; `origin` is the entry it came from. Cost: O(observations). */
export function expanded(problem: Problem): { readonly problem: Problem; readonly origin: Int32Array } {
  const origin = Int32Array.from(
    Array.from(problem.count, (count, j) => Array.from({ length: count }, () => j)).flat(),
  );
  const pick = <A extends Float64Array | Int32Array | Int8Array>(values: A) =>
    (values.constructor as unknown as { from(a: Int32Array, f: (j: number) => number): A }).from(
      origin,
      (j) => values[j],
    );
  const { row, arm, y, e, m, cluster } = problem;
  return {
    origin,
    problem: {
      ...problem,
      count: new Float64Array(origin.length).fill(1),
      row: pick(row),
      arm: pick(arm),
      y: pick(y),
      e: [pick(e[0]), pick(e[1])],
      m: [pick(m[0]), pick(m[1])],
      ...(cluster ? { cluster: pick(cluster) } : {}),
    },
  };
}

/**
 * Gives each observation of the other arm than `w` its own neighbours of arm `w`, nobody used twice: greedily, those least like arm `w`
 * first (they have the fewest to choose from), in as many rounds as `neighbours`. `points` must hold one observation each. What ties is
 * decided by content and seed, never by the order of rows. Cost: O(n log n) on a line, else O(treated x untreated x dims).
 */
export function withoutReplacement(
  problem: Problem,
  points: Points,
  w: 0 | 1,
  { neighbours, within }: Wanted,
): Matches {
  const hash = contentHash(problem);
  const e = problem.e[1 - w];
  const all = Int32Array.from(problem.arm, (_, j) => j);
  const asking = all.filter((j) => problem.arm[j] === 1 - w).sort((a, b) => e[b] - e[a] || hash[a] - hash[b]);
  const free = all.filter((j) => problem.arm[j] === w);
  const limit = within * (1 + TIE) + NOTHING;
  const take = points.dims === 1 ? onLine(points, free, hash) : anywhere(points, free, hash);
  const chosen: number[][] = Array.from({ length: points.size }, () => []);
  for (let round = 0; round < neighbours; round++) {
    for (const j of asking) {
      const got = take(j, limit);
      if (got >= 0) chosen[j].push(got);
    }
  }
  const start = new Int32Array(points.size + 1);
  chosen.forEach((some, j) => {
    start[j + 1] = start[j] + some.length;
  });
  return { start, to: Int32Array.from(chosen.flat()) };
}

function contentHash({ study, row, y, seed }: Problem): Uint32Array {
  const rows = hashRows(study.given, study.rows);
  return Uint32Array.from(row, (r, j) => mix(mix(rows[r], hashNumber(y[j])), seed));
}

type Take = (j: number, limit: number) => number;

/** The nearest one still free on a line: on each side the next that nobody took, found through those already skipped. */
function onLine({ at }: Points, free: Int32Array, hash: Uint32Array): Take {
  const order = free.slice().sort((a, b) => at[a] - at[b] || hash[a] - hash[b]);
  const n = order.length;
  // Place k + 1 of each list leads to the nearest free place at or beyond k; 0 and n + 1 are the ends.
  const down = indices(n + 2);
  const up = down.slice();
  const follow = (links: Int32Array, k: number) => {
    let end = k;
    while (links[end] !== end) end = links[end];
    for (let step = k; links[step] !== end; ) [links[step], step] = [end, links[step]];
    return end;
  };
  return (j, limit) => {
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[order[middle]] < at[j]) low = middle + 1;
      else high = middle;
    }
    const left = follow(down, low);
    const right = follow(up, low + 1);
    const onLeft = left > 0 ? at[j] - at[order[left - 1]] : Number.POSITIVE_INFINITY;
    const onRight = right <= n ? at[order[right - 1]] - at[j] : Number.POSITIVE_INFINITY;
    const nearest = Math.min(onLeft, onRight);
    if (!(nearest <= limit) || nearest === Number.POSITIVE_INFINITY) return -1;
    const tied = Math.abs(onLeft - onRight) <= nearest * TIE + NOTHING;
    const takeLeft = tied ? hash[order[left - 1]] <= hash[order[right - 1]] : onLeft < onRight;
    const place = takeLeft ? left : right;
    down[place] = place - 1;
    up[place] = place + 1;
    return order[place - 1];
  };
}

/** Places whose distances are taken together. */
const BLOCK = 256;

/** The nearest one still free in several dimensions: all are looked at, block by block. */
function anywhere({ at, dims }: Points, free: Int32Array, hash: Uint32Array): Take {
  let order = free.slice().sort((a, b) => hash[a] - hash[b]);
  const { ops, place, blocks, away } = pointSpace(dims, order.length, BLOCK);
  const lay = () => {
    for (let start = 0; start < order.length; start += BLOCK) layPoints(at, dims, order, start, start + BLOCK, blocks);
  };
  lay();
  let taken = 0;
  return (j, limit) => {
    for (let d = 0; d < dims; d++) place[d] = at[j * dims + d];
    let best = -1;
    let least = limit * limit;
    for (let start = 0; start < order.length; start += BLOCK) {
      const count = Math.min(BLOCK, order.length - start);
      ops.distances(place.byteOffset, blocks.byteOffset + 8 * dims * start, dims, count, away.byteOffset);
      for (let k = 0; k < count; k++) {
        const square = away[k];
        const nearer = best < 0 ? square <= least : square < least * (1 - TIE) - NOTHING * NOTHING;
        if (nearer) [best, least] = [start + k, square];
      }
    }
    if (best < 0) return -1;
    const got = order[best];
    order[best] = -1;
    if (2 * ++taken > order.length) {
      order = order.filter((q) => q >= 0);
      taken = 0;
      lay();
    } else {
      // From what is not a number nobody is near.
      const start = best - (best % BLOCK);
      blocks[dims * start + best - start] = Number.NaN;
    }
    return got;
  };
}
