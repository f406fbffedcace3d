import type { Formula } from "./expression/expression.js";
import type { ModelFile } from "./file/model-file.js";

/**
 * How a variable or an attribute gets its value from its parents and one uniform noise e (DESIGN 4.1): Bernoulli is 1 when e < p; the others
 * are the inverse distribution function at e, categories in listed order; `equals` has no noise.
 */
export type Mechanism =
  | { readonly kind: "bernoulli"; readonly p: Formula }
  | { readonly kind: "categorical"; readonly values: readonly number[]; readonly weights: readonly Formula[] }
  | { readonly kind: "normal"; readonly mean: Formula; readonly sd: Formula }
  | { readonly kind: "uniform"; readonly low: Formula; readonly high: Formula }
  | { readonly kind: "cauchy"; readonly location: Formula; readonly scale: Formula }
  | { readonly kind: "equals"; readonly value: Formula };

/** What all named quantities of a model have. */
interface Named {
  readonly name: string;
  /** Values it can take, in the mechanism's order (for `equals` ascending); absent when there is a continuum, or too many to list. */
  readonly domain?: readonly number[];
  /** Its values are labels: numbers in formulas and domains are codes, places in `Model.labels`. */
  readonly labelled: boolean;
}

/** One variable of the model. `parents` are indices into `Model.variables`, ascending, each once. */
export interface Variable extends Named {
  readonly mechanism: Mechanism;
  readonly parents: readonly number[];
}

/** One attribute of the unit: a column of the list of types, or with a law of its own when the population is continuous. */
export interface Attribute extends Named {
  /** Present exactly when the population is continuous. Refers to attributes before it only. */
  readonly mechanism?: Mechanism;
}

/** One type of individual of a finite population. */
export interface UnitType {
  readonly name: string;
  /** P(u); the weights of a model add up to 1. */
  readonly weight: number;
  /** Values of `Model.attributes`, in their order. */
  readonly attributes: readonly number[];
}

/**
 * A DiscoSCM (THEORY 1.2), checked: names resolved, cycles refused, weights normalised. Made by `readModel` and `defineModel`, frozen.
 */
export interface Model {
  readonly about: string;
  /** The dial of THEORY 1.7 that the file asks for; 0 when it does not say. */
  readonly coupling: number;
  /** Types of individuals. Absent when attributes have laws (a continuous population). */
  readonly types?: readonly UnitType[];
  readonly attributes: readonly Attribute[];
  /** In the order of the file. */
  readonly variables: readonly Variable[];
  /** Indices of `variables`, parents before children. */
  readonly order: readonly number[];
  /** Labels by code. */
  readonly labels: readonly string[];
  /** What it was made from, ready for JSON: another thread makes the same model of it. */
  readonly file: ModelFile;
}
