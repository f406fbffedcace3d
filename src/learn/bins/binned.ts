import type { Column } from "../../num/columns.js";
import type { LearnNote } from "../learner.js";
import { assignBins, GAP, numericEdges } from "./edges.js";
import { levelBins } from "./levels.js";

/** A feature that can be split on. */
export interface Feature {
  readonly name: string;
  readonly categorical: boolean;
  /** Bins of its values: 0 .. bins - 1. */
  readonly bins: number;
  /** Whether some value is missing: its bin is GAP (255). */
  readonly gaps: boolean;
}

/** How a column's values came to their bins, so that new rows can follow. */
export type BinRule =
  | { readonly kind: "numeric"; readonly largest: Float64Array }
  | { readonly kind: "categorical"; readonly levels: readonly string[]; readonly binOfLevel: Uint8Array };

/** The covariates in 8-bit bins, column-major: the bin of feature j in a row is `bins[j * rows + row]`. */
export interface Binned {
  readonly rows: number;
  readonly features: readonly Feature[];
  /** One for each feature. */
  readonly rules: readonly BinRule[];
  /** Place among the columns given of each feature. */
  readonly columns: readonly number[];
  readonly bins: Uint8Array;
  readonly notes: readonly LearnNote[];
}

/**
 * Bins the columns. Constant columns and columns with the same bins as an earlier one are left out: no tree would split on them.
 * `mass` is how many rows each row stands for. Cost: O(p n log n); memory: one byte a value, and one column at a time beside it.
 * @param who what a note about too many levels names
 */
export function binColumns(columns: readonly Column[], rows: number, mass?: Float64Array, who?: string): Binned {
  const bins = new Uint8Array(columns.length * rows);
  const features: Feature[] = [];
  const rules: BinRule[] = [];
  const places: number[] = [];
  const notes: LearnNote[] = [];
  const prints: number[] = [];
  for (const [place, column] of columns.entries()) {
    const next = features.length * rows;
    // A column that is left out is overwritten by the next one.
    const bytes = bins.subarray(next, next + rows);
    const { rule, count } = binOne(column, bytes, mass, notes, who);
    const gaps = bytes.includes(GAP);
    const feature = { name: column.name, categorical: column.kind === "categorical", bins: count, gaps };
    const print = fingerprint(bytes);
    const same = (f: Feature, j: number) =>
      prints[j] === print &&
      f.categorical === feature.categorical &&
      bytes.every((bin, i) => bin === bins[j * rows + i]);
    if (feature.bins + (gaps ? 1 : 0) < 2 || features.some(same)) continue;
    features.push(feature);
    rules.push(rule);
    places.push(place);
    prints.push(print);
  }
  return { rows, features, rules, columns: places, bins: bins.subarray(0, features.length * rows), notes };
}

interface BinnedOne {
  readonly rule: BinRule;
  readonly count: number;
}

function binOne(
  column: Column,
  out: Uint8Array,
  mass: Float64Array | undefined,
  notes: LearnNote[],
  who: string | undefined,
): BinnedOne {
  if (column.kind === "numeric") {
    const largest = numericEdges(column.values, mass);
    assignBins(largest, column.values, out);
    return { rule: { kind: "numeric", largest }, count: largest.length };
  }
  const { bins, binOfLevel, note } = levelBins(column, mass, who);
  for (let i = 0; i < out.length; i++) out[i] = binOfLevel[column.codes[i]];
  if (note !== undefined) notes.push(note);
  return { rule: { kind: "categorical", levels: column.levels, binOfLevel }, count: bins };
}

function fingerprint(bytes: Uint8Array): number {
  let h = 2166136261;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i], 16777619);
  return h;
}
