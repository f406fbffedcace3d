import type { Attribute, UnitType } from "../model.js";
import type { Budget } from "./combinations.js";
import type { Fault } from "./mechanism.js";
import { isContinuous, runnerOf } from "./runner.js";

const MOST_TYPES = 10_000;
const MOST_CELLS = 1_000_000;

/** What attributes with laws come to: a list of types, a law that fails for some individual, or neither (a continuum, or too many). */
export type Population =
  | { readonly kind: "types"; readonly types: readonly UnitType[] }
  | { readonly kind: "fault"; readonly fault: Fault; readonly attribute: number; readonly before: readonly number[] }
  | { readonly kind: "laws" };

/**
 * Makes a list of types of attributes whose laws are all discrete: one for each combination of values of positive probability, at most ten
 * thousand, named like "segment=1, risk=0". `show` writes a value of an attribute. Cost: O(types x attributes).
 */
export function populationOf(
  attributes: readonly Attribute[],
  show: (attribute: number, value: number) => string,
  budget: Budget,
): Population {
  const runners = attributes.map(({ mechanism }) => runnerOf(mechanism!));
  if (runners.some(({ mechanism }) => isContinuous(mechanism))) return { kind: "laws" };
  let drafts = [{ values: [] as number[], weight: 1 }];
  for (let attribute = 0; attribute < runners.length; attribute++) {
    const longer: typeof drafts = [];
    for (const { values, weight } of drafts) {
      if (!budget.spend(runners[attribute].uses.size)) return { kind: "laws" };
      const fault = runners[attribute].faultAt([], values);
      if (fault !== undefined) return { kind: "fault", fault, attribute, before: values };
      const [first, ...others] = runners[attribute].support();
      // Copies are made where the population branches, so all of them together are no longer than the result.
      const copies = others.map(({ value, probability }) => ({
        values: [...values, value],
        weight: weight * probability,
      }));
      values.push(first.value);
      longer.push({ values, weight: weight * first.probability });
      for (const copy of copies) longer.push(copy);
      if (longer.length > MOST_TYPES) return { kind: "laws" };
    }
    if (longer.length * runners.length > MOST_CELLS) return { kind: "laws" };
    drafts = longer;
  }
  const kept = drafts.filter(({ weight }) => weight > 0);
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  const types = kept.map(({ values, weight }) => ({
    name: attributes.map(({ name }, attribute) => `${name}=${show(attribute, values[attribute])}`).join(", "),
    weight: weight / total,
    attributes: values,
  }));
  return { kind: "types", types };
}
