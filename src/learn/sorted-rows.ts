import type { Column } from "../num/columns.js";
import { indices } from "../num/indices.js";
import type { Entries } from "./folds.js";

/** A table whose rows stand by arm and fold, so that what a fit reads lies side by side in memory. */
export interface SortedRows {
  readonly given: readonly Column[];
  readonly entries: Entries;
  /** The entries in the old order. */
  readonly dealt: Entries;
  /** A column of the table in the new order. */
  readonly sort: <T extends Float64Array | Uint8Array>(values: T) => T;
  /** What was predicted for the rows in the new order, in the old one. */
  readonly restore: (predicted: Float64Array) => Float64Array;
}

/**
 * Sorts a table of one entry a row. A fit on one arm's rows of some folds takes every second or third row of the file, and so drags all of them
 * through the cache; sorted, it reads its own only. Stable, so that the same table gives the same sums. Cost: O(rows x columns).
 * @param memory where columns are written; several threads can read them from shared memory
 */
export function sortRows(
  table: { readonly given: readonly Column[]; readonly entries: Entries },
  arms: Int32Array,
  memory: (bytes: number) => ArrayBuffer,
): SortedRows {
  const { given, entries } = table;
  const order = orderBy(arms, entries.fold, entries.folds);
  const rows = order.length;
  const floats = (values: Float64Array) => pick(values, order, new Float64Array(memory(8 * rows)));
  return {
    given: given.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: floats(column.values) }
        : { ...column, codes: pick(column.codes, order, new Int32Array(memory(4 * rows))) },
    ),
    entries: {
      ...entries,
      row: indices(rows),
      fold: pick(entries.fold, order, new Uint8Array(rows)),
      count: floats(entries.count),
      rowHash: pick(entries.rowHash, order, new Uint32Array(rows)),
    },
    dealt: entries,
    sort: (values) => pick(values, order, values.slice() as typeof values),
    restore: (predicted) => {
      const out = new Float64Array(rows);
      for (let i = 0; i < rows; i++) out[order[i]] = predicted[i];
      return out;
    },
  };
}

/** Rows by arm, then by fold, then as they stood: a counting sort. */
function orderBy(arms: Int32Array, folds: Uint8Array, many: number): Int32Array {
  const key = (i: number) => arms[i] * many + folds[i];
  const counts: number[] = [];
  for (let i = 0; i < arms.length; i++) counts[key(i)] = (counts[key(i)] ?? 0) + 1;
  const next: number[] = [];
  let start = 0;
  for (let k = 0; k < counts.length; k++) {
    next[k] = start;
    start += counts[k] ?? 0;
  }
  const order = new Int32Array(arms.length);
  for (let i = 0; i < arms.length; i++) order[next[key(i)]++] = i;
  return order;
}

type Values = Float64Array | Int32Array | Uint32Array | Uint8Array;

function pick<T extends Values>(values: T, order: Int32Array, out: T): T {
  for (let i = 0; i < order.length; i++) out[i] = values[order[i]];
  return out;
}
