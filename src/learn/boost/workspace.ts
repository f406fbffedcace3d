import { type Grid, takeGrid } from "./grid.js";
import type { Rows } from "./rows.js";
import { FEATURE_STRIDE } from "./sums.js";

/** Where the rows of nodes lie: their bins, gradient pairs and numbers, the same place in each. */
export interface Frame {
  readonly bins: number;
  readonly pairs: number;
  readonly ids: number;
}

/** The rows of a fit and what every tree of it uses again, all in the memory of `grid`. */
export interface Workspace {
  readonly grid: Grid;
  readonly y: Float64Array;
  readonly score: Float64Array;
  /** A hash of each row's content. */
  readonly keys: Uint32Array;
  /** Rows that the tree learns from, and behind them the others. */
  readonly order: Uint32Array;
  /** Gradient and second number of each row that the tree learns from, in that order. */
  readonly pairs: Float64Array;
  /**
   * The root's rows, then two places between which rows go back and forth: the children of a node in one lie in the other, between the same ends. So the
   * rows of every node lie side by side.
   */
  readonly frames: readonly [Frame, Frame, Frame];
  readonly side: Uint8Array;
  /** Histograms that no node holds. */
  readonly pool: Float64Array[];
}

export interface TreeSize {
  readonly depth: number;
  readonly leaves: number;
}

/** Fewer leaves than the depth allows: the leaf of largest gain is split first. */
export const bestFirst = ({ depth, leaves }: TreeSize): boolean => leaves < 2 ** depth;

/** Most nodes that a tree on so many rows can have. */
export function mostNodes({ depth, leaves }: TreeSize, rows: number): number {
  return 2 * Math.max(1, Math.min(leaves, 2 ** depth, rows)) - 1;
}

/** Cost: O(rows features); memory: about three bytes a row and feature, and 80 a row beside them. */
export function workspace(all: Grid, rows: Rows, size: TreeSize): Workspace {
  const n = rows.count;
  const { features } = all;
  // One for each open leaf and one to count into.
  const histograms = bestFirst(size) ? Math.min(size.leaves, n) + 1 : Math.min(size.depth, n) + 2;
  const bytes = 8 * FEATURE_STRIDE * features.length;
  const frame = [n * all.stride, 16 * n, 4 * n];
  const extra = [8 * n, 8 * n, 4 * n, 4 * n, 16 * n, 256, ...frame, ...frame, ...Array<number>(histograms).fill(bytes)];
  const grid = takeGrid(all, rows.ids, mostNodes(size, n), extra);
  const { space } = grid;
  const y = space.doubles(n);
  y.set(rows.y);
  const score = space.doubles(n);
  const keys = space.words(n);
  keys.set(rows.keys);
  const order = space.words(n);
  const pairs = space.doubles(2 * n);
  const side = space.bytes(256);
  const newFrame = (): Frame => ({
    bins: space.bytes(n * grid.stride).byteOffset,
    pairs: space.doubles(2 * n).byteOffset,
    ids: space.words(n).byteOffset,
  });
  const root = { bins: grid.bins.byteOffset, pairs: pairs.byteOffset, ids: order.byteOffset };
  const frames = [root, newFrame(), newFrame()] as const;
  const pool = Array.from({ length: histograms }, () => space.doubles(FEATURE_STRIDE * features.length));
  return { grid, y, score, keys, order, pairs, frames, side, pool };
}
