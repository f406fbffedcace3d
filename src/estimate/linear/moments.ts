import { cholesky, choleskySolve } from "../../num/cholesky.js";
import type { Observations } from "../influence.js";
import { dot } from "./regressors.js";
import { meat } from "./sandwich.js";

/** Symmetric matrix (row-major) of f over all pairs of columns. */
function pairs(size: number, f: (i: number, j: number) => number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) out[i * size + j] = f(i, j);
  return out;
}

/** Z'Z, each row as often as it counts. */
export function squares(z: readonly Float64Array[], { count }: Observations): Float64Array {
  return pairs(z.length, (i, j) => dot(z[i], z[j], count));
}

/** Z'v. */
export function against(z: readonly Float64Array[], v: Float64Array, { count }: Observations): Float64Array {
  return Float64Array.from(z, (column) => dot(column, v, count));
}

/** Sum over independent observations (rows, or clusters) of the products of the scores z a and z b; symmetric part. */
export function scoreProducts(
  z: readonly Float64Array[],
  a: Float64Array,
  b: Float64Array,
  about: Observations,
): Float64Array {
  const left = z.map((column) => column.map((value, i) => value * a[i]));
  const right = a === b ? left : z.map((column) => column.map((value, i) => value * b[i]));
  return pairs(z.length, (i, j) => (meat(left[i], about, right[j]) + meat(left[j], about, right[i])) / 2);
}

/** M^-1 v for a symmetric positive M. */
export function solve(matrix: Float64Array, v: Float64Array): Float64Array {
  return choleskySolve(cholesky(matrix, v.length, 1e-14), v);
}

/** v' M^-1 v. */
export function norm(matrix: Float64Array, v: Float64Array): number {
  return solve(matrix, v).reduce((sum, value, i) => sum + value * v[i], 0);
}

/** The combination of columns with these coefficients. */
export function combination(z: readonly Float64Array[], by: Float64Array): Float64Array {
  return z[0].map((_, i) => z.reduce((sum, column, k) => sum + by[k] * column[i], 0));
}
