import type { Fairness, GroupTreatment } from "../query/decision.js";
import type { Choice } from "./choose.js";
import type { People } from "./people.js";

/** The smallest number decided by, per unit of cost where `price` is given, of anybody treated otherwise than by lot; null where nobody is. */
export function thresholdOf(
  { number, treat, lot }: Choice,
  price: Float64Array | undefined,
  about: (person: number) => boolean,
): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < treat.length; i++) {
    if (treat[i] === 0 || lot[i] === 1 || !about(i)) continue;
    // What costs nothing is worth any amount of cost, and is no threshold.
    least = Math.min(least, price === undefined ? number[i] : number[i] / price[i]);
  }
  return Number.isFinite(least) ? least : null;
}

/** How the groups of a column are treated, in what was predicted of them. Cost: O(individuals x groups). */
export function fairnessOf(people: People, choice: Choice, price: Float64Array | undefined): Fairness | undefined {
  const { groups, mass, benefit, size } = people;
  if (groups === undefined) return undefined;
  const { codes, labels } = groups;
  const sums = labels.map(() => ({ rows: 0, treated: 0, all: 0, ofTreated: 0 }));
  for (let i = 0; i < size; i++) {
    const sum = sums[codes[i]];
    sum.rows += mass[i];
    sum.treated += mass[i] * choice.treat[i];
    sum.all += mass[i] * benefit.value[i];
    sum.ofTreated += mass[i] * choice.treat[i] * benefit.value[i];
  }
  const told = labels.flatMap((group, code): GroupTreatment[] => {
    const { rows, treated, all, ofTreated } = sums[code];
    if (rows === 0) return [];
    return [
      {
        ...{ group, rows, treated: treated / rows },
        benefitOfTreated: treated > 0 ? ofTreated / treated : null,
        benefit: all / rows,
        threshold: thresholdOf(choice, price, (i) => codes[i] === code),
      },
    ];
  });
  const shares = told.map(({ treated }) => treated);
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  return {
    ...{ column: groups.name, groups: told, difference: most - least, ratio: most > 0 ? least / most : null },
    ...(choice.fairPrice === undefined ? {} : { price: choice.fairPrice }),
  };
}
