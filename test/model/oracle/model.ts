import type { Fraction } from "./fraction.js";

/** What a variable or an attribute is: a number whose decimal text is meant exactly, or a label. */
export type Value = number | string;

/** The individual's attributes and the values of a variable's parents, by name. */
export type Scope = Readonly<Record<string, Value>>;

/** One expression twice: as the model file writes it, and as an exact function. Nothing here parses. */
export interface Exact {
  readonly text: string;
  readonly at: (scope: Scope) => Fraction;
}

export type Law =
  | { readonly kind: "bernoulli"; readonly p: Exact }
  | { readonly kind: "categorical"; readonly values: readonly Value[]; readonly weights: readonly Exact[] }
  | { readonly kind: "equals"; readonly value: Exact };

export interface OracleVariable {
  readonly name: string;
  /** Other variables its expressions may name. */
  readonly parents: readonly string[];
  readonly law: Law;
}

export interface OracleUnit {
  readonly name: string;
  /** In any unit of measure: P(u) is its share of the sum. */
  readonly weight: number;
  readonly attributes: Readonly<Record<string, number>>;
}

export interface OracleModel {
  readonly units: readonly OracleUnit[];
  /** Parents before children. */
  readonly variables: readonly OracleVariable[];
  /** The names of the variables in the order in which the file lists them. */
  readonly listed: readonly string[];
}

/** The text of the model file (DESIGN 4.1). */
export function fileOf(model: OracleModel, coupling?: number): string {
  const laws = model.listed.map((name) => [name, lawText(model.variables.find((one) => one.name === name)!.law)]);
  const file = {
    disco: 1,
    ...(coupling === undefined ? {} : { coupling }),
    units: model.units.map(({ name, weight, attributes }) => ({ name, weight, ...attributes })),
    variables: Object.fromEntries(laws),
  };
  return JSON.stringify(file, null, 2);
}

function lawText(law: Law): unknown {
  if (law.kind === "bernoulli") return { bernoulli: law.p.text };
  if (law.kind === "equals") return { equals: law.value.text };
  return { categorical: { values: law.values, weights: law.weights.map((weight) => weight.text) } };
}
