import { DiscoError } from "../error.js";
import type { Column } from "../num/columns.js";
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
  /** Columns whose missing values are left open: NaN in numbers, the code -1 in labels. */
  readonly gaps?: readonly string[] | undefined;
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
  const shown = columns.filter((c) => c.role !== "weight").map(asLabels);
  const made = makeCovariates(
    shown.filter((c) => c.role !== "open"),
    counts,
  );
  const open = shown.filter((c) => c.role === "open").map(openColumn);
  return {
    rows,
    columns: [...open, ...made.columns],
    ...(weights && { weights }),
    data: { ...data, notes: [...data.notes, ...made.notes, ...lastNotes] },
  };
}

/** A column with its gaps as they are, and how many there are. */
function openColumn(column: Fetched): Column {
  const { name } = column;
  if (column.held === "text") {
    const { codes, levels } = column;
    return { kind: "categorical", name, codes, levels, ...told(codes.filter((code) => code < 0).length) };
  }
  const { values } = column;
  return { kind: "numeric", name, values, ...told(values.filter(Number.isNaN).length) };
}

function told(gaps: number): { readonly gaps?: number } {
  return gaps === 0 ? {} : { gaps };
}

/** Truth values become the labels `false` and `true`; so do numbers that only name something become labels. */
function asLabels(column: Fetched): Fetched {
  if (column.held === "text" || (column.kind !== "boolean" && column.role !== "label")) return column;
  const say = column.kind === "boolean" ? (value: number) => String(value === 1) : String;
  const texts = new Map(
    [...new Set(column.values.filter((value) => !Number.isNaN(value)))].map((value) => [value, say(value)]),
  );
  // Texts of numbers and truth values are ASCII, where JavaScript's order is that of code points.
  const levels = [...texts.values()].sort();
  const places = new Map([...texts].map(([value, text]) => [value, levels.indexOf(text)]));
  const codes = Int32Array.from(column.values, (value) => places.get(value) ?? -1);
  return { ...column, held: "text", codes, levels };
}
