import { sortNumbers } from "../../num/sort.js";

/** Bins that a feature's values may have; a bin is one byte. */
const MOST_BINS = 255;

/** The bin of a value that is missing: of no value, and no nearer to one than to another. */
export const GAP = 255;

/**
 * Bins of a numeric column: the largest value of each bin, ascending. One bin per distinct value when there are at most 255 of them,
 * else bins of about equal mass in which a value of large mass is alone. Missing values (NaN) have no part in it. A function of the
 * distinct values and of their masses, so the order of rows does not matter and a row of mass k is k rows. Cost: O(n log n).
 */
export function numericEdges(values: Float64Array, mass?: Float64Array): Float64Array {
  const all = sortNumbers(values);
  // What is not a number is at the end.
  let known = all.length;
  while (known > 0 && Number.isNaN(all[known - 1])) known--;
  const sorted = all.subarray(0, known);
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) count++;
  const distinct = new Float64Array(count);
  const masses = new Float64Array(count);
  for (let i = 0, d = -1; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct[++d] = sorted[i];
    masses[d]++;
  }
  if (count <= MOST_BINS) return distinct;
  if (mass !== undefined) {
    masses.fill(0);
    for (let i = 0; i < values.length; i++) {
      if (!Number.isNaN(values[i])) masses[binOf(distinct, values[i])] += mass[i];
    }
  }
  return equalMass(distinct, masses);
}

/** The first bin whose largest value is not below `value`. */
export function binOf(largest: Float64Array, value: number): number {
  let low = 0;
  let high = largest.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (largest[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Stretches of equal length between the smallest and the largest edge that a value is looked up in first. */
const STRETCHES = 4096;

/** Values fewer than this are looked up faster than the stretches are made. */
const FEW = 4096;

/** Bin of every value, written to `out`; of a missing one, GAP. Cost: a look a value where edges are spread, never more than O(log bins). */
export function assignBins(largest: Float64Array, values: Float64Array, out: Uint8Array): void {
  const first = largest[0];
  const scale = STRETCHES / (largest[largest.length - 1] - first);
  if (values.length < FEW || !(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    for (let i = 0; i < values.length; i++) out[i] = Number.isNaN(values[i]) ? GAP : binOf(largest, values[i]);
    return;
  }
  // A value's bin is between those at the far ends of the stretches beside its own, which rounding cannot leave.
  const lowest = new Uint8Array(STRETCHES + 4);
  for (let k = 0; k < lowest.length; k++) lowest[k] = binOf(largest, first + (k - 1) / scale);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) {
      out[i] = GAP;
      continue;
    }
    const stretch = Math.min(STRETCHES, Math.max(0, (value - first) * scale)) | 0;
    let low = lowest[stretch];
    let high = lowest[stretch + 3];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (largest[middle] < value) low = middle + 1;
      else high = middle;
    }
    out[i] = low;
  }
}

// Greedy, from the left: a bin is closed when it holds its share of what is left, or when a value that deserves a bin of its own
// comes next and at least half a share is in it (as LightGBM does, Ke et al. 2017).
function equalMass(values: Float64Array, masses: Float64Array): Float64Array {
  let left = 0;
  for (let i = 0; i < masses.length; i++) left += masses[i];
  const share = left / MOST_BINS;
  let bins = MOST_BINS;
  for (let i = 0; i < masses.length; i++) {
    if (masses[i] < share) continue;
    left -= masses[i];
    bins--;
  }
  let wanted = left / Math.max(bins, 1);
  const largest: number[] = [];
  let held = 0;
  for (let i = 0; i < values.length - 1 && largest.length < MOST_BINS - 1; i++) {
    const heavy = masses[i] >= share;
    if (!heavy) left -= masses[i];
    held += masses[i];
    const closes = heavy || held >= wanted || (masses[i + 1] >= share && held >= wanted / 2);
    if (!closes) continue;
    largest.push(values[i]);
    held = 0;
    if (!heavy) wanted = left / Math.max(--bins, 1);
  }
  largest.push(values[values.length - 1]);
  return Float64Array.from(largest);
}
