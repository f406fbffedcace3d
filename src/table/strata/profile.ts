import type { Stratifier } from "../../num/strata.js";
import { type SettledRules, whyLeft } from "../../num/strata-rules.js";
import { type Engine, oneRow } from "../engine.js";
import type { HeldColumn } from "../held.js";
import type { Tally } from "../load.js";
import { sayCount } from "../say.js";

/** A column that may make strata, and what is known of it. */
export interface Profile {
  readonly column: HeldColumn;
  readonly stratifier: Stratifier;
}

/** Does the column make strata? */
function isStratifier({ role }: HeldColumn): boolean {
  return role === "by" || role === "label";
}

/** Truth values, texts and what was said to be labels are labels. */
function hasLabels({ held, kind, role }: HeldColumn): boolean {
  return held === "text" || kind === "boolean" || role === "label";
}

/**
 * Counts the distinct values of columns and says which cannot be tried. `columns` are those of the tally, in which `missing` is still counted.
 * Cost: one pass for each column, as all at once would not fit in memory.
 */
export async function profileColumns(
  engine: Engine,
  columns: readonly HeldColumn[],
  tally: Pick<Tally, "total" | "missing">,
  rules: SettledRules,
): Promise<readonly Profile[]> {
  const profiles: Profile[] = [];
  for (const [i, column] of columns.entries()) {
    if (!isStratifier(column)) continue;
    const [values] = (await oneRow(engine, `SELECT count(DISTINCT ${column.key}) FROM held`)) as number[];
    const kind = hasLabels(column) ? "labels" : "numbers";
    const left = reason({ kind, values }, tally.total, tally.missing[i], rules);
    profiles.push({
      column,
      stratifier: { name: column.name, kind, values, ...(left !== undefined && { left }) },
    });
  }
  return profiles;
}

function reason(
  found: Pick<Stratifier, "kind" | "values">,
  rows: number,
  missing: number,
  rules: SettledRules,
): string | undefined {
  if (missing === 0) return whyLeft(found, rows, rules);
  if (missing === rows) return "missing in every row";
  if (found.values === 1) return `one value, and missing in ${sayCount(missing, "row")}`;
  return whyLeft(found, rows - missing, rules);
}
