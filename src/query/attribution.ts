import type { Answer, DataUsed, Range, Remark } from "./answer.js";
import type { CalibrationAnswer } from "./calibration.js";
import type { Overlap } from "./effect.js";

/** What an observed outcome is made of (THEORY 5.1): the three values add up to the evidence's `total`. */
export interface Shares {
  /** Would have happened in the reference arm too: E[Y(t') | evidence]. */
  readonly anyway: Answer;
  /** Changed by the arm the individual was in: E[Y(t) - Y(t') | evidence]; may be negative. */
  readonly policy: Answer;
  /** Would not recur under identical conditions. Through covariates alone this is an upper bound (THEORY 3.6). */
  readonly chance: Answer;
}

/** The order-free four-way split (THEORY 5.2); adds up to the evidence's `total`. */
export interface FourWay {
  readonly base: Answer;
  readonly policy: Answer;
  readonly individual: Answer;
  readonly chance: Answer;
}

/** Response types under independent counterfactual noises (THEORY 4.2). */
export interface ResponseTypes {
  readonly complier: Answer;
  readonly always: Answer;
  readonly never: Answer;
  readonly defier: Answer;
}

/** One kind of individual, before and after the evidence; only where the covariates make few kinds. */
export interface PosteriorEntry {
  readonly individual: Readonly<Record<string, string | number>>;
  readonly prior: number;
  readonly posterior: number;
  readonly p0: number;
  readonly p1: number;
}

/** One observed event: an arm and an outcome. */
export interface Evidence {
  /** `{ treat: 1, employed: 1 }`; for a numeric outcome `{ treat: 1, re78: "above 5090.05" }`. */
  readonly given: Readonly<Record<string, string | number | boolean>>;
  /** Is this the treated arm? */
  readonly treated: boolean;
  /** Is this the success (for a numeric outcome: above its arm's average)? */
  readonly success: boolean;
  /** Rows that show it (probability mass when the table is an exact law). */
  readonly rows: number;
  /** What the shares add up to: 1, or the average outcome of these rows when the outcome is numeric. */
  readonly total: number;
  readonly shares: Shares;
  /**
   * P(Y(t)=y | T=t, Y=y) (THEORY 2.5): `bounds` [from covariates, 1], or a `value` when units are seen repeatedly. For a numeric outcome
   * E[Y(t) | evidence], in the outcome's units.
   */
  readonly recurrence: Answer;
  readonly fourWay?: FourWay;
  readonly responses?: ResponseTypes;
  readonly posterior?: readonly PosteriorEntry[];
}

/** A probability of causation: `value` under independent noises, `bounds` Tian-Pearl's, `stratified` averaged over individuals. */
export interface CausationAnswer extends Answer {
  readonly stratified?: Range;
}

/** How much of the outcome's variance goes with the arm, the individual and the noise (THEORY 5.3b). Adds up to 1. */
export interface VarianceShares {
  readonly treatment: Answer;
  readonly individual: Answer;
  readonly chance: Answer;
}

/** A seeded sample of individuals for the picture: parallel arrays. */
export interface Cloud {
  readonly p0: readonly number[];
  readonly p1: readonly number[];
  readonly treated: readonly boolean[];
  /** The observed outcome (0/1, or the number). */
  readonly outcome: readonly number[];
  /** Individuals the sample was drawn from. */
  readonly of: number;
}

/** What `disco attribute --json` holds (DESIGN 4.5). */
export interface Attribution {
  /** The question in words and in the grammar. */
  readonly question: string;
  readonly treatment: { readonly name: string; readonly treated: string; readonly control: string };
  readonly outcome:
    | { readonly kind: "binary"; readonly name: string; readonly success: string; readonly failure: string }
    | { readonly kind: "numeric"; readonly name: string };
  /** What stood for the individual, in words: "age, education", or "nurse (repeated 2 to 9 times)". */
  readonly individual: string;
  readonly coupling: number;
  readonly effect: { readonly ate: Answer; readonly ett: Answer; readonly naive: Answer };
  readonly evidence: readonly Evidence[];
  /** Two-valued outcomes only. */
  readonly causation?: { readonly pn: CausationAnswer; readonly ps: CausationAnswer; readonly pns: CausationAnswer };
  /** Two-valued outcomes only: shares of the whole population, under independence. */
  readonly responses?: ResponseTypes;
  readonly variance?: {
    readonly observed: VarianceShares;
    readonly randomised: VarianceShares & {
      /** Share of the treated in the imagined trial. */
      readonly rate: number;
      /** Split of `individual` into what does not and what does depend on the arm. */
      readonly main: Answer;
      readonly interaction: Answer;
    };
  };
  /** Numeric outcomes with repeated units: Var U / Var Y by arm (THEORY 2.7). */
  readonly reliability?: { readonly treated: Answer; readonly control: Answer };
  readonly overlap: Overlap;
  /** Whether the models' probabilities come true, on rows that they had not seen: the propensity, and each arm's outcome where it has two values. */
  readonly calibration?: readonly CalibrationAnswer[];
  readonly cloud: Cloud;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly data: DataUsed;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
