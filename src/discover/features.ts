import type { Column } from "../num/columns.js";
import { distinct, scaled } from "./scores.js";

/** A function of a tested column, whose mean given the others is learnt. */
export interface Feature {
  readonly kind: "binary" | "numeric";
  readonly y: Float64Array;
}

/** Levels beyond the first that get an indicator of their own, and the observations one must have. */
const MOST_LEVELS = 7;
export const LEAST_IN_LEVEL = 10;

/**
 * What a column is tested by: a number by itself, a label by an indicator of each level but the most frequent (the rarest ones stay with
 * that one). If two columns are independent given others, so are all functions of them. None where no value but the most frequent has ten
 * observations.
 */
export function featuresOf(column: Column, counts: Float64Array | undefined): readonly Feature[] {
  const few = column.kind === "numeric" ? distinct(column.values, 3) : 0;
  if (column.kind === "categorical") return indicators(column.codes, counts);
  if (few < 3) return indicators(column.values, counts);
  return spread(column.values, counts) ? [{ kind: "numeric", y: scaled(column.values, counts) }] : [];
}

function indicators(values: Float64Array | Int32Array, counts: Float64Array | undefined): readonly Feature[] {
  return massOf(values, counts)
    .slice(1, 1 + MOST_LEVELS)
    .filter(([, mass]) => mass >= LEAST_IN_LEVEL)
    .map(([level]) => ({ kind: "binary", y: Float64Array.from(values, (v) => (v === level ? 1 : 0)) }));
}

/** Do at least ten observations have another value than the most frequent one? */
function spread(values: Float64Array, counts: Float64Array | undefined): boolean {
  const [[, largest], ...rest] = massOf(values, counts);
  return largest > 0 && rest.reduce((sum, [, mass]) => sum + mass, 0) >= LEAST_IN_LEVEL;
}

/** Each value with its observations, the most frequent first; of equally frequent ones the lower first. */
function massOf(values: Float64Array | Int32Array, counts: Float64Array | undefined): readonly [number, number][] {
  const mass = new Map<number, number>();
  for (let i = 0; i < values.length; i++) mass.set(values[i], (mass.get(values[i]) ?? 0) + (counts ? counts[i] : 1));
  return [...mass].sort(([a, m], [b, n]) => n - m || a - b);
}
