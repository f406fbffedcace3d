import type { Engine } from "../../src/align/engine.js";
import { markovEngine } from "../../src/align/markov.js";
import { uniformStream } from "../../src/num/random.js";

export const SYMBOLS = ["a", "b", "c", "d", "e"] as const;
export const STEPS = 4;

/** Random laws of the next of five symbols, by the last symbol (or none), for each name. */
export function markovWorld(
  names: readonly string[],
  seed: number,
): { engine: Engine; law: (name: string, soFar: readonly number[]) => readonly number[] } {
  const tables = new Map(
    names.map((name, k) => {
      const uniform = uniformStream(seed, k);
      const rows = Array.from({ length: SYMBOLS.length + 1 }, () => {
        const weights = SYMBOLS.map(() => 0.15 + uniform());
        const sum = weights.reduce((a, b) => a + b, 0);
        return weights.map((w) => w / sum);
      });
      return [name, rows] as const;
    }),
  );
  const law = (name: string, soFar: readonly number[]) =>
    tables.get(name)![soFar.length === 0 ? SYMBOLS.length : soFar.at(-1)!];
  const laws = Object.fromEntries(names.map((name) => [name, (soFar: readonly number[]) => law(name, soFar)]));
  return { engine: markovEngine({ symbols: SYMBOLS, laws }), law };
}

/** All texts of so many symbols. */
export function allTexts(steps = STEPS): number[][] {
  if (steps === 0) return [[]];
  return allTexts(steps - 1).flatMap((text) => SYMBOLS.map((_, symbol) => [...text, symbol]));
}

/** Probability of a text: a product over its symbols. */
export function probabilityOf(law: (soFar: readonly number[]) => readonly number[], text: readonly number[]): number {
  return text.reduce((p, symbol, k) => p * law(text.slice(0, k))[symbol], 1);
}

export function scaled(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

/** Half the sum of absolute differences. */
export function totalVariation(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, value, i) => sum + Math.abs(value - q[i]), 0) / 2;
}
