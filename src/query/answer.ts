/** A sentence the answer rests on, with an id that stays the same when the wording changes. */
export interface Remark {
  readonly id: string;
  readonly text: string;
}

/** Where the numbers come from, and what became of the rows: nothing is dropped in silence. */
export interface DataUsed {
  readonly source: string;
  /** Rows. */
  readonly read: number;
  readonly used: number;
  /** Missing values by column. */
  readonly missing: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

/** Low end first. */
export type Range = readonly [number, number];

/**
 * One number of interest and all that must be said with it (DESIGN 4.3).
 * `interval` is sampling uncertainty; `bounds` is what remains unknown however much data comes. They are never merged.
 */
export interface Answer {
  /** The question, in the grammar of DESIGN 4.2. */
  readonly query: string;
  /** The number; null when the data only bound it, or when nothing identifies it. */
  readonly value: number | null;
  readonly interval?: Range;
  /** Confidence level of `interval`, .95 for instance. */
  readonly level?: number;
  readonly bounds?: Range;
  readonly layer: 1 | 2 | 3;
  /** The dial of THEORY 1.7: 0 draws the counterfactual noise afresh, 1 is Pearl's counterfactual. */
  readonly coupling?: number;
  readonly identified?: false;
  /** Why there is no value, when there is none. */
  readonly reason?: string;
  readonly method: string;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly diagnostics: Readonly<Record<string, number | string | boolean>>;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
