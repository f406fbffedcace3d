import type { Range, Remark } from "../../query/answer.js";
import type { SharperBounds } from "../../query/identification.js";

/** What the data leave open, or a sentence that says why nothing can be said. */
export type Bounds = Found | { readonly reason: string };

export interface Found {
  readonly bounds: Range;
  /** How they were found; "formula": the question is identified, and the ends are one number. */
  readonly method: "formula" | "linear program over response types" | "no assumptions (Manski)";
  /** Is every value between the ends that of some model which fits the graph and the law? */
  readonly sharp: boolean;
  /** The bounds under one more assumption, where these are narrower. */
  readonly sharper: readonly SharperBounds[];
  readonly warnings: readonly Remark[];
}
