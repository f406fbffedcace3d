import { GAP } from "../bins/edges.js";
import { countOf, hessianOf, type Sums } from "./sums.js";

/** What the scans of one node have in common. */
export interface Scan {
  readonly hist: Float64Array;
  readonly sums: Sums;
  readonly pack: number;
  /** In units of the histogram, as all below. */
  readonly l2: number;
  /** Hessian of one observation. */
  readonly smoothing: number;
  readonly minLeaf: number;
  readonly perHessian: number;
  /** Between which steps the node must stay. */
  readonly low: number;
  readonly high: number;
}

/** The best cut so far: after place `at`, with the sums of what goes left. */
export interface Found {
  gain: number;
  at: number;
  gradient: number;
  second: number;
}

// A categorical bin is ordered by gradient / (hessian + this many observations' worth), so that rare levels stay near the middle.
const SMOOTHING = 10;
// Sums are exact, so gains are wrong only by the last bits of three divisions; a smaller relative gain is no gain.
const NO_GAIN = 1e-10;

/** Cuts after each of the first `cuts` bins; `gapsLeft`: rows whose value is missing go left. */
export function scanBins(scan: Scan, offset: number, cuts: number, gapsLeft: boolean, found: Found): void {
  const { hist, sums, pack, l2, minLeaf, perHessian } = scan;
  const whole = sums.gradient;
  const parent = (whole * whole) / (hessianOf(sums.second, pack) + l2);
  // A power of two: multiplying by its inverse divides exactly, and costs less.
  const packed = pack > 0;
  const inverse = packed ? 1 / pack : perHessian;
  let gradient = gapsLeft ? hist[offset + 2 * GAP] : 0;
  let second = gapsLeft ? hist[offset + 2 * GAP + 1] : 0;
  for (let b = 0; b < cuts; b++) {
    const s = hist[offset + 2 * b + 1];
    if (s === 0) continue;
    gradient += hist[offset + 2 * b];
    second += s;
    const count = packed ? Math.floor(second * inverse) : second * inverse;
    if (count < minLeaf) continue;
    const rest = sums.second - second;
    const others = packed ? Math.floor(rest * inverse) : rest * inverse;
    if (rest <= 0 || others < minLeaf) break;
    const other = whole - gradient;
    const hessian = packed ? second - count * pack : second;
    const otherHessian = packed ? rest - others * pack : rest;
    const both = (gradient * gradient) / (hessian + l2) + (other * other) / (otherHessian + l2);
    const gain = both - parent;
    if (gain > found.gain && gain > NO_GAIN * both) {
      found.gain = gain;
      found.at = b;
      found.gradient = gradient;
      found.second = second;
    }
  }
}

/** Cuts of the levels in the order of their means: the best grouping in two is one of these (Fisher 1958). */
export function scanLevels(scan: Scan, offset: number, order: Int32Array, found: Found): void {
  const { hist, sums, pack, l2, minLeaf, perHessian } = scan;
  const whole = sums.gradient;
  const parent = (whole * whole) / (hessianOf(sums.second, pack) + l2);
  let gradient = 0;
  let second = 0;
  for (let i = 0; i < order.length - 1; i++) {
    gradient += hist[offset + 2 * order[i]];
    second += hist[offset + 2 * order[i] + 1];
    if (countOf(second, pack, perHessian) < minLeaf) continue;
    const rest = sums.second - second;
    if (rest <= 0 || countOf(rest, pack, perHessian) < minLeaf) break;
    // Levels of equal mean stay together: which of them came first would be a matter of their names.
    if (ratio(scan, offset, order[i]) === ratio(scan, offset, order[i + 1])) continue;
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

/**
 * Either of the scans above where some features are bound to rise or fall: each side takes its step inside the node's fence, and a cut whose steps go
 * against `sign` is none. Without a fence that holds and with sign 0 the gains are the same but for rounding.
 */
export function scanFenced(
  scan: Scan,
  offset: number,
  order: Int32Array | undefined,
  cuts: number,
  gapsLeft: boolean,
  sign: number,
  found: Found,
): void {
  const { hist, sums, pack, minLeaf, perHessian } = scan;
  const parent = worth(scan, sums.gradient, sums.second);
  let gradient = gapsLeft ? hist[offset + 2 * GAP] : 0;
  let second = gapsLeft ? hist[offset + 2 * GAP + 1] : 0;
  const places = order === undefined ? cuts : order.length - 1;
  for (let i = 0; i < places; i++) {
    const bin = order === undefined ? i : order[i];
    if (hist[offset + 2 * bin + 1] === 0) continue;
    gradient += hist[offset + 2 * bin];
    second += hist[offset + 2 * bin + 1];
    if (countOf(second, pack, perHessian) < minLeaf) continue;
    const rest = sums.second - second;
    if (rest <= 0 || countOf(rest, pack, perHessian) < minLeaf) break;
    if (order !== undefined && ratio(scan, offset, order[i]) === ratio(scan, offset, order[i + 1])) continue;
    const other = sums.gradient - gradient;
    if (sign * (step(scan, other, rest) - step(scan, gradient, second)) < 0) continue;
    const both = worth(scan, gradient, second) + worth(scan, other, rest);
    const gain = both - parent;
    if (gain > found.gain && gain > NO_GAIN * Math.abs(both)) {
      found.gain = gain;
      found.at = i;
      found.gradient = gradient;
      found.second = second;
    }
  }
}

/** Newton's step, as far as the fence lets it. */
function step({ pack, l2, low, high }: Scan, gradient: number, second: number): number {
  return Math.min(high, Math.max(low, -gradient / (hessianOf(second, pack) + l2)));
}

/** Twice the loss that the step takes away: gradient^2 / (hessian + l2) where no fence stands in its way. */
function worth(scan: Scan, gradient: number, second: number): number {
  const curvature = hessianOf(second, scan.pack) + scan.l2;
  const w = step(scan, gradient, second);
  return -w * (2 * gradient + curvature * w);
}

/** The levels that some row of the node has, by their mean. */
export function orderLevels(scan: Scan, offset: number, bins: number): Int32Array {
  const present: number[] = [];
  const ratios = new Float64Array(bins);
  for (let b = 0; b < bins; b++) {
    if (scan.hist[offset + 2 * b + 1] <= 0) continue;
    ratios[b] = ratio(scan, offset, b);
    present.push(b);
  }
  return Int32Array.from(present.sort((a, b) => ratios[a] - ratios[b] || a - b));
}

function ratio({ hist, pack, smoothing }: Scan, offset: number, bin: number): number {
  const hessian = hessianOf(hist[offset + 2 * bin + 1], pack);
  return hist[offset + 2 * bin] / (hessian + SMOOTHING * smoothing);
}
