import type { Units } from "./loss.js";
import type { Rows } from "./rows.js";
import { bestSplit, type Fence, NO_FENCE, type Split, type SplitLimits, stepOf } from "./split.js";
import { countOf, FEATURE_STRIDE, type Sums } from "./sums.js";
import { freezeTree, type Node, type Tree } from "./walk.js";
import { bestFirst, type TreeSize, type Workspace } from "./workspace.js";

export interface TreeOptions extends SplitLimits, TreeSize {
  /** Share of a leaf's Newton step that is taken. */
  readonly rate: number;
  /** Longest Newton step of a leaf. */
  readonly longest: number;
}

interface Leaf {
  readonly node: number;
  /** Its rows are those from `start` to `end` of a frame. */
  readonly frame: number;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: Sums;
  readonly fence: Fence;
  readonly hist: Float64Array | undefined;
  readonly split: Split | undefined;
}

/** A tree while it grows. */
interface Growth {
  readonly rows: Rows;
  readonly units: Units;
  readonly options: TreeOptions;
  readonly space: Workspace;
  readonly nodes: Node[];
}

/**
 * Grows one tree on the first `count` rows of `space.order`, whose gradients are in `space.pairs`, and adds its leaf values to their scores. Without
 * a leaf limit branches are finished one after the other (few histograms alive at once); with one, the leaf of largest gain is split first.
 * Cost: O(n p) for the root and at most half of that for each level below (the smaller child is counted, its sibling is the rest).
 */
export function growTree(rows: Rows, units: Units, options: TreeOptions, space: Workspace, count: number): Tree {
  const growth: Growth = { rows, units, options, space, nodes: [] };
  const byGain = bestFirst(options);
  const open = [rootLeaf(growth, count)];
  let leaves = 1;
  while (open.length > 0) {
    const at = byGain ? largestGain(open) : open.length - 1;
    const leaf = open.splice(at, 1)[0];
    if (leaf.split === undefined || leaves >= options.leaves) {
      closeLeaf(leaf, growth);
      continue;
    }
    leaves++;
    open.push(...divide(leaf, leaf.split, growth, leaves < options.leaves));
  }
  return freezeTree(growth.nodes);
}

const NEW: Node = { feature: -1, threshold: 0, child: -1, side: undefined, value: 0 };

function rootLeaf(growth: Growth, count: number): Leaf {
  const { units, options, space, nodes, rows } = growth;
  const hist = takeHistogram(space);
  countRows(space, 0, 0, count, hist);
  let gradient = 0;
  let second = 0;
  for (let b = 0; b < 256; b++) {
    gradient += hist[2 * b];
    second += hist[2 * b + 1];
  }
  // Without packed counts the weight is that of the hessian when all rows are equally certain; only `minLeaf` reads it.
  const weight = units.pack > 0 ? countOf(second, units.pack, 0) : weightOf(rows, space, count);
  const sums = { gradient, second, count: weight };
  nodes.push(NEW);
  const split = options.depth > 0 ? bestSplit(hist, space.grid.features, sums, units, options) : undefined;
  return { node: 0, frame: 0, start: 0, end: count, depth: 0, sums, fence: NO_FENCE, hist, split };
}

function divide(leaf: Leaf, split: Split, growth: Growth, more: boolean): Leaf[] {
  const { units, options, space, nodes } = growth;
  const { grid } = space;
  const { start, end, frame } = leaf;
  const { feature, threshold, side } = split;
  const child = nodes.length;
  nodes[leaf.node] = { feature, threshold, child, side: threshold < 0 ? side : undefined, value: 0 };
  nodes.push(NEW, NEW);
  const depth = leaf.depth + 1;
  const largest = Math.max(split.left.count, split.right.count);
  const goesOn = more && depth < options.depth && largest >= 2 * options.minLeaf;
  const to = frame === 1 ? 2 : 1;
  const middle = start + moveApart(space, leaf, feature, side, to, goesOn);
  let leftHist: Float64Array | undefined;
  let rightHist: Float64Array | undefined;
  if (goesOn && leaf.hist !== undefined) {
    const smaller = takeHistogram(space);
    const leftSmaller = middle - start <= end - middle;
    countRows(space, to, leftSmaller ? start : middle, leftSmaller ? middle : end, smaller);
    grid.space.ops.subtract(leaf.hist.byteOffset, smaller.byteOffset, smaller.length);
    leftHist = leftSmaller ? smaller : leaf.hist;
    rightHist = leftSmaller ? leaf.hist : smaller;
  } else if (leaf.hist !== undefined) space.pool.push(leaf.hist);
  const [leftFence, rightFence] = fencesOf(leaf.fence, split, growth);
  const make = (from: number, until: number, hist: Float64Array | undefined, isRight: 0 | 1): Leaf => {
    const sums = isRight ? split.right : split.left;
    const fence = isRight ? rightFence : leftFence;
    const next = hist && bestSplit(hist, grid.features, sums, units, options, fence);
    return { node: child + isRight, frame: to, start: from, end: until, depth, sums, fence, hist, split: next };
  };
  // A leaf at the last level keeps its rows' numbers only.
  return [make(start, middle, leftHist, 0), make(middle, end, rightHist, 1)];
}

/** Moves the rows of a leaf to another frame, those of the side first, and returns how many those are. */
function moveApart(
  { grid, frames, side: place }: Workspace,
  leaf: Leaf,
  feature: number,
  side: Uint8Array,
  to: number,
  whole: boolean,
): number {
  const { stride } = grid;
  const { ops } = grid.space;
  const { start, end, frame } = leaf;
  place.set(side);
  const byId = frame === 0 ? 1 : 0;
  const bins = frames[frame].bins + (byId ? 0 : start * stride);
  const ids = frames[frame].ids + 4 * start;
  const toIds = frames[to].ids + 4 * start;
  if (!whole) return ops.moveIds(bins, stride, ids, byId, feature, place.byteOffset, end - start, toIds);
  return ops.moveRows(
    bins,
    stride,
    ids,
    byId,
    feature,
    place.byteOffset,
    end - start,
    frames[frame].pairs + 16 * start,
    frames[to].bins + start * stride,
    frames[to].pairs + 16 * start,
    toIds,
  );
}

/** On either side of a split whose feature may only raise or lower the score, leaves stay on their side of the middle of its two steps. */
function fencesOf(fence: Fence, split: Split, { units, options }: Growth): readonly [Fence, Fence] {
  const sign = options.signs?.[split.feature] ?? 0;
  if (sign === 0) return [fence, fence];
  const step = (sums: Sums) => stepOf(sums, units, options.l2, fence);
  const middle = (step(split.left) + step(split.right)) / 2;
  const below = { low: fence.low, high: middle };
  const above = { low: middle, high: fence.high };
  return sign > 0 ? [below, above] : [above, below];
}

// Newton's step of the leaf, added to the scores of its rows.
function closeLeaf(leaf: Leaf, { units, options, space, nodes }: Growth): void {
  if (leaf.hist !== undefined) space.pool.push(leaf.hist);
  const step = stepOf(leaf.sums, units, options.l2, leaf.fence);
  const value = options.rate * Math.min(options.longest, Math.max(-options.longest, step));
  nodes[leaf.node] = { ...NEW, value };
  const ids = space.frames[leaf.frame].ids + 4 * leaf.start;
  space.grid.space.ops.addLeaf(ids, leaf.end - leaf.start, space.score.byteOffset, value);
}

/** Features beyond which one row's histograms no longer stay in the cache together, and how many do. */
const WIDE = 48;
const TOGETHER = 32;
const BLOCK = 1024;

function countRows({ grid, frames }: Workspace, frame: number, start: number, end: number, hist: Float64Array): void {
  const { stride, features, rows } = grid;
  const { ops } = grid.space;
  const { bins, pairs, ids } = frames[frame];
  // All rows in their order need not be looked up.
  const byId = frame === 0 && end - start < rows;
  const width = features.length <= WIDE ? features.length : TOGETHER;
  const block = features.length <= WIDE ? end - start : BLOCK;
  for (let from = start; from < end; from += block) {
    const count = Math.min(block, end - from);
    for (let j = 0; j < features.length; j += width) {
      const at = bins + j + (byId ? 0 : from * stride);
      const some = Math.min(width, features.length - j);
      const to = hist.byteOffset + 8 * FEATURE_STRIDE * j;
      ops.addHistograms(at, stride, some, byId ? ids + 4 * from : 0, count, pairs + 16 * from, to);
    }
  }
}

function weightOf(rows: Rows, space: Workspace, count: number): number {
  if (rows.weight === undefined) return count;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += rows.weight[space.order[i]];
  return sum;
}

function takeHistogram({ grid, pool }: Workspace): Float64Array {
  const hist = pool.pop()!;
  grid.space.ops.clear(hist.byteOffset, hist.length);
  return hist;
}

function largestGain(open: readonly Leaf[]): number {
  let best = 0;
  for (let i = 1; i < open.length; i++) if ((open[i].split?.gain ?? 0) > (open[best].split?.gain ?? 0)) best = i;
  return best;
}
