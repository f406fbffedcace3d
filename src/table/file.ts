import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { DiscoError } from "../error.js";

/** The kinds of table we read. */
export type Format = "csv" | "parquet" | "jsonl" | "duckdb";

const ENDINGS: readonly [RegExp, Format][] = [
  [/\.(csv|tsv|txt)(\.gz)?$/i, "csv"],
  [/\.parquet$/i, "parquet"],
  [/\.(jsonl|ndjson)(\.gz)?$/i, "jsonl"],
  [/\.(duckdb|db)$/i, "duckdb"],
];
const KNOWN = ".csv, .tsv, .txt (these also as .gz), .parquet, .jsonl, .ndjson, .duckdb and .db";

/** A file that is there, and what it holds by its ending. */
export interface TableFile {
  /** As the person wrote it. */
  readonly given: string;
  readonly path: string;
  /** The last part of the path, which is how messages call it. */
  readonly name: string;
  readonly format: Format;
  readonly bytes: number;
}

/** Looks at the file. Throws a DiscoError when it is missing, a folder, empty, or of a kind we do not read. */
export function findFile(given: string): TableFile {
  const path = resolve(given);
  const name = basename(path);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    throw new DiscoError({ who: "table", wrong: "there is no such file", given, next: "check the path" });
  }
  if (found.isDirectory()) {
    throw new DiscoError({ who: "table", wrong: "this is a folder", given, next: "name the file inside it" });
  }
  const format = ENDINGS.find(([ending]) => ending.test(name))?.[1];
  if (!format) {
    const next = `use one whose name ends in ${KNOWN}`;
    throw new DiscoError({ who: "table", wrong: "this kind of file is not known", given, next });
  }
  if (found.size === 0) {
    throw new DiscoError({ who: "table", wrong: "the file is empty", given, next: "check how it was written" });
  }
  return { given, path, name, format, bytes: found.size };
}
