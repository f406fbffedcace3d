import type { Column } from "./columns.js";

/** Two labels of a two-valued column; `yes` is coded 1 (treated, success), `no` is coded 0. */
export interface TwoLabels {
  readonly yes: string | number | boolean;
  readonly no: string | number | boolean;
}

/** The two-valued column whose effect is asked about. */
export interface Treatment {
  readonly name: string;
  /** 1 = treated, 0 = not. */
  readonly values: Uint8Array;
  readonly labels: TwoLabels;
}

/** The outcome: two-valued (0/1, 1 = success) or any number. */
export type Outcome =
  | { readonly kind: "binary"; readonly name: string; readonly values: Float64Array; readonly labels: TwoLabels }
  | { readonly kind: "numeric"; readonly name: string; readonly values: Float64Array };

/** Which individual (or cluster) each row belongs to: `labels[codes[i]]`. */
export interface Unit {
  readonly name: string;
  readonly codes: Int32Array;
  readonly labels: readonly (string | number)[];
}

/**
 * `counts`: row i stands for that many identical observations (whole numbers).
 * `law`: row i is a cell of an exact probability law (sums to 1), so there is no sampling error.
 */
export interface Weights {
  readonly name?: string;
  readonly kind: "counts" | "law";
  readonly values: Float64Array;
}

/** What was read, what was used and what was left out, always told in the answer. */
export interface DataAccount {
  readonly source: string;
  readonly read: number;
  readonly used: number;
  /** Missing values by column, of the columns used. */
  readonly missing: Readonly<Record<string, number>>;
  /** What was done about them, and every other change made to the data on the way in, one sentence each. */
  readonly notes: readonly string[];
}

/** A table with its roles named: what every command on data starts from. */
export interface Sample {
  /** Rows held here (distinct rows when `weights` are given). */
  readonly rows: number;
  readonly treatment: Treatment;
  readonly outcome: Outcome;
  /** The covariates, which stand for the individual. */
  readonly given: readonly Column[];
  /** The covariates with missing numbers left open (NaN), for learners that send these down a branch of their own; absent: none is missing, or they were not asked for. */
  readonly gapped?: readonly Column[];
  readonly unit?: Unit;
  /** Columns that came along without standing for the individual: groups, costs. */
  readonly beside?: readonly Column[];
  readonly weights?: Weights;
  /** Where each row stood in the source, from 1; absent: 1, 2, 3, ... */
  readonly rowNumbers?: Int32Array;
  readonly data: DataAccount;
}
