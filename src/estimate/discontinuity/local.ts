import { cholesky, choleskySolve } from "../../num/cholesky.js";
import type { Side } from "./side.js";

/** How much a row counts by its distance from the cutoff, in bandwidths. */
export type Kernel = "triangular" | "uniform";

const weightAt = (u: number, kernel: Kernel) => {
  const away = Math.abs(u);
  if (kernel === "uniform") return away <= 1 ? 1 : 0;
  return away < 1 ? 1 - away : 0;
};

/** How many distinct values have weight within a bandwidth (they come nearest first). */
export function inReach({ x }: Side, bandwidth: number, kernel: Kernel): number {
  let many = 0;
  while (many < x.length && weightAt(x[many] / bandwidth, kernel) > 0) many++;
  return many;
}

/**
 * The weights by which each distinct value's average enters coefficient `nu` of the local polynomial of degree `order` at the cutoff:
 * beta_nu = sum of weight x observations x average (Fan & Gijbels 1996, section 3.2.2). Weights are by one observation; beyond the bandwidth
 * there are none. Assumes more distinct values in reach than `order`. Cost: O(values x order^2).
 */
export function localWeights(side: Side, order: number, nu: number, bandwidth: number, kernel: Kernel): Float64Array {
  const { x, mass } = side;
  const many = inReach(side, bandwidth, kernel);
  const size = order + 1;
  const gram = new Float64Array(size * size);
  const powers = new Float64Array(2 * order + 1);
  for (let k = 0; k < many; k++) {
    const u = x[k] / bandwidth;
    let power = mass[k] * weightAt(u, kernel);
    for (let d = 0; d <= 2 * order; d++, power *= u) powers[d] += power;
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) gram[i * size + j] = powers[i + j];
  const unit = new Float64Array(size);
  unit[nu] = bandwidth ** -nu;
  const row = choleskySolve(cholesky(gram, size, 1e-14), unit);
  const out = new Float64Array(many);
  for (let k = 0; k < many; k++) {
    const u = x[k] / bandwidth;
    let sum = 0;
    for (let d = order; d >= 0; d--) sum = sum * u + row[d];
    out[k] = weightAt(u, kernel) * sum;
  }
  return out;
}

/** The coefficient that such weights make of the side's averages. */
export function coefficient({ sum }: Side, weights: Float64Array): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k] * sum[k];
  return total;
}

/** Neighbours whose average a row is held against. */
const NEIGHBOURS = 3;

/**
 * What is left of each of the first `many` values' rows beside their three nearest neighbours on the same side (all that tie): sqrt(J / (J + 1))
 * times the distance from their average, so that squares estimate the variance at each place (Calonico, Cattaneo & Titiunik 2014,
 * section 5.1; Abadie & Imbens 2006). Aligned with the side's rows; rows beyond `many` get 0. Cost: O(rows).
 */
export function residuals(side: Side, many: number): Float64Array {
  const { x, mass, sum, at, y } = side;
  const around = new Float64Array(many);
  const total = new Float64Array(many);
  const all = mass.subarray(0, many).reduce((a, b) => a + b, 0);
  const enough = Math.min(NEIGHBOURS, all - 1);
  for (let k = 0; k < many; k++) {
    let [low, high] = [k - 1, k + 1];
    around[k] = mass[k] - 1;
    total[k] = sum[k];
    const take = (q: number) => {
      around[k] += mass[q];
      total[k] += sum[q];
    };
    while (around[k] < enough) {
      const below = low >= 0 ? Math.abs(x[k] - x[low]) : Number.POSITIVE_INFINITY;
      const above = high < many ? Math.abs(x[high] - x[k]) : Number.POSITIVE_INFINITY;
      if (low < 0 && high >= many) break;
      // Rounding must not decide between two neighbours at the same distance: both count.
      const tied = low >= 0 && high < many && Math.abs(below - above) <= 1e-8 * Math.max(below, above);
      if (below < above || tied) take(low--);
      if (above < below || tied) take(high++);
    }
  }
  const out = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const k = at[i];
    if (k >= many) break;
    const others = around[k];
    out[i] = Math.sqrt(others / (others + 1)) * (y[i] - (total[k] - y[i]) / others);
  }
  return out;
}

/** Variance of the coefficient with these weights, from the residuals. */
export function varianceOf({ at, count }: Side, weights: Float64Array, rest: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < at.length && at[i] < weights.length; i++) sum += count[i] * (weights[at[i]] * rest[i]) ** 2;
  return sum;
}
