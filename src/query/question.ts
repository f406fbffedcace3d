/**
 * The syntax tree of a question (DESIGN 4.2). `parse` makes it, `print` writes it, engines read it. It holds no positions, so that
 * two questions that read alike are equal.
 */

/** What a variable is compared with or set to: a number, or a label such as `Loyal`. */
export type Value = number | string;

/** One intervention: `T=1`, or `Z=Z[X=0]`, the value that Z has in another world. */
export interface Setting {
  readonly variable: string;
  readonly to: Value | WorldTerm;
}

/**
 * A counterfactual world of the individual: what is set there, and which occasion it is. `[T=1]` is occasion 1; `[T=1, #2]` a second,
 * separate draw of the same world; `[]` a fresh occasion on which nothing is set.
 */
export interface World {
  readonly set: readonly Setting[];
  readonly occasion: number;
}

/** A variable, a unit's attribute or `unit`, in the factual world (no `world`) or in another one. */
export interface Term {
  readonly kind: "term";
  readonly name: string;
  readonly world?: World;
}

/** A term in a world that is not the factual one. */
export interface WorldTerm extends Term {
  readonly world: World;
}

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** `Y=1`, `score[T=0]>500`, `unit=Loyal`; or a term alone (`Y`), whose whole law is meant: graphs understand it, models ask for a value. */
export interface Event {
  readonly term: Term;
  readonly test?: { readonly comparison: Comparison; readonly value: Value };
}

/** What is held: `| do(X=1), Z=0; unit=Loyal`. `do` is short for `[X=1]` on every term of the question that has no brackets. */
export interface Given {
  /** A setting without value, `do(smoking)`, is for graphs. */
  readonly do: readonly { readonly variable: string; readonly to?: Value | WorldTerm }[];
  readonly events: readonly Event[];
  /** After the semicolon: one individual, by name or by attributes. */
  readonly individual: readonly { readonly name: string; readonly value: Value }[];
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "^";

/** What is averaged: a term, or arithmetic of terms, as in `E[Y[T=1] - Y[T=0]]`. */
export type Quantity =
  | Term
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negative"; readonly of: Quantity }
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Quantity;
      readonly right: Quantity;
    };

/** `P(A, B | C)`. */
export interface Probability {
  readonly kind: "probability";
  readonly events: readonly Event[];
  readonly given: Given;
}

/** `E[...]`, `Var[...]`, `SD[...]`. */
export interface Expectation {
  readonly kind: "expectation";
  readonly moment: "E" | "Var" | "SD";
  readonly of: Quantity;
  readonly given: Given;
}

/** Named questions about an effect: `ATE(T -> Y)`, `NDE(T -> M -> Y)`, `PN(T=2 vs 0 -> Y=1 | Z=1; unit=Loyal)`. */
export const EFFECTS = ["ATE", "ETT", "ETU", "NDE", "NIE", "PN", "PS", "PNS", "TYPES", "VARIANCE", "BENEFIT"] as const;
export type EffectName = (typeof EFFECTS)[number];

/** What each response type is worth (THEORY 4.6). */
export interface Payoffs {
  readonly complier: number;
  readonly always: number;
  readonly never: number;
  readonly defier: number;
}

export interface Effect {
  readonly kind: "effect";
  readonly name: EffectName;
  readonly treatment: string;
  /** Absent: 1 against 0. */
  readonly arms?: { readonly treated: Value; readonly control: Value };
  /** The mediators between the two: NDE and NIE only, and there always. */
  readonly through?: readonly string[];
  readonly outcome: string;
  /** The event meant: `-> Y=2`. Absent: Y itself, and for a probability Y=1. */
  readonly success?: Value;
  /** BENEFIT only, and there always. */
  readonly payoffs?: Payoffs;
  readonly given: Given;
}

/** Questions about one observed case: `PC(T=1, Y=1)`, `SHARES(T=1 vs 0, Y=1)`, `PC(passed=1)`. */
export const CASES = ["PC", "SHARES"] as const;
export type CaseName = (typeof CASES)[number];

export interface Case {
  readonly kind: "case";
  readonly name: CaseName;
  /** The arm it was in, and the reference arm after `vs` (absent: the other one of two). */
  readonly treatment?: { readonly variable: string; readonly value: Value; readonly versus?: Value };
  readonly outcome: { readonly variable: string; readonly value: Value };
  readonly given: Given;
}

/** A question, or arithmetic of questions. */
export type Question =
  | Probability
  | Expectation
  | Effect
  | Case
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negative"; readonly of: Question }
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Question;
      readonly right: Question;
    };
