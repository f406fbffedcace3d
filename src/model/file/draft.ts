import type { Formula } from "../expression/expression.js";
import type { UnitType } from "../model.js";
import { resolveLaw } from "./formulas.js";
import type { WrittenLaw } from "./laws.js";
import { collectLabels, type Known, knownNames, type Labels, parentsOf } from "./names.js";
import type { Reading } from "./objects.js";
import { attributeNames, type WrittenUnits } from "./units.js";
import { arrange, type WrittenVariable } from "./variables.js";

/** A law whose names are resolved. */
export interface DraftLaw {
  readonly written: WrittenLaw;
  readonly formulas: readonly Formula[];
  /** Values of a categorical law, labels as codes. */
  readonly values: readonly number[];
  readonly labelled: boolean;
}

/** A model whose names are resolved, before its values are looked at. */
export interface Draft {
  /** Without laws when the units are a list of types. */
  readonly attributes: readonly { readonly name: string; readonly law?: DraftLaw }[];
  readonly types?: readonly UnitType[];
  readonly variables: readonly { readonly name: string; readonly law: DraftLaw; readonly parents: readonly number[] }[];
  readonly order: readonly number[];
  readonly labels: Labels;
}

/** Resolves all names; undefined when there are defects, in what was read before or here. */
export function draftOf(
  units: WrittenUnits,
  variables: readonly WrittenVariable[],
  { defects }: Reading,
): Draft | undefined {
  const places = new Map(variables.map(({ name, place }) => [name, place]));
  const names = knownNames(attributeNames(units), places, defects);
  const parents = variables.map(({ law }) => parentsOf(law, names));
  const order = arrange(variables, parents, defects);
  const labels = collectLabels();
  const laws = units.kind === "laws" ? units.attributes : [];
  for (const { law } of [...laws, ...variables]) {
    for (const value of law?.values ?? []) if (typeof value === "string") labels.code(value);
  }
  const resolved = (name: string, law: WrittenLaw | undefined, attribute?: number): DraftLaw | undefined => {
    if (law === undefined) return undefined;
    const namer = { names, labels, ...(attribute === undefined ? {} : { attribute }) };
    const { formulas, type } = resolveLaw(law, namer, defects);
    const known: Known = names.get(name)!;
    known.type = type;
    const values = (law.values ?? []).map((value) => (typeof value === "string" ? labels.code(value) : value));
    return { written: law, formulas, values, labelled: type.kind === "label" };
  };
  if (units.kind === "types") for (const name of units.attributes) names.get(name)!.type = { kind: "number" };
  const attributeLaws = laws.map(({ name, law }, attribute) => resolved(name, law, attribute));
  const variableLaws: (DraftLaw | undefined)[] = [];
  for (const variable of order) variableLaws[variable] = resolved(variables[variable].name, variables[variable].law);
  if (defects.count() > 0) return undefined;
  return {
    attributes: attributeNames(units).map((name, i) => ({
      name,
      ...(units.kind === "laws" && { law: attributeLaws[i]! }),
    })),
    ...(units.kind === "types" && { types: units.types }),
    variables: variables.map(({ name }, i) => ({ name, law: variableLaws[i]!, parents: parents[i] })),
    order,
    labels,
  };
}
