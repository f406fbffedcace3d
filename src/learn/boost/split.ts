import { FEATURE_STRIDE } from "../../num/histogram.js";
import type { Feature } from "../bins/binned.js";
import type { Units } from "./loss.js";

/** What keeps a split from being taken. */
export interface SplitLimits {
  /** Least weight on either side. */
  readonly minLeaf: number;
  /** Ridge on leaf values, in units of the hessian of one observation. */
  readonly l2: number;
}

/** Sums over the rows of a node, in the units of the histogram. */
export interface Sums {
  readonly gradient: number;
  /** Hessian, or count and hessian packed together. */
  readonly second: number;
  readonly count: number;
}

/** Bins with `side[bin] = 1` go left; of a numeric feature those up to `threshold`, of a categorical one (`threshold` -1) any. */
export interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly threshold: number;
  readonly side: Uint8Array;
  readonly left: Sums;
  readonly right: Sums;
}

// A categorical bin is ordered by gradient / (hessian + this many observations' worth), so that rare levels stay near the middle.
const SMOOTHING = 10;
// Sums are exact, so gains are wrong only by the last bits of three divisions; a smaller relative gain is no gain.
const NO_GAIN = 1e-10;

interface Candidate {
  gain: number;
  at: number;
  gradient: number;
  second: number;
}

/**
 * The split of largest second-order gain (Chen & Guestrin 2016, eq. 7); of equal ones that of the lowest feature, then of the lowest
 * bin. `undefined` when none gains. Cost: O(bins).
 */
export function bestSplit(
  hist: Float64Array,
  features: readonly Feature[],
  sums: Sums,
  units: Units,
  limits: SplitLimits,
): Split | undefined {
  const found: Candidate = { gain: 0, at: -1, gradient: 0, second: 0 };
  const perHessian = sums.count / sums.second;
  let feature = -1;
  let sequence: Int32Array | undefined;
  for (let j = 0; j < features.length; j++) {
    const { bins, categorical } = features[j];
    const before = found.gain;
    const order = categorical && bins > 2 ? orderLevels(hist, j * FEATURE_STRIDE, bins, units) : undefined;
    if (order === undefined) scanBins(hist, j * FEATURE_STRIDE, bins, sums, units, limits, perHessian, found);
    else scanLevels(hist, j * FEATURE_STRIDE, order, sums, units, limits, perHessian, found);
    if (found.gain === before) continue;
    feature = j;
    sequence = order;
  }
  if (feature < 0) return undefined;
  const side = new Uint8Array(256);
  if (sequence === undefined) side.fill(1, 0, found.at + 1);
  else for (let i = 0; i <= found.at; i++) side[sequence[i]] = 1;
  const gradient = sums.gradient - found.gradient;
  const second = sums.second - found.second;
  return {
    gain: found.gain,
    feature,
    threshold: sequence === undefined ? found.at : -1,
    side,
    left: { gradient: found.gradient, second: found.second, count: countOf(found.second, units.pack, perHessian) },
    right: { gradient, second, count: countOf(second, units.pack, perHessian) },
  };
}

/** Weight of the rows behind a second number; without packed counts, the share of the node's hessian times its weight. */
export function countOf(second: number, pack: number, perHessian: number): number {
  return pack > 0 ? Math.floor(second / pack) : second * perHessian;
}

/** The hessian in a second number. */
export function hessianOf(second: number, pack: number): number {
  return pack > 0 ? second - Math.floor(second / pack) * pack : second;
}

function scanBins(
  hist: Float64Array,
  offset: number,
  bins: number,
  sums: Sums,
  units: Units,
  limits: SplitLimits,
  perHessian: number,
  found: Candidate,
): void {
  const pack = units.pack;
  const l2 = limits.l2 * units.hessian;
  const minLeaf = limits.minLeaf;
  const whole = sums.gradient;
  const parent = (whole * whole) / (hessianOf(sums.second, pack) + l2);
  let gradient = 0;
  let second = 0;
  for (let b = 0; b < bins - 1; b++) {
    const s = hist[offset + 2 * b + 1];
    if (s === 0) continue;
    gradient += hist[offset + 2 * b];
    second += s;
    if (countOf(second, pack, perHessian) < minLeaf) continue;
    const rest = sums.second - second;
    if (rest <= 0 || countOf(rest, pack, perHessian) < minLeaf) break;
    const other = whole - gradient;
    const both =
      (gradient * gradient) / (hessianOf(second, pack) + l2) + (other * other) / (hessianOf(rest, pack) + l2);
    const gain = both - parent;
    if (gain > found.gain && gain > NO_GAIN * both) {
      found.gain = gain;
      found.at = b;
      found.gradient = gradient;
      found.second = second;
    }
  }
}

// The best two-way grouping of levels is a cut of the levels ordered by their mean (Fisher 1958).
function scanLevels(
  hist: Float64Array,
  offset: number,
  order: Int32Array,
  sums: Sums,
  units: Units,
  limits: SplitLimits,
  perHessian: number,
  found: Candidate,
): void {
  const pack = units.pack;
  const l2 = limits.l2 * units.hessian;
  const whole = sums.gradient;
  const parent = (whole * whole) / (hessianOf(sums.second, pack) + l2);
  let gradient = 0;
  let second = 0;
  for (let i = 0; i < order.length - 1; i++) {
    gradient += hist[offset + 2 * order[i]];
    second += hist[offset + 2 * order[i] + 1];
    if (countOf(second, pack, perHessian) < limits.minLeaf) continue;
    const rest = sums.second - second;
    if (rest <= 0 || countOf(rest, pack, perHessian) < limits.minLeaf) break;
    // Levels of equal mean stay together: which of them came first would be a matter of their names.
    if (ratio(hist, offset, order[i], units) === ratio(hist, offset, order[i + 1], units)) continue;
    const other = whole - gradient;
    const both =
      (gradient * gradient) / (hessianOf(second, pack) + l2) + (other * other) / (hessianOf(rest, pack) + l2);
    const gain = both - parent;
    if (gain > found.gain && gain > NO_GAIN * both) {
      found.gain = gain;
      found.at = i;
      found.gradient = gradient;
      found.second = second;
    }
  }
}

function orderLevels(hist: Float64Array, offset: number, bins: number, units: Units): Int32Array {
  const present: number[] = [];
  const ratios = new Float64Array(bins);
  for (let b = 0; b < bins; b++) {
    if (hist[offset + 2 * b + 1] <= 0) continue;
    ratios[b] = ratio(hist, offset, b, units);
    present.push(b);
  }
  return Int32Array.from(present.sort((a, b) => ratios[a] - ratios[b] || a - b));
}

function ratio(hist: Float64Array, offset: number, bin: number, units: Units): number {
  const hessian = hessianOf(hist[offset + 2 * bin + 1], units.pack);
  return hist[offset + 2 * bin] / (hessian + SMOOTHING * units.hessian);
}
