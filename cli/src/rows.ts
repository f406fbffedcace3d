import { printable } from "./errors.js";

/** Rows of a table in parts, by columns; labels are written in place of their codes. */
export interface Rows {
  readonly columns: readonly {
    readonly name: string;
    readonly kind: "integer" | "number" | "label";
    readonly labels?: readonly string[];
  }[];
  readonly chunks: AsyncIterable<{
    readonly from: number;
    readonly rows: number;
    readonly columns: readonly (Float64Array | Int32Array)[];
  }>;
}

/** Rows that are written at once: some hundred kilobytes, so that a slow reader slows us down. */
const PART = 8192;

/** The rows as CSV, a header first. For a terminal, labels that could steer it are made harmless. */
export async function* csvText({ columns, chunks }: Rows): AsyncGenerator<string> {
  const safe = process.stdout.isTTY ? printable : (text: string) => text;
  yield `${columns.map(({ name }) => csvField(safe(name))).join(",")}\n`;
  const labels = columns.map((column) => column.labels?.map((label) => csvField(safe(label))));
  for await (const lines of parts(chunks, labels)) yield lines.map((line) => `${line.join(",")}\n`).join("");
}

/** The rows as one JSON document, `{ "columns": [...], "rows": [[...], ...] }`, written as it is made. */
export async function* jsonText({ columns, chunks }: Rows): AsyncGenerator<string> {
  yield `{\n  "columns": ${JSON.stringify(columns.map(({ name }) => name))},\n  "rows": [`;
  const labels = columns.map((column) => column.labels?.map((label) => JSON.stringify(label)));
  let between = "\n    ";
  for await (const lines of parts(chunks, labels)) {
    yield between + lines.map((line) => `[${line.map(jsonNumber).join(", ")}]`).join(",\n    ");
    between = ",\n    ";
  }
  yield "\n  ]\n}\n";
}

type Labels = readonly (readonly string[] | undefined)[];

async function* parts(chunks: Rows["chunks"], labels: Labels): AsyncGenerator<(string | number)[][]> {
  for await (const { rows, columns } of chunks) {
    for (let start = 0; start < rows; start += PART) {
      const lines: (string | number)[][] = [];
      for (let row = start; row < Math.min(rows, start + PART); row++) {
        lines.push(columns.map((values, i) => labels[i]?.[values[row]] ?? values[row]));
      }
      yield lines;
    }
  }
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** JSON has no infinities. */
function jsonNumber(cell: string | number): string | number {
  return typeof cell === "number" && !Number.isFinite(cell) ? "null" : cell;
}
