import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type Engine, streamed } from "./engine.js";
import type { HeldColumn } from "./held.js";
import type { Held } from "./load.js";

/** Beyond this many labels a join codes them faster than an ENUM does (1 s where the ENUM takes 15 for a million). */
const MOST_ENUM = 1000;

/** A column in memory: numbers with NaN for missing, or codes of sorted levels with -1 for missing. */
export type Fetched = HeldColumn &
  (
    | { readonly held: "number"; readonly values: Float64Array }
    | { readonly held: "text"; readonly codes: Int32Array; readonly levels: string[] }
  );

/** The columns in memory, and for grouped rows how many rows of the file each stands for. */
export interface FetchedTable {
  readonly rows: number;
  readonly columns: readonly Fetched[];
  readonly counts?: Float64Array;
  /** Where each row stood in the file, from 1; only when rows were left out. */
  readonly numbers?: Int32Array;
}

/** The values of one column of a chunk, without making an object per value. */
export function chunkValues(chunk: DuckDBDataChunk, column: number): ArrayLike<number> {
  const vector = chunk.getColumnVector(column);
  // The typed array under the vector is private there; asking value by value is its slower public equal.
  const items = (vector as unknown as { items?: unknown }).items;
  if (items instanceof Float64Array || items instanceof Int32Array) return items;
  return Array.from({ length: chunk.rowCount }, (_, i) => Number(vector.getItem(i)));
}

/** The distinct labels of a text column by code point, which SQL keeps in `labels_KEY` with their codes. */
async function dictionary(engine: Engine, key: string): Promise<string[]> {
  const distinct = `SELECT DISTINCT ${key} AS label FROM held WHERE ${key} IS NOT NULL`;
  const coded = `SELECT label, CAST(row_number() OVER (ORDER BY label) - 1 AS INTEGER) AS code FROM (${distinct})`;
  await engine.connection.run(`CREATE TEMP TABLE labels_${key} AS ${coded}`);
  const levels: string[] = [];
  const result = await streamed(engine, `SELECT label FROM labels_${key} ORDER BY code`);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const label of chunk.getColumnValues(0)) levels.push(String(label));
  }
  return levels;
}

/** Fills the targets with the columns of a query, chunk by chunk. */
async function fill(engine: Engine, sql: string, targets: readonly (Float64Array | Int32Array)[]): Promise<void> {
  if (targets.length === 0) return;
  const result = await streamed(engine, sql);
  let at = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (let c = 0; c < targets.length; c++) targets[c].set(chunkValues(chunk, c), at);
    at += chunk.rowCount;
  }
}

/**
 * Brings the temporary table into typed arrays, chunk by chunk, and drops it. Grouped rows come sorted, so that the
 * order of the file changes nothing; other rows in the order of the file, with their numbers there when `some` were left out.
 * Cost: O(rows * columns), no object per row.
 */
export async function fetchHeld(engine: Engine, held: Held, rows: number, some: boolean): Promise<FetchedTable> {
  const targets: (Float64Array | Int32Array)[] = [];
  const list: string[] = [];
  const columns: Fetched[] = [];
  for (const column of held.columns) {
    const { key } = column;
    if (column.held === "number") {
      const values = new Float64Array(rows);
      list.push(`coalesce(${key}, 'nan'::DOUBLE)`);
      columns.push({ ...column, held: "number", values });
      targets.push(values);
      continue;
    }
    const levels = await dictionary(engine, key);
    const codes = new Int32Array(rows);
    columns.push({ ...column, held: "text", codes, levels });
    if (held.grouped || levels.length <= MOST_ENUM) {
      await engine.connection.run(`CREATE TYPE enum_${key} AS ENUM (SELECT label FROM labels_${key} ORDER BY code)`);
      list.push(`coalesce(CAST(enum_code(CAST(${key} AS enum_${key})) AS INTEGER), -1)`);
      targets.push(codes);
    } else {
      const coded = `held LEFT JOIN labels_${key} ON held.${key} = label ORDER BY held.rowid`;
      await fill(engine, `SELECT coalesce(code, -1) FROM ${coded}`, [codes]);
    }
    await engine.connection.run(`DROP TABLE labels_${key}`);
  }
  const counts = held.grouped ? new Float64Array(rows) : undefined;
  if (counts) {
    list.push("CAST(n AS DOUBLE)");
    targets.push(counts);
  }
  const numbers = some && !held.grouped ? new Int32Array(rows) : undefined;
  if (numbers) {
    // A deleted row keeps its number from those behind it.
    list.push("CAST(rowid + 1 AS INTEGER)");
    targets.push(numbers);
  }
  await fill(engine, `SELECT ${list.join(", ")} FROM held${held.grouped ? " ORDER BY ALL" : ""}`, targets);
  await engine.connection.run("DROP TABLE held");
  return { rows, columns, ...(counts && { counts }), ...(numbers && { numbers }) };
}
