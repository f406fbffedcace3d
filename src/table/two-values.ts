import type { Label } from "../num/two-labels.js";
import type { Fetched } from "./fetch.js";

export { isLabel, type Label, tellLabels } from "../num/two-labels.js";

/** The distinct values of a column without missing ones, sorted; stops looking after `most`. Cost: O(rows). */
export function distinctLabels(column: Fetched, most: number): Label[] {
  if (column.held === "text") return column.levels.slice(0, most);
  const seen = new Set<number>();
  const { values } = column;
  // Most columns asked about have two values; whoever has one of the last two is no news.
  let [one, other] = [Number.NaN, Number.NaN];
  for (let i = 0; i < values.length && seen.size < most; i++) {
    const value = values[i];
    if (value === one || value === other) continue;
    seen.add(value);
    [one, other] = [value, one];
  }
  const numbers = [...seen].sort((a, b) => a - b);
  return column.kind === "boolean" ? numbers.map((v) => v === 1) : numbers;
}

/** Writes 1 where the column has the label and 0 elsewhere. */
export function codeLabel(column: Fetched, label: Label, into: Uint8Array | Float64Array): void {
  if (column.held === "text") {
    const code = column.levels.indexOf(String(label));
    for (let i = 0; i < into.length; i++) into[i] = column.codes[i] === code ? 1 : 0;
  } else {
    const value = Number(label);
    for (let i = 0; i < into.length; i++) into[i] = column.values[i] === value ? 1 : 0;
  }
}
