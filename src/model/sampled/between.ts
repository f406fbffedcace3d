import { log } from "../../num/elementary.js";
import { BLOCK } from "../../num/noise.js";
import { normalCdf, normalQuantile } from "../../num/normal.js";
import type { Bench, Operand } from "./registers.js";

/** The probability that a standard normal number lies between two ends. Above 0 distances from 1 are lost; so the upper half is turned over. */
export function normalBetween(low: number, high: number): number {
  return low > 0 ? below(-low) - below(-high) : below(high) - below(low);
}

/** The distribution function, at an infinite end without its long way there. */
function below(x: number): number {
  return x === -Infinity ? 0 : x === Infinity ? 1 : normalCdf(x);
}

/** Replaces uniform numbers by standard normal ones that lie between two ends. */
export function drawNormalBetween({ steps }: Bench, low: number, high: number, uniform: Float64Array): void {
  const turned = low > 0;
  const [from, to] = turned ? [-high, -low] : [low, high];
  const start = below(from);
  const width = below(to) - start;
  steps.push((rows) => {
    for (let i = 0; i < rows; i++) {
      const z = Math.min(to, Math.max(from, normalQuantile(start + width * uniform[i])));
      uniform[i] = turned ? -z : z;
    }
  });
}

/**
 * Weighs each row by the probability that a standard normal number lies between its ends.
 * @param uniform if given, is replaced by such a number
 */
export function weighNormalBetween(
  { steps }: Bench,
  weights: Float64Array,
  low: Operand,
  high: Operand,
  uniform: Float64Array | undefined,
): void {
  const [lows, highs] = [asColumn(low), asColumn(high)];
  steps.push((rows) => {
    for (let i = 0; i < rows; i++) {
      if (!(weights[i] > -Infinity)) continue;
      const turned = lows[i] > 0;
      const from = turned ? -highs[i] : lows[i];
      const to = turned ? -lows[i] : highs[i];
      const start = below(from);
      const width = below(to) - start;
      if (!(width > 0)) {
        weights[i] = -Infinity;
        continue;
      }
      weights[i] += log(width);
      if (uniform === undefined) continue;
      const z = Math.min(to, Math.max(from, normalQuantile(start + width * uniform[i])));
      uniform[i] = turned ? -z : z;
    }
  });
}

function asColumn(operand: Operand): Float64Array {
  return typeof operand === "number" ? new Float64Array(BLOCK).fill(operand) : operand;
}
