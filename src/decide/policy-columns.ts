import type { NamedColumn } from "../attribute/individuals.js";
import { DiscoError } from "../error.js";
import type { Choice } from "./choose.js";
import type { People } from "./people.js";

const NAMES = [
  ...["p1", "p0", "effect", "complier", "always", "never", "defier", "benefit", "benefit_low", "benefit_high"],
  ...["cost", "priority", "treat", "reason", "group"],
];

/** @throws DiscoError where the unit's column would stand twice in the policy file */
export function checkUnitName(name: string | undefined): void {
  if (name === undefined || !NAMES.includes(name.toLowerCase())) return;
  throw new DiscoError({
    who: "unit",
    wrong: "the policy has a column of its own by this name",
    given: name,
    next: `rename the unit's column: --derive 'who = ${name}' --unit who`,
  });
}

/**
 * The policy as columns of a file, a line for each individual in the order of the table: who, the two chances of success, the response types, the
 * benefit with its bounds, the cost, the place in the queue (1 is treated first), whether to treat (a share where a line stands for many), why.
 * Cost: O(individuals).
 */
export function policyColumns(people: People, choice: Choice, words: readonly string[]): NamedColumn[] {
  const { name, ids, p1, p0, complier, benefit, cost, groups, single } = people;
  const priority = new Int32Array(people.size);
  for (let k = 0; k < choice.order.length; k++) priority[choice.order[k]] = k + 1;
  const from = (f: (one: number, zero: number, both: number) => number) =>
    complier.map((own, i) => f(p1[i], p0[i], own));
  return [
    { name, values: ids },
    { name: "p1", values: p1 },
    { name: "p0", values: p0 },
    { name: "effect", values: from((one, zero) => one - zero) },
    { name: "complier", values: complier },
    { name: "always", values: from((one, _, own) => one - own) },
    { name: "never", values: from((_, zero, own) => 1 - zero - own) },
    { name: "defier", values: from((one, zero, own) => own - one + zero) },
    { name: "benefit", values: benefit.value },
    { name: "benefit_low", values: benefit.low },
    { name: "benefit_high", values: benefit.high },
    { name: "cost", values: cost },
    { name: "priority", values: priority },
    { name: "treat", values: single ? Int32Array.from(choice.treat) : choice.treat },
    { name: "reason", values: words },
    ...(groups ? [{ name: "group", values: Array.from(groups.codes, (code) => groups.labels[code]) }] : []),
  ];
}
