import type { Feature } from "../bins/binned.js";
import { GAP } from "../bins/edges.js";
import type { Space } from "./space.js";

/** What a child must hold. */
export interface Limits {
  /** Least mass; for effects, least mass of each arm. */
  readonly leaf: number;
  /** Least share of the node's mass; for effects, of its variation of the treatment. */
  readonly alpha: number;
  readonly effect: boolean;
}

/** Sums over the rows of a node. */
export interface NodeSums {
  readonly mass: number;
  readonly treated: number;
  readonly rho: number;
  readonly vary: number;
}

/**
 * The best split so far. A row goes left when ((bin + gapLeft) mod 256) <= threshold: so the bin of gaps, 255, comes before all others
 * where gaps go left. With `set`, a row goes left when its bin's bit is set; `met` has the bins that the split was chosen on. `gapLeft` is -1
 * where there were no gaps among these.
 */
export interface Best {
  gain: number;
  feature: number;
  threshold: number;
  gapLeft: number;
  set: Uint8Array | undefined;
  met: Uint8Array | undefined;
}

/** With fewer rows than this it is quicker to ask them which bins occur than to ask all bins. */
const FEW = 128;

/** Gains nearer than this to one another are equal: which of them is larger would be a matter of rounding. */
const EQUAL = 1 + 1e-10;

/**
 * Looks for a better split of rows `start..end` on one feature: n_L n_R / n^2 times the squared difference of the mean pseudo-outcomes
 * (Athey, Tibshirani & Wager 2019, eq. 9), that is, the largest sum of R^2 / n over the two children. Every cut is tried with gaps on
 * either side, and gaps against the rest. Levels are cut in the order of their means, which no other grouping beats (Fisher 1958).
 * Of equal gains the first one met stays. Cost: O(rows + bins that occur).
 * @param column where the feature's bins begin
 */
export function seekSplit(
  space: Space,
  limits: Limits,
  sums: NodeSums,
  feature: Feature,
  place: number,
  column: number,
  start: number,
  end: number,
  best: Best,
): void {
  const { bins: own, hist, kernels, moments, order, sequence } = space;
  kernels.ops.addMoments(
    own.byteOffset + column,
    order.byteOffset + 4 * start,
    end - start,
    moments.byteOffset,
    hist.byteOffset,
  );
  const met = end - start < FEW ? occurring(space, column, start, end) : filled(hist, sequence);
  const gaps = met > 0 && sequence[met - 1] === GAP ? 1 : 0;
  const bins = met - gaps;
  const levels = feature.categorical && feature.bins > 2;
  if (levels) orderByMean(space, bins);
  const before = best.gain;
  let at = scan(space, limits, sums, bins, 0, levels, best);
  let left = at > -2 ? 0 : -1;
  if (gaps === 1) {
    const other = scan(space, limits, sums, bins, 1, levels, best);
    if (other > -2) {
      at = other;
      left = 1;
    }
  }
  if (best.gain > before) {
    best.feature = place;
    best.gapLeft = gaps === 0 ? -1 : left;
    if (levels) {
      best.set = bitsOf(sequence, at + 1);
      best.met = bitsOf(sequence, met);
      best.threshold = 0;
    } else {
      best.set = undefined;
      // Halfway to the next bin that occurs: values between the two belong to neither.
      best.threshold = at < 0 ? -1 : at + 1 < bins ? (sequence[at] + sequence[at + 1]) >> 1 : sequence[at];
    }
  }
  for (let i = 0; i < met; i++) {
    const h = 4 * sequence[i];
    hist[h] = 0;
    hist[h + 1] = 0;
    hist[h + 2] = 0;
    hist[h + 3] = 0;
  }
}

function bitsOf(sequence: Int32Array, count: number): Uint8Array {
  const bits = new Uint8Array(32);
  for (let i = 0; i < count; i++) bits[sequence[i] >> 3] |= 1 << (sequence[i] & 7);
  return bits;
}

/** The bins that occur, ascending, from the rows. */
function occurring({ seen, sequence, bins, order }: Space, column: number, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const b = bins[column + order[i]];
    seen[b >>> 5] |= 1 << (b & 31);
  }
  let count = 0;
  for (let w = 0; w < 8; w++) {
    let word = seen[w];
    seen[w] = 0;
    while (word !== 0) {
      const low = word & -word;
      sequence[count++] = (w << 5) + 31 - Math.clz32(low);
      word ^= low;
    }
  }
  return count;
}

/** The bins that occur, ascending, from the histogram. */
function filled(hist: Float64Array, sequence: Int32Array): number {
  let count = 0;
  for (let b = 0; b < 256; b++) {
    sequence[count] = b;
    count += hist[4 * b] > 0 ? 1 : 0;
  }
  return count;
}

function orderByMean({ hist, sequence, means }: Space, bins: number): void {
  for (let i = 0; i < bins; i++) means[sequence[i]] = hist[4 * sequence[i] + 2] / hist[4 * sequence[i]];
  sequence.subarray(0, bins).sort((a, b) => means[a] - means[b] || a - b);
}

/**
 * Tries the cuts after each of the bins but the last, the gaps to the left or to the right; with gaps on the left also the cut before the
 * first bin. Returns the place of the bin after which the best split cuts, -1 for gaps alone, -2 where nothing was better.
 */
function scan(
  { hist, sequence, means }: Space,
  { leaf, alpha, effect }: Limits,
  sums: NodeSums,
  bins: number,
  gapLeft: number,
  levels: boolean,
  best: Best,
): number {
  let found = -2;
  const gap = 4 * GAP;
  let mass = gapLeft * hist[gap];
  let treated = gapLeft * hist[gap + 1];
  let rho = gapLeft * hist[gap + 2];
  let vary = gapLeft * hist[gap + 3];
  const leastMass = effect ? 0 : Math.max(leaf, alpha * sums.mass);
  // A hair less, so that rounding does not decide where a child holds just what it must.
  const leastVary = alpha * sums.vary * (2 - EQUAL);
  for (let i = gapLeft === 1 ? -1 : 0; i < bins - 1; i++) {
    if (i >= 0) {
      const h = 4 * sequence[i];
      mass += hist[h];
      treated += hist[h + 1];
      rho += hist[h + 2];
      vary += hist[h + 3];
    }
    const rest = sums.mass - mass;
    if (effect) {
      if (treated < leaf || mass - treated < leaf || vary < leastVary) continue;
      const others = sums.treated - treated;
      if (others < leaf || rest - others < leaf || sums.vary - vary < leastVary) break;
    } else {
      if (mass < leastMass) continue;
      if (rest < leastMass) break;
    }
    if (levels && i >= 0 && alike(means[sequence[i]], means[sequence[i + 1]])) continue;
    const other = sums.rho - rho;
    const gain = (rho * rho) / mass + (other * other) / rest;
    if (gain > best.gain * EQUAL) {
      best.gain = gain;
      found = i;
    }
  }
  return found;
}

/** Levels of equal mean stay together: which of them came first would be a matter of their names. */
function alike(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * (Math.abs(a) + Math.abs(b));
}
