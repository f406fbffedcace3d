import type { Column, NumericColumn } from "./columns.js";
import type { DataAccount, Outcome, Unit, Weights } from "./sample.js";

/** Arms, the reference first; every arm has a row. */
export interface ArmTreatment {
  readonly kind: "arms";
  readonly name: string;
  readonly arms: readonly string[];
  /** Arm of each row. */
  readonly codes: Int32Array;
}

/** A dose: any number. */
export interface NumericTreatment {
  readonly kind: "numeric";
  readonly name: string;
  readonly values: Float64Array;
}

/** A table with the roles that estimators of effects know. */
export interface Study {
  /** Rows held here (distinct rows when `weights` are given). */
  readonly rows: number;
  /** The column whose effect is asked about. */
  readonly treatment: ArmTreatment | NumericTreatment;
  readonly outcome: Outcome;
  /** The covariates. */
  readonly given: readonly Column[];
  /** The covariates with missing numbers left open (NaN), for learners that send these down a branch of their own; absent: none is missing, or they were not asked for. */
  readonly gapped?: readonly Column[];
  /** What moves the treatment and touches the outcome through nothing else. */
  readonly instruments: readonly NumericColumn[];
  /** What the treatment acts through. */
  readonly mediators: readonly Column[];
  /** What a rule cuts at one value to decide who is treated. */
  readonly running?: NumericColumn;
  /** Period of each row, in panels. */
  readonly time?: Column;
  /** What the treatment cannot touch, and a treatment that can touch nothing: an effect on one or of the other is bias. */
  readonly negativeOutcome?: Column;
  readonly negativeTreatment?: Column;
  /** Which individual (or cluster) each row belongs to. */
  readonly unit?: Unit;
  readonly weights?: Weights;
  /** Where each row stood in the source, from 1; absent: 1, 2, 3, ... */
  readonly rowNumbers?: Int32Array;
  readonly data: DataAccount;
}

/** A study whose treatment has arms. */
export type ArmStudy = Study & { readonly treatment: ArmTreatment };
