// Loops of boosting over one memory: everything is named by its address in bytes. Bins are row-major, `stride` bytes a row, so that a row costs one cache
// line however few of its neighbours are in the node.

import { curve } from "./logistic";

// a where `first` is 1, b where it is 0: arithmetic, because a choice may be compiled to a branch, and which way a row goes cannot be guessed.
// @ts-expect-error decorators belong to the other language
@inline
function either(first: usize, a: usize, b: usize): usize {
  return b ^ ((a ^ b) & (0 - first));
}

// One row into the histograms of `words` words of four features and of `rest` more.
// @ts-expect-error decorators belong to the other language
@inline
function addRow(at: usize, words: i32, rest: i32, p: v128, hist: usize): void {
  let h = hist;
  for (let k = 0; k < words; k++) {
    const w = <usize>load<u32>(at);
    const a0 = h + ((w << 4) & 0xff0);
    v128.store(a0, f64x2.add(v128.load(a0), p));
    const a1 = h + ((w >> 4) & 0xff0);
    v128.store(a1, f64x2.add(v128.load(a1, 4096), p), 4096);
    const a2 = h + ((w >> 12) & 0xff0);
    v128.store(a2, f64x2.add(v128.load(a2, 8192), p), 8192);
    const a3 = h + ((w >> 20) & 0xff0);
    v128.store(a3, f64x2.add(v128.load(a3, 12288), p), 12288);
    at += 4;
    h += 16384;
  }
  for (let k = 0; k < rest; k++) {
    const a = h + ((<usize>load<u8>(at)) << 4);
    v128.store(a, f64x2.add(v128.load(a), p));
    at += 1;
    h += 4096;
  }
}

/**
 * Adds `count` rows to the histograms of `width` features. The two numbers of the i-th row lie at `pairs + 16 i`, those of bin b of feature j at
 * `hist + 4096 j + 16 b`, and move together through one register. The i-th row is row ids[i] of the bins, or row i where `ids` is 0.
 */
export function addHistograms(bins: usize, stride: usize, width: i32, ids: usize, count: i32, pairs: usize, hist: usize): void {
  const words = width >> 2;
  const rest = width & 3;
  const end = pairs + ((<usize>count) << 4);
  if (ids != 0) {
    for (; pairs < end; pairs += 16) {
      addRow(bins + (<usize>load<u32>(ids)) * stride, words, rest, v128.load(pairs), hist);
      ids += 4;
    }
  } else {
    for (; pairs < end; pairs += 16) {
      addRow(bins, words, rest, v128.load(pairs), hist);
      bins += stride;
    }
  }
}

/** parent -= child, `count` doubles (a multiple of 4). */
export function subtract(parent: usize, child: usize, count: i32): void {
  const end = parent + ((<usize>count) << 3);
  for (; parent < end; parent += 32) {
    v128.store(parent, f64x2.sub(v128.load(parent), v128.load(child)));
    v128.store(parent, f64x2.sub(v128.load(parent, 16), v128.load(child, 16)), 16);
    child += 32;
  }
}

/** Writes `count` zero doubles. */
export function clear(at: usize, count: i32): void {
  memory.fill(at, 0, (<usize>count) << 3);
}

/**
 * Moves the rows of a node to where its children are to lie: those with side[bin of the feature] = 1 from the front, the others from the back. All of a row
 * goes with it (bins, pair, number), so that whatever reads a child reads memory from end to end. `byId`: the i-th row is row ids[i] of the bins, else
 * row i. Sums are exact, so nothing depends on the order in which rows come to lie. Returns how many went to the front.
 */
export function moveRows(bins: usize, stride: usize, ids: usize, byId: i32, feature: usize, side: usize, count: i32, pairs: usize, toBins: usize, toPairs: usize, toIds: usize): i32 {
  let left: usize = 0;
  let right: usize = <usize>count;
  const some: usize = byId != 0 ? -1 : 0;
  const next: usize = byId != 0 ? 0 : stride;
  const whole = stride & ~7;
  const end = pairs + ((<usize>count) << 4);
  for (; pairs < end; pairs += 16) {
    const id = load<u32>(ids);
    const from = bins + ((<usize>id) & some) * stride;
    const goesLeft = <usize>load<u8>(side + <usize>load<u8>(from + feature));
    right -= 1 - goesLeft;
    const place = either(goesLeft, left, right);
    left += goesLeft;
    const to = toBins + place * stride;
    let k: usize = 0;
    for (; k < whole; k += 8) store<u64>(to + k, load<u64>(from + k));
    if (k < stride) store<u32>(to + k, load<u32>(from + k));
    v128.store(toPairs + (place << 4), v128.load(pairs));
    store<u32>(toIds + (place << 2), id);
    ids += 4;
    bins += next;
  }
  return <i32>left;
}

/** As `moveRows`, for children that are leaves: only the numbers of the rows move. */
export function moveIds(bins: usize, stride: usize, ids: usize, byId: i32, feature: usize, side: usize, count: i32, toIds: usize): i32 {
  let left: usize = 0;
  let right: usize = <usize>count;
  const some: usize = byId != 0 ? -1 : 0;
  const next: usize = byId != 0 ? 0 : stride;
  bins += feature;
  const end = ids + ((<usize>count) << 2);
  for (; ids < end; ids += 4) {
    const id = load<u32>(ids);
    const goesLeft = <usize>load<u8>(side + <usize>load<u8>(bins + ((<usize>id) & some) * stride));
    right -= 1 - goesLeft;
    const place = either(goesLeft, left, right);
    left += goesLeft;
    store<u32>(toIds + (place << 2), id);
    bins += next;
  }
  return <i32>left;
}

/** score[ids[i]] += value. */
export function addLeaf(ids: usize, count: i32, score: usize, value: f64): void {
  const end = ids + ((<usize>count) << 2);
  for (; ids < end; ids += 4) {
    const at = score + ((<usize>load<u32>(ids)) << 3);
    store<f64>(at, load<f64>(at) + value);
  }
}

// Adding it leaves the whole part of a number in the last bits.
const WHOLE: f64 = 6755399441055744.0;

// The nearest whole number, ties to even, for sizes up to 2^51.
// @ts-expect-error decorators belong to the other language
@inline
function nearest(x: v128): v128 {
  return f64x2.sub(f64x2.add(x, f64x2.splat(WHOLE)), f64x2.splat(WHOLE));
}

/**
 * The pairs of rows of weight one under logistic loss: the i-th is (nearest (p - y) gradient, pack + nearest p (1 - p) hessian, at least 1) of row ids[i].
 */
export function logisticPairs(ids: usize, count: i32, score: usize, y: usize, gradient: f64, hessian: f64, pack: f64, pairs: usize): void {
  const one = f64x2.splat(1);
  let i = 0;
  for (; i < count; i += 2) {
    const a = (<usize>load<u32>(ids)) << 3;
    const b = i + 1 < count ? (<usize>load<u32>(ids, 4)) << 3 : a;
    const p = curve(f64x2.replace_lane(f64x2.splat(load<f64>(score + a)), 1, load<f64>(score + b)));
    const yy = f64x2.replace_lane(f64x2.splat(load<f64>(y + a)), 1, load<f64>(y + b));
    const g = nearest(f64x2.mul(f64x2.sub(p, yy), f64x2.splat(gradient)));
    const slope = nearest(f64x2.mul(f64x2.mul(p, f64x2.sub(one, p)), f64x2.splat(hessian)));
    // Never below one unit: a row that is all but certain still has a slope.
    const h = f64x2.add(f64x2.splat(pack), f64x2.pmax(one, slope));
    v128.store(pairs, v128.shuffle<f64>(g, h, 0, 2));
    if (i + 1 < count) v128.store(pairs, v128.shuffle<f64>(g, h, 1, 3), 16);
    ids += 8;
    pairs += 32;
  }
}

// A node is one word of 64 bits: the feature (24 bits), the largest bin that goes left (8 bits), the left child (32 bits). The children of a node stand side
// by side; a leaf is its own child whatever the bin, so that all rows take the same number of steps.
// @ts-expect-error decorators belong to the other language
@inline
function step(nodes: usize, row: usize, k: usize): usize {
  const node = load<u64>(nodes + (k << 3));
  const bin = <u64>load<u8>(row + <usize>(node & 0xffffff));
  return <usize>((node >> 32) + (((node >> 24) & 0xff) - bin >> 63));
}

// Where the score of the i-th row is: of row ids[i] itself with `byId`, else the i-th.
// @ts-expect-error decorators belong to the other language
@inline
function target(out: usize, byId: i32, id: usize, i: i32): usize {
  return out + ((byId != 0 ? id : <usize>i) << 3);
}

// @ts-expect-error decorators belong to the other language
@inline
function add(at: usize, values: usize, k: usize): void {
  store<f64>(at, load<f64>(at) + load<f64>(values + (k << 3)));
}

/**
 * out[i] (with `byId` out[ids[i]]) += the value of the leaf of row ids[i]: `depth` steps down one tree for four rows at a time, so that while one waits
 * for its bin the others are under way.
 */
export function walk(bins: usize, stride: usize, ids: usize, count: i32, nodes: usize, values: usize, depth: i32, out: usize, byId: i32): void {
  let i = 0;
  for (; i + 3 < count; i += 4) {
    const i0 = <usize>load<u32>(ids);
    const i1 = <usize>load<u32>(ids, 4);
    const i2 = <usize>load<u32>(ids, 8);
    const i3 = <usize>load<u32>(ids, 12);
    const r0 = bins + i0 * stride;
    const r1 = bins + i1 * stride;
    const r2 = bins + i2 * stride;
    const r3 = bins + i3 * stride;
    let k0: usize = 0;
    let k1: usize = 0;
    let k2: usize = 0;
    let k3: usize = 0;
    for (let d = 0; d < depth; d++) {
      k0 = step(nodes, r0, k0);
      k1 = step(nodes, r1, k1);
      k2 = step(nodes, r2, k2);
      k3 = step(nodes, r3, k3);
    }
    add(target(out, byId, i0, i), values, k0);
    add(target(out, byId, i1, i + 1), values, k1);
    add(target(out, byId, i2, i + 2), values, k2);
    add(target(out, byId, i3, i + 3), values, k3);
    ids += 16;
  }
  for (; i < count; i++) {
    const id = <usize>load<u32>(ids);
    let k: usize = 0;
    for (let d = 0; d < depth; d++) k = step(nodes, bins + id * stride, k);
    add(target(out, byId, id, i), values, k);
    ids += 4;
  }
}

/** As `walk`, for a tree with nodes that split on sets of bins: sides[k] is the address of 256 bytes, 1 for a bin that goes left, or 0. */
export function walkSides(bins: usize, stride: usize, ids: usize, count: i32, nodes: usize, values: usize, depth: i32, sides: usize, out: usize, byId: i32): void {
  for (let i = 0; i < count; i++) {
    const id = <usize>load<u32>(ids);
    const row = bins + id * stride;
    let k: usize = 0;
    for (let d = 0; d < depth; d++) {
      const node = load<u64>(nodes + (k << 3));
      const bin = <usize>load<u8>(row + <usize>(node & 0xffffff));
      const side = <usize>load<u32>(sides + (k << 2));
      const byThreshold = <usize>(((node >> 24) & 0xff) - <u64>bin >> 63);
      const bySide = 1 - <usize>load<u8>(side + bin);
      k = <usize>(node >> 32) + (either(<usize>(side != 0), bySide, byThreshold));
    }
    add(target(out, byId, id, i), values, k);
    ids += 4;
  }
}

/**
 * The rows that a tree learns from, drawn by their keys: those whose hash (src/num/hash.ts, `mix`) is below `limit` first and in order, the others behind
 * them from the end. Returns how many are drawn.
 */
export function choose(keys: usize, count: i32, salt: u32, limit: f64, order: usize): i32 {
  const mixed = salt * 0xcc9e2d51;
  let first = order;
  let last = order + ((<usize>count) << 2);
  for (let i = 0; i < count; i++) {
    let h = (load<u32>(keys) ^ mixed) * 0x1b873593;
    h ^= h >> 16;
    h *= 0x85ebca6b;
    h ^= h >> 13;
    h *= 0xc2b2ae35;
    h ^= h >> 16;
    const drawn = <usize>((<f64>h) < limit) << 2;
    last -= 4 - drawn;
    store<u32>(either(drawn >> 2, first, last), i);
    first += drawn;
    keys += 4;
  }
  return <i32>((first - order) >> 2);
}
