import { closeSync, openSync, readSync } from "node:fs";
import { DiscoError } from "../error.js";
import { type Engine, smallRows } from "./engine.js";
import type { TableFile } from "./file.js";
import { say, sayNames } from "./say.js";
import { nameColumns, type Source } from "./source.js";
import { quoteIdent, quotePath, quoteString } from "./sql.js";

/** The source of a SELECT whose columns already have types; rows are `counted` where the format knows how many it has. */
async function described(engine: Engine, select: string, counted: boolean): Promise<Source> {
  const rows = await smallRows(engine, `DESCRIBE ${select}`);
  const names = nameColumns(rows.map((row) => String(row[0])));
  const columns = names.map((n, i) => ({ ...n, type: String(rows[i][1]) }));
  const [[count]] = counted ? await smallRows(engine, `SELECT count(*) FROM (${select})`) : [[0]];
  return { columns, select, rows: Number(count), notes: [], shared: new Map() };
}

/** A Parquet file as a source: the types are in the file. */
export function parquetSource(engine: Engine, file: TableFile): Promise<Source> {
  return described(
    engine,
    `SELECT * FROM read_parquet(${quotePath(file.path)}, hive_partitioning = false, binary_as_string = true)`,
    true,
  );
}

/** JSON lines as a source. Names and types come from the whole file, as a field may first appear in the last line. */
export function jsonSource(engine: Engine, file: TableFile): Promise<Source> {
  const options = "format = 'newline_delimited', sample_size = -1, hive_partitioning = false";
  return described(engine, `SELECT * FROM read_json(${quotePath(file.path)}, ${options})`, false);
}

/** A table of a DuckDB file as a source; `table` may be left out when there is only one. */
export async function duckdbSource(engine: Engine, file: TableFile, table: string | undefined): Promise<Source> {
  const magic = Buffer.alloc(4);
  const open = openSync(file.path, "r");
  readSync(open, magic, 0, 4, 8);
  closeSync(open);
  if (magic.toString("latin1") !== "DUCK") {
    const next = "give a file that DuckDB wrote, or export the table to CSV or Parquet";
    throw new DiscoError({ who: "table", wrong: "this is not a DuckDB file", given: file.given, next });
  }
  await engine.connection.run(`ATTACH ${quoteString(file.path)} AS file (TYPE duckdb, READ_ONLY)`);
  const tables = await smallRows(
    engine,
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'file' AND NOT internal
     UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = 'file' AND NOT internal ORDER BY 1, 2`,
  );
  const names = tables.map(([schema, name]) => (schema === "main" ? String(name) : `${schema}.${name}`));
  const at = table === undefined ? (names.length === 1 ? 0 : -1) : names.indexOf(table);
  if (at < 0) {
    const wrong =
      names.length === 0
        ? "the file has no tables"
        : table === undefined
          ? `the file has ${names.length} tables: ${sayNames(names)}`
          : `the file has no such table; it has ${sayNames(names)}`;
    const next = names.length === 0 ? "check the file" : "say which one with --table";
    throw new DiscoError({ who: "--table", wrong, given: table === undefined ? file.given : say(table), next });
  }
  const [schema, name] = tables[at].map((part) => quoteIdent(String(part)));
  return described(engine, `SELECT * FROM file.${schema}.${name}`, true);
}
