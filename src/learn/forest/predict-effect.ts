import { littleBagVariance } from "./little-bags.js";
import type { Packed } from "./packed.js";
import { type OutOfBag, outOfBag } from "./predict-mean.js";
import { findLeaves, hasLeaves, makeWalk, type Walked } from "./walk.js";

/** Leaves that are kept at a time, 4 bytes each: a chunk of rows by all trees. The more rows share a chunk, the rarer is the forest read. */
const KEPT = 2 ** 21;

/** Numbers of a row while its trees are added up. */
const SIZE = 5;

/** Effects at rows, and the variances of these. NaN where no tree speaks, or where in those that speak the treatment does not vary. */
export interface EffectsAt {
  readonly effect: Float64Array;
  readonly variance: Float64Array;
}

/** What is known of a chunk of rows, and how long a stretch each tree and bag has in it. */
interface Chunk {
  readonly length: number;
  /** Leaf of each row, by tree; -1: the tree has none. */
  readonly leaves: Int32Array;
  /** How much of each row is out of the bag, by bag. */
  readonly shares: Float64Array;
  /** Sums over trees of the leaves' means of z, y, z y and z z, and of the shares, by row. */
  readonly sums: Float64Array;
}

/**
 * Effects by the forest's weights (Athey, Tibshirani & Wager 2019, eq. 4, for the moment of section 6.1): the means over trees of the leaves'
 * means of z, y, z y and z z, then the slope (zy - z y) / (zz - z z). The variance takes each tree's leaf at that slope for its influence.
 * Cost: O(rows trees depth).
 */
export function predictEffects(packed: Packed, walked: Walked, rows: Int32Array, oob?: OutOfBag): EffectsAt {
  const effect = new Float64Array(rows.length);
  const variance = new Float64Array(rows.length);
  const most = Math.max(64, Math.min(4096, Math.floor(KEPT / Math.max(packed.trees, 1))));
  const length = Math.min(most, rows.length);
  const chunk: Chunk = {
    length,
    leaves: new Int32Array(length * packed.trees),
    shares: new Float64Array((length * packed.trees) / packed.bag),
    sums: new Float64Array(SIZE * length),
  };
  for (let from = 0; from < rows.length; from += length) {
    const own = rows.subarray(from, from + length);
    addUp(packed, walked, own, chunk, oob);
    solve(chunk.sums, own.length);
    const spoken = variances(packed, chunk, own.length);
    for (let i = 0; i < own.length; i++) {
      effect[from + i] = chunk.sums[SIZE * i + 2];
      variance[from + i] = spoken[i];
    }
  }
  return { effect, variance };
}

/** Walks the rows through all trees. */
function addUp(packed: Packed, walked: Walked, rows: Int32Array, chunk: Chunk, oob?: OutOfBag): void {
  const { length, sums } = chunk;
  const count = rows.length;
  const skip = new Uint8Array(count);
  const walk = makeWalk(count);
  sums.fill(0);
  for (let t = 0; t < packed.trees; t++) {
    const bag = Math.floor(t / packed.bag);
    const share = chunk.shares.subarray(length * bag, length * (bag + 1));
    if (t % packed.bag === 0) {
      if (oob) outOfBag(oob, bag, rows, share, skip);
      else share.fill(1);
    }
    const leaf = chunk.leaves.subarray(length * t, length * (t + 1));
    if (!hasLeaves(packed, t)) {
      leaf.fill(-1);
      continue;
    }
    findLeaves(packed, t, walked, rows, count, skip, walk, leaf);
    addTree(packed.leaves, leaf, share, skip, count, sums);
  }
}

function addTree(
  stats: Float64Array,
  leaf: Int32Array,
  share: Float64Array,
  skip: Uint8Array,
  count: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    if (skip[i] !== 0) continue;
    const from = 4 * leaf[i];
    const to = SIZE * i;
    const w = share[i];
    sums[to] += w * stats[from];
    sums[to + 1] += w * stats[from + 1];
    sums[to + 2] += w * stats[from + 2];
    sums[to + 3] += w * stats[from + 3];
    sums[to + 4] += w;
  }
}

/** Replaces the sums of each row by the means of z and of y, the slope, the level of y where z is 0, and 1 / (zz - z z). */
function solve(sums: Float64Array, count: number): void {
  for (let at = 0; at < SIZE * count; at += SIZE) {
    const total = sums[at + 4];
    const z = sums[at] / total;
    const y = sums[at + 1] / total;
    const zz = sums[at + 3] / total;
    const spread = zz - z * z;
    // Rounding leaves something of nothing.
    const tau = spread > 1e-12 * zz ? (sums[at + 2] / total - z * y) / spread : Number.NaN;
    sums[at] = z;
    sums[at + 1] = y;
    sums[at + 2] = tau;
    sums[at + 3] = y - z * tau;
    sums[at + 4] = 1 / spread;
  }
}

/** Variances by little bags: a tree's influence is what its leaf alone would change in the slope. A bag of which a tree has nobody does not count. */
function variances({ bag, trees, leaves: stats }: Packed, { length, leaves, shares, sums }: Chunk, count: number) {
  const [good, between, total, mean, squares] = Array.from({ length: 5 }, () => new Float64Array(count));
  for (let b = 0; b * bag < trees; b++) {
    mean.fill(0);
    squares.fill(0);
    const share = shares.subarray(length * b, length * (b + 1));
    for (let t = b * bag; t < (b + 1) * bag; t++) {
      const leaf = leaves.subarray(length * t, length * (t + 1));
      for (let i = 0; i < count; i++) {
        if (share[i] === 0) continue;
        const from = 4 * leaf[i];
        const at = SIZE * i;
        const psiZ = stats[from + 2] - stats[from + 3] * sums[at + 2] - stats[from] * sums[at + 3];
        const psi = stats[from + 1] - stats[from] * sums[at + 2] - sums[at + 3];
        const rho = leaf[i] < 0 ? Number.NaN : (psiZ - psi * sums[at]) * sums[at + 4];
        mean[i] += rho;
        squares[i] += rho * rho;
      }
    }
    for (let i = 0; i < count; i++) {
      if (share[i] === 0 || Number.isNaN(mean[i])) continue;
      good[i] += share[i];
      between[i] += (share[i] * mean[i] * mean[i]) / (bag * bag);
      total[i] += (share[i] * squares[i]) / bag;
    }
  }
  return good.map((bags, i) => littleBagVariance(between[i] / bags, total[i] / bags, bags, bag));
}
