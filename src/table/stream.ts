import { rmSync } from "node:fs";
import {
  DOUBLE,
  type DuckDBAppender,
  DuckDBDataChunk,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  INTEGER,
} from "@duckdb/node-api";
import { DiscoError } from "../error.js";
import { writeBeside } from "./beside.js";
import { closeEngine, type Engine, openEngine } from "./engine.js";
import { say } from "./say.js";
import { quoteIdent, quoteList, quoteString } from "./sql.js";

/** A column of a table that is written bit by bit: whole numbers (32 bits), any numbers, or codes of labels. */
export interface StreamColumn {
  readonly name: string;
  readonly kind: "integer" | "number" | "label";
  /** Of a column of labels: `labels[code]`. */
  readonly labels?: readonly string[];
}

/** Rows of such a table, a typed array for each column. NaN is written as missing. */
export interface StreamChunk {
  readonly rows: number;
  readonly columns: readonly (Float64Array | Int32Array)[];
}

/** Rows that DuckDB takes at a time. */
const VECTOR = 2048;

const FORMATS: Readonly<Record<string, string>> = {
  csv: "FORMAT csv, HEADER true",
  parquet: "FORMAT parquet",
  jsonl: "FORMAT json",
  ndjson: "FORMAT json",
};

/**
 * Writes rows as they come to .csv, .parquet, .jsonl or .ndjson, by the ending of the name, in their order, complete or not at all. They are
 * gathered in a DuckDB file beside the target, which is removed in any case, so that memory does not grow with them.
 * @param onRows hears how many rows have been taken so far, after every chunk
 * @throws DiscoError for another ending, names used twice, and folders that cannot be written to; and what `chunks` throws
 */
export async function writeChunks(
  path: string,
  columns: readonly StreamColumn[],
  chunks: AsyncIterable<StreamChunk>,
  onRows?: (rows: number) => void,
): Promise<void> {
  const format = FORMATS[/\.([a-z]+)$/i.exec(path)?.[1].toLowerCase() ?? ""];
  if (format === undefined) {
    const next = "give a name that ends in .csv, .parquet or .jsonl";
    throw new DiscoError({ who: "output", wrong: "this kind of file cannot be written", given: path, next });
  }
  if (columns.length === 0) throw new Error("a table needs at least one column");
  refuseTwice(columns);
  await writeBeside(path, async (temporary) => {
    const store = `${temporary}.store`;
    const remove = () => {
      for (const file of [store, `${store}.wal`]) rmSync(file, { force: true });
    };
    // An interrupt ends the process without coming back here.
    process.once("exit", remove);
    const engine = await openEngine();
    try {
      await gather(engine, store, columns, chunks, onRows);
      await engine.connection.run(
        `COPY (SELECT ${columns.map(asWritten).join(", ")} FROM store.written) TO ${quoteString(temporary)} (${format}, USE_TMP_FILE false)`,
      );
    } finally {
      closeEngine(engine);
      remove();
      process.off("exit", remove);
    }
  });
}

async function gather(
  { connection }: Engine,
  store: string,
  columns: readonly StreamColumn[],
  chunks: AsyncIterable<StreamChunk>,
  onRows: ((rows: number) => void) | undefined,
): Promise<void> {
  // Room for a row group of each column, and no more: what was gathered belongs on the disk.
  await connection.run(`SET memory_limit = '${128 + 8 * columns.length}MB'`);
  await connection.run(`ATTACH ${quoteString(store)} AS store`);
  const types = columns.map(({ kind }) => (kind === "number" ? DOUBLE : INTEGER));
  await connection.run(`CREATE TABLE store.written (${types.map((type, i) => `c${i} ${type}`).join(", ")})`);
  const appender = await connection.createAppender("written", undefined, "store");
  // One for all: as many as there are rows would wait for the garbage collector in DuckDB's memory.
  const vectors = DuckDBDataChunk.create(types, VECTOR);
  let rows = 0;
  for await (const chunk of chunks) {
    append(appender, vectors, chunk);
    rows += chunk.rows;
    onRows?.(rows);
  }
  appender.closeSync();
}

function append(appender: DuckDBAppender, vectors: DuckDBDataChunk, { rows, columns }: StreamChunk): void {
  for (let start = 0; start < rows; start += VECTOR) {
    const count = Math.min(VECTOR, rows - start);
    vectors.reset();
    vectors.rowCount = count;
    columns.forEach((values, i) => {
      const vector = vectors.getColumnVector(i);
      if (vector instanceof DuckDBDoubleVector) fillNumbers(vector, values, start, count);
      else if (vector instanceof DuckDBIntegerVector) fillIntegers(vector, values, start, count);
      vector.flush();
    });
    appender.appendDataChunk(vectors);
  }
}

/** Numbers into a vector of DuckDB's, NaN as missing. */
export function fillNumbers(
  vector: DuckDBDoubleVector,
  values: Float64Array | Int32Array,
  start: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const value = values[start + i];
    vector.setItem(i, Number.isNaN(value) ? null : value);
  }
}

/** Whole numbers into a vector of DuckDB's. */
export function fillIntegers(
  vector: DuckDBIntegerVector,
  values: Float64Array | Int32Array,
  start: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) vector.setItem(i, values[start + i]);
}

/** A column of the store as it is to stand in the file. */
function asWritten({ name, kind, labels = [] }: StreamColumn, i: number): string {
  const value = kind === "label" ? `list_extract(${quoteList(labels)}, c${i} + 1)` : `c${i}`;
  return `${value} AS ${quoteIdent(name)}`;
}

function refuseTwice(columns: readonly StreamColumn[]): void {
  const names = columns.map(({ name }) => name.toLowerCase());
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice < 0) return;
  const wrong = "two columns would have the same name (capitals do not count)";
  throw new DiscoError({ who: "output", wrong, given: say(columns[twice].name), next: "rename one of them" });
}
