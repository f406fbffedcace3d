import { exp, log, pow } from "../../num/elementary.js";
import type { BinaryOperator, FunctionName } from "../expression/expression.js";

/**
 * Loops over columns of a program's memory, given by where they start; the result may be one of those that come in. Each loop is written
 * out: one that called back would not be compiled well. Truth is made a number by `Number`, which is compiled without a jump: a jump that
 * depends on chance is guessed wrong half of the time, and costs three times the rest.
 */
export type Pairwise = (m: Float64Array, out: number, a: number, b: number, rows: number) => void;

export const PAIRWISE: Readonly<Record<BinaryOperator, Pairwise>> = {
  "+": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = m[a + i] + m[b + i];
  },
  "-": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = m[a + i] - m[b + i];
  },
  "*": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = m[a + i] * m[b + i];
  },
  "/": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = m[a + i] / m[b + i];
  },
  "^": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = pow(m[a + i], m[b + i]);
  },
  "==": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] === m[b + i]);
  },
  "!=": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] !== m[b + i]);
  },
  "<": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] < m[b + i]);
  },
  "<=": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] <= m[b + i]);
  },
  ">": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] > m[b + i]);
  },
  ">=": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] >= m[b + i]);
  },
  "&&": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] !== 0) & Number(m[b + i] !== 0);
  },
  "||": (m, out, a, b, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] !== 0) | Number(m[b + i] !== 0);
  },
};

/** A column and one number. What is missing here is done with a column of that number. */
export type WithNumber = (m: Float64Array, out: number, a: number, number: number, rows: number) => void;

export const WITH_NUMBER: Readonly<Partial<Record<BinaryOperator, WithNumber>>> = {
  "+": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = m[a + i] + number;
  },
  "-": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = m[a + i] - number;
  },
  "*": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = m[a + i] * number;
  },
  "/": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = m[a + i] / number;
  },
  "==": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] === number);
  },
  "!=": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] !== number);
  },
  "<": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] < number);
  },
  "<=": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] <= number);
  },
  ">": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] > number);
  },
  ">=": (m, out, a, number, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] >= number);
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
  Record<
    Exclude<FunctionName, "min" | "max"> | "-" | "!",
    (m: Float64Array, out: number, a: number, rows: number) => void
  >
> = {
  "-": (m, out, a, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = -m[a + i];
  },
  "!": (m, out, a, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Number(m[a + i] === 0);
  },
  exp: (m, out, a, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = exp(m[a + i]);
  },
  log: (m, out, a, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = log(m[a + i]);
  },
  sqrt: (m, out, a, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Math.sqrt(m[a + i]);
  },
  abs: (m, out, a, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = Math.abs(m[a + i]);
  },
  logistic: (m, out, a, rows) => {
    for (let i = 0; i < rows; i++) m[out + i] = 1 / (1 + exp(-m[a + i]));
  },
};

export const LEAST: Pairwise = (m, out, a, b, rows) => {
  for (let i = 0; i < rows; i++) m[out + i] = Math.min(m[a + i], m[b + i]);
};

export const GREATEST: Pairwise = (m, out, a, b, rows) => {
  for (let i = 0; i < rows; i++) m[out + i] = Math.max(m[a + i], m[b + i]);
};

/** test ? yes : no of columns. The test chooses where to read: no jump. */
export function select(m: Float64Array, out: number, test: number, yes: number, no: number, rows: number): void {
  const apart = yes - no;
  for (let i = 0; i < rows; i++) m[out + i] = m[no + i + apart * Number(m[test + i] !== 0)];
}

const pair = new Float64Array(2);

/** test ? yes : no of numbers. */
export function selectNumber(m: Float64Array, out: number, test: number, yes: number, no: number, rows: number): void {
  pair[0] = no;
  pair[1] = yes;
  for (let i = 0; i < rows; i++) m[out + i] = pair[Number(m[test + i] !== 0)];
}

/** start + scale * a: the usual term of a linear formula, in one pass. */
export function addScaled(m: Float64Array, out: number, start: number, scale: number, a: number, rows: number): void {
  for (let i = 0; i < rows; i++) m[out + i] = m[start + i] + scale * m[a + i];
}

/** The same with a number to start from. */
export function addScaledToNumber(
  m: Float64Array,
  out: number,
  start: number,
  scale: number,
  a: number,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) m[out + i] = start + scale * m[a + i];
}

/** start + scale * a + factor * b, from left to right. */
export function addTwoScaled(
  m: Float64Array,
  out: number,
  start: number,
  scale: number,
  a: number,
  factor: number,
  b: number,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) m[out + i] = m[start + i] + scale * m[a + i] + factor * m[b + i];
}

/** The same with a number to start from. */
export function addTwoScaledToNumber(
  m: Float64Array,
  out: number,
  start: number,
  scale: number,
  a: number,
  factor: number,
  b: number,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) m[out + i] = start + scale * m[a + i] + factor * m[b + i];
}

/** start + a * b. */
export function addProduct(m: Float64Array, out: number, start: number, a: number, b: number, rows: number): void {
  for (let i = 0; i < rows; i++) m[out + i] = m[start + i] + m[a + i] * m[b + i];
}
