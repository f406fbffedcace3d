import type { ArithmeticOperator, Comparison, Value } from "./question.js";

/**
 * A formula over laws of what is measured: what a causal question comes to once it is identified. A tree of plain records, so that it can be
 * printed, evaluated on a law, handed to an estimator or sent as JSON.
 */

/** What stands for a value: `x`, and `x'`, `x''` where the same variable is summed over more than once. */
export interface Sign {
  readonly variable: string;
  /** Number of primes. */
  readonly mark: number;
}

/** What a variable is, in one place of a formula: a sign (of itself, or of another variable it is set to), or a value. */
export interface Slot {
  readonly variable: string;
  readonly at: { readonly sign: Sign } | { readonly value: Value };
}

/** A sign that is summed over, perhaps only over values that pass tests (Y > 5). */
export interface Bound {
  readonly sign: Sign;
  readonly where?: readonly { readonly comparison: Comparison; readonly value: Value }[];
}

/** Where a law comes from: a population (absent: the one observed), with something set by experiment. */
export interface Origin {
  /** `target`: the population that is asked about, where another one was studied. */
  readonly population?: "target";
  readonly do: readonly Slot[];
}

export type Estimand =
  /** `P(of | given)`, in `origin`. */
  | { readonly kind: "law"; readonly of: readonly Slot[]; readonly given: readonly Slot[]; readonly origin: Origin }
  /** `E[of | given]`: the average of a variable. */
  | { readonly kind: "mean"; readonly of: string; readonly given: readonly Slot[]; readonly origin: Origin }
  /** The number a sign stands for. */
  | { readonly kind: "sign"; readonly sign: Sign }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negative"; readonly of: Estimand }
  | { readonly kind: "product"; readonly factors: readonly Estimand[] }
  | { readonly kind: "quotient"; readonly top: Estimand; readonly bottom: Estimand }
  | { readonly kind: "sum"; readonly over: readonly Bound[]; readonly of: Estimand }
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Estimand;
      readonly right: Estimand;
    };
