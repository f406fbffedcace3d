import type { Budget } from "./combinations.js";
import type { Runner } from "./runner.js";

/**
 * Can the variables have these values together, with positive probability and nothing set from outside, in an individual with these
 * attributes? Goes through the joint values of `ancestors` (parents first, all discrete) depth first, with a stack of its own. When the answer is "yes",
 * `values` holds the case. Cost: up to the product of the ancestors' values, or the budget: then "unknown".
 */
export function reachable(
  ancestors: readonly number[],
  required: ReadonlyMap<number, number>,
  runners: readonly Runner[],
  attributes: readonly number[],
  values: Float64Array,
  budget: Budget,
): "yes" | "no" | "unknown" {
  const choices: (readonly number[])[] = [];
  const next: number[] = [];
  while (choices.length < ancestors.length) {
    const variable = ancestors[choices.length];
    const runner = runners[variable];
    if (!budget.spend(runner.uses.size)) return "unknown";
    // Where an ancestor's own law fails there is nothing to reach; that defect is told at the ancestor.
    const support = runner.faultAt(values, attributes) === undefined ? runner.support().map(({ value }) => value) : [];
    const wanted = required.get(variable);
    choices.push(wanted === undefined ? support : support.filter((value) => value === wanted));
    next.push(0);
    while (next[next.length - 1] === choices[choices.length - 1].length) {
      choices.pop();
      next.pop();
      if (choices.length === 0) return "no";
    }
    const top = choices.length - 1;
    values[ancestors[top]] = choices[top][next[top]++];
  }
  return "yes";
}
