import { log } from "../../num/elementary.js";
import { normalCdf, normalQuantile } from "../../num/normal.js";
import { type Bench, type Operand, type Place, valueIn } from "./registers.js";

/** The probability that a standard normal number lies between two ends. Above 0 distances from 1 are lost; so the upper half is turned over. */
export function normalBetween(low: number, high: number): number {
  return low > 0 ? below(-low) - below(-high) : below(high) - below(low);
}

/** The distribution function, at an infinite end without its long way there. */
function below(x: number): number {
  return x === -Infinity ? 0 : x === Infinity ? 1 : normalCdf(x);
}

/** Replaces uniform numbers by standard normal ones that lie between two ends. */
export function drawNormalBetween({ steps }: Bench, low: number, high: number, uniform: Place): void {
  const turned = low > 0;
  const [from, to] = turned ? [-high, -low] : [low, high];
  const start = below(from);
  const width = below(to) - start;
  steps.push((memory, rows) => {
    for (let i = uniform.at; i < uniform.at + rows; i++) {
      const z = Math.min(to, Math.max(from, normalQuantile(start + width * memory[i])));
      memory[i] = turned ? -z : z;
    }
  });
}

/**
 * Weighs each row by the probability that a standard normal number lies between its ends.
 * @param uniform if given, is replaced by such a number
 */
export function weighNormalBetween(
  { steps }: Bench,
  { at: weights }: Place,
  low: Operand,
  high: Operand,
  uniform: Place | undefined,
): void {
  steps.push((memory, rows) => {
    for (let i = 0; i < rows; i++) {
      if (!(memory[weights + i] > -Infinity)) continue;
      const [a, b] = [valueIn(memory, low, i), valueIn(memory, high, i)];
      const turned = a > 0;
      const from = turned ? -b : a;
      const to = turned ? -a : b;
      const start = below(from);
      const width = below(to) - start;
      if (!(width > 0)) {
        memory[weights + i] = -Infinity;
        continue;
      }
      memory[weights + i] += log(width);
      if (uniform === undefined) continue;
      const u = uniform.at + i;
      const z = Math.min(to, Math.max(from, normalQuantile(start + width * memory[u])));
      memory[u] = turned ? -z : z;
    }
  });
}
