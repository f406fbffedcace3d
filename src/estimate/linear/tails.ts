import { betaTails } from "../../num/special-beta.js";
import { gammaQuantile, gammaTails } from "../../num/special-gamma.js";

/** P(F > f) for the F law with q and d degrees of freedom. */
export function fTail(f: number, q: number, d: number): number {
  if (Number.isNaN(f)) return Number.NaN;
  return f > 0 ? betaTails(d / 2, q / 2, d / (d + q * f)).lower : 1;
}

/** P(X > x) for the chi-square law with d degrees of freedom. */
export function chiSquareTail(x: number, d: number): number {
  return Number.isNaN(x) ? Number.NaN : gammaTails(d / 2, x / 2).upper;
}

/** The number that the chi-square law with d degrees of freedom stays below with probability `level`. */
export function chiSquareQuantile(level: number, d: number): number {
  return 2 * gammaQuantile(d / 2, level);
}
