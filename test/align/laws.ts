import { expect } from "vitest";
import type { EvaluateOptions } from "../../src/align/evaluate.js";
import type { TokenLaw } from "../../src/align/token-law.js";

export const vocabularyOf = (size: number) => ({ id: `test ${size}`, size });

/** A law from its probabilities. */
export function lawFrom(probabilities: readonly number[]): TokenLaw {
  return {
    vocabulary: vocabularyOf(probabilities.length),
    logs: Float64Array.from(probabilities, Math.log),
    rest: -Infinity,
  };
}

export function optionsFrom(
  laws: Readonly<Record<string, readonly number[]>>,
  more: Omit<EvaluateOptions, "laws"> = {},
): EvaluateOptions {
  return { laws: new Map(Object.entries(laws).map(([name, law]) => [name, lawFrom(law)])), ...more };
}

export const probabilities = ({ logs }: TokenLaw): number[] => Array.from(logs, Math.exp);

/** Each number within so much of its like. */
export function expectNear(found: readonly number[], wanted: readonly number[], within = 1e-12): void {
  expect(found).toHaveLength(wanted.length);
  expect(Math.max(...found.map((value, i) => Math.abs(value - wanted[i])))).toBeLessThan(within);
}
