import { normalCdf, normalQuantile } from "../../num/normal.js";
import type { Range } from "../../query/answer.js";
import type { SurrogateNumber } from "../../query/surrogate.js";

/** How many observations each row stands for, whose they are, and whether there is any sampling at all. */
export interface Sampling {
  readonly count: Float64Array;
  /** Individual (cluster) of each row. */
  readonly clusters?: Int32Array;
  /** Row weights are an exact law: no sampling error. */
  readonly law: boolean;
}

/**
 * A number with its influences: to first order, estimate - truth = sum of count x influence over the rows. Numbers of one table carry theirs row by
 * row, so that any function of them has a standard error.
 */
export interface Linked {
  readonly value: number;
  readonly influence: Float64Array;
}

/** A function of linked numbers, from its value and its slope in each (delta method). Cost: O(rows x parts). */
export function linked(value: number, parts: readonly (readonly [number, Linked])[]): Linked {
  const influence = new Float64Array(parts[0][1].influence.length);
  for (const [slope, part] of parts) {
    for (let i = 0; i < influence.length; i++) influence[i] += slope * part.influence[i];
  }
  return { value, influence };
}

export const minus = (a: Linked, b: Linked): Linked =>
  linked(a.value - b.value, [
    [1, a],
    [-1, b],
  ]);

export const times = (a: Linked, b: Linked): Linked =>
  linked(a.value * b.value, [
    [b.value, a],
    [a.value, b],
  ]);

export const over = (a: Linked, b: Linked): Linked =>
  linked(a.value / b.value, [
    [1 / b.value, a],
    [-a.value / (b.value * b.value), b],
  ]);

/** Covariance of two estimates; 0 for an exact law. */
export function covarianceOf(a: Linked, b: Linked, { count, clusters, law }: Sampling): number {
  if (law) return 0;
  let sum = 0;
  if (clusters === undefined) {
    for (let i = 0; i < count.length; i++) sum += count[i] * a.influence[i] * b.influence[i];
    return sum;
  }
  // Rows of one individual are counted together, whatever they have to do with each other.
  const [left, right] = [new Map<number, number>(), new Map<number, number>()];
  for (let i = 0; i < count.length; i++) {
    const who = clusters[i];
    left.set(who, (left.get(who) ?? 0) + count[i] * a.influence[i]);
    right.set(who, (right.get(who) ?? 0) + count[i] * b.influence[i]);
  }
  for (const [who, total] of left) sum += total * right.get(who)!;
  return sum;
}

export function errorOf(a: Linked, sampling: Sampling): number {
  return Math.sqrt(covarianceOf(a, a, sampling));
}

/** The number as it is told: interval of level 1 - `level`, and the two-sided p-value (normal). */
export function numberOf(a: Linked, sampling: Sampling, level: number): SurrogateNumber {
  if (sampling.law) return { value: a.value };
  const se = errorOf(a, sampling);
  return { value: a.value, se, interval: around(a.value, se, level), p: twoSided(a.value, se) };
}

export function around(value: number, se: number, level: number): Range {
  const reach = normalQuantile(1 - level / 2) * se;
  return [value - reach, value + reach];
}

/** The probability of a number at least as far from 0. A number without error is 0 or is not. */
function twoSided(value: number, se: number): number {
  if (se === 0) return Math.abs(value) > ROUNDING ? 0 : 1;
  return Math.min(1, 2 * normalCdf(-Math.abs(value) / se));
}

/** Less than this is what rounding leaves of nothing. */
export const ROUNDING = 1e-9;

/**
 * The sign of a number where the data secure it: 1 or -1, else 0. `tests` numbers looked at together share the level (Bonferroni).
 */
export function securedSign({ value, p }: SurrogateNumber, level: number, tests = 1): -1 | 0 | 1 {
  const secured = p === undefined ? Math.abs(value) > ROUNDING : p < level / tests;
  return secured ? (Math.sign(value) as -1 | 0 | 1) : 0;
}
