import type { Binned } from "../bins/binned.js";

/** A node while a tree grows; `feature` -1: a leaf. The children of a node are `child` (left) and `child + 1`. */
export interface Node {
  readonly feature: number;
  readonly threshold: number;
  readonly child: number;
  /** Of a split on levels: bins that go left. */
  readonly side: Uint8Array | undefined;
  readonly value: number;
}

/**
 * A tree in flat arrays, node 0 the root. A leaf is its own child whatever the bin, so that all rows take the same number of steps.
 */
export interface Tree {
  readonly depth: number;
  readonly feature: Int32Array;
  /** Bins up to this go left. */
  readonly threshold: Int32Array;
  readonly child: Int32Array;
  readonly value: Float64Array;
  /** When the tree splits on levels at all: 256 bytes per node, 1 for a bin that goes left. */
  readonly sides: Uint8Array | undefined;
}

export function freezeTree(nodes: readonly Node[]): Tree {
  const depths = new Int32Array(nodes.length);
  nodes.forEach(({ feature, child }, k) => {
    if (feature >= 0) depths[child] = depths[child + 1] = depths[k] + 1;
  });
  const sides = nodes.some((n) => n.side !== undefined) ? new Uint8Array(256 * nodes.length) : undefined;
  nodes.forEach(({ feature, side, threshold }, k) => {
    if (side !== undefined) sides?.set(side, 256 * k);
    else sides?.fill(1, 256 * k, 256 * k + (feature < 0 ? 256 : threshold + 1));
  });
  return {
    depth: depths.reduce((a, b) => Math.max(a, b), 0),
    feature: Int32Array.from(nodes, (n) => Math.max(0, n.feature)),
    threshold: Int32Array.from(nodes, (n) => (n.feature < 0 ? 255 : n.threshold)),
    child: Int32Array.from(nodes, (n, k) => (n.feature < 0 ? k : n.child)),
    value: Float64Array.from(nodes, (n) => n.value),
    sides,
  };
}

// Rows of a block stay in the cache while one tree after the other passes over them.
const BLOCK = 1024;

/**
 * Adds the values of the trees to `score`: the i-th for row `rows[i]` of the bins, or for row i when `rows` is absent.
 * Trees are added in their order, so a score is the same bits however the rows are arranged. Cost: O(rows trees depth).
 */
export function addTrees(trees: readonly Tree[], binned: Binned, score: Float64Array, rows?: Int32Array): void {
  const at = new Int32Array(BLOCK);
  const row = new Int32Array(BLOCK);
  for (let from = 0; from < score.length; from += BLOCK) {
    const count = Math.min(BLOCK, score.length - from);
    for (let i = 0; i < count; i++) row[i] = rows === undefined ? from + i : rows[from + i];
    for (const tree of trees) {
      at.fill(0);
      for (let level = 0; level < tree.depth; level++) {
        if (tree.sides === undefined) stepBins(tree, binned.bins, binned.rows, row, count, at);
        else stepSides(tree, tree.sides, binned.bins, binned.rows, row, count, at);
      }
      addValues(tree.value, at, count, score, from);
    }
  }
}

// One level down for all rows of a block, without a branch: which way a row goes cannot be guessed, and while one row waits for its
// bin the next ones are already under way.
function stepBins(tree: Tree, bins: Uint8Array, n: number, row: Int32Array, count: number, at: Int32Array): void {
  const { feature, threshold, child } = tree;
  for (let i = 0; i < count; i++) {
    const k = at[i];
    at[i] = child[k] + ((threshold[k] - bins[feature[k] * n + row[i]]) >>> 31);
  }
}

function stepSides(
  tree: Tree,
  sides: Uint8Array,
  bins: Uint8Array,
  n: number,
  row: Int32Array,
  count: number,
  at: Int32Array,
): void {
  const { feature, child } = tree;
  for (let i = 0; i < count; i++) {
    const k = at[i];
    at[i] = child[k] + 1 - sides[256 * k + bins[feature[k] * n + row[i]]];
  }
}

function addValues(value: Float64Array, at: Int32Array, count: number, score: Float64Array, from: number): void {
  for (let i = 0; i < count; i++) score[from + i] += value[at[i]];
}
