import { DiscoError } from "../error.js";
import type { Sample } from "../num/sample.js";
import type { ReadOptions } from "./read.js";
import type { Roles } from "./roles.js";
import type { NamedValues } from "./write.js";

/** Runs something that needs DuckDB, and says how to get it when it is not installed: it is an optional companion of the library. */
async function withDuckDB<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    if (!missing || !error.message.includes("@duckdb/node-api")) throw error;
    throw new DiscoError({
      who: "discoscm/table",
      wrong: "tables are read and written through DuckDB, which is not installed",
      next: "npm install @duckdb/node-api@1.5.6-r.1",
    });
  }
}

/**
 * Reads a table (.csv .tsv .txt, also .gz; .parquet; .jsonl .ndjson; .duckdb .db) with its columns' roles. Rows keep the order of the file
 * unless they were counted (`weights.kind` "counts" without a name). Every change made on the way in is told in `data.notes`.
 * @throws DiscoError for anything wrong with the file, the names or the values, and when DuckDB is not installed
 * Cost: one pass over the file, and the used columns in memory twice for a moment.
 */
export async function readSample(path: string, roles: Roles, options: ReadOptions = {}): Promise<Sample> {
  const { readTable } = await withDuckDB(() => import("./read.js"));
  return readTable(path, roles, options);
}

/**
 * Writes columns as a table to .csv or .parquet, by the ending of the name, complete or not at all.
 * @throws DiscoError for another ending, columns of unequal length, a folder that cannot be written, and when DuckDB is not installed
 */
export async function writeRows(path: string, columns: readonly NamedValues[]): Promise<void> {
  const { writeTable } = await withDuckDB(() => import("./write.js"));
  return writeTable(path, columns);
}
