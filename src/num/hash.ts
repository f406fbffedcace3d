import type { Column } from "./columns.js";
import { openSpace, roomFor } from "./kernels/space.js";
import { mix } from "./mix.js";

export { mix } from "./mix.js";

/** Hash of a text (FNV-1a over UTF-16 units, then mixed). */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, text.length);
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Hash of a number by its bits; 0 and -0 are one number. */
export function hashNumber(value: number): number {
  double[0] = value + 0;
  return mix(words[0], words[1]);
}

/** A number in [0, 1) from a hash. */
export function unitInterval(hash: number): number {
  return hash / 4294967296;
}

/** A column's hashes, and their sum, each as often as its row counts: the same for any order of rows, and for counts and copies. */
function hashColumn(column: Column, rows: number, weight: Float64Array | undefined): Marked {
  const own = new Uint32Array(rows);
  if (column.kind === "numeric") {
    const { values } = column;
    // The bits of all values at once; of -0 those of 0, which is the same number.
    const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * rows);
    for (let i = 0; i < rows; i++) {
      const [low, high] = [bits[2 * i], bits[2 * i + 1]];
      own[i] = mix(low, low === 0 && high === 0x80000000 ? 0 : high);
    }
  } else {
    const levels = column.levels.map(hashText);
    for (let i = 0; i < rows; i++) own[i] = levels[column.codes[i]];
  }
  return { own, mark: fingerprint(own, weight) };
}

function fingerprint(own: Uint32Array, weight: Float64Array | undefined): number {
  let sum = 0;
  if (weight === undefined) for (let i = 0; i < own.length; i++) sum = (sum + own[i]) | 0;
  else for (let i = 0; i < own.length; i++) sum = (sum + Math.imul(own[i], weight[i])) | 0;
  return sum >>> 0;
}

interface Marked {
  readonly own: Uint32Array;
  mark: number;
}

/** Tells columns of the same values in another order apart by what stands beside them: their values hashed with the sum of the row. */
function breakTies(marked: readonly Marked[], rows: number, weight: Float64Array | undefined): void {
  const beside = new Uint32Array(rows);
  for (const { own } of marked) for (let i = 0; i < rows; i++) beside[i] += own[i];
  for (const column of marked) {
    if (marked.filter(({ mark }) => mark === column.mark).length === 1) continue;
    column.mark +=
      fingerprint(
        column.own.map((value, i) => mix(value, beside[i])),
        weight,
      ) / 4294967296;
  }
}

/** Rows whose hashes the kernels make together. */
const BLOCK = 2048;

interface HashBench {
  readonly values: Float64Array;
  readonly own: Uint32Array;
  readonly hashes: Uint32Array;
  readonly numbers: (count: number) => number;
  readonly mix: (count: number) => void;
}

let bench: HashBench | undefined;

function hashBench(): HashBench {
  if (bench !== undefined) return bench;
  const { ops, doubles, words } = openSpace(roomFor([8 * BLOCK, 4 * BLOCK, 4 * BLOCK]), false);
  const [values, own, hashes] = [doubles(BLOCK), words(BLOCK), words(BLOCK)];
  bench = {
    values,
    own,
    hashes,
    numbers: (count) => ops.hashNumbers(values.byteOffset, count, own.byteOffset),
    mix: (count) => ops.mixWords(own.byteOffset, count, hashes.byteOffset),
  };
  return bench;
}

/** Writes the hashes of some of a column's values to the bench, and returns their sum. */
type HashSome = (bench: HashBench, start: number, count: number) => number;

function hashSome(column: Column): HashSome {
  if (column.kind === "numeric") {
    const { values } = column;
    return (bench, start, count) => {
      bench.values.set(values.subarray(start, start + count));
      return bench.numbers(count);
    };
  }
  const levels = column.levels.map(hashText);
  const { codes } = column;
  return ({ own }, start, count) => {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      own[k] = levels[codes[start + k]];
      sum = (sum + own[k]) | 0;
    }
    return sum;
  };
}

/** The hashes of rows that count once each, where no two columns have the same fingerprint; else undefined. No column's hashes are kept. */
function hashBlocks(columns: readonly Column[], rows: number): Uint32Array | undefined {
  const bench = hashBench();
  const marked = columns.map((column) => {
    const some = hashSome(column);
    let mark = 0;
    for (let start = 0; start < rows; start += BLOCK) mark += some(bench, start, Math.min(BLOCK, rows - start));
    return { some, mark: mark >>> 0 };
  });
  if (new Set(marked.map(({ mark }) => mark)).size < marked.length) return undefined;
  marked.sort((a, b) => a.mark - b.mark);
  const out = new Uint32Array(rows);
  for (let start = 0; start < rows; start += BLOCK) {
    const count = Math.min(BLOCK, rows - start);
    bench.hashes.fill(START, 0, count);
    for (const { some } of marked) {
      some(bench, start, count);
      bench.mix(count);
    }
    out.set(bench.hashes.subarray(0, count), start);
  }
  return out;
}

const START = 0x9e3779b9;

/**
 * Content hash of each row: a function of the values alone. Columns are taken in the order of their contents' fingerprints and a column
 * that repeats another counts once, so neither names, nor the order of columns or rows, nor duplicates, nor unused levels change it.
 * `weight`: how many equal rows each row stands for. Cost: O(rows x columns).
 */
export function hashRows(columns: readonly Column[], rows: number, weight?: Float64Array): Uint32Array {
  const blocks = weight === undefined ? hashBlocks(columns, rows) : undefined;
  if (blocks !== undefined) return blocks;
  const hashes = new Uint32Array(rows).fill(START);
  const marked: Marked[] = [];
  for (const column of columns) {
    const { own, mark } = hashColumn(column, rows, weight);
    const repeats = marked.some((other) => other.mark === mark && other.own.every((value, i) => value === own[i]));
    if (!repeats) marked.push({ own, mark });
  }
  if (new Set(marked.map(({ mark }) => mark)).size < marked.length) breakTies(marked, rows, weight);
  for (const { own } of marked.sort((a, b) => a.mark - b.mark)) {
    for (let i = 0; i < rows; i++) hashes[i] = mix(hashes[i], own[i]);
  }
  return hashes;
}
