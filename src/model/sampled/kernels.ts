import { exp, log, pow } from "../../num/elementary.js";
import { BLOCK } from "../../num/noise.js";
import type { BinaryOperator, FunctionName } from "../expression/expression.js";

/**
 * Columns in, a column out (it may be one of those that come in). Each loop is written out: one that called back would not be compiled well.
 * Truth is made a number by `Number`, which is compiled without a jump: a jump that depends on chance is guessed wrong half of the time, and
 * costs three times the rest.
 */
export type Pairwise = (out: Float64Array, a: Float64Array, b: Float64Array, rows: number) => void;

export const PAIRWISE: Readonly<Record<BinaryOperator, Pairwise>> = {
  "+": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = a[i] + b[i];
  },
  "-": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = a[i] - b[i];
  },
  "*": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = a[i] * b[i];
  },
  "/": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = a[i] / b[i];
  },
  "^": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = pow(a[i], b[i]);
  },
  "==": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] === b[i]);
  },
  "!=": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] !== b[i]);
  },
  "<": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] < b[i]);
  },
  "<=": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] <= b[i]);
  },
  ">": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] > b[i]);
  },
  ">=": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] >= b[i]);
  },
  "&&": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] !== 0) & Number(b[i] !== 0);
  },
  "||": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] !== 0) | Number(b[i] !== 0);
  },
};

/** A column and one number. What is missing here is done with a column of that number. */
export type WithNumber = (out: Float64Array, a: Float64Array, b: number, rows: number) => void;

export const WITH_NUMBER: Readonly<Partial<Record<BinaryOperator, WithNumber>>> = {
  "+": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = a[i] + b;
  },
  "-": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = a[i] - b;
  },
  "*": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = a[i] * b;
  },
  "/": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = a[i] / b;
  },
  "==": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] === b);
  },
  "!=": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] !== b);
  },
  "<": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] < b);
  },
  "<=": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] <= b);
  },
  ">": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] > b);
  },
  ">=": (out, a, b, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] >= b);
  },
};

/** The same with the sides changed over, where there is such an operator. */
export const CHANGED_OVER: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = {
  "+": "+",
  "*": "*",
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** Functions of one argument. */
export const OF_ONE: Readonly<
  Record<Exclude<FunctionName, "min" | "max"> | "-" | "!", (out: Float64Array, a: Float64Array, rows: number) => void>
> = {
  "-": (out, a, rows) => {
    for (let i = 0; i < rows; i++) out[i] = -a[i];
  },
  "!": (out, a, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Number(a[i] === 0);
  },
  exp: (out, a, rows) => {
    for (let i = 0; i < rows; i++) out[i] = exp(a[i]);
  },
  log: (out, a, rows) => {
    for (let i = 0; i < rows; i++) out[i] = log(a[i]);
  },
  sqrt: (out, a, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Math.sqrt(a[i]);
  },
  abs: (out, a, rows) => {
    for (let i = 0; i < rows; i++) out[i] = Math.abs(a[i]);
  },
  logistic: (out, a, rows) => {
    for (let i = 0; i < rows; i++) out[i] = 1 / (1 + exp(-a[i]));
  },
};

export const LEAST: Pairwise = (out, a, b, rows) => {
  for (let i = 0; i < rows; i++) out[i] = Math.min(a[i], b[i]);
};

export const GREATEST: Pairwise = (out, a, b, rows) => {
  for (let i = 0; i < rows; i++) out[i] = Math.max(a[i], b[i]);
};

const pair = new Float64Array(2);
const halves = new Float64Array(2 * BLOCK);

/** test ? yes : no, where yes and no are columns or numbers. Both are laid side by side and the test is an index: no jump. */
export function select(
  out: Float64Array,
  test: Float64Array,
  yes: Float64Array | number,
  no: Float64Array | number,
  rows: number,
): void {
  if (typeof yes === "number" && typeof no === "number") {
    pair[0] = no;
    pair[1] = yes;
    for (let i = 0; i < rows; i++) out[i] = pair[Number(test[i] !== 0)];
    return;
  }
  lay(no, 0, rows);
  lay(yes, BLOCK, rows);
  for (let i = 0; i < rows; i++) out[i] = halves[i + BLOCK * Number(test[i] !== 0)];
}

function lay(values: Float64Array | number, at: number, rows: number): void {
  if (typeof values === "number") halves.fill(values, at, at + rows);
  else halves.set(values.subarray(0, rows), at);
}

/** start + scale * a: the usual term of a linear formula, in one pass. */
export function addScaled(
  out: Float64Array,
  start: Float64Array | number,
  scale: Float64Array | number,
  a: Float64Array,
  rows: number,
): void {
  if (typeof start === "number") {
    if (typeof scale === "number") for (let i = 0; i < rows; i++) out[i] = start + scale * a[i];
    else for (let i = 0; i < rows; i++) out[i] = start + scale[i] * a[i];
  } else if (typeof scale === "number") for (let i = 0; i < rows; i++) out[i] = start[i] + scale * a[i];
  else for (let i = 0; i < rows; i++) out[i] = start[i] + scale[i] * a[i];
}
