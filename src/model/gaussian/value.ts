import type { ArithmeticOperator, Comparison } from "../../query/question.js";
import { holds } from "../holds.js";
import { operate } from "../measured.js";
import type { Unable } from "../request.js";

/** constant + the sum of loadings times independent standard normal variables, one for each noise. */
export interface Affine {
  readonly constant: number;
  readonly loadings: Float64Array;
}

/** `yes` where the affine quantity compares so with 0, else `no`. */
export interface Step {
  readonly of: Affine;
  readonly comparison: Comparison;
  readonly yes: number;
  readonly no: number;
}

/**
 * What a formula comes to when the discrete variables are known: a number, an affine quantity, a threshold of one, or something that this
 * engine does not follow, and why. That is a value too, because nobody may need it: 0 times it is 0.
 */
export type Value = number | Affine | Step | Unable;

export function isUnable(value: unknown): value is Unable {
  return typeof value === "object" && value !== null && "unable" in value;
}

export function isAffine(value: Value): value is Affine {
  return typeof value === "object" && "loadings" in value;
}

export function isStep(value: Value): value is Step {
  return typeof value === "object" && "comparison" in value;
}

/** An affine quantity without loadings is a number. */
function affine(constant: number, loadings: Float64Array): number | Affine {
  return loadings.some((loading) => loading !== 0) ? { constant, loadings } : constant;
}

/** left + by * right. */
function plus(left: number | Affine, right: number | Affine, by: number): number | Affine {
  if (typeof left === "number" && typeof right === "number") return left + by * right;
  if (typeof left === "number") return scaled(right as Affine, by, left);
  if (typeof right === "number") return { constant: left.constant + by * right, loadings: left.loadings };
  return affine(
    left.constant + by * right.constant,
    left.loadings.map((loading, i) => loading + by * right.loadings[i]),
  );
}

function scaled({ constant, loadings }: Affine, by: number, added: number): number | Affine {
  return affine(
    added + by * constant,
    loadings.map((loading) => by * loading),
  );
}

/** The sum, difference or multiple; undefined where the result would not be affine. */
export function combine(
  operator: ArithmeticOperator,
  left: number | Affine,
  right: number | Affine,
): number | Affine | undefined {
  if (typeof left === "number" && typeof right === "number") return operate(operator, left, right);
  switch (operator) {
    case "+":
      return plus(left, right, 1);
    case "-":
      return plus(left, right, -1);
    case "*":
      if (typeof right === "number") return scaled(left as Affine, right, 0);
      return typeof left === "number" ? scaled(right, left, 0) : undefined;
    case "/":
      if (typeof left === "number" || typeof right !== "number") return undefined;
      // A mean that is no number is refused where it is used.
      if (right === 0) return Number.NaN;
      return affine(
        left.constant / right,
        left.loadings.map((loading) => loading / right),
      );
    case "^":
      return right === 1 ? left : right === 0 ? 1 : undefined;
  }
}

/** A threshold of `left - right`: 1 where it compares so with 0. */
export function compare(comparison: Comparison, left: number | Affine, right: number | Affine): number | Step {
  if (typeof left === "number" && typeof right === "number") return holds({ comparison, value: right }, left) ? 1 : 0;
  const of = plus(left, right, -1);
  if (typeof of === "number") return holds({ comparison, value: 0 }, of) ? 1 : 0;
  return { of, comparison, yes: 1, no: 0 };
}

/** Another function of the same threshold. */
export function mapStep({ of, comparison, yes, no }: Step, change: (value: number) => number): number | Step {
  const [whenYes, whenNo] = [change(yes), change(no)];
  return whenYes === whenNo ? whenYes : { of, comparison, yes: whenYes, no: whenNo };
}

/** The part of a value that does not depend on noise. */
export function constantOf(value: number | Affine): number {
  return typeof value === "number" ? value : value.constant;
}
