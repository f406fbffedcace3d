import type { Feature } from "../bins/binned.js";
import { GAP } from "../bins/edges.js";
import type { Units } from "./loss.js";
import { type Found, orderLevels, type Scan, scanBins, scanFenced, scanLevels } from "./scan.js";
import { countOf, FEATURE_STRIDE, hessianOf, type Sums } from "./sums.js";

/** What keeps a split from being taken. */
export interface SplitLimits {
  /** Least weight on either side. */
  readonly minLeaf: number;
  /** Ridge on leaf values, in units of the hessian of one observation. */
  readonly l2: number;
  /** By feature, +1 where scores may only rise with its value, -1 where they may only fall, 0 where they may do either; absent: all may do either. */
  readonly signs?: Int8Array;
}

/** Between which Newton steps the leaves below a node must stay, so that what was promised of a split above them holds. */
export interface Fence {
  readonly low: number;
  readonly high: number;
}

export const NO_FENCE: Fence = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** Bins with `side[bin] = 1` go left; of a numeric feature those up to `threshold`, of a set (`threshold` -1) any. */
export interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly threshold: number;
  readonly side: Uint8Array;
  readonly left: Sums;
  readonly right: Sums;
}

/**
 * The split of largest second-order gain (Chen & Guestrin 2016, eq. 7); of equal ones that of the lowest feature, then of the lowest
 * bin. Gaps of a numeric feature go where the gain is larger; where no row of the node has one, to the heavier side. `undefined` when nothing gains.
 * Cost: O(bins).
 */
export function bestSplit(
  hist: Float64Array,
  features: readonly Feature[],
  sums: Sums,
  units: Units,
  limits: SplitLimits,
  fence: Fence = NO_FENCE,
): Split | undefined {
  const found: Found = { gain: 0, at: -1, gradient: 0, second: 0 };
  const scan: Scan = {
    hist,
    sums,
    pack: units.pack,
    l2: limits.l2 * units.hessian,
    smoothing: units.hessian,
    minLeaf: limits.minLeaf,
    perHessian: sums.count / sums.second,
    // Steps in the units of the sums: powers of two, so that nothing is rounded.
    low: (fence.low * units.gradient) / units.hessian,
    high: (fence.high * units.gradient) / units.hessian,
  };
  let feature = -1;
  let sequence: Int32Array | undefined;
  let gapsLeft = false;
  for (let j = 0; j < features.length; j++) {
    const { bins, categorical, gaps } = features[j];
    const offset = j * FEATURE_STRIDE;
    const order = categorical && bins > 2 ? orderLevels(scan, offset, bins) : undefined;
    const hasGaps = gaps && hist[offset + 2 * GAP + 1] > 0;
    // A cut after the last bin parts the values from the gaps.
    const cuts = hasGaps ? bins : bins - 1;
    for (let side = 0; side < (hasGaps ? 2 : 1); side++) {
      const before = found.gain;
      if (limits.signs !== undefined) scanFenced(scan, offset, order, cuts, side === 1, limits.signs[j], found);
      else if (order !== undefined) scanLevels(scan, offset, order, found);
      else scanBins(scan, offset, cuts, side === 1, found);
      if (found.gain === before) continue;
      feature = j;
      sequence = order;
      gapsLeft = side === 1;
    }
  }
  if (feature < 0) return undefined;
  const side = new Uint8Array(256);
  if (sequence === undefined) side.fill(1, 0, found.at + 1);
  else for (let i = 0; i <= found.at; i++) side[sequence[i]] = 1;
  const left = sumsOf(found.gradient, found.second, scan);
  const right = sumsOf(sums.gradient - found.gradient, sums.second - found.second, scan);
  const unseen = features[feature].gaps && !(hist[feature * FEATURE_STRIDE + 2 * GAP + 1] > 0);
  if (gapsLeft || (unseen && left.count > right.count)) side[GAP] = 1;
  const threshold = sequence === undefined && side[GAP] === 0 ? found.at : -1;
  return { gain: found.gain, feature, threshold, side, left, right };
}

function sumsOf(gradient: number, second: number, { pack, perHessian }: Scan): Sums {
  return { gradient, second, count: countOf(second, pack, perHessian) };
}

/** The Newton step of a node inside its fence. */
export function stepOf(sums: Sums, units: Units, l2: number, fence: Fence): number {
  const hessian = hessianOf(sums.second, units.pack) / units.hessian;
  const step = -sums.gradient / units.gradient / (hessian + l2);
  return Math.min(fence.high, Math.max(fence.low, step));
}
