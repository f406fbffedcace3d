import { openSpace, roomFor, type Space } from "../../num/kernels/space.js";
import type { Binned, Feature } from "../bins/binned.js";

/** Bins row-major in a memory of the kernels: the bin of feature j in a row is `bins[stride * row + j]`; room to walk trees over them beside. */
export interface Grid {
  readonly rows: number;
  readonly features: readonly Feature[];
  readonly stride: number;
  readonly bins: Uint8Array;
  readonly space: Space;
  /** Rows of a block of a walk, and what the trees add to their scores. */
  readonly ids: Uint32Array;
  readonly sums: Float64Array;
  /** Where trees are written. */
  readonly trees: Uint8Array;
}

/** Rows of a block stay in the cache while one tree after the other passes over them. */
const BLOCK = 2048;

/** Bytes that as many trees as possible share. */
const TREES = 2 ** 18;

/** Bytes that one node may need: itself, its value, the address of its set of bins, and the set. */
const NODE_BYTES = 8 + 8 + 4 + 256;

const strideOf = (features: readonly Feature[]): number => 4 * Math.ceil(features.length / 4);

/** @param extra what else is to be put into the same memory, in bytes @param nodes most nodes of a tree that is to be walked */
function openGrid(rows: number, features: readonly Feature[], nodes: number, extra: readonly number[]): Grid {
  const stride = strideOf(features);
  const trees = Math.max(TREES, nodes * NODE_BYTES + 256);
  const block = Math.min(BLOCK, rows);
  const space = openSpace(roomFor([rows * stride, 4 * block, 8 * block, trees, ...extra]));
  return {
    rows,
    features,
    stride,
    space,
    bins: space.bytes(rows * stride),
    ids: space.words(block),
    sums: space.doubles(block),
    trees: space.bytes(trees),
  };
}

/** All rows of binned columns. Cost: O(rows features). */
export function layOut(binned: Binned, nodes: number): Grid {
  const { rows, features } = binned;
  const grid = openGrid(rows, features, nodes, []);
  const { bins, stride } = grid;
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let j = 0; j < features.length; j++) {
      const column = j * rows;
      for (let i = from, at = stride * from + j; i < to; i++, at += stride) bins[at] = binned.bins[column + i];
    }
  }
  return grid;
}

/** Copies of some rows of a grid, side by side. Cost: O(rows features). */
export function takeGrid(grid: Grid, rows: Int32Array, nodes: number, extra: readonly number[]): Grid {
  const taken = openGrid(rows.length, grid.features, nodes, extra);
  const words = grid.stride / 4;
  const from = wordsOf(grid.bins);
  const to = wordsOf(taken.bins);
  for (let i = 0, at = 0; i < rows.length; i++) {
    const row = rows[i] * words;
    for (let k = 0; k < words; k++) to[at++] = from[row + k];
  }
  return taken;
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
