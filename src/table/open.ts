import { DiscoError } from "../error.js";
import { type CsvOptions, csvSource } from "./csv.js";
import { type Engine, lockEngine } from "./engine.js";
import type { TableFile } from "./file.js";
import type { Source } from "./source.js";
import { asPattern } from "./sql.js";
import { duckdbSource, jsonSource, parquetSource } from "./stored.js";

/** Opens the table of a file; after this the engine can reach no other file. Throws for options that do not fit it. */
export async function openSource(
  engine: Engine,
  file: TableFile,
  options: CsvOptions & { readonly table?: string | undefined },
  wanted: readonly string[],
): Promise<Source> {
  refuseOption(file, "duckdb", "--table", options.table);
  refuseOption(file, "csv", "--delimiter", options.delimiter);
  refuseOption(file, "csv", "--quote", options.quote);
  refuseOption(file, "csv", "--encoding", options.encoding);
  refuseOption(file, "csv", "--na", options.na?.join(","));
  if (file.format === "duckdb") {
    const source = await duckdbSource(engine, file, options.table);
    await lockEngine(engine, []);
    return source;
  }
  // The engine sees a name with * ? or [ first as the pattern that means just this name, then as itself.
  await lockEngine(engine, [file.path, asPattern(file.path)]);
  if (file.format === "csv") return csvSource(file, options, wanted);
  return file.format === "parquet" ? parquetSource(engine, file) : jsonSource(engine, file);
}

function refuseOption(file: TableFile, format: TableFile["format"], who: string, given: string | undefined): void {
  if (given === undefined || file.format === format) return;
  const kind = format === "csv" ? "text tables (.csv, .tsv, .txt)" : "DuckDB files";
  throw new DiscoError({
    who,
    wrong: `this is only for ${kind}, and the table is ${file.name}`,
    given,
    next: "leave it out",
  });
}
