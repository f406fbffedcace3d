import { bagSeed, inBag } from "./deal.js";
import type { Ground } from "./ground.js";
import type { Packed } from "./packed.js";
import { findLeaves, hasLeaves, makeWalk, type Walked } from "./walk.js";

/** Rows that are walked together: their bins stay in the nearest cache. */
const CHUNK = 1024;

/** Which trees may speak of a row: those of bags it was not in. Of an observation with copies, the copies' own predictions are averaged. */
export interface OutOfBag {
  readonly ground: Ground;
  /** The forest's seed. */
  readonly seed: number;
  /** Observation of each row of the walked bins. */
  readonly groupOf: Int32Array;
}

/** Mean over the trees of the means of the leaves in which rows fall; NaN where no tree speaks. Cost: O(rows trees depth). */
export function predictMeans(packed: Packed, walked: Walked, rows: Int32Array, oob?: OutOfBag): Float64Array {
  const out = new Float64Array(rows.length);
  const leaf = new Int32Array(CHUNK);
  const skip = new Uint8Array(CHUNK);
  const walk = makeWalk(CHUNK);
  const share = new Float64Array(CHUNK).fill(1);
  const sum = new Float64Array(CHUNK);
  const total = new Float64Array(CHUNK);
  for (let from = 0; from < rows.length; from += CHUNK) {
    const count = Math.min(CHUNK, rows.length - from);
    const chunk = rows.subarray(from, from + count);
    sum.fill(0);
    total.fill(0);
    for (let t = 0; t < packed.trees; t++) {
      if (oob && t % packed.bag === 0) outOfBag(oob, t / packed.bag, chunk, share, skip);
      if (!hasLeaves(packed, t)) continue;
      findLeaves(packed, t, walked, chunk, count, skip, walk, leaf);
      for (let i = 0; i < count; i++) {
        if (skip[i] !== 0) continue;
        sum[i] += share[i] * packed.leaves[leaf[i]];
        total[i] += share[i];
      }
    }
    for (let i = 0; i < count; i++) out[from + i] = sum[i] / total[i];
  }
  return out;
}

/** Share of each row's copies that are not in a bag, and which rows have none. */
export function outOfBag(
  { ground, seed, groupOf }: OutOfBag,
  bag: number,
  rows: Int32Array,
  share: Float64Array,
  skip: Uint8Array,
): void {
  const own = bagSeed(seed, bag);
  for (let i = 0; i < rows.length; i++) {
    const g = groupOf[rows[i]];
    const count = ground.count[g];
    // Of an exact law every tree saw everything, and a row that stands for nobody was seen by none.
    share[i] = !ground.whole || count === 0 ? 1 : 1 - inBag(ground, g, own) / count;
    skip[i] = share[i] > 0 ? 0 : 1;
  }
}
