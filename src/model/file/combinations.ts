import type { Formula } from "../expression/expression.js";
import { visit } from "../expression/spine.js";
import type { UnitType } from "../model.js";

/** So much work may be done, and no more: what a hostile file can cost. */
export interface Budget {
  /** Takes `steps` off; false when there are not so many left (and then takes nothing). */
  readonly spend: (steps: number) => boolean;
}

export function budgetOf(steps: number, within?: Budget): Budget {
  let left = steps;
  return {
    spend: (some) => {
      if (some > left || within?.spend(some) === false) return false;
      left -= some;
      return true;
    },
  };
}

/** What formulas name, each once, ascending, and how many nodes they have. */
export interface Uses {
  readonly variables: readonly number[];
  readonly attributes: readonly number[];
  readonly size: number;
}

export function usesOf(formulas: readonly Formula[]): Uses {
  const variables = new Set<number>();
  const attributes = new Set<number>();
  let size = 0;
  for (const formula of formulas) {
    visit(formula, (one) => {
      size++;
      if (one.kind !== "reference") return;
      if ("variable" in one.to) variables.add(one.to.variable);
      else attributes.add(one.to.attribute);
    });
  }
  const ascending = (indices: Set<number>) => [...indices].sort((a, b) => a - b);
  return { variables: ascending(variables), attributes: ascending(attributes), size };
}

/** Types of individuals that some formulas cannot tell apart: indices of types, by group. */
export type Groups = readonly (readonly number[])[];

/** A step of grouping makes a piece of text, which takes as long as many a step of a formula. */
const GROUPING_STEPS = 8;

/** Undefined when the budget does not allow it. */
export type Grouping = (attributes: readonly number[]) => Groups | undefined;

/** Groups types by the attributes that formulas name. Remembers what it was asked. Cost of a new question: O(types x attributes). */
export function grouping(types: readonly UnitType[], budget: Budget): Grouping {
  const known = new Map<string, Groups>();
  return (attributes) => {
    const key = attributes.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    if (!budget.spend(GROUPING_STEPS * types.length * (attributes.length + 1))) return undefined;
    const groups = new Map<string, number[]>();
    types.forEach((type, index) => {
      const values = attributes.map((attribute) => type.attributes[attribute]).join();
      const group = groups.get(values);
      if (group === undefined) groups.set(values, [index]);
      else group.push(index);
    });
    const result = [...groups.values()];
    known.set(key, result);
    return result;
  };
}

const MOST_COMBINATIONS = 65_536;

/**
 * Sets the variables to each combination of their values in turn, the last one fastest, and calls `see`; stops when `see` says so by true.
 * @returns false, having done nothing, when there are over 65,536 combinations (counting each `groups` times), when a domain is missing,
 *   or when the budget does not allow `size` steps for each.
 */
export function eachCombination(
  { variables, size }: Uses,
  domains: readonly (readonly number[] | undefined)[],
  groups: number,
  budget: Budget,
  values: Float64Array,
  see: () => boolean,
): boolean {
  let count = groups;
  const lists: (readonly number[])[] = [];
  for (const variable of variables) {
    const domain = domains[variable];
    if (domain === undefined) return false;
    count *= domain.length;
    lists.push(domain);
    if (count > MOST_COMBINATIONS) return false;
  }
  if (!budget.spend(count * size)) return false;
  const at = new Array<number>(variables.length).fill(0);
  variables.forEach((variable, i) => {
    values[variable] = lists[i][0];
  });
  for (;;) {
    if (see()) return true;
    let i = variables.length - 1;
    for (; i >= 0 && ++at[i] === lists[i].length; i--) {
      at[i] = 0;
      values[variables[i]] = lists[i][0];
    }
    if (i < 0) return true;
    values[variables[i]] = lists[i][at[i]];
  }
}
