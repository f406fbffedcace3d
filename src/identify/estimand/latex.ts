import type { Estimand } from "../../query/estimand.js";
import { type Notation, write } from "./print.js";

const SIGNS = { "=": "=", "!=": "\\neq ", "<": "<", "<=": "\\leq ", ">": ">", ">=": "\\geq " } as const;

const LATEX: Notation = {
  name,
  primes: (count) => (count === 0 ? "" : `^{${"\\prime".repeat(count)}}`),
  equals: (variable, value) => `${variable}=${value}`,
  value: (value) => (typeof value === "number" ? String(value) : `\\text{${escaped(value)}}`),
  comparison: (sign) => SIGNS[sign],
  doing: (set) => `\\operatorname{do}(${set})`,
  law: (population, of, given) => `P${star(population)}(${of}${given === "" ? "" : ` \\mid ${given}`})`,
  mean: (population, of, given) => `\\mathbb{E}${star(population)}[${of}${given === "" ? "" : ` \\mid ${given}`}]`,
  sum: (over, of) => `\\sum_{${over}} ${of}`,
  quotient: (top, bottom) => `\\frac{${top}}{${bottom}}`,
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

/** A letter with or without a number is itself, anything longer is set as one word. */
function name(variable: string): string {
  const short = /^(\p{L})_?(\d*)$/u.exec(variable);
  if (short !== null) return short[2] === "" ? short[1] : `${short[1]}_{${short[2]}}`;
  return `\\mathit{${escaped(variable)}}`;
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
