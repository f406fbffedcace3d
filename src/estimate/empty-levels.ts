import { DiscoError } from "../error.js";
import type { Column } from "../num/columns.js";
import type { ArmStudy } from "../num/study.js";
import type { Remark } from "../query/answer.js";
import type { Target } from "../query/effect.js";

/** A share of the rows beyond this that has nothing to be compared with is refused, as for propensities. */
const TOLERATED = 0.05;

/** Numbers with so few values are looked at as labels are. */
const FEW = 10;

/** Levels named in a message. */
const SHOWN = 3;

interface Gap {
  readonly text: string;
  readonly mass: number;
}

/**
 * Looks for values of single covariates in which an arm that the target needs has no row: there only the model speaks.
 * @throws DiscoError (refused) where more than a twentieth of the rows lie in such values of one covariate
 * Cost: O(rows x columns).
 */
export function emptyLevels(study: ArmStudy, arm: number, target: Target): Remark[] {
  if (target === "overlap") return [];
  const { treatment, rows, weights, given } = study;
  const total = weights ? weights.values.reduce((a, b) => a + b, 0) : rows;
  const remarks: Remark[] = [];
  for (const column of given) {
    const gaps = gapsOf(study, column, arm, target);
    const mass = gaps.reduce((sum, gap) => sum + gap.mass, 0);
    if (mass === 0) continue;
    const share = `${((100 * mass) / total).toPrecision(2)} % of the rows`;
    const named = gaps.slice(0, SHOWN).map(({ text }) => text);
    const text = `${named.join("; ")}${gaps.length > SHOWN ? `; and ${gaps.length - SHOWN} more` : ""}`;
    if (mass > TOLERATED * total) {
      throw new DiscoError(
        {
          who: "overlap",
          wrong: `the arms cannot be compared where one of them is empty: ${share}`,
          given: text,
          next: `leave those rows out, group the values of ${column.name} with --derive, or ask about those who have a counterpart with --target overlap or ${target === "att" ? "atc" : "att"}`,
        },
        "refused",
      );
    }
    remarks.push({
      id: "empty-levels",
      text: `${text[0].toUpperCase()}${text.slice(1)} (${share}): what ${treatment.name} would do there is told by the models alone. Leave those rows out, or group the values of ${column.name}.`,
    });
  }
  return remarks;
}

function gapsOf({ treatment, weights, rows }: ArmStudy, column: Column, arm: number, target: Target): Gap[] {
  const { codes, arms, name } = treatment;
  const counts = new Map<number, [reference: number, own: number, all: number]>();
  for (let i = 0; i < rows; i++) {
    const value = column.kind === "numeric" ? column.values[i] : column.codes[i];
    let count = counts.get(value);
    if (count === undefined) {
      if (column.kind === "numeric" && counts.size === FEW) return [];
      count = [0, 0, 0];
      counts.set(value, count);
    }
    const w = weights ? weights.values[i] : 1;
    count[2] += w;
    if (codes[i] === 0) count[0] += w;
    else if (codes[i] === arm) count[1] += w;
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([value, [reference, own, all]]) => {
      const asked = target === "ate" ? all : target === "att" ? own : reference;
      const missing = reference === 0 && target !== "atc" ? 0 : own === 0 && target !== "att" ? arm : undefined;
      if (asked === 0 || missing === undefined) return [];
      const label = column.kind === "numeric" ? value : column.levels[value];
      return [{ text: `no row with ${column.name} = ${label} has ${name} = ${arms[missing]}`, mass: asked }];
    });
}
