import { DiscoError } from "../error.js";
import { notUtf8 } from "./beginning.js";
import type { TableFile } from "./file.js";

/** What DuckDB says, or undefined for errors that are not its. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A value of the file did not fit the type its column seemed to have. */
export function isConversion(error: unknown): boolean {
  return /^(Conversion Error|Invalid Input Error: CSV Error[\s\S]*Error when converting column)/.test(messageOf(error));
}

/** The number of the CSV column whose value did not fit (we call them c0, c1, …), or -1. */
export function refusedColumn(error: unknown): number {
  return Number(/Error when converting column "c(\d+)"/.exec(messageOf(error))?.[1] ?? -1);
}

/** The first sentence of what DuckDB says, on one line, without its own advice (which is about its own options). */
export function firstSentence(message: string): string {
  const [line] = message.split(/\n/);
  return line.replace(/^[A-Z][A-Za-z ]+ Error: /, "").replace(/[.!\s]+$/, "");
}

/** DuckDB's complaint about a file as one of ours. Errors of our own pass through. */
export function explainReading(error: unknown, file: TableFile): unknown {
  if (error instanceof DiscoError) return error;
  const message = messageOf(error);
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const about = { who: "table", given: file.given };
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (ragged) {
    const wrong = `line ${line} has ${ragged[2]} values where the header has ${ragged[1]} columns`;
    const next = "correct that line (a value that holds the delimiter must be quoted), or say --delimiter or --quote";
    return new DiscoError({ ...about, wrong, next });
  }
  if (/unterminated quote|quote should be followed/i.test(message)) {
    const next = "close it, or say --quote '' if quotes mean nothing in this file";
    return new DiscoError({ ...about, wrong: `a quote on line ${line} is not closed properly`, next });
  }
  if (/not utf-8|Invalid unicode|Invalid UTF-?8/i.test(message)) return notUtf8(file, line);
  if (/Maximum line size|line size of/i.test(message)) {
    const next = "look for a quote that is never closed, or say --quote or --delimiter";
    return new DiscoError({ ...about, wrong: "a line is longer than 2 MB", next });
  }
  if (/state machine reached an invalid state/.test(message)) {
    const next = "write the file with one kind of line end";
    return new DiscoError({ ...about, wrong: "the lines end in more than one way (Windows, Unix)", next });
  }
  const json = /Malformed JSON .* in line (\d+): ([^.\n]*)/.exec(message);
  if (json) {
    const next = "write one whole object on each line";
    return new DiscoError({ ...about, wrong: `line ${json[1]} is not JSON: ${json[2]}`, next });
  }
  if (/No magic bytes|too small to be a Parquet/i.test(message)) {
    return new DiscoError({ ...about, wrong: "this is not a Parquet file", next: "check how the file was written" });
  }
  if (/^Out of Memory Error/.test(message)) {
    const next = "name fewer columns, or free space for temporary files";
    return new DiscoError({ ...about, wrong: "the table does not fit in memory", next });
  }
  // Anything that names a part of our own SQL is our bug, not a bad file.
  if (/^(Parser|Binder|Catalog|INTERNAL)/.test(message)) return error;
  return new DiscoError({ ...about, wrong: firstSentence(message), next: "check how the file was written" });
}
