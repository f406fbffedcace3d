import { DiscoError } from "../../error.js";
import { cholesky } from "../../num/cholesky.js";
import type { Column, NumericColumn } from "../../num/columns.js";
import { type DesignColumns, gram, type IndicatorBlock } from "../../num/gram.js";
import { joinSpace, openSpace, roomFor, type Space } from "../../num/kernels/space.js";
import { panelRoom } from "../../num/panel.js";

/** More columns than this and the normal equations no longer fit a small machine. */
const MOST_COLUMNS = 2000;

interface Moments {
  readonly total: number;
  readonly mean: number;
  /** Sum of squares about the mean. */
  readonly square: number;
}

/** Four sums side by side, as one would wait for itself at every number. */
function plainMoments(values: Float64Array): Moments {
  const { length } = values;
  const whole = length - (length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (let i = whole; i < length; i++) a += values[i];
  const mean = (a + b + (c + d)) / length;
  a = b = c = d = 0;
  for (let i = 0; i < whole; i += 4) {
    const [p, q, r, s] = [values[i] - mean, values[i + 1] - mean, values[i + 2] - mean, values[i + 3] - mean];
    a += p * p;
    b += q * q;
    c += r * r;
    d += s * s;
  }
  for (let i = whole; i < length; i++) a += (values[i] - mean) * (values[i] - mean);
  return { total: length, mean, square: a + b + (c + d) };
}

function weightedMoments(values: Float64Array, weight: Float64Array): Moments {
  let total = 0;
  let mean = 0;
  let square = 0;
  for (let i = 0; i < values.length; i++) {
    total += weight[i];
    mean += weight[i] * values[i];
  }
  mean /= total;
  for (let i = 0; i < values.length; i++) square += weight[i] * (values[i] - mean) * (values[i] - mean);
  return { total, mean, square };
}

/** A column of a design: z = (x - mean) / sd of a covariate. */
interface Standardised {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly z: Float64Array;
}

/** The column less its average, in standard deviations, written to `make()`; undefined where it never varies. */
function standardised(
  { name, values }: NumericColumn,
  weight: Float64Array | undefined,
  make: () => Float64Array,
): Standardised | undefined {
  const { length } = values;
  const { total, mean, square } = weight === undefined ? plainMoments(values) : weightedMoments(values, weight);
  const sd = Math.sqrt(square / total);
  if (!Number.isFinite(sd)) checkFinite({ name, values });
  if (!(sd > 1e-12 * Math.abs(mean)) || sd === 0) return undefined;
  const z = make();
  standardise(values, mean, sd, z, 0, length);
  return { name, mean, sd, z };
}

/** @throws DiscoError where a value is no finite number. Cost: O(rows). */
export function checkFinite({ name, values }: Pick<NumericColumn, "name" | "values">): void {
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return;
  throw new DiscoError({
    who: `linear model: covariate "${name}"`,
    wrong: "a value is not a finite number",
    given: `${values[row]} in row ${row + 1}`,
    next: "leave the row out, or put in what the value stands for",
  });
}

/** z = (x - mean) / sd of the rows `from` to `to`. */
export function standardise(
  values: Float64Array,
  mean: number,
  sd: number,
  z: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) z[i] = (values[i] - mean) / sd;
}

/** Numbers from which it pays to put columns where kernels read them in place; fewer are copied to the kernels block by block. */
const MANY = 500_000;

/** Threads that may look at one design, each with room of its own beside the columns; untouched room costs nothing. */
const THREADS = 66;

/** Room for so many columns where kernels read them in place; undefined where that does not pay. */
export function designSpace(numbers: number, rows: number): Space | undefined {
  if (numbers * rows < MANY) return undefined;
  return openSpace(roomFor(Array.from({ length: numbers }, () => 8 * rows)) + THREADS * panelRoom(1 + numbers));
}

/** Rows that as a rule show already that no column repeats others. */
const GLANCE = 20_000;

/** Leaves out numeric columns that earlier ones already say (a repeated covariate must not be penalised less than one). */
function independent(columns: readonly Standardised[], rows: number): readonly Standardised[] {
  if (columns.length < 2) return columns;
  const dense = columns.map(({ z }) => z);
  const size = 1 + dense.length;
  const keptIn = (count: number) => {
    const some = Int32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
    return cholesky(gram({ dense, blocks: [], size }, new Float64Array(count).fill(1), some), size).kept;
  };
  // Columns that differ in some rows differ; only what looks repeated there must be looked at in full.
  let kept = keptIn(Math.min(rows, GLANCE));
  if (rows > GLANCE && kept.includes(0)) kept = keptIn(rows);
  return columns.filter((_, j) => kept[1 + j]);
}

/** Does the earlier label column sort the rows into the same groups? */
function sameGroups(a: Int32Array, b: Int32Array): boolean {
  const partner = new Map<number, number>();
  const taken = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const [met, back] = [partner.get(a[i]), taken.get(b[i])];
    if (met === undefined && back === undefined) {
      partner.set(a[i], b[i]);
      taken.set(b[i], a[i]);
    } else if (met !== b[i] || back !== a[i]) return false;
  }
  return true;
}

function refuseWidth(given: readonly Column[]): never {
  const levels = (column: Column) => (column.kind === "categorical" ? column.levels.length : 0);
  const widest = given.reduce((a, b) => (levels(b) > levels(a) ? b : a));
  throw new DiscoError({
    who: `--learner linear: covariate "${widest.name}"`,
    wrong: `levels would make more than ${MOST_COLUMNS} columns`,
    given: `${levels(widest)} levels`,
    next: "use --learner boost, name it with --unit if it says which individual a row belongs to, or group its levels with --derive",
  });
}

function refuseGaps({ name, gaps }: NumericColumn): never {
  throw new DiscoError({
    who: `linear model: covariate "${name}"`,
    wrong: "there are missing values, and a linear model has no branch for them",
    given: `${gaps} missing`,
    next: "use --missing drop or --missing indicator, or a learner of trees",
  });
}

/**
 * Covariates as columns of a linear model: numbers standardised, labels as indicators against their most frequent level (it varies least,
 * so the reference is the best known). Constant columns, repeated columns and unused levels make no column.
 * @throws DiscoError when the labels make more than 2,000 columns
 */
export function linearDesign(given: readonly Column[], rows: number, weight?: Float64Array): DesignColumns {
  return designWithTerms(given, rows, weight).design;
}

/** What a column of a design is of: a covariate in its own units, or one of its levels against `base`. */
export type Term =
  | { readonly kind: "numeric"; readonly name: string; readonly mean: number; readonly sd: number }
  | { readonly kind: "level"; readonly name: string; readonly level: string; readonly base: string };

/** A design and what its columns after the intercept are of. As `linearDesign`. */
export function designWithTerms(
  given: readonly Column[],
  rows: number,
  weight?: Float64Array,
): { readonly design: DesignColumns; readonly terms: readonly Term[] } {
  const numbers = given.filter((column) => column.kind === "numeric").length;
  const space = designSpace(numbers, rows);
  const make = () => space?.doubles(rows) ?? new Float64Array(rows);
  const dense: Standardised[] = [];
  const codes: Int32Array[] = [];
  const widths: number[] = [];
  const levels: Term[] = [];
  for (const column of given) {
    if (column.kind === "numeric") {
      if (column.gaps !== undefined) refuseGaps(column);
      const own = standardised(column, weight, make);
      if (own) dense.push(own);
      continue;
    }
    const counts = new Float64Array(column.levels.length);
    for (let i = 0; i < rows; i++) counts[column.codes[i]] += weight ? weight[i] : 1;
    const base = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
    const place = new Int32Array(column.levels.length).fill(-1);
    let width = 0;
    for (let level = 0; level < counts.length; level++) if (level !== base && counts[level] > 0) place[level] = width++;
    const placed = column.codes.map((code) => place[code]);
    if (width === 0 || codes.some((earlier, c) => widths[c] === width && sameGroups(earlier, placed))) continue;
    codes.push(placed);
    widths.push(width);
    if (width > MOST_COLUMNS) refuseWidth(given);
    column.levels.forEach((level, l) => {
      if (place[l] >= 0) levels.push({ kind: "level", name: column.name, level, base: column.levels[base] });
    });
  }
  if (1 + dense.length + widths.reduce((a, b) => a + b, 0) > MOST_COLUMNS) refuseWidth(given);
  const numeric = independent(dense, rows);
  let offset = 1 + numeric.length;
  const blocks: IndicatorBlock[] = widths.map((width, b) => {
    const block = { codes: codes[b], offset };
    offset += width;
    return block;
  });
  return {
    design: { dense: numeric.map(({ z }) => z), blocks, size: offset, ...(space ? { space } : {}) },
    terms: [...numeric.map(({ name, mean, sd }): Term => ({ kind: "numeric", name, mean, sd })), ...levels],
  };
}

/** A design in a form that threads can send each other; undefined where its columns are not in memory that they share. */
export function shareDesign({ dense, blocks, size, space }: DesignColumns): SharedDesign | undefined {
  const memory = space?.memory;
  if (memory === undefined || memory.buffer instanceof ArrayBuffer) return undefined;
  return { memory, places: dense.map((column) => [column.byteOffset, column.length] as const), blocks, size };
}

/** The same design on the thread that was sent it. */
export function adoptDesign({ memory, places, blocks, size }: SharedDesign): DesignColumns {
  const space = joinSpace(memory);
  return { dense: places.map(([at, rows]) => new Float64Array(space.buffer, at, rows)), blocks, size, space };
}

/** What `shareDesign` makes. */
export interface SharedDesign {
  readonly memory: WebAssembly.Memory;
  /** Address and length of each dense column. */
  readonly places: readonly (readonly [number, number])[];
  readonly blocks: readonly IndicatorBlock[];
  readonly size: number;
}
