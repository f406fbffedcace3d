import { DiscoError } from "../error.js";
import { listed } from "../num/say-names.js";
import type { Engine } from "./engine.js";
import type { TableFile } from "./file.js";
import { anyMissing, deleteHeld, type Held, type Tally, tallyHeld } from "./load.js";
import { whoNames } from "./roles.js";
import { say, sayCount } from "./say.js";

/** What to do about missing values. `branch`: as `indicator`, and trees are given the gaps themselves. */
export type MissingPolicy = "refuse" | "drop" | "indicator" | "branch";

/** Refuses what no choice can mend: no rows, columns without a single value, infinite values. */
export function checkTally(held: Held, tally: Tally, file: TableFile): void {
  if (tally.total === 0) {
    const wrong = "there is a header, but there are no rows";
    throw new DiscoError({ who: "table", wrong, given: file.given, next: "check how the file was written" });
  }
  const empty = held.columns.find((_, i) => tally.missing[i] === tally.total);
  if (empty) {
    const next = "leave it out, or check how the file was written";
    throw new DiscoError({
      who: whoNames(empty.role),
      wrong: "every row of this column is missing",
      given: say(empty.name),
      next,
    });
  }
  const infinite = held.columns.flatMap((c, i) =>
    tally.infinite[i] > 0 ? [`${say(c.name)} ${tally.infinite[i]}`] : [],
  );
  if (infinite.length > 0) {
    const wrong = `there are infinite values: ${infinite.join(", ")}`;
    const next = "correct them, or replace them with --derive";
    throw new DiscoError({ who: "table", wrong, given: file.given, next });
  }
}

/**
 * Applies the choice about missing values to the temporary table: refuses, deletes the rows, or leaves the gaps of
 * covariates to be marked later. Returns the tally of what is left and what to say.
 */
export async function applyMissing(
  engine: Engine,
  held: Held,
  tally: Tally,
  policy: MissingPolicy,
  file: TableFile,
): Promise<{ tally: Tally; notes: string[] }> {
  const gaps = held.columns.filter((c, i) => tally.missing[i] > 0 && c.role !== "open");
  if (gaps.length === 0) return { tally, notes: [] };
  const counts = held.columns.flatMap((c, i) =>
    tally.missing[i] > 0 && c.role !== "open" ? [`${say(c.name)} ${tally.missing[i]}`] : [],
  );
  const of = `of ${sayCount(tally.total, "row")}`;
  if (policy === "refuse") {
    const drop = "use --missing drop to leave those rows out";
    const next = gaps.every((c) => c.role === "given")
      ? `${drop}, or --missing indicator to keep them and mark the gaps`
      : gaps.every((c) => c.role === "by")
        ? `${drop}, or --by to name columns without gaps`
        : drop;
    const wrong = `there are missing values (${of}): ${counts.join(", ")}`;
    throw new DiscoError({ who: "table", wrong, given: file.given, next });
  }
  if (policy === "indicator" || policy === "branch") {
    const needed = gaps.filter((c) => c.role !== "given");
    if (needed.length === 0) return { tally, notes: [] };
    const wrong = `missing values can be marked only in covariates, and the ${listed(needed.map((c) => c.role))} has some too (${of}): ${counts.join(", ")}`;
    throw new DiscoError({ who: "--missing", wrong, given: policy, next: "use --missing drop" });
  }
  await deleteHeld(engine, anyMissing(gaps));
  const left = await tallyHeld(engine, held);
  if (left.total === 0) {
    const wrong = `every row has a missing value: ${counts.join(", ")}`;
    throw new DiscoError({ who: "--missing", wrong, given: policy, next: "leave out the columns with most of them" });
  }
  const names = listed(gaps.map((c) => say(c.name)));
  const out = tally.total - left.total;
  const were = out === 1 ? "row was" : "rows were";
  return { tally: left, notes: [`${out} of ${tally.total} ${were} left out because of missing values in ${names}.`] };
}
