import type { Answer, Range } from "./answer.js";
import type { FourWay, Shares, VarianceShares } from "./attribution.js";

/** One type of individual in the three steps of a counterfactual (THEORY 2.4). */
export interface UnitSteps {
  readonly unit: string;
  /** P(u). */
  readonly prior: number;
  /** P(evidence; u), or its density. */
  readonly likelihood: number;
  /** P(u | evidence). */
  readonly posterior: number;
  /**
   * The individual's own value, given the evidence where the coupling is above 0; null when the evidence is impossible for it, absent where
   * the answer has several numbers.
   */
  readonly value?: number | null;
}

/** Who is it (abduction), what holds for each (valuation), the average (reduction). */
export interface Steps {
  readonly abduction: readonly Pick<UnitSteps, "unit" | "prior" | "likelihood" | "posterior">[];
  readonly valuation: readonly { readonly unit: string; readonly value: number | null }[];
  readonly reduction: {
    readonly terms: readonly { readonly unit: string; readonly weight: number; readonly value: number }[];
    readonly value: number;
  };
}

/** An outcome seen with no treatment named (THEORY 2.7): what everybody gets, what is the individual's own, what is luck. Adds up to `total`. */
export interface IndividualShares {
  readonly base: Answer;
  readonly individual: Answer;
  readonly chance: Answer;
}

/** A probability of causation, or a response type: `bounds` are Tian-Pearl's, `stratified` are averaged over individuals (THEORY 4.4). */
export interface BoundedAnswer extends Answer {
  readonly stratified?: Range;
}

/** The four response types, or (given evidence) how probable it is that the case is of each. */
export interface TypesAnswer {
  readonly complier: BoundedAnswer;
  readonly always: BoundedAnswer;
  readonly never: BoundedAnswer;
  readonly defier: BoundedAnswer;
}

/** What `ask` answers: one number, or for SHARES, TYPES and VARIANCE several, each an Answer of its own. */
export interface ModelAnswer extends BoundedAnswer {
  /** Individuals before and after the evidence, in the model's order; finite populations only. */
  readonly posterior?: readonly UnitSteps[];
  /** Counterfactuals about one world, given factual evidence. */
  readonly steps?: Steps;
  /** SHARES: what they add up to; `value` is null then, as for TYPES and VARIANCE. */
  readonly total?: number;
  readonly shares?: Shares | IndividualShares;
  /** SHARES with a treatment: the order-free split (THEORY 5.2). */
  readonly fourWay?: FourWay;
  /** SHARES: would it happen again? */
  readonly recurrence?: Answer;
  /** SHARES of a two-valued outcome with a treatment: the split of a monotone SCM (THEORY 5.3a). */
  readonly comonotone?: { readonly caused: Answer; readonly anyway: Answer };
  readonly types?: TypesAnswer;
  readonly variance?: {
    readonly observed: VarianceShares;
    readonly randomised: VarianceShares & {
      readonly rate: number;
      readonly main: Answer;
      readonly interaction: Answer;
    };
  };
}

/** One point of the dial: the value of each part of the answer ("value", or "anyway", "policy", "chance", ...). */
export interface DialPoint {
  readonly coupling: number;
  readonly parts: Readonly<Record<string, number | null>>;
}

/** What `compare` answers: one question under three semantics, and the dial between two of them. */
export interface ComparisonAnswer {
  /** The question, in the grammar. */
  readonly query: string;
  readonly layer: 1 | 2 | 3;
  /** Coupling 1: Pearl's counterfactual, the noise kept (THEORY 1.1). */
  readonly scm: ModelAnswer;
  /** Consistency, the arms' noises independent (THEORY 2.8); where an exact engine can answer. */
  readonly potentialOutcomes?: ModelAnswer;
  /** Coupling 0: a fresh occasion of the same individual (THEORY 1.6). */
  readonly disco: ModelAnswer;
  /** From 0 to 1. */
  readonly dial: readonly DialPoint[];
  /** The three agree, as they must on layers 1 and 2 (THEORY 2.1). */
  readonly agree: boolean;
  /** Where they part and why, or why they agree, in a sentence. */
  readonly why: string;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
