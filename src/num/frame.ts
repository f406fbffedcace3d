import type { Column } from "./columns.js";
import type { DataAccount, Weights } from "./sample.js";

/** A table of named columns without roles: what questions about graphs start from. */
export interface Frame {
  /** Rows held here (distinct rows when `weights` are given). */
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly weights?: Weights;
  readonly data: DataAccount;
}
