import type { Grid } from "./grid.js";

/** A node while a tree grows; `feature` -1: a leaf. The children of a node are `child` (left) and `child + 1`. */
export interface Node {
  readonly feature: number;
  readonly threshold: number;
  readonly child: number;
  /** Of a split on a set of bins: 1 for those that go left. */
  readonly side: Uint8Array | undefined;
  readonly value: number;
}

/**
 * A tree in flat arrays, node 0 the root. Two words a node, as the loops want them: feature + 2^24 times the largest bin that goes left, and the left
 * child. A leaf is its own child whatever the bin, so that all rows take the same number of steps.
 */
export interface Tree {
  readonly depth: number;
  readonly nodes: Uint32Array;
  readonly values: Float64Array;
  /** Sets of bins, 256 bytes each, 1 for a bin that goes left; absent where no node splits on one. */
  readonly sides?: Uint8Array;
  /** Which of the sets a node splits on, -1: none. */
  readonly sideOf?: Int32Array;
}

export function freezeTree(nodes: readonly Node[]): Tree {
  const depths = new Int32Array(nodes.length);
  const words = new Uint32Array(2 * nodes.length);
  const sideOf = new Int32Array(nodes.length).fill(-1);
  const sets: Uint8Array[] = [];
  nodes.forEach(({ feature, child, threshold, side }, k) => {
    const leaf = feature < 0;
    words[2 * k] = leaf ? 255 * 2 ** 24 : feature + (side === undefined ? threshold : 0) * 2 ** 24;
    words[2 * k + 1] = leaf ? k : child;
    if (!leaf) depths[child] = depths[child + 1] = depths[k] + 1;
    if (side === undefined) return;
    sideOf[k] = sets.length;
    sets.push(side);
  });
  const base = {
    depth: depths.reduce((a, b) => Math.max(a, b), 0),
    nodes: words,
    values: Float64Array.from(nodes, (n) => n.value),
  };
  if (sets.length === 0) return base;
  const sides = new Uint8Array(256 * sets.length);
  sets.forEach((set, s) => {
    sides.set(set, 256 * s);
  });
  return { ...base, sides, sideOf };
}

/**
 * Adds the values of the trees to `score`: the i-th for row `rows[i]` of the grid, or for row i when `rows` is absent.
 * Trees are added in their order, so a score is the same bits however the rows are arranged. Cost: O(rows trees depth).
 */
export function addTrees(trees: readonly Tree[], grid: Grid, score: Float64Array, rows?: Int32Array): void {
  for (let next = 0; next < trees.length; ) {
    const written = writeTrees(trees, next, grid);
    next += written.length;
    passOver(written, grid, score, rows);
  }
}

/** Adds the values of one tree to the scores of some rows of the grid: `ids` and `score` are in its memory. */
export function addTreeInPlace(tree: Tree, grid: Grid, score: Float64Array, ids: Uint32Array): void {
  const [{ depth, nodes, values, sides }] = writeTrees([tree], 0, grid);
  const { bins, stride } = grid;
  const { ops } = grid.space;
  const [b, i, s] = [bins.byteOffset, ids.byteOffset, score.byteOffset];
  if (sides === 0) ops.walk(b, stride, i, ids.length, nodes, values, depth, s, 1);
  else ops.walkSides(b, stride, i, ids.length, nodes, values, depth, sides, s, 1);
}

/** Where a tree was written. */
interface Written {
  readonly depth: number;
  readonly nodes: number;
  readonly values: number;
  /** 0: no sets. */
  readonly sides: number;
}

function passOver(trees: readonly Written[], grid: Grid, score: Float64Array, rows: Int32Array | undefined): void {
  const { ids, sums, bins, stride } = grid;
  const { ops } = grid.space;
  for (let from = 0; from < score.length; from += ids.length) {
    const count = Math.min(ids.length, score.length - from);
    if (rows === undefined) for (let i = 0; i < count; i++) ids[i] = from + i;
    else for (let i = 0; i < count; i++) ids[i] = rows[from + i];
    for (let i = 0; i < count; i++) sums[i] = score[from + i];
    for (const { depth, nodes, values, sides } of trees) {
      const [b, i, s] = [bins.byteOffset, ids.byteOffset, sums.byteOffset];
      if (sides === 0) ops.walk(b, stride, i, count, nodes, values, depth, s, 0);
      else ops.walkSides(b, stride, i, count, nodes, values, depth, sides, s, 0);
    }
    for (let i = 0; i < count; i++) score[from + i] = sums[i];
  }
}

/** Writes as many trees as there is room for, at least one, from the `first` on. */
function writeTrees(trees: readonly Tree[], first: number, grid: Grid): Written[] {
  const written: Written[] = [];
  const { buffer } = grid.space;
  let at = grid.trees.byteOffset;
  const end = at + grid.trees.length;
  for (const { depth, nodes, values, sides, sideOf } of trees.slice(first)) {
    const sets = at + 16 * values.length;
    const places = sets + (sides?.length ?? 0);
    const next = places + (sides === undefined ? 0 : 8 * Math.ceil(values.length / 2));
    if (next > end) break;
    new Uint32Array(buffer, at, nodes.length).set(nodes);
    new Float64Array(buffer, at + 8 * values.length, values.length).set(values);
    if (sides !== undefined && sideOf !== undefined) {
      new Uint8Array(buffer, sets, sides.length).set(sides);
      new Uint32Array(buffer, places, sideOf.length).set(sideOf.map((s) => (s < 0 ? 0 : sets + 256 * s)));
    }
    written.push({ depth, nodes: at, values: at + 8 * values.length, sides: sides === undefined ? 0 : places });
    at = next;
  }
  return written;
}
