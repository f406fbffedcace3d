import { DiscoError } from "../../error.js";
import type { BerksonCheck } from "../../query/berkson.js";
import type { TwoValued } from "./columns.js";
import { massOf, type PairRows } from "./rows.js";
import { countOf, quoted } from "./say.js";

/** What the table has of those who were not selected, and what that allows. */
export interface Mode extends Pick<BerksonCheck, "mode" | "told"> {
  /** Others that the pair was measured on, and that cannot be used. */
  readonly unused: number;
}

/**
 * The mode follows from the table: others with both of the pair, others with covariates only, or no others.
 * @throws DiscoError where the pair is missing for selected rows, or for some of the others and there are no covariates
 */
export function modeOf(
  rows: PairRows,
  pair: readonly TwoValued[],
  selection: TwoValued | null,
  given: readonly string[],
): Mode {
  const { group, selected } = rows;
  const names = pair.map(({ name }) => quoted(name)).join(" or ");
  const isOther = (i: number): boolean => selected[i] === 0;
  const isMeasured = (i: number): boolean => group[i] >= 0;
  const missing = massOf(rows, (i) => !isOther(i) && !isMeasured(i));
  if (missing > 0) {
    const next =
      "leave those rows out (--missing drop), or let the selected be those who were selected and measured (--derive)";
    const what = rows.law ? "in selected rows" : `in ${countOf(missing, "selected row")}`;
    throw new DiscoError({ who: "--pair", wrong: `${names} is missing ${what}`, next });
  }
  const others = massOf(rows, isOther);
  if (others === 0) {
    if (given.length > 0) {
      const next =
        "add rows of those who were not selected, and say who was (--selected); --chances and --selection-probability need none";
      const wrong = "covariates can tell the chance of being selected only where others are in the table too";
      throw new DiscoError({ who: "--given", wrong, given: given.map(quoted).join(", "), next });
    }
    const only =
      selection === null
        ? "The table has selected rows only"
        : `All rows have ${quoted(selection.name)} = ${selection.yes}`;
    return { mode: "selected", told: `${only}: what is counted holds among them.`, unused: 0 };
  }
  const measured = massOf(rows, (i) => isOther(i) && isMeasured(i));
  const complete = !group.some((one, i) => one < 0 && isOther(i));
  if (complete) {
    return {
      mode: "whole",
      told: "The table has selected rows and others, with both of the pair measured on all.",
      unused: 0,
    };
  }
  if (given.length > 0) {
    const told =
      "Of those who were not selected the table has covariates only; chances of being selected are learnt from these.";
    return { mode: "covariates", told, unused: measured };
  }
  if (measured > 0) {
    const wrong = `${names} is missing for some of those who were not selected`;
    const next = "leave those rows out (--missing drop), or name covariates that all rows have (--given)";
    throw new DiscoError({ who: "--pair", wrong, next });
  }
  const told = "The pair is measured on selected rows only; the others cannot be used without covariates (--given).";
  return { mode: "selected", told, unused: 0 };
}
