import type { Column } from "./columns.js";
import { hashRows } from "./hash.js";

/** The distinct rows of some columns: `id[i]` is the pattern of row i, `first[p]` a row that shows pattern p. */
export interface Patterns {
  readonly id: Int32Array;
  readonly first: Int32Array;
}

/** Gaps (NaN) are alike. */
const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

function sameRow(columns: readonly Column[], a: number, b: number): boolean {
  for (const column of columns) {
    if (column.kind === "numeric" ? !same(column.values[a], column.values[b]) : column.codes[a] !== column.codes[b])
      return false;
  }
  return true;
}

/**
 * Numbers the distinct rows in the order of first appearance. `hashes` are content hashes of the same columns, when already at hand.
 * Equality is checked on the values, never only on the hash. Cost: O(rows x columns) time, O(rows) memory.
 */
export function patternsOf(columns: readonly Column[], rows: number, hashes = hashRows(columns, rows)): Patterns {
  let size = 16;
  while (size < 2 * rows) size *= 2;
  // The hash stands in the slot beside the pattern, so that a full slot is told from ours without a look at the row behind it.
  const table = new Int32Array(size).fill(-1);
  const slotHash = new Uint32Array(size);
  const id = new Int32Array(rows);
  const first = new Int32Array(rows);
  let count = 0;
  for (let i = 0; i < rows; i++) {
    const hash = hashes[i];
    let slot = hash & (size - 1);
    while (table[slot] >= 0 && !(slotHash[slot] === hash && sameRow(columns, first[table[slot]], i))) {
      slot = (slot + 1) & (size - 1);
    }
    if (table[slot] < 0) {
      table[slot] = count;
      slotHash[slot] = hash;
      first[count++] = i;
    }
    id[i] = table[slot];
  }
  return { id, first: first.slice(0, count) };
}
