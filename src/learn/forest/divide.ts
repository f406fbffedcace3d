import type { Best } from "./split.js";

/**
 * Divides `order[start..end)` in place and stably, those that go left first, and returns where the others begin. The bin of r is
 * `bins[column + r]`. Cost: O(end - start).
 */
export function divide(
  { threshold, gapLeft, set }: Best,
  bins: Uint8Array,
  column: number,
  order: Int32Array,
  start: number,
  end: number,
  scratch: Int32Array,
): number {
  let left = start;
  let right = 0;
  // Both stores always happen and only the counters decide: which way a row goes cannot be guessed.
  if (set === undefined) {
    const most = threshold + gapLeft;
    for (let i = start; i < end; i++) {
      const r = order[i];
      const goesRight = (most - ((bins[column + r] + gapLeft) & 255)) >>> 31;
      order[left] = r;
      scratch[right] = r;
      left += 1 - goesRight;
      right += goesRight;
    }
  } else {
    for (let i = start; i < end; i++) {
      const r = order[i];
      const b = bins[column + r];
      const goesLeft = (set[b >> 3] >> (b & 7)) & 1;
      order[left] = r;
      scratch[right] = r;
      left += goesLeft;
      right += 1 - goesLeft;
    }
  }
  for (let i = 0; i < right; i++) order[left + i] = scratch[i];
  return left;
}
