import type { Binned } from "./bins.js";

/** A node while a tree grows; `feature` -1: a leaf. The children of a node are `child` (left) and `child + 1`. */
export interface Node {
  readonly feature: number;
  readonly threshold: number;
  readonly child: number;
  /** Of a split on levels: bins that go left. */
  readonly side: Uint8Array | undefined;
  readonly value: number;
}

/** A tree in flat arrays, node 0 the root. */
export interface Tree {
  readonly feature: Int32Array;
  readonly threshold: Int32Array;
  readonly child: Int32Array;
  readonly value: Float64Array;
  /** 256 bytes per node, when the tree splits on levels at all. */
  readonly sides: Uint8Array | undefined;
}

export function freezeTree(nodes: readonly Node[]): Tree {
  const sides = nodes.some((n) => n.side !== undefined) ? new Uint8Array(256 * nodes.length) : undefined;
  for (let k = 0; k < nodes.length; k++) {
    const side = nodes[k].side;
    if (side !== undefined) sides?.set(side, 256 * k);
  }
  return {
    feature: Int32Array.from(nodes, (n) => n.feature),
    threshold: Int32Array.from(nodes, (n) => n.threshold),
    child: Int32Array.from(nodes, (n) => n.child),
    value: Float64Array.from(nodes, (n) => n.value),
    sides,
  };
}

// Rows of a block stay in the cache while one tree after the other passes over them.
const BLOCK = 4096;

/**
 * Adds the values of the trees to `score`: the i-th for row `rows[i]` of the bins, or for row i when `rows` is absent.
 * Trees are added in their order, so a score is the same bits however the rows are arranged. Cost: O(rows trees depth).
 */
export function addTrees(trees: readonly Tree[], binned: Binned, score: Float64Array, rows?: Int32Array): void {
  for (let from = 0; from < score.length; from += BLOCK) {
    const to = Math.min(score.length, from + BLOCK);
    for (const tree of trees) {
      if (rows === undefined) walkAll(tree, binned.bins, binned.rows, from, to, score);
      else walkSome(tree, binned.bins, binned.rows, rows, from, to, score);
    }
  }
}

function walkAll(tree: Tree, bins: Uint8Array, n: number, from: number, to: number, score: Float64Array): void {
  for (let i = from; i < to; i++) score[i] += walk(tree, bins, n, i);
}

function walkSome(
  tree: Tree,
  bins: Uint8Array,
  n: number,
  rows: Int32Array,
  from: number,
  to: number,
  score: Float64Array,
): void {
  for (let i = from; i < to; i++) score[i] += walk(tree, bins, n, rows[i]);
}

function walk(tree: Tree, bins: Uint8Array, n: number, row: number): number {
  const { feature, threshold, child, sides } = tree;
  let k = 0;
  for (let f = feature[0]; f >= 0; f = feature[k]) {
    const bin = bins[f * n + row];
    const t = threshold[k];
    const left = t < 0 ? (sides as Uint8Array)[256 * k + bin] === 1 : bin <= t;
    k = child[k] + (left ? 0 : 1);
  }
  return tree.value[k];
}
