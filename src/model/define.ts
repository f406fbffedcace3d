import type { ExpressionText, LawText, ModelFile } from "./file/model-file.js";
import { modelOf, type ReadOptions } from "./file/read.js";
import type { Model, Variable } from "./model.js";

/** A model whose variables are known by name to the compiler. */
export interface TypedModel<Name extends string = string> extends Model {
  readonly variables: readonly (Variable & { readonly name: Name })[];
}

/** What `defineModel` takes: a model file, without the line that says it is one. */
export interface ModelParts<Name extends string> {
  readonly disco?: 1;
  readonly about?: string;
  readonly coupling?: number;
  readonly units?: ModelFile["units"];
  readonly variables: { readonly [variable in Name]: LawText };
}

/**
 * Makes a model in code (DESIGN 4.1), as `readModel` makes it of a file:
 *
 *     defineModel({ units: [{ name: "a", p: 0.2 }], variables: { X: bernoulli("p"), Y: normal("2*X", 1) } })
 *
 * @throws DiscoError with all defects, each with its place
 */
export function defineModel<Name extends string>(parts: ModelParts<Name>, options: ReadOptions = {}): TypedModel<Name> {
  // The names are those of `parts.variables`, so they are of the type that the compiler saw there.
  return modelOf({ ...parts, disco: 1 }, options) as TypedModel<Name>;
}

/** 1 with probability `p`, else 0. */
export function bernoulli(p: ExpressionText): LawText {
  return { bernoulli: p };
}

/** One of `values` (numbers, or labels), with probabilities in proportion to `weights`. */
export function categorical(values: readonly (number | string)[], weights: readonly ExpressionText[]): LawText {
  return { categorical: { values, weights } };
}

/** The normal law by mean and standard deviation. */
export function normal(mean: ExpressionText, sd: ExpressionText): LawText {
  return { normal: { mean, sd } };
}

/** Uniform between `low` and `high`. */
export function uniform(low: ExpressionText, high: ExpressionText): LawText {
  return { uniform: { low, high } };
}

/** The Cauchy law by its median and half the distance between its quartiles. */
export function cauchy(location: ExpressionText, scale: ExpressionText): LawText {
  return { cauchy: { location, scale } };
}

/** No noise: the value of the expression. */
export function equals(value: ExpressionText): LawText {
  return { equals: value };
}
