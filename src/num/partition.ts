/**
 * Splits `order[start..end)` in place and stably: rows whose bin has `side[bin] = 1` first. Returns where the others begin.
 * The bin of row r is `bins[column + r]`; `scratch` holds at least `end - start` numbers. Cost: O(end - start).
 */
export function partitionRows(
  bins: Uint8Array,
  column: number,
  side: Uint8Array,
  order: Int32Array,
  start: number,
  end: number,
  scratch: Int32Array,
): number {
  let left = start;
  let right = 0;
  // Both stores always happen and only the counters decide: a branch on the side would be mispredicted every other row.
  for (let i = start; i < end; i++) {
    const row = order[i];
    const goesLeft = side[bins[column + row]];
    order[left] = row;
    scratch[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  order.set(scratch.subarray(0, right), left);
  return left;
}
