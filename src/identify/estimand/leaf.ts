import { type Cells, columnOf } from "../../num/cells.js";
import type { Slot } from "../../query/estimand.js";
import type { Value } from "../../query/question.js";
import { combine, type Grid, gridOver, type Tape } from "./grid.js";
import { keyOf } from "./walk.js";

/** A table that laws are taken from, with the slope of the final number by the mass of each row. */
export interface Ledger {
  readonly cells: Cells;
  readonly slope: Float64Array;
}

/** What a sign's values are, in the order of its codes. */
export type Domains = (key: string) => readonly Value[];

/** `P(of | given)` of a table as a grid over the signs in it. NaN where nothing has what is given. Cost: O(rows * slots). */
export function lawGrid(
  tape: Tape,
  ledger: Ledger,
  of: readonly Slot[],
  given: readonly Slot[],
  domains: Domains,
): Grid {
  return combine(tape, "/", massGrid(tape, ledger, [...of, ...given], domains), massGrid(tape, ledger, given, domains));
}

/** `E[of | given]`, of a variable whose values are numbers. */
export function meanGrid(tape: Tape, ledger: Ledger, of: string, given: readonly Slot[], domains: Domains): Grid {
  const { values, codes } = columnOf(ledger.cells, of)!;
  const amount = Float64Array.from(codes, (code) => Number(values[code]));
  return combine(tape, "/", massGrid(tape, ledger, given, domains, amount), massGrid(tape, ledger, given, domains));
}

/** The mass of the rows that are in each combination of values of the signs, each row counted `amount` times. */
function massGrid(
  tape: Tape,
  { cells, slope }: Ledger,
  slots: readonly Slot[],
  domains: Domains,
  amount?: Float64Array,
): Grid {
  const { mass } = cells;
  const keys = [...new Set(slots.flatMap(({ at }) => ("sign" in at ? [keyOf(at.sign)] : [])))];
  const entries = entriesOf(cells, slots, keys, domains);
  const grid = gridOver(tape, keys, (own) => {
    entries.forEach((entry, row) => {
      if (entry >= 0) slope[row] += own.slope[entry] * (amount?.[row] ?? 1);
    });
  });
  entries.forEach((entry, row) => {
    if (entry >= 0) grid.data[entry] += mass[row] * (amount?.[row] ?? 1);
  });
  return grid;
}

/** The entry of a grid over `keys` that each row falls into; -1 for rows that have another value than a slot wants. */
function entriesOf(cells: Cells, slots: readonly Slot[], keys: readonly string[], domains: Domains): Int32Array {
  const entries = new Int32Array(cells.mass.length);
  const met = new Map<string, Int32Array>();
  const strides = keys.map((_, i) => keys.slice(i + 1).reduce((product, key) => product * domains(key).length, 1));
  for (const { variable, at } of slots) {
    const { values, codes } = columnOf(cells, variable)!;
    if ("value" in at) {
      const wanted = values.indexOf(at.value);
      for (let row = 0; row < entries.length; row++) if (codes[row] !== wanted) entries[row] = -1;
      continue;
    }
    const key = keyOf(at.sign);
    const place = values.map((value) => domains(key).indexOf(value));
    const here = codes.map((code) => place[code]);
    const before = met.get(key);
    met.set(key, here);
    const stride = strides[keys.indexOf(key)];
    for (let row = 0; row < entries.length; row++) {
      if (entries[row] < 0) continue;
      // A sign that stands twice wants the same value in both places.
      if (here[row] < 0 || (before !== undefined && before[row] !== here[row])) entries[row] = -1;
      else if (before === undefined) entries[row] += stride * here[row];
    }
  }
  return entries;
}
