import { DiscoError } from "../error.js";
import type { Weights } from "../num/sample.js";
import type { Fetched } from "./fetch.js";
import { say } from "./say.js";

const CLOSE = 1e-9;

/** The weights, and how many observations they stand for. Throws when they are neither counts nor an exact law. */
export function makeWeights(column: Fetched & { held: "number" }): { weights: Weights; notes: string[] } {
  const { name, values } = column;
  const about = { who: "--weight", given: say(name) };
  const next = "give counts (whole numbers) or probabilities of distinct rows (which sum to 1)";
  let sum = 0;
  let lost = 0;
  let whole = true;
  for (const v of values) {
    if (v < 0) throw new DiscoError({ ...about, wrong: `there is a negative weight, ${v}`, next });
    whole &&= Number.isInteger(v);
    // Neumaier's summation: a law of a million cells must still sum to 1 within 1e-9.
    const total = sum + v;
    lost += sum >= v ? sum - total + v : v - total + sum;
    sum = total;
  }
  const total = sum + lost;
  if (whole) {
    const notes = [`The ${values.length} rows stand for ${total} observations (column ${say(name)}).`];
    return { weights: { name, kind: "counts", values }, notes };
  }
  if (Math.abs(total - 1) > CLOSE) {
    throw new DiscoError({
      ...about,
      wrong: `the weights are not all whole numbers and sum to ${total}, not to 1`,
      next,
    });
  }
  return { weights: { name, kind: "law", values }, notes: [] };
}
