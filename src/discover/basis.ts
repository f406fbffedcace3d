import type { Column, NumericColumn } from "../num/columns.js";
import { finiteValues } from "../num/finite-cells.js";
import { distinct, scaled } from "./scores.js";
import { combine } from "./strata.js";

/** What is given as columns of a regression. */
export interface Basis {
  readonly columns: readonly Column[];
  /** A mean of its own for every combination of what is given: nothing is assumed of its shape. */
  readonly saturated: boolean;
}

/** Values up to which a number is taken for one of a few kinds. */
export const FEW = 8;
/** Observations that each combination should have on average for a mean of its own. */
const ROWS_A_CELL = 20;
/** Observations for each column of the regression, and the most columns. */
const ROWS_A_COLUMN = 8;
const MOST_COLUMNS = 100;

/**
 * The columns in which the mean of something is linear, or nearly: where there are few combinations of what is given, one label for each;
 * otherwise labels, numbers (see scores.ts), and then, as far as the observations reach, squares, products of pairs, and smooth bumps
 * (cubic B-splines) for means that bend more. Cost: O(rows x columns that are made).
 */
export function basisOf(
  given: readonly Column[],
  rows: number,
  counts: Float64Array | undefined,
  total: number,
): Basis {
  const finite = given.map((column) =>
    finiteValues(column, column.kind === "numeric" ? FEW : Number.POSITIVE_INFINITY),
  );
  if (finite.every((column) => column !== undefined)) {
    const { codes, count } = combine(finite, rows);
    if (count * ROWS_A_CELL <= total) {
      const levels = Array.from({ length: count }, (_, i) => String(i));
      const column: Column = { kind: "categorical", name: "given", codes, levels };
      return { columns: count > 1 ? [column] : [], saturated: true };
    }
  }
  const scores = given.map((column) => (column.kind === "numeric" ? scaled(column.values, counts) : undefined));
  const columns = given.map((column, i) => (scores[i] ? numeric(column.name, scores[i]) : column));
  const bent = scores.filter((score) => score !== undefined && distinct(score, 3) > 2) as Float64Array[];
  const parts = given.map((column, i) => (scores[i] ? [scores[i]] : indicators(column)));
  let room = Math.min(total / ROWS_A_COLUMN, MOST_COLUMNS) - widthOf(given);
  // Counted before they are made: of very many columns the products alone would fill the memory.
  const second = bent.length + pairsOf(parts);
  if (second <= room) {
    columns.push(...bent.map((z) => product(z, z)), ...productsOf(parts));
    room -= second;
  }
  const wanted = Math.min(MOST_BUMPS, Math.max(LEAST_BUMPS, Math.round(2 * total ** 0.25)));
  const bumps = Math.min(wanted, Math.floor(room / bent.length));
  if (bumps >= LEAST_BUMPS) columns.push(...bent.flatMap((z) => bumpsOf(z, bumps)));
  return { columns, saturated: false };
}

/** How many columns of a regression columns make as they are. */
export function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, c) => sum + (c.kind === "numeric" ? 1 : Math.max(0, new Set(c.codes).size - 1)), 0);
}

const LEAST_BUMPS = 4;
const MOST_BUMPS = 20;
/** Bumps stand from here on the left to as far on the right, in standard deviations. */
const REACH = 2.25;

/** Cubic B-splines with equally spaced middles. */
function bumpsOf(z: Float64Array, size: number): NumericColumn[] {
  const step = (2 * REACH) / (size - 1);
  const at = (j: number) => z.map((v) => bump((v + REACH) / step - j));
  return Array.from({ length: size }, (_, j) => numeric("bump", at(j)));
}

function bump(u: number): number {
  const x = Math.abs(u);
  if (x >= 2) return 0;
  return x < 1 ? 2 / 3 - x * x + x ** 3 / 2 : (2 - x) ** 3 / 6;
}

/** Indicators of a label's levels but the first, for products; none of a label with many levels. */
function indicators(column: Column): Float64Array[] {
  if (column.kind === "numeric" || column.levels.length > FEW) return [];
  return column.levels.slice(1).map((_, i) => Float64Array.from(column.codes, (code) => (code === i + 1 ? 1 : 0)));
}

type Parts = readonly (readonly Float64Array[])[];

/** How many products there are of a part of one column with a part of another. */
function pairsOf(parts: Parts): number {
  let [pairs, before] = [0, 0];
  for (const { length } of parts) {
    pairs += length * before;
    before += length;
  }
  return pairs;
}

function productsOf(parts: Parts): NumericColumn[] {
  return parts.flatMap((some, i) => {
    const others = parts.slice(i + 1).flat();
    return some.flatMap((a) => others.map((b) => product(a, b)));
  });
}

function product(a: Float64Array, b: Float64Array): NumericColumn {
  return numeric(
    "product",
    a.map((v, row) => v * b[row]),
  );
}

function numeric(name: string, values: Float64Array): NumericColumn {
  return { kind: "numeric", name, values };
}
