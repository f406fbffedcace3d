import type { Estimand } from "../estimand.js";
import { printName, printValue } from "../print.js";
import { type Notation, write } from "./print.js";

const TEXT: Notation = {
  name: printName,
  primed: (name, count) => name + "'".repeat(count),
  list: (parts) => parts.join(", "),
  equals: (variable, value) => `${variable}=${value}`,
  value: printValue,
  comparison: (sign) => sign,
  doing: (set) => `do(${set})`,
  law: (population, of, given) => `P${star(population)}(${of}${given === "" ? "" : ` | ${given}`})`,
  mean: (population, of, given) => `E${star(population)}[${of}${given === "" ? "" : ` | ${given}`}]`,
  sum: (over, of) => `Σ_${/[,<>=!\s]/.test(over) ? `{${over}}` : over} ${of}`,
  quotient: (top, bottom) => `${atomic(top)} / ${atomic(bottom)}`,
  stacked: false,
  brackets: (inside) => `(${inside})`,
  times: " ",
  operator: (operator) => operator,
  power: (base, exponent) => `${base}^${exponent}`,
  number: (value) => String(value),
};

/** `Σ_Z P(Y | X, Z) P(Z)`, in one line of text. */
export function estimandText(estimand: Estimand): string {
  return write(estimand, TEXT);
}

function star(population: string | undefined): string {
  return population === undefined ? "" : "*";
}

/** In square brackets, unless it is one law. */
function atomic(text: string): string {
  return /^[PE]\*?[([][^()[\]]*[)\]]$/.test(text) || /^[\d.]+$/.test(text) ? text : `[${text}]`;
}
