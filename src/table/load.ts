import { type Engine, oneRow, runWithProgress } from "./engine.js";
import type { HeldColumn } from "./held.js";

const PROBED = 50_000;

/** Tables smaller than this are kept row by row: there is nothing to gain, and folds can be dealt repeatedly over single rows. */
const WORTHWHILE = 2000;

/** The used columns in a temporary table `held`, with `n` (how many rows of the file each stands for) when grouped. */
export interface Held {
  readonly columns: readonly HeldColumn[];
  readonly grouped: boolean;
}

/** What is wrong with each column: rows of the file without a value, and with an infinite one. */
export interface Tally {
  readonly rows: number;
  readonly total: number;
  readonly missing: readonly number[];
  readonly infinite: readonly number[];
}

/**
 * Rows repeat each other so much (five to one) that counting equal ones beats keeping them: either the first rows show it,
 * or there are more rows than five times all combinations of the values seen in them.
 */
async function repeats(engine: Engine, select: string, keys: readonly string[], expected: number): Promise<boolean> {
  const first = `first AS MATERIALIZED (${select} LIMIT ${PROBED})`;
  const values = keys.map((key) => `count(DISTINCT ${key}) + max((${key} IS NULL)::INTEGER)`).join(", ");
  const [rows, distinct, ...each] = (
    await oneRow(
      engine,
      `WITH ${first} SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT * FROM first)), ${values} FROM first`,
    )
  ).map(Number);
  const combinations = each.reduce((product, n) => product * n, 1);
  return rows >= WORTHWHILE && (distinct * 5 <= rows || combinations * 5 <= expected);
}

/**
 * Reads the used columns into the temporary table `held`, in the order of the file, or, when `mayGroup` and the first
 * rows repeat a lot, as counts of distinct rows without keeping the rows at all. Missing values are part of the groups,
 * so nothing is lost by counting first. Cost: one pass over the file.
 */
export async function loadHeld(
  engine: Engine,
  source: { readonly select: string; readonly rows: number },
  columns: readonly HeldColumn[],
  mayGroup: boolean,
  report: ((fraction: number) => void) | undefined,
): Promise<Held> {
  const select = `SELECT ${columns.map((c) => `${c.from} AS ${c.key}`).join(", ")} FROM (${source.select})`;
  const grouped =
    mayGroup &&
    (await repeats(
      engine,
      select,
      columns.map((c) => c.key),
      source.rows,
    ));
  const body = grouped ? `SELECT *, count(*) AS n FROM (${select}) GROUP BY ALL` : select;
  await runWithProgress(engine, `CREATE OR REPLACE TEMP TABLE held AS ${body}`, report);
  return { columns, grouped };
}

/** Counts rows, missing and infinite values of the temporary table, in rows of the file. */
export async function tallyHeld(engine: Engine, held: Held): Promise<Tally> {
  const count = (condition: string) =>
    held.grouped ? `coalesce(sum(n) FILTER (${condition}), 0)` : `count(*) FILTER (${condition})`;
  const tests = held.columns.flatMap((c) => [
    count(`${c.key} IS NULL`),
    c.held === "number" ? count(`isinf(${c.key})`) : "0",
  ]);
  const row = await oneRow(engine, `SELECT count(*), ${count("true")}, ${tests.join(", ")} FROM held`);
  const [rows, total, ...counts] = row.map(Number);
  const missing = held.columns.map((_, i) => counts[2 * i]);
  return { rows, total, missing, infinite: held.columns.map((_, i) => counts[2 * i + 1]) };
}

/** Takes rows out of the temporary table. */
export async function deleteHeld(engine: Engine, condition: string): Promise<void> {
  await engine.connection.run(`DELETE FROM held WHERE ${condition}`);
}

/** The SQL condition that any of the columns is missing. */
export function anyMissing(columns: readonly HeldColumn[]): string {
  return columns.map((c) => `${c.key} IS NULL`).join(" OR ");
}
