import { exp, expm1, log, log1p } from "./elementary.js";

/** Both tails of a distribution function, each accurate where it is small. */
export interface Tails {
  /** P(X <= x). */
  readonly lower: number;
  /** P(X > x). */
  readonly upper: number;
}

/** log(sum of exp(value)) without overflow; -Infinity for no values, or for -Infinity only. */
export function logSumExp(values: readonly number[]): number {
  let top = -Infinity;
  for (const value of values) if (!(value <= top)) top = value;
  if (top === -Infinity || top === Infinity) return top;
  let sum = 0;
  for (const value of values) sum += exp(value - top);
  return top + log(sum);
}

/** log(1 - exp(x)) for x <= 0 (Maechler 2012: which of the two forms is accurate changes at -log 2). */
export function log1mExp(x: number): number {
  return x > -Math.LN2 ? log(-expm1(x)) : log1p(-exp(x));
}

/** log(1 + exp(x)). */
export function log1pExp(x: number): number {
  return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

/** log(p / (1 - p)); infinite at 0 and 1. */
export function logOdds(p: number): number {
  return p < 0.25 || p > 0.75 ? log(p) - log1p(-p) : log1p((2 * p - 1) / (1 - p));
}

/** log(1 + x) - x, never positive, accurate where the two cancel. */
export function log1pMinus(x: number): number {
  if (!(Math.abs(x) < 0.4)) return log1p(x) - x;
  // log(1 + x) = 2 atanh(r); its first term 2r less x is -xr.
  const r = x / (2 + x);
  const square = r * r;
  let sum = 0;
  let power = square;
  for (let k = 3; k < 60; k += 2) {
    const term = power / k;
    sum += term;
    if (term < sum * 1e-17) break;
    power *= square;
  }
  return r * (2 * sum - x);
}

/** exp(x) - 1 - x, never negative, accurate where the terms cancel. */
export function expm1Minus(x: number): number {
  if (!(Math.abs(x) < 0.5)) return expm1(x) - x;
  let term = (x * x) / 2;
  let sum = term;
  for (let k = 3; k < 30 && Math.abs(term) > sum * 1e-17; k++) {
    term *= x / k;
    sum += term;
  }
  return sum;
}

/** x/m - 1 - log(x/m) for positive x and m: zero where they are equal, never negative. */
export function deviance(x: number, m: number): number {
  const u = (x - m) / m;
  return Math.abs(u) < 0.4 ? 0 - log1pMinus(u) : x / m - 1 - log(x / m);
}

/** Hyperbolic sine. */
export function sinh(t: number): number {
  const grown = expm1(Math.abs(t));
  const size = (grown + grown / (grown + 1)) / 2;
  return t < 0 ? -size : size;
}

/** The t with sinh(t) = x. */
export function asinh(x: number): number {
  const z = Math.abs(x);
  const size = z > 1e150 ? log(z) + Math.LN2 : log1p(z + (z * z) / (1 + Math.sqrt(1 + z * z)));
  return x < 0 ? -size : size;
}
