import { DiscoError } from "../../error.js";
import type { Value } from "../../query/question.js";
import type { Model } from "../model.js";

/** What a name in a question stands for. */
export type Meaning =
  | { readonly kind: "variable"; readonly variable: number }
  | { readonly kind: "attribute"; readonly attribute: number }
  | { readonly kind: "unit" };

/** @throws DiscoError listing the names there are */
export function meaningOf(model: Model, name: string): Meaning {
  if (name === "unit") {
    if (model.types === undefined) {
      throw new DiscoError({
        who: "question",
        wrong: "the population of this model is continuous, so its units have no names",
        given: "unit",
        next: `ask about an attribute instead: ${list(model.attributes.map((one) => one.name))}`,
      });
    }
    return { kind: "unit" };
  }
  const variable = model.variables.findIndex((one) => one.name === name);
  if (variable >= 0) return { kind: "variable", variable };
  const attribute = model.attributes.findIndex((one) => one.name === name);
  if (attribute >= 0) return { kind: "attribute", attribute };
  // Y_1, Y_x: how papers write what the grammar writes with brackets.
  const subscript = /^(.+)_(\w+)$/u.exec(name);
  const known = model.variables.find((one) => one.name === subscript?.[1]);
  const cause = model.variables[known?.parents[0] ?? 0].name;
  const meant = known ? `; a world goes in brackets, as in ${known.name}[${cause}=${subscript![2]}]` : "";
  const attributes =
    model.attributes.length > 0 ? `; attributes of a unit: ${list(model.attributes.map((one) => one.name))}` : "";
  throw new DiscoError({
    who: "question",
    wrong: "the model has no such variable",
    given: name,
    next: `its variables are ${list(model.variables.map((one) => one.name))}${attributes}${meant}`,
  });
}

/** A value as the engine holds it: a number, a label's code, a unit's index. `exact`: it must be one that the name can take. */
export function numberFor(model: Model, name: string, value: Value, exact: boolean): number {
  const meaning = meaningOf(model, name);
  if (meaning.kind === "unit") return unitIndex(model, value);
  const named = meaning.kind === "variable" ? model.variables[meaning.variable] : model.attributes[meaning.attribute];
  const refuse = (wrong: string, next: string) =>
    new DiscoError({ who: "question", wrong, given: `${name} = ${value}`, next });
  if (named.labelled) {
    const labels = named.domain!.map((code) => model.labels[code]);
    const code = typeof value === "string" ? model.labels.indexOf(value) : -1;
    if (code < 0 || !named.domain!.includes(code)) {
      throw refuse(`${name} has labels, and this is none of them`, `its labels are ${list(labels)}`);
    }
    return code;
  }
  if (typeof value === "string")
    throw refuse(`${name} is a number`, `give a number, as in ${name} = ${named.domain?.[0] ?? 1}`);
  if (named.domain === undefined || !exact) return value;
  // 0.1 + 0.2 is meant when 0.3 is typed.
  const near = named.domain.find((one) => Math.abs(one - value) <= 1e-9 * Math.max(1, Math.abs(one)));
  // A calculated variable may have other values once something above it is set.
  if (near === undefined && named.mechanism?.kind === "equals") return value;
  if (near === undefined)
    throw refuse(`${name} never has this value`, `its values are ${list(named.domain.map(String))}`);
  return near;
}

/** The values of a variable as a question names them; none where there is a continuum, or no such variable. */
export function namedValues(model: Model, name: string): readonly Value[] {
  const { domain = [], labelled = false } = model.variables.find((one) => one.name === name) ?? {};
  return domain.map((one) => (labelled ? model.labels[one] : one));
}

function unitIndex(model: Model, value: Value): number {
  const index = model.types!.findIndex(({ name }) => name === String(value));
  if (index < 0) {
    throw new DiscoError({
      who: "question",
      wrong: "the model has no such unit",
      given: `unit = ${value}`,
      next: `its units are ${list(model.types!.map(({ name }) => name))}`,
    });
  }
  return index;
}

/** Nobody reads a list of a thousand names. */
function list(names: readonly string[]): string {
  return names.length <= 12 ? names.join(", ") : `${names.slice(0, 10).join(", ")} and ${names.length - 10} more`;
}
