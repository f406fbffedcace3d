import type { DataUsed, Range, Remark } from "./answer.js";
import type { Estimand } from "./estimand.js";
import type { Value } from "./question.js";

/** A graph as it was given, latent variables and all: what is drawn, and what JSON holds. */
export interface GivenGraph {
  readonly nodes: readonly { readonly name: string; readonly roles: readonly string[] }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly kind: "->" | "<->" | "--" }[];
}

/** One step of a derivation: by which rule, what it does here, and what the question then is. */
export interface Step {
  /** "ID, line 4", "back-door criterion", "rule 2 of the do-calculus". */
  readonly rule: string;
  readonly text: string;
  /** The question or formula after the step. */
  readonly formula?: string;
}

/** An identified question's formula, in each of its forms. */
export interface Formula {
  readonly text: string;
  readonly latex: string;
  readonly tree: Estimand;
  /** The laws it needs, as text, each once. */
  readonly needs: readonly string[];
  /** Variables that stand free in it though the question does not name them: it gives the same at each of their values. */
  readonly arbitrary: readonly string[];
}

/** What estimators may use in place of the formula. */
export type Strategy =
  | {
      readonly kind: "adjustment";
      readonly treatment: readonly string[];
      readonly outcome: readonly string[];
      readonly given: readonly string[];
    }
  | {
      readonly kind: "front-door";
      readonly treatment: readonly string[];
      readonly outcome: readonly string[];
      readonly mediators: readonly string[];
    }
  | { readonly kind: "formula" };

/** Sets that would do, and whether these are all. */
export interface SetListing {
  readonly sets: readonly (readonly string[])[];
  /** "complete", or why there may be more: "stopped after 10 s", "the first 20". */
  readonly ended: string;
}

/** Every way that was found to the effect of one set of variables on another. */
export interface Ways {
  readonly treatment: readonly string[];
  readonly outcome: readonly string[];
  /** Adjustment sets from which nothing can be taken away. */
  readonly adjustment: SetListing;
  /** The valid set with the least asymptotic variance, where one is known. */
  readonly efficient?: readonly string[];
  /** A front-door set from which nothing can be taken away. */
  readonly frontDoor?: readonly string[];
  readonly instruments: readonly { readonly instrument: string; readonly given: readonly string[] }[];
}

/** Why there is no formula, as a picture shows it. */
export interface Obstacle {
  /**
   * `hedge`: what is set cannot be told from what is shared; `thicket`: one mechanism would have to be seen in two worlds at once;
   * `selection`: what selects rows cannot be told from it; `source`: no population and no experiment shows it; `occasion`: it is about
   * another occasion of the same individual.
   */
  readonly kind: "hedge" | "thicket" | "selection" | "source" | "occasion";
  readonly text: string;
  /** The variables of it, and the smaller part: the inner forest of a hedge, the variable of a thicket that has two values. */
  readonly nodes: readonly string[];
  readonly inner: readonly string[];
}

/** Two models that agree on everything observed and differ on the question. */
export interface Witness {
  /** What each model says, a mechanism a line: "U1 is a fair coin", "X = U1", "Y = X xor U1, flipped in 1 case of 8". */
  readonly stories: readonly [readonly string[], readonly string[]];
  /** Each as a model file (DESIGN 4.1), for `disco ask`. */
  readonly files: readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  /** What both were checked to agree on: "P(X, Y)". */
  readonly agree: readonly string[];
  /** The largest difference found there. */
  readonly difference: number;
  /** The question with values, as `disco ask --coupling 1` takes it, and its value in each model. */
  readonly question: string;
  readonly values: readonly [number, number];
}

/** Whether something is identified at one level, and why. */
export interface LevelReading {
  readonly identified: boolean;
  readonly text: string;
  readonly formula?: string;
}

/** The question read with the individual in the graph (THEORY 1.5, 3.6 to 3.8). */
export interface IndividualReading {
  /** The latent root that stands for who the individual is. */
  readonly unit: string;
  readonly individual: LevelReading;
  readonly stratum: LevelReading;
  readonly population: LevelReading;
  /** What repeated observations of the same individuals would add. */
  readonly replicates: string;
}

/** A number of the answer at some values of what the question left open. */
export interface ValueAt {
  readonly at: Readonly<Record<string, Value>>;
  readonly value: number | null;
  readonly interval?: Range;
  readonly bounds?: Range;
  /** Why there is no value. */
  readonly reason?: string;
}

/** Bounds under one more assumption. */
export interface SharperBounds {
  readonly assumption: Remark;
  readonly bounds: Range;
}

/** What `disco identify --json` holds (DESIGN 4.4). */
export interface Identification {
  /** In the grammar of DESIGN 4.2. */
  readonly query: string;
  readonly graph: GivenGraph;
  readonly identified: boolean;
  readonly layer: 1 | 2 | 3;
  /** "adjustment", "front-door", "ID", "IDC", "ID*", "IDC*", "transport", "selection". */
  readonly method: string;
  readonly estimand?: Formula;
  readonly strategy?: Strategy;
  readonly derivation: readonly Step[];
  readonly reason?: string;
  readonly obstacle?: Obstacle;
  readonly witness?: Witness;
  readonly ways?: Ways;
  readonly reading?: IndividualReading;
  /** With data: the values of what the question leaves open that `value` or `bounds` are for. */
  readonly at?: Readonly<Record<string, Value>>;
  /** With data: the number, where the question is one number, or becomes one at the last of two values of all it leaves open. */
  readonly value?: number | null;
  readonly interval?: Range;
  readonly level?: number;
  /** What the data leave open, where the question is not identified. Never sampling uncertainty. */
  readonly bounds?: Range;
  readonly sharper?: readonly SharperBounds[];
  /** With data: at each value of what the question left open. */
  readonly values?: readonly ValueAt[];
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly data?: DataUsed;
  readonly diagnostics: Readonly<Record<string, number | string | boolean>>;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
