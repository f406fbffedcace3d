import type { FiniteColumn } from "../num/cells.js";

/** The rows that are alike in everything given, as a table of the two columns: only values that occur in it have a line. */
export interface Stratum {
  readonly lines: number;
  readonly columns: number;
  /** Which of all the values stand in the lines and in the columns. */
  readonly lineCodes: Int32Array;
  readonly columnCodes: Int32Array;
  /** Mass of each cell, line by line. */
  readonly cells: Float64Array;
  readonly lineMass: Float64Array;
  readonly columnMass: Float64Array;
  readonly mass: number;
}

/**
 * Splits rows by the values of `given` and counts the two columns in each part. Parts and lines are in the order of the values, so that
 * the order of the rows changes nothing. Cost: O(rows x columns), and sorting the cells that occur.
 */
export function strataOf(
  one: FiniteColumn,
  other: FiniteColumn,
  given: readonly FiniteColumn[],
  mass: Float64Array | undefined,
): readonly Stratum[] {
  const { codes: part, count } = combine(given, one.codes.length);
  const [width, height] = [other.values.length, one.values.length];
  const sums = new Map<number, number>();
  for (let i = 0; i < one.codes.length; i++) {
    // What has no mass is not there: a line of nothing would be divided by.
    if (mass && mass[i] === 0) continue;
    const cell = (part[i] * height + one.codes[i]) * width + other.codes[i];
    sums.set(cell, (sums.get(cell) ?? 0) + (mass ? mass[i] : 1));
  }
  const parts = Array.from({ length: count }, (): [number, number, number][] => []);
  for (const cell of [...sums.keys()].sort((a, b) => a - b)) {
    const line = Math.floor(cell / width);
    parts[Math.floor(line / height)].push([line % height, cell % width, sums.get(cell)!]);
  }
  return parts.filter((cells) => cells.length > 0).map(stratumOf);
}

/** Which combination of values each row has, numbered in the order of the values. */
export function combine(
  columns: readonly FiniteColumn[],
  rows: number,
): { readonly codes: Int32Array; readonly count: number } {
  let codes = new Int32Array(rows);
  let count = 1;
  for (const column of columns) {
    // Numbered anew after each column: only combinations that occur count, so that numbers stay small.
    const width = column.values.length;
    const raw = Float64Array.from(codes, (code, i) => code * width + column.codes[i]);
    const places = new Map([...new Set(raw)].sort((a, b) => a - b).map((value, place) => [value, place]));
    codes = Int32Array.from(raw, (value) => places.get(value)!);
    count = places.size;
  }
  return { codes, count };
}

function stratumOf(cells: readonly (readonly [number, number, number])[]): Stratum {
  const place = (values: readonly number[]) =>
    new Map([...new Set(values)].sort((a, b) => a - b).map((value, i) => [value, i]));
  const lines = place(cells.map(([line]) => line));
  const columns = place(cells.map(([, column]) => column));
  const table = new Float64Array(lines.size * columns.size);
  const lineMass = new Float64Array(lines.size);
  const columnMass = new Float64Array(columns.size);
  let mass = 0;
  for (const [line, column, value] of cells) {
    const [i, j] = [lines.get(line)!, columns.get(column)!];
    table[i * columns.size + j] = value;
    lineMass[i] += value;
    columnMass[j] += value;
    mass += value;
  }
  const [lineCodes, columnCodes] = [lines, columns].map((codes) => Int32Array.from(codes.keys()));
  return { lines: lines.size, columns: columns.size, lineCodes, columnCodes, cells: table, lineMass, columnMass, mass };
}

/** Can this part tell anything? Only where both columns vary in it. */
export function varies({ lines, columns }: Stratum): boolean {
  return lines > 1 && columns > 1;
}
