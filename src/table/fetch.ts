import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type Engine, smallRows, streamed } from "./engine.js";
import type { HeldColumn } from "./held.js";
import type { Held } from "./load.js";

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
}

/** The values of one column of a chunk, without making an object per value. */
function chunkValues(chunk: DuckDBDataChunk, column: number): ArrayLike<number> {
  const vector = chunk.getColumnVector(column);
  // The typed array under the vector is private there; asking value by value is its slower public equal.
  const items = (vector as unknown as { items?: unknown }).items;
  if (items instanceof Float64Array || items instanceof Int32Array) return items;
  return Array.from({ length: chunk.rowCount }, (_, i) => Number(vector.getItem(i)));
}

/** Makes the dictionary of a text column: its distinct labels by code point, as an ENUM for DuckDB to code with. */
async function dictionary(engine: Engine, key: string): Promise<string[]> {
  const distinct = `SELECT DISTINCT ${key} AS label FROM held WHERE ${key} IS NOT NULL ORDER BY label`;
  await engine.connection.run(`CREATE TEMP TABLE labels_${key} AS ${distinct}`);
  await engine.connection.run(`CREATE TYPE enum_${key} AS ENUM (SELECT label FROM labels_${key} ORDER BY label)`);
  const rows = await smallRows(engine, `SELECT label FROM labels_${key} ORDER BY label`);
  await engine.connection.run(`DROP TABLE labels_${key}`);
  return rows.map((row) => String(row[0]));
}

/**
 * Brings the temporary table into typed arrays, chunk by chunk, and drops it. Grouped rows come sorted, so that the
 * order of the file changes nothing; other rows in the order of the file. Cost: O(rows * columns), no object per row.
 */
export async function fetchHeld(engine: Engine, held: Held, rows: number): Promise<FetchedTable> {
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
    } else {
      const levels = await dictionary(engine, key);
      const codes = new Int32Array(rows);
      list.push(`coalesce(CAST(enum_code(CAST(${key} AS enum_${key})) AS INTEGER), -1)`);
      columns.push({ ...column, held: "text", codes, levels });
      targets.push(codes);
    }
  }
  const counts = held.grouped ? new Float64Array(rows) : undefined;
  if (counts) {
    list.push("CAST(n AS DOUBLE)");
    targets.push(counts);
  }
  const result = await streamed(engine, `SELECT ${list.join(", ")} FROM held${held.grouped ? " ORDER BY ALL" : ""}`);
  let at = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (let c = 0; c < targets.length; c++) targets[c].set(chunkValues(chunk, c), at);
    at += chunk.rowCount;
  }
  await engine.connection.run("DROP TABLE held");
  return { rows, columns, ...(counts && { counts }) };
}
