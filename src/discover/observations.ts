import type { Entries } from "../learn/folds.js";
import type { Column } from "../num/columns.js";
import { hashRows, mix, unitInterval } from "../num/hash.js";
import { indices } from "../num/indices.js";
import { patternsOf } from "../num/patterns.js";

/** Some columns of a table, dealt into folds for cross-fitting: every row lies in one fold. */
export interface Dealt {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** How many observations each row stands for; absent: one each. */
  readonly counts: Float64Array | undefined;
  readonly entries: Entries;
  /** Are these a part of the observations only? */
  readonly thinned: boolean;
}

const FOLDS = 5;

/**
 * Deals observations into five folds by a hash of their content and of their number among identical ones, as `learn/folds.ts` does for
 * samples: neither the order of rows, nor whether equal rows stand singly or as counts, moves one. Of more than `most` observations a part
 * of about that size is kept, chosen in the same way. The first `given` columns are what is learnt from.
 * Cost: O(rows x columns), plus O(observations) when rows carry counts.
 */
export function dealObservations(
  columns: readonly Column[],
  given: number,
  frame: { readonly rows: number; readonly counts: Float64Array | undefined },
  { most, seed }: { readonly most: number; readonly seed: number },
): Dealt {
  const { counts } = frame;
  const total = counts ? counts.reduce((a, b) => a + b, 0) : frame.rows;
  const kept = total > most ? most / total : 1;
  const hash = hashRows(columns, frame.rows, counts);
  const { id, first } = patternsOf(columns, frame.rows, hash);
  const met = new Uint32Array(first.length);
  const share = new Float64Array(FOLDS);
  const [from, fold, count]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < frame.rows; i++) {
    share.fill(0);
    for (let copy = 0; copy < (counts ? counts[i] : 1); copy++) {
      const own = mix(mix(hash[i], seed), met[id[i]]++);
      if (kept === 1 || unitInterval(mix(own, 0x7a17)) < kept) share[own % FOLDS]++;
    }
    for (let k = 0; k < FOLDS; k++) {
      if (share[k] === 0) continue;
      from.push(i);
      fold.push(k);
      count.push(share[k]);
    }
  }
  const taken = columns.map((column) => take(column, from));
  const own = Float64Array.from(count);
  const entries: Entries = {
    folds: FOLDS,
    row: indices(from.length),
    fold: Uint8Array.from(fold),
    count: own,
    single: counts === undefined,
    total: own.reduce((a, b) => a + b, 0),
    rowHash: hashRows(taken.slice(0, given), from.length, counts && own),
  };
  return { columns: taken, rows: from.length, counts: counts && own, entries, thinned: kept < 1 };
}

function take(column: Column, rows: readonly number[]): Column {
  if (column.kind === "numeric") return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
  return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) };
}
