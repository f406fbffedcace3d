import type { Estimand } from "../estimand.js";
import { type Notation, shortName, write } from "./print.js";

const SIGNS = { "=": "=", "!=": "\\neq ", "<": "<", "<=": "\\leq ", ">": ">", ">=": "\\geq " } as const;

const LATEX: Notation = {
  name,
  primed: (name, count) => (count === 0 ? name : `${name}^{${"\\prime".repeat(count)}}`),
  list: (parts) => parts.join(", "),
  equals: (variable, value) => `${variable}=${value}`,
  value: (value) => (typeof value === "number" ? String(value) : `\\text{${escaped(value)}}`),
  comparison: (sign) => SIGNS[sign],
  doing: (set) => `\\operatorname{do}(${set})`,
  law: (population, of, given) => `P${star(population)}(${of}${given === "" ? "" : ` \\mid ${given}`})`,
  mean: (population, of, given) => `\\mathbb{E}${star(population)}[${of}${given === "" ? "" : ` \\mid ${given}`}]`,
  sum: (over, of) => `\\sum_{${over}} ${of}`,
  quotient: (top, bottom) => `\\frac{${top}}{${bottom}}`,
  stacked: true,
  brackets: (inside) => `\\left(${inside}\\right)`,
  times: " ",
  operator: (operator) => operator,
  power: (base, exponent) => `${base}^{${exponent}}`,
  number: (value) => String(value),
};

/** `\sum_{Z} P(Y \mid X, Z) P(Z)`, for a document in LaTeX with amsmath. */
export function estimandLatex(estimand: Estimand): string {
  return write(estimand, LATEX);
}

/** Anything but a letter with or without a number is set as one word. */
function name(variable: string): string {
  const short = shortName(variable);
  if (short === undefined) return `\\mathit{${escaped(variable)}}`;
  return short.number === "" ? short.letter : `${short.letter}_{${short.number}}`;
}

function star(population: string | undefined): string {
  return population === undefined ? "" : "^{*}";
}

/** What LaTeX would take for a command. Names come from files. */
function escaped(text: string): string {
  return text.replace(/[\\{}$&#%_^~]/g, (character) => {
    const words: Record<string, string> = { "\\": "\\textbackslash{}", "^": "\\^{}", "~": "\\~{}" };
    return words[character] ?? `\\${character}`;
  });
}
