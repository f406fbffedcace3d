import { FEATURE_STRIDE, gatherPairs, histogramAll, histogramSome, subtractHistogram } from "../../num/histogram.js";
import { partitionRows } from "../../num/partition.js";
import type { Units } from "./loss.js";
import type { Rows } from "./rows.js";
import { bestSplit, countOf, hessianOf, type Split, type SplitLimits, type Sums } from "./split.js";
import { freezeTree, type Node, type Tree } from "./walk.js";

const BLOCK = 2048;

export interface TreeOptions extends SplitLimits {
  readonly depth: number;
  readonly leaves: number;
  /** Share of a leaf's Newton step that is taken. */
  readonly rate: number;
  /** Longest Newton step of a leaf. */
  readonly longest: number;
}

/** Buffers that every tree of a fit uses again. */
export interface Workspace {
  /** Gradient and second number of each row. */
  readonly pairs: Float64Array;
  readonly gathered: Float64Array;
  readonly order: Int32Array;
  readonly scratch: Int32Array;
  readonly pool: Float64Array[];
}

export function workspace(rows: Rows): Workspace {
  const n = rows.count;
  return {
    pairs: new Float64Array(2 * n),
    gathered: new Float64Array(2 * Math.min(n, BLOCK)),
    order: new Int32Array(n),
    scratch: new Int32Array(n),
    pool: [],
  };
}

interface Leaf {
  readonly node: number;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: Sums;
  readonly hist: Float64Array | undefined;
  readonly split: Split | undefined;
}

/**
 * Grows one tree on the first `count` rows of `space.order` and adds its leaf values to their scores. Without a leaf limit branches are
 * finished one after the other (few histograms alive at once); with one, the leaf of largest gain is split first.
 * Cost: O(n p) for the root and at most half of that for each level below (the smaller child is counted, its sibling is the rest).
 */
export function growTree(
  rows: Rows,
  units: Units,
  options: TreeOptions,
  space: Workspace,
  count: number,
  score: Float64Array,
): Tree {
  const nodes: Node[] = [];
  const bestFirst = options.leaves < 2 ** options.depth;
  const open = [rootLeaf(rows, units, options, space, count, nodes)];
  let leaves = 1;
  while (open.length > 0) {
    const at = bestFirst ? largestGain(open) : open.length - 1;
    const leaf = open.splice(at, 1)[0];
    if (leaf.split === undefined || leaves >= options.leaves) {
      closeLeaf(leaf, nodes, units, options, space, score);
      continue;
    }
    leaves++;
    open.push(...divide(leaf, leaf.split, rows, units, options, space, nodes, leaves < options.leaves));
  }
  return freezeTree(nodes);
}

function rootLeaf(
  rows: Rows,
  units: Units,
  options: TreeOptions,
  space: Workspace,
  count: number,
  nodes: Node[],
): Leaf {
  const { features } = rows.binned;
  const hist = takeHistogram(space, features.length);
  countRows(rows, space, 0, count, hist);
  let gradient = 0;
  let second = 0;
  for (let b = 0; b < features[0].bins; b++) {
    gradient += hist[2 * b];
    second += hist[2 * b + 1];
  }
  // Without packed counts the weight is that of the hessian when all rows are equally certain; only `minLeaf` reads it.
  const weight = units.pack > 0 ? countOf(second, units.pack, 0) : weightOf(rows, space, count);
  const sums = { gradient, second, count: weight };
  nodes.push({ feature: -1, threshold: 0, child: -1, side: undefined, value: 0 });
  const split = options.depth > 0 ? bestSplit(hist, features, sums, units, options) : undefined;
  return { node: 0, start: 0, end: count, depth: 0, sums, hist, split };
}

function divide(
  leaf: Leaf,
  split: Split,
  rows: Rows,
  units: Units,
  options: TreeOptions,
  space: Workspace,
  nodes: Node[],
  more: boolean,
): Leaf[] {
  const { features, bins } = rows.binned;
  const { start, end } = leaf;
  const { feature, threshold, side } = split;
  const middle = partitionRows(bins, feature * rows.count, side, space.order, start, end, space.scratch);
  const child = nodes.length;
  nodes[leaf.node] = { feature, threshold, child, side: threshold < 0 ? side : undefined, value: 0 };
  for (let k = 0; k < 2; k++) nodes.push({ feature: -1, threshold: 0, child: -1, side: undefined, value: 0 });
  const depth = leaf.depth + 1;
  const largest = Math.max(split.left.count, split.right.count);
  const goesOn = more && depth < options.depth && largest >= 2 * options.minLeaf;
  let leftHist: Float64Array | undefined;
  let rightHist: Float64Array | undefined;
  if (goesOn && leaf.hist !== undefined) {
    const smaller = takeHistogram(space, features.length);
    const leftSmaller = middle - start <= end - middle;
    countRows(rows, space, leftSmaller ? start : middle, leftSmaller ? middle : end, smaller);
    subtractHistogram(leaf.hist, smaller);
    leftHist = leftSmaller ? smaller : leaf.hist;
    rightHist = leftSmaller ? leaf.hist : smaller;
  } else if (leaf.hist !== undefined) space.pool.push(leaf.hist);
  const make = (node: number, from: number, to: number, sums: Sums, hist: Float64Array | undefined): Leaf => {
    const split = hist === undefined ? undefined : bestSplit(hist, features, sums, units, options);
    return { node, start: from, end: to, depth, sums, hist, split };
  };
  return [make(child, start, middle, split.left, leftHist), make(child + 1, middle, end, split.right, rightHist)];
}

// Newton's step of the leaf, added to the scores of its rows.
function closeLeaf(
  leaf: Leaf,
  nodes: Node[],
  units: Units,
  options: TreeOptions,
  space: Workspace,
  score: Float64Array,
): void {
  if (leaf.hist !== undefined) space.pool.push(leaf.hist);
  const hessian = hessianOf(leaf.sums.second, units.pack) / units.hessian;
  const step = -leaf.sums.gradient / units.gradient / (hessian + options.l2);
  const value = options.rate * Math.min(options.longest, Math.max(-options.longest, step));
  nodes[leaf.node] = { feature: -1, threshold: 0, child: -1, side: undefined, value };
  const { order } = space;
  for (let i = leaf.start; i < leaf.end; i++) score[order[i]] += value;
}

// Block by block, so that the pairs of a block stay in the cache while all columns read them.
function countRows(rows: Rows, space: Workspace, start: number, end: number, hist: Float64Array): void {
  const { features, bins } = rows.binned;
  const { pairs, gathered, order } = space;
  const all = end - start === rows.count;
  for (let from = start; from < end; from += BLOCK) {
    const to = Math.min(end, from + BLOCK);
    if (!all) gatherPairs(pairs, order, from, to, gathered);
    for (let j = 0; j < features.length; j += 4) {
      const width = Math.min(4, features.length - j);
      if (all) histogramAll(bins, rows.count, j, width, from, to, pairs, hist);
      else histogramSome(bins, rows.count, j, width, order, from, to, gathered, hist);
    }
  }
}

function weightOf(rows: Rows, space: Workspace, count: number): number {
  if (rows.weight === undefined) return count;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += rows.weight[space.order[i]];
  return sum;
}

function takeHistogram(space: Workspace, features: number): Float64Array {
  return space.pool.pop()?.fill(0) ?? new Float64Array(features * FEATURE_STRIDE);
}

function largestGain(open: readonly Leaf[]): number {
  let best = 0;
  for (let i = 1; i < open.length; i++) if ((open[i].split?.gain ?? 0) > (open[best].split?.gain ?? 0)) best = i;
  return best;
}
