import type { DataUsed, Range, Remark } from "./answer.js";

/** Low end first; null: no limit (the ratio may be infinite). */
export type RatioRange = readonly [number, number | null];

/** A ratio that data estimate: of odds, or of the chances of being selected. */
export interface RatioEstimate {
  /** Null where it is infinite or undefined, as `state` says. */
  readonly value: number | null;
  readonly state: "finite" | "infinite" | "undefined";
  /** Sampling uncertainty; absent for an exact law, and where `reason` says why. */
  readonly interval?: RatioRange;
  /** Two-sided, against a ratio of 1; null where there is no test. */
  readonly p: number | null;
  /** How interval and p were made: "log odds ratio, normal", "conditional on the margins, mid-p", "score test of the four chances", "exact law". */
  readonly method: string;
  /** Why there is no value, or no interval. */
  readonly reason?: string;
}

/** Who is counted in a two by two table. */
export type PairWho = "population" | "selected" | "others";

/** The two columns of the pair, counted in one group of rows. */
export interface PairGroup {
  readonly who: PairWho;
  /** Observations with neither, with the first only, with the second only, with both; of an exact law their probability. */
  readonly counts: { readonly neither: number; readonly first: number; readonly second: number; readonly both: number };
  /** Of all rows that were read. */
  readonly share: number;
  /** P(second | first) and P(second | not first); null where nobody is there. */
  readonly withFirst: number | null;
  readonly withoutFirst: number | null;
  readonly oddsRatio: RatioEstimate;
}

/** P(selected | first, second) in one of the four groups. */
export interface SelectionChance {
  readonly first: 0 | 1;
  readonly second: 0 | 1;
  /** Null where nobody is in the group. */
  readonly value: number | null;
  /** Wilson's; absent for an exact law and for chances that were given. */
  readonly interval?: Range;
}

/** Where the chances come from. */
export interface SelectionChances {
  readonly from: "table" | "given";
  /** Neither, first only, second only, both. */
  readonly groups: readonly SelectionChance[];
  /** h11 h00 / (h10 h01): what selection multiplies the odds ratio by (THEORY 8.3). */
  readonly ratio: RatioEstimate;
}

/** OR(A,B | selected) = OR(A,B) h11 h00 / (h10 h01), with its numbers (THEORY 8.3). */
export interface BerksonIdentity {
  readonly population: number;
  readonly ratio: number;
  readonly product: number;
  readonly selected: number;
  /** product - selected: rounding. */
  readonly difference: number;
}

/** The odds ratio of the population, had from selected rows. */
export interface BerksonCorrection {
  readonly from: "chances" | "probabilities" | "covariates";
  /** What was used, in a few words. */
  readonly text: string;
  readonly oddsRatio: RatioEstimate;
  /** Of the weights 1/probability, where rows have weights. */
  readonly weights?: {
    readonly smallest: number;
    readonly largest: number;
    /** Observations. */
    readonly rows: number;
    /** Kish's (sum of w)^2 / (sum of w^2), of all and of the smallest of the four groups. */
    readonly effective: number;
    readonly least: number;
  };
}

/** What the odds ratio of the population can be where the chances are not known: no sampling uncertainty in it. */
export interface BerksonBounds {
  /** Every chance lies between these; absent: nothing is known, and the bounds are zero and infinity. */
  readonly chances?: Range;
  /** Of h11 h00 / (h10 h01). */
  readonly ratio: RatioRange;
  /** Of the population's odds ratio. */
  readonly oddsRatio: RatioRange;
  /** With the sampling uncertainty of each end, level as elsewhere. */
  readonly ends?: { readonly low: RatioRange; readonly high: RatioRange };
}

/** What selection would have to be like to be all there is. */
export interface BerksonExplain {
  /** h11 h00 / (h10 h01) that would leave an odds ratio of 1 in the population. */
  readonly ratio: number;
  /** The least factor by which the largest of the four chances would exceed the smallest. */
  readonly spread: number;
  /** The same for the end of the interval that is nearer to 1; null where the interval has 1. */
  readonly limit: { readonly ratio: number; readonly spread: number } | null;
}

/** What a graph says of the selection. */
export interface BerksonGraph {
  readonly selection: readonly string[];
  /**
   * `collider`: both lead to selection, whose common effect it is. `collider-effect`: it is an effect of such a common effect. `linked`:
   * it is no effect of both, and opens a path all the same. `one-sided`: given one of the pair it depends on the other no more, so that
   * it leaves the odds ratio alone.
   */
  readonly kind: "collider" | "collider-effect" | "linked" | "one-sided";
  /** The common effect of the pair, where there is one. */
  readonly through?: string;
  readonly text: string;
  /** Does the graph say that selection depends on the pair only through the covariates given? Absent: none were. */
  readonly covariates?: boolean;
}

export type BerksonKind = "made" | "reversal" | "amplification" | "weakening" | "hidden" | "shift";

/** A change of the association that selection makes, beyond chance. */
export interface BerksonFinding {
  readonly paradox: "berkson";
  /** The column by which rows were selected. */
  readonly by: string;
  readonly kind: BerksonKind;
  /** Does selection push the odds ratio down (negative) or up? */
  readonly bias: "negative" | "positive";
  readonly text: string;
  readonly population: RatioEstimate;
  readonly selected: RatioEstimate;
  readonly ratio: RatioEstimate;
}

/** One ratio that was tested against 1. */
export interface BerksonTest {
  readonly what: string;
  readonly ratio: RatioEstimate;
}

/** A two-valued column and which of its values counts as yes; null: no row has another value. */
export interface PairColumn {
  readonly name: string;
  readonly yes: string;
  readonly no: string | null;
}

/** What `disco check TABLE --pair A,B --selected S` holds (DESIGN 4.5): only what was found, of all that was scanned. */
export interface BerksonCheck {
  readonly question: string;
  /** `whole`: others are in the table too, with both of the pair. `covariates`: others are there with covariates only. `selected`: only selected rows are. */
  readonly mode: "whole" | "covariates" | "selected";
  /** The mode in a sentence. */
  readonly told: string;
  readonly pair: readonly [PairColumn, PairColumn];
  /** Null: all rows are the selected ones. */
  readonly selection: PairColumn | null;
  /** Share of the rows that is selected; null where the others are not in the table. */
  readonly share: number | null;
  readonly groups: readonly PairGroup[];
  readonly chances: SelectionChances | null;
  readonly identity: BerksonIdentity | null;
  readonly corrections: readonly BerksonCorrection[];
  /** Absent where the population is in the table. */
  readonly bounds: BerksonBounds | null;
  readonly explain: BerksonExplain | null;
  readonly graph: BerksonGraph | null;
  readonly findings: readonly BerksonFinding[];
  readonly scanned: readonly BerksonTest[];
  /** Chance of any finding where selection changes nothing; intervals hold at 1 - level. */
  readonly level: number;
  readonly advice: readonly string[];
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly data: DataUsed;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
