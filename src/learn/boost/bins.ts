import type { Column } from "../../num/columns.js";
import type { LearnNote } from "../learner.js";
import { assignBins, numericEdges } from "./edges.js";
import { levelBins } from "./levels.js";

/** A feature that can be split on. */
export interface Feature {
  readonly name: string;
  readonly categorical: boolean;
  readonly bins: number;
}

/** The covariates in 8-bit bins, four features to a word: byte `j % 4` of `words[(j >> 2) * rows + row]` is the bin of feature j. */
export interface Binned {
  readonly rows: number;
  readonly features: readonly Feature[];
  readonly words: Int32Array;
  readonly notes: readonly LearnNote[];
}

/**
 * Bins the columns. Constant columns and columns with the same bins as an earlier one are left out: no tree would split on them.
 * `mass` is how many rows each row stands for. Cost: O(p n log n); memory: one byte a value, and one column at a time beside it.
 */
export function binColumns(columns: readonly Column[], rows: number, mass?: Float64Array): Binned {
  const words = new Int32Array(Math.ceil(columns.length / 4) * rows);
  const features: Feature[] = [];
  const notes: LearnNote[] = [];
  const prints: number[] = [];
  const bytes = new Uint8Array(rows);
  for (const column of columns) {
    const bins = binOne(column, bytes, mass, notes);
    if (bins < 2) continue;
    const print = fingerprint(bytes);
    const feature = { name: column.name, categorical: column.kind === "categorical", bins };
    const again = features.some(
      (f, j) => prints[j] === print && f.categorical === feature.categorical && sameBins(words, rows, j, bytes),
    );
    if (again) continue;
    writeBins(words, rows, features.length, bytes);
    features.push(feature);
    prints.push(print);
  }
  const length = Math.ceil(features.length / 4) * rows;
  return { rows, features, words: length < words.length ? words.slice(0, length) : words, notes };
}

/** The binned rows at the given rows, in that order; all rows in their order are not copied. Cost: O(p rows.length). */
export function takeBinned(binned: Binned, rows: Int32Array): Binned {
  if (rows.length === binned.rows && rows.every((row, i) => row === i)) return binned;
  const groups = Math.ceil(binned.features.length / 4);
  const words = new Int32Array(groups * rows.length);
  for (let g = 0; g < groups; g++) {
    const from = g * binned.rows;
    const to = g * rows.length;
    for (let i = 0; i < rows.length; i++) words[to + i] = binned.words[from + rows[i]];
  }
  return { ...binned, rows: rows.length, words };
}

function binOne(column: Column, out: Uint8Array, mass: Float64Array | undefined, notes: LearnNote[]): number {
  if (column.kind === "numeric") {
    const largest = numericEdges(column.values, mass);
    assignBins(largest, column.values, out);
    return largest.length;
  }
  const { bins, binOfLevel, note } = levelBins(column, mass);
  for (let i = 0; i < out.length; i++) out[i] = binOfLevel[column.codes[i]];
  if (note !== undefined) notes.push(note);
  return bins;
}

function writeBins(words: Int32Array, rows: number, feature: number, bytes: Uint8Array): void {
  const base = (feature >> 2) * rows;
  const shift = 8 * (feature & 3);
  for (let i = 0; i < rows; i++) words[base + i] |= bytes[i] << shift;
}

function sameBins(words: Int32Array, rows: number, feature: number, bytes: Uint8Array): boolean {
  const base = (feature >> 2) * rows;
  const shift = 8 * (feature & 3);
  for (let i = 0; i < rows; i++) if (((words[base + i] >>> shift) & 255) !== bytes[i]) return false;
  return true;
}

function fingerprint(bytes: Uint8Array): number {
  let h = 2166136261;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i], 16777619);
  return h;
}
