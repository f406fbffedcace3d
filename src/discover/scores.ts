import { normalQuantile } from "../num/normal.js";

/** Fourth moments beyond this (the normal law has 3) belong to tails in which a few rows decide everything. */
const HEAVY = 6;

/**
 * Numbers ready for a regression: mean 0 and variance 1 as they are, or, where their tails are heavy, normal scores: each number's place
 * among all as a quantile of the standard normal law, equal numbers sharing the middle of their places (H. Liu, J. Lafferty and
 * L. Wasserman, Journal of Machine Learning Research 10, 2009). Left as they are where they can be: a scale on which effects add up is
 * worth keeping. Cost: O(n), O(n log n) for scores.
 */
export function scaled(values: Float64Array, counts: Float64Array | undefined): Float64Array {
  let [n, mean] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const w = counts ? counts[i] : 1;
    n += w;
    mean += (w * (values[i] - mean)) / n;
  }
  let [second, fourth] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const square = (values[i] - mean) ** 2;
    second += (counts ? counts[i] : 1) * square;
    fourth += (counts ? counts[i] : 1) * square * square;
  }
  if (!((fourth * n) / second ** 2 <= HEAVY)) return normalScores(values, counts);
  const sd = Math.sqrt(second / n);
  return values.map((v) => (v - mean) / sd);
}

function normalScores(values: Float64Array, counts: Float64Array | undefined): Float64Array {
  const mass = new Map<number, number>();
  for (let i = 0; i < values.length; i++) mass.set(values[i], (mass.get(values[i]) ?? 0) + (counts ? counts[i] : 1));
  const total = [...mass.values()].reduce((a, b) => a + b, 0);
  const score = new Map<number, number>();
  let before = 0;
  for (const value of [...mass.keys()].sort((a, b) => a - b)) {
    const own = mass.get(value)!;
    score.set(value, normalQuantile((before + own / 2) / total));
    before += own;
  }
  return values.map((value) => score.get(value)!);
}

/** How many distinct numbers there are, counted up to `most`. */
export function distinct(values: Iterable<number>, most: number): number {
  const met = new Set<number>();
  for (const value of values) {
    met.add(value);
    if (met.size >= most) break;
  }
  return met.size;
}
