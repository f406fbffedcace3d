import type { TwoLabels } from "./sample.js";

/** A value of a column that names something. */
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

/** Does a label that stands alone mean yes (true) or no (false) in a pair that everybody knows? Undefined: nobody can say. */
export function soleMeaning(label: Label): boolean | undefined {
  const text = String(label).toLowerCase();
  if (KNOWN.some(([, yes]) => yes === text)) return true;
  return KNOWN.some(([no]) => no === text) ? false : undefined;
}

/** The text names the label: `1` names the numbers 1 and 1.0. */
export function isLabel(label: Label, text: string): boolean {
  if (typeof label === "number") return text.trim() !== "" && Number(text) === label;
  if (typeof label === "boolean") return text.toLowerCase() === String(label);
  return text === label;
}
