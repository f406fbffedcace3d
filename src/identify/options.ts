import type { DataUsed } from "../query/answer.js";
import type { LoadHighs } from "./bounds/solver.js";
import type { Tables } from "./estimand/evaluate.js";
import type { Known } from "./scene.js";

/** Laws to evaluate on, and where they come from; or why there are none. */
export type Loaded = { readonly tables: Tables; readonly data?: DataUsed } | { readonly reason: string };

/** How to identify a question. */
export interface IdentifyOptions extends Known {
  /** Brings the tables once it is known which variables are needed: those of the formula, or all upstream of the question. */
  readonly load?: (variables: readonly string[]) => Promise<Loaded>;
  /** Where `tables` come from, told in the answer. */
  readonly data?: DataUsed;
  /** Confidence level of intervals; default .95. */
  readonly level?: number;
  /** The latent root that stands for who the individual is; absent: the one marked so, or one called U. */
  readonly unit?: string;
  /** Adjustment sets to list; default 20. */
  readonly sets?: number;
  /** How long to search for a formula, for two models, for bounds, each; default 10 s. */
  readonly seconds?: number;
  /** How to load the solver of linear programs, `highs`, where a page's bundle does not find it by its name. */
  readonly loadHighs?: LoadHighs;
}
