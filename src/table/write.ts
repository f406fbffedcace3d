import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import { DiscoError } from "../error.js";
import { writeBeside } from "./beside.js";
import { closeEngine, openEngine } from "./engine.js";
import { say } from "./say.js";
import { quoteIdent, quoteString } from "./sql.js";
import { fillIntegers, fillNumbers } from "./stream.js";

const CHUNK = 2048;

/** A column to write. NaN is written as missing. All columns of a table have the same length. */
export interface NamedValues {
  readonly name: string;
  readonly values: Float64Array | Int32Array | readonly (string | number | boolean)[];
}

/** How a column is stored: numbers as numbers, mixed values as text. */
function typeOf(values: NamedValues["values"]): DuckDBType {
  if (values instanceof Float64Array) return DOUBLE;
  if (values instanceof Int32Array) return INTEGER;
  if (values.every((v) => typeof v === "boolean")) return BOOLEAN;
  if (!values.every((v) => typeof v === "number")) return VARCHAR;
  return values.every((v) => Number.isSafeInteger(v)) ? BIGINT : DOUBLE;
}

/** A part of a column as the values DuckDB takes for its type. */
function slice(values: NamedValues["values"], type: DuckDBType, start: number, end: number): DuckDBValue[] {
  const part: (string | number | boolean)[] = [];
  for (let i = start; i < end; i++) part.push(values[i]);
  if (type === VARCHAR) return part.map(String);
  if (type === BIGINT) return part.map((v) => BigInt(v as number));
  return part.map((v) => (Number.isNaN(v) ? null : v));
}

async function fill(connection: DuckDBConnection, columns: readonly NamedValues[], rows: number): Promise<void> {
  const types = columns.map((c) => typeOf(c.values));
  await connection.run(`CREATE TEMP TABLE written (${types.map((t, i) => `c${i} ${t}`).join(", ")})`);
  const appender = await connection.createAppender("written");
  for (let start = 0; start < rows; start += CHUNK) {
    const end = Math.min(rows, start + CHUNK);
    const chunk = DuckDBDataChunk.create(types, end - start);
    columns.forEach(({ values }, i) => {
      const vector = chunk.getColumnVector(i);
      // Typed arrays go without an object for each value.
      if (values instanceof Float64Array && vector instanceof DuckDBDoubleVector) {
        fillNumbers(vector, values, start, end - start);
        vector.flush();
      } else if (values instanceof Int32Array && vector instanceof DuckDBIntegerVector) {
        fillIntegers(vector, values, start, end - start);
        vector.flush();
      } else chunk.setColumnValues(i, slice(values, types[i], start, end));
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/**
 * Writes a table to .csv or .parquet, by the ending of the name, complete or not at all: the file is made beside its
 * name and renamed. Throws a DiscoError for other endings, names used twice, and folders that cannot be written to.
 */
export async function writeTable(path: string, columns: readonly NamedValues[]): Promise<void> {
  const format = /\.(csv|parquet)$/i.exec(path)?.[1].toLowerCase();
  if (!format) {
    const next = "give a name that ends in .csv or .parquet";
    throw new DiscoError({ who: "output", wrong: "this kind of file cannot be written", given: path, next });
  }
  const rows = columns[0]?.values.length ?? 0;
  if (columns.length === 0 || columns.some((c) => c.values.length !== rows)) {
    throw new Error("writeRows needs at least one column, and all of one length");
  }
  const names = columns.map((c) => c.name.toLowerCase());
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice >= 0) {
    const wrong = "two columns would have the same name (capitals do not count)";
    throw new DiscoError({ who: "output", wrong, given: say(columns[twice].name), next: "rename one of them" });
  }
  await writeBeside(path, async (temporary) => {
    const engine = await openEngine();
    try {
      await fill(engine.connection, columns, rows);
      const list = columns.map((c, i) => `c${i} AS ${quoteIdent(c.name)}`).join(", ");
      const how = format === "csv" ? "FORMAT csv, HEADER true" : "FORMAT parquet";
      await engine.connection.run(
        `COPY (SELECT ${list} FROM written) TO ${quoteString(temporary)} (${how}, USE_TMP_FILE false)`,
      );
    } finally {
      closeEngine(engine);
    }
  });
}
