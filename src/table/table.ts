import { DiscoError } from "../error.js";
import type { Frame } from "../num/frame.js";
import type { Sample } from "../num/sample.js";
import type { StrataTable } from "../num/strata.js";
import type { Study } from "../num/study.js";
import type { ReadOptions } from "./read.js";
import type { FrameOptions } from "./read-frame.js";
import type { StrataOptions } from "./read-strata.js";
import type { Roles, StudyRoles } from "./roles.js";
import type { StrataRoles } from "./strata/names.js";
import type { StreamChunk, StreamColumn } from "./stream.js";
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
  const { readTable } = await withDuckDB(() => import("./read-sample.js"));
  return readTable(path, roles, options);
}

/**
 * Reads a table with the roles that estimators of effects know: as `readSample`, and the treatment may have several arms (labels, or numbers
 * with `reference`) or be a dose (numbers).
 * @throws DiscoError as `readSample` does, and for arms of which no one can tell the reference
 * Cost: that of `readSample`.
 */
export async function readStudy(path: string, roles: StudyRoles, options: ReadOptions = {}): Promise<Study> {
  const { readStudyTable } = await withDuckDB(() => import("./read-study.js"));
  return readStudyTable(path, roles, options);
}

/**
 * Reads the named columns of a table, none of which plays a part: numbers as numbers, texts and truth values as labels, dates as days since
 * 1970-01-01. Options are those of `readSample`, and two of its own: `weight`, a column of counts or probabilities, and `labels`, columns
 * whose values are names even where they look like numbers. Where rows repeat a lot they come back once, with their counts.
 * @throws DiscoError as `readSample` does, for `missing: "indicator"`, and for labels or a weight that the names do not go with
 * Cost: one pass over the file, and the named columns in memory twice for a moment.
 */
export async function readFrame(path: string, names: readonly string[], options: FrameOptions = {}): Promise<Frame> {
  const { readColumns } = await withDuckDB(() => import("./read-frame.js"));
  return readColumns(path, names, options);
}

/**
 * Counts a table by the values of other columns: the outcome of both arms in every stratum of each column, and of each pair of them, all inside
 * the engine. `by` absent: every other column. Options are those of `readSample`, and `bins` (numbers of more than 10 values are cut at their
 * quantiles into so many, 5 unless told), `pairs` (true unless told) and `mostLabels` (50: columns of more are not tried, and say so). Truth values
 * are labels. What the data hold decides the order of strata, never the order of rows.
 * @throws DiscoError as `readSample` does, for a column of `by` that plays another part, for `labels` that make no strata, and for `missing:
 *   "indicator"`
 * Cost: one pass over the file; then 50 columns and their 1,225 pairs on a million rows in a few seconds, in the engine's 1 GB.
 */
export async function readStrata(path: string, roles: StrataRoles, options: StrataOptions = {}): Promise<StrataTable> {
  const { readStrataTable } = await withDuckDB(() => import("./read-strata.js"));
  return readStrataTable(path, roles, options);
}

/**
 * The names of a table's columns, derived ones last. `wanted`: names that are looked for, which help to find a CSV file's delimiter.
 * @throws DiscoError as `readFrame` does
 * Cost: the beginning of the file.
 */
export async function columnNames(
  path: string,
  wanted: readonly string[] = [],
  options: ReadOptions = {},
): Promise<readonly string[]> {
  const { readColumnNames } = await withDuckDB(() => import("./column-names.js"));
  return readColumnNames(path, wanted, options);
}

/**
 * Writes columns as a table to .csv or .parquet, by the ending of the name, complete or not at all.
 * @throws DiscoError for another ending, columns of unequal length, a folder that cannot be written, and when DuckDB is not installed
 */
export async function writeRows(path: string, columns: readonly NamedValues[]): Promise<void> {
  const { writeTable } = await withDuckDB(() => import("./write.js"));
  return writeTable(path, columns);
}

/**
 * Writes rows as they come to .csv, .parquet or .jsonl, by the ending of the name, in their order, complete or not at all. Memory does not
 * grow with the number of rows.
 * @param onRows hears how many rows have been taken so far
 * @throws DiscoError for another ending, names used twice, a folder that cannot be written, and when DuckDB is not installed; and what
 *   `chunks` throws
 */
export async function writeStream(
  path: string,
  columns: readonly StreamColumn[],
  chunks: AsyncIterable<StreamChunk>,
  onRows?: (rows: number) => void,
): Promise<void> {
  const { writeChunks } = await withDuckDB(() => import("./stream.js"));
  return writeChunks(path, columns, chunks, onRows);
}
