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

/** The covariates in 8-bit bins, column-major: the bin of feature j in a row is `bins[j * rows + row]`. */
export interface Binned {
  readonly rows: number;
  readonly features: readonly Feature[];
  readonly bins: Uint8Array;
  readonly notes: readonly LearnNote[];
}

/**
 * Bins the columns. Constant columns and columns with the same bins as an earlier one are left out: no tree would split on them.
 * `mass` is how many rows each row stands for. Cost: O(p n log n); memory: one byte a value, and one column at a time beside it.
 */
export function binColumns(columns: readonly Column[], rows: number, mass?: Float64Array): Binned {
  const bins = new Uint8Array(columns.length * rows);
  const features: Feature[] = [];
  const notes: LearnNote[] = [];
  const prints: number[] = [];
  for (const column of columns) {
    const next = features.length * rows;
    // A column that is left out is overwritten by the next one.
    const bytes = bins.subarray(next, next + rows);
    const feature = {
      name: column.name,
      categorical: column.kind === "categorical",
      bins: binOne(column, bytes, mass, notes),
    };
    const print = fingerprint(bytes);
    const same = (f: Feature, j: number) =>
      prints[j] === print &&
      f.categorical === feature.categorical &&
      bytes.every((bin, i) => bin === bins[j * rows + i]);
    if (feature.bins < 2 || features.some(same)) continue;
    features.push(feature);
    prints.push(print);
  }
  return { rows, features, bins: bins.subarray(0, features.length * rows), notes };
}

/** The binned rows at the given rows, in that order; all rows in their order are not copied. Cost: O(p rows.length). */
export function takeBinned(binned: Binned, rows: Int32Array): Binned {
  if (rows.length === binned.rows && rows.every((row, i) => row === i)) return binned;
  const bins = new Uint8Array(binned.features.length * rows.length);
  for (let j = 0; j < binned.features.length; j++) {
    const from = j * binned.rows;
    const to = j * rows.length;
    for (let i = 0; i < rows.length; i++) bins[to + i] = binned.bins[from + rows[i]];
  }
  return { ...binned, rows: rows.length, bins };
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

function fingerprint(bytes: Uint8Array): number {
  let h = 2166136261;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i], 16777619);
  return h;
}
