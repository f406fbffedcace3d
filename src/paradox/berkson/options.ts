import type { Graph } from "../../graph/graph.js";
import type { Range } from "../../query/answer.js";

/** h00, h10, h01, h11: chances of being selected with neither, with the first only, with the second only, with both. */
export type FourChances = readonly [number, number, number, number];

/** What is known of a selection. */
export interface BerksonOptions {
  /** Two two-valued columns whose association selection may have made. A value may be missing (`gaps`) in rows that were not selected. */
  readonly pair: readonly [string, string];
  /** The two-valued column that says who was selected; absent: all rows are the selected ones. */
  readonly selected?: string;
  /** Which value of a column means yes, by column, where it cannot be told. */
  readonly yes?: Readonly<Record<string, string>>;
  /** A column of each row's probability of being selected. */
  readonly probability?: string;
  /** The four chances, where they are known. */
  readonly chances?: FourChances;
  /** Every one of the four chances lies between these. */
  readonly between?: Range;
  /** Covariates that selected rows and others have: the probabilities are learnt from them (logistic regression). */
  readonly given?: readonly string[];
  /** Is the selection a common effect of the two in this graph? */
  readonly graph?: Graph;
  /** Chance of any finding where selection changes nothing; intervals hold at 1 - level. Default .05. */
  readonly level?: number;
  /** Takes part in no draw but those that rescue a fit; default 1. */
  readonly seed?: number;
}
