import type { Uniform } from "../../num/random.js";
import { fraction } from "./fraction.js";
import type { Type } from "./types.js";

const NAMES = ["a", "b", "c"] as const;

/** A whole number from `low` to `high`, both included. */
export function pick(uniform: Uniform, low: number, high: number): number {
  return low + Math.floor(uniform() * (high - low + 1));
}

/**
 * A random model: two or three types of individuals, all their numbers tenths. No probability is 0 or 1, and no weight below 2/10, so that
 * every type shows.
 */
export function drawTypes(uniform: Uniform): readonly Type[] {
  const count = pick(uniform, 2, 3);
  const weights = drawWeights(uniform, count);
  const tenths = () => fraction(pick(uniform, 1, 9), 10);
  return weights.map((weight, i) => ({
    name: NAMES[i],
    weight: fraction(weight, 10),
    takes: tenths(),
    with: tenths(),
    without: tenths(),
  }));
}

/** Whole numbers of at least 2 that add up to 10. */
function drawWeights(uniform: Uniform, count: number): readonly number[] {
  const first = pick(uniform, 2, 10 - 2 * (count - 1));
  if (count === 2) return [first, 10 - first];
  const second = pick(uniform, 2, 8 - first);
  return [first, second, 10 - first - second];
}

/** Draws again until something comes; what is asked for here comes within a few dozen draws. */
export function drawUntil<T>(draw: () => T | undefined): T {
  for (let tries = 0; tries < 100_000; tries++) {
    const drawn = draw();
    if (drawn !== undefined) return drawn;
  }
  throw new Error("no pair of models was drawn");
}
