import type { KernelOps } from "../../num/kernels/ops.js";
import { openSpace, plainSpace, roomFor } from "../../num/kernels/space.js";

/** Room for points whose distances the kernels take, block by block. */
export interface PointSpace {
  readonly ops: KernelOps;
  /** Whoever is asking: one number a dimension. */
  readonly place: Float64Array;
  /** Blocks one after the other, in each the coordinates by dimension. */
  readonly blocks: Float64Array;
  /** Squared distances of one block. */
  readonly away: Float64Array;
}

/** Coordinates from which compiled kernels pay; fewer are left to their twins. */
const MANY = 4096;

/** Makes room for `count` points, at most `most` of them in a block. */
export function pointSpace(dims: number, count: number, most: number): PointSpace {
  const parts = [8 * dims, 8 * dims * count, 8 * most];
  const { doubles, ops } = dims * count < MANY ? plainSpace(roomFor(parts)) : openSpace(roomFor(parts));
  return { ops, place: doubles(dims), blocks: doubles(dims * count), away: doubles(most) };
}

/** Writes the block of the points `order[from..to)`, those of them that there are. `at` is row-major. */
export function layPoints(
  at: Float64Array,
  dims: number,
  order: Int32Array,
  from: number,
  to: number,
  blocks: Float64Array,
): void {
  const end = Math.min(to, order.length);
  for (let d = 0, into = dims * from; d < dims; d++) {
    for (let k = from; k < end; k++) blocks[into++] = at[order[k] * dims + d];
  }
}
