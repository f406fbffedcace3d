import { DiscoError } from "../error.js";
import type { Cells, FiniteColumn } from "./cells.js";
import type { Column } from "./columns.js";
import type { Frame } from "./frame.js";
import { patternsOf } from "./patterns.js";

/** How many values a column may have. */
export interface FiniteOptions {
  /** Default 100: a table of all combinations of more is no table any more. */
  readonly mostValues?: number;
}

/**
 * A frame as cells: every column by its distinct values (numbers ascending, labels by code point, those that some row has), equal rows
 * merged, each with the observations (or the probability) it stands for. The cells are in the order of their values, so the order of the
 * rows changes nothing.
 * @throws DiscoError for a column with more than `mostValues` distinct values
 * Cost: O(rows x columns), and sorting the cells.
 */
export function finiteCells(frame: Frame, { mostValues = 100 }: FiniteOptions = {}): Cells {
  const { rows, weights } = frame;
  const columns = frame.columns.map((column) => finiteColumn(column, mostValues));
  const { id, first } = patternsOf(frame.columns, rows);
  const mass = new Float64Array(first.length);
  for (let i = 0; i < rows; i++) mass[id[i]] += weights ? weights.values[i] : 1;
  const order = [...first.keys()].sort((a, b) => {
    for (const { codes } of columns) {
      const gap = codes[first[a]] - codes[first[b]];
      if (gap !== 0) return gap;
    }
    return 0;
  });
  return {
    columns: columns.map((column) => ({
      ...column,
      codes: Int32Array.from(order, (cell) => column.codes[first[cell]]),
    })),
    mass: Float64Array.from(order, (cell) => mass[cell]),
    kind: weights?.kind ?? "counts",
  };
}

/** A column by its sorted distinct values, row by row; undefined where it has more than `most`. Cost: O(rows). */
export function finiteValues(column: Column, most: number): FiniteColumn | undefined {
  const { name } = column;
  const raw = column.kind === "numeric" ? column.values : column.codes;
  const met = new Set<number>();
  for (const value of raw) {
    met.add(value);
    if (met.size > most) return undefined;
  }
  const order =
    column.kind === "numeric"
      ? [...met].sort((a, b) => a - b)
      : [...met].sort((a, b) => byCodePoint(column.levels[a], column.levels[b]));
  const places = new Map(order.map((value, place) => [value, place]));
  const codes = Int32Array.from(raw, (value) => places.get(value)!);
  const values = column.kind === "numeric" ? order : order.map((code) => column.levels[code]);
  return { name, values, codes };
}

function finiteColumn(column: Column, most: number): FiniteColumn {
  const finite = finiteValues(column, most);
  if (finite !== undefined) return finite;
  const count = new Set(column.kind === "numeric" ? column.values : column.codes).size;
  const numeric = column.kind === "numeric";
  throw new DiscoError({
    who: `column '${column.name}'`,
    wrong: `it has ${count} distinct values, and ${most} are the most that can be told apart here`,
    next: numeric
      ? "make few of them with --derive, for example 'high = income > 30000' or 'decade = floor(age / 10)'"
      : "group them with --derive, for example \"north = region IN ('Oslo', 'Bergen')\"",
  });
}

/** The order of code points, which is that of UTF-8 and of SQL; JavaScript's own differs beyond U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const gap = one[i].codePointAt(0)! - other[i].codePointAt(0)!;
    if (gap !== 0) return gap;
  }
  return one.length - other.length;
}
