import type { TwoLabels } from "../num/sample.js";
import type { Fetched } from "./fetch.js";

export type Label = string | number | boolean;

/** Pairs whose meaning nobody doubts: [no, yes]. */
const KNOWN: readonly (readonly [string, string])[] = [
  ["0", "1"],
  ["false", "true"],
  ["no", "yes"],
  ["n", "y"],
  ["f", "t"],
  ["control", "treated"],
  ["control", "treatment"],
  ["placebo", "drug"],
  ["placebo", "active"],
];

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

/** Which of two labels is the `yes`: the one asked for, or the one of a known pair, or undefined when it cannot be told. */
export function tellLabels(labels: readonly Label[], asked: string | undefined): TwoLabels | undefined {
  const [a, b] = labels;
  if (asked !== undefined) {
    if (isLabel(a, asked)) return { yes: a, no: b };
    return isLabel(b, asked) ? { yes: b, no: a } : undefined;
  }
  const texts = labels.map((l) => String(l).toLowerCase());
  const pair = KNOWN.find(([no, yes]) => texts.includes(no) && texts.includes(yes));
  if (!pair) return undefined;
  return texts[0] === pair[1] ? { yes: a, no: b } : { yes: b, no: a };
}

/** The text names the label: `1` names the numbers 1 and 1.0. */
export function isLabel(label: Label, text: string): boolean {
  if (typeof label === "number") return text.trim() !== "" && Number(text) === label;
  if (typeof label === "boolean") return text.toLowerCase() === String(label);
  return text === label;
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
