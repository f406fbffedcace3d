import type { ArithmeticOperator, Comparison } from "../query/question.js";
import type { Model } from "./model.js";

/**
 * A question made ready for an engine: names are indices, labels are codes, `do` has become worlds, sugar has become expectations.
 * Each engine (finite, gaussian, sampled) answers a Request.
 */

/** A world by what is set in it. `worlds[0]` is always the factual one: nothing set. */
export interface PlannedWorld {
  /** By variable index. `world` is the index of another world, always a smaller one. */
  readonly set: ReadonlyMap<number, { readonly value: number } | { readonly world: number; readonly variable: number }>;
  /** As a person writes it: "[T=1]"; "" for the factual world. */
  readonly text: string;
}

/** What can be looked at: a variable in a world, an attribute of the unit, or which type the unit is. */
export type Subject =
  | { readonly kind: "variable"; readonly world: number; readonly variable: number }
  | { readonly kind: "attribute"; readonly attribute: number }
  | { readonly kind: "unit" };

/** One event, `text` as the person wrote it. For `unit` the value is the type's index. */
export interface Conjunct {
  readonly subject: Subject;
  readonly comparison: Comparison;
  readonly value: number;
  readonly text: string;
}

/** A real function of the worlds. */
export type Measured =
  | { readonly kind: "subject"; readonly subject: Subject }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negative"; readonly of: Measured }
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Measured;
      readonly right: Measured;
    }
  /** 1 when all of them hold, else 0. */
  | { readonly kind: "indicator"; readonly all: readonly Conjunct[] };

/**
 * How the noise of a counterfactual world goes with the factual one (THEORY 1.7).
 * `dial`: each counterfactual world, independently, keeps the factual noise vector with this probability, and draws afresh otherwise.
 * `arms`: potential outcomes (THEORY 2.8): a variable's noise is one independent draw for each configuration of its parents, shared by all
 * worlds. So like parents give like values (consistency) and unlike parents independent ones.
 */
export type Coupling = { readonly kind: "dial"; readonly lambda: number } | { readonly kind: "arms" };

/** Conditional expectations of `measures` given all of `given`, over the population or one individual. */
export interface Request {
  readonly model: Model;
  readonly worlds: readonly PlannedWorld[];
  readonly given: readonly Conjunct[];
  readonly measures: readonly Measured[];
  /** One individual of a finite population, by the index of its type; its weight does not matter. */
  readonly individual?: { readonly type: number };
  readonly coupling: Coupling;
}

/** What an engine says of one type of individual. */
export interface OfUnit {
  /** P(u), or 1 for the one individual asked about. */
  readonly prior: number;
  /** P(evidence; u): a probability, or a density when the evidence is exact values of continuous variables. */
  readonly likelihood: number;
  /** P(u | evidence). */
  readonly posterior: number;
  /** E[measure | evidence; u], one for each measure; NaN where the evidence is impossible for u. */
  readonly values: readonly number[];
}

/** What an engine answers. */
export interface Result {
  readonly method: "finite" | "gaussian" | "sampled";
  /** E[measure | evidence], one for each measure. */
  readonly values: readonly number[];
  /** P(evidence), or its density. */
  readonly evidence: number;
  /** By type of unit, in the model's order; absent for a continuous population. */
  readonly units?: readonly OfUnit[];
  /** The sampled engine only. Covariances are of the estimates `values`. */
  readonly sampling?: {
    readonly draws: number;
    /** (sum w)^2 / sum w^2. */
    readonly effectiveSize: number;
    /** The draws' weight was all on unlikely ones when this is low: largest weight / sum of weights. */
    readonly largestShare: number;
    readonly covariance: readonly (readonly number[])[];
  };
}

/** Thrown as a value: this engine cannot answer this request, and why (in words for a person). Another engine may. */
export interface Unable {
  readonly unable: string;
}
