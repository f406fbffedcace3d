import { DiscoError } from "../error.js";
import type { Weights } from "../num/sample.js";
import type { Fetched } from "./fetch.js";
import { say } from "./say.js";

const CLOSE = 1e-9;

/** What there is to know of a column of weights. */
export interface WeightsSummary {
  readonly name: string;
  readonly rows: number;
  readonly smallest: number;
  /** All are whole numbers. */
  readonly whole: boolean;
  /** Their sum, good to 1e-9 even where a million of them sum to 1. */
  readonly total: number;
}

/** What the weights are, and how many observations they stand for. Throws when they are neither counts nor an exact law. */
export function weightsKind({ name, rows, smallest, whole, total }: WeightsSummary): {
  kind: Weights["kind"];
  notes: string[];
} {
  const about = { who: "--weight", given: say(name) };
  const next = "give counts (whole numbers) or probabilities of distinct rows (which sum to 1)";
  if (smallest < 0) throw new DiscoError({ ...about, wrong: `there is a negative weight, ${smallest}`, next });
  if (whole) {
    return { kind: "counts", notes: [`The ${rows} rows stand for ${total} observations (column ${say(name)}).`] };
  }
  if (Math.abs(total - 1) > CLOSE) {
    const wrong = `the weights are not all whole numbers and sum to ${total}, not to 1`;
    throw new DiscoError({ ...about, wrong, next });
  }
  return { kind: "law", notes: [] };
}

/** The weights in memory, and what to say of them. Throws as `weightsKind` does. */
export function makeWeights(column: Fetched & { held: "number" }): { weights: Weights; notes: string[] } {
  const { name, values } = column;
  let sum = 0;
  let lost = 0;
  let whole = true;
  let smallest = 0;
  for (const v of values) {
    if (v < smallest) smallest = v;
    whole &&= Number.isInteger(v);
    // Neumaier's summation: a law of a million cells must still sum to 1 within 1e-9.
    const total = sum + v;
    lost += sum >= v ? sum - total + v : v - total + sum;
    sum = total;
  }
  const { kind, notes } = weightsKind({ name, rows: values.length, smallest, whole, total: sum + lost });
  return { weights: { name, kind, values }, notes };
}
