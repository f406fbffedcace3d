import { DiscoError } from "../error.js";
import type { Frame } from "../num/frame.js";
import { makeCovariates } from "./covariates.js";
import type { Fetched } from "./fetch.js";
import { type ReadOptions, readUsed } from "./read.js";
import { listColumns } from "./roles.js";

/** How to read a table without roles. */
export interface FrameOptions extends ReadOptions {
  /** How many observations each row stands for, or its probability. */
  readonly weight?: string | undefined;
  /** Columns whose values are names even where they look like numbers: codes of regions, of products. */
  readonly labels?: readonly string[] | undefined;
}

/** What `readFrame` of table.ts does once DuckDB is there. */
export async function readColumns(path: string, names: readonly string[], options: FrameOptions): Promise<Frame> {
  if (options.missing === "indicator" || options.missing === "branch") {
    const wrong = "missing values cannot be marked here: a mark would be one more column, and no variable of the graph";
    throw new DiscoError({ who: "--missing", wrong, given: options.missing, next: "use --missing drop" });
  }
  const { rows, columns, counts, weights, data, lastNotes } = await readUsed(
    path,
    listColumns(names, options),
    options,
  );
  const made = makeCovariates(columns.filter((c) => c.role !== "weight").map(asLabels), counts);
  return {
    rows,
    columns: made.columns,
    ...(weights && { weights }),
    data: { ...data, notes: [...data.notes, ...made.notes, ...lastNotes] },
  };
}

/** Truth values become the labels `false` and `true`; so do numbers that only name something become labels. */
function asLabels(column: Fetched): Fetched {
  if (column.held === "text" || (column.kind !== "boolean" && column.role !== "label")) return column;
  const say = column.kind === "boolean" ? (value: number) => String(value === 1) : String;
  const texts = new Map([...new Set(column.values)].map((value) => [value, say(value)]));
  // Texts of numbers and truth values are ASCII, where JavaScript's order is that of code points.
  const levels = [...texts.values()].sort();
  const places = new Map([...texts].map(([value, text]) => [value, levels.indexOf(text)]));
  const codes = Int32Array.from(column.values, (value) => places.get(value)!);
  return { ...column, held: "text", codes, levels };
}
