import { effect } from "../../src/estimate/effect.js";
import type { EffectOptions } from "../../src/estimate/effect-options.js";
import type { Method, Target } from "../../src/query/effect.js";
import type { EffectWorld } from "./effect-worlds.js";

/** How a method's estimates of a known difference fared over repeated draws of a world. */
export interface Fared {
  readonly runs: number;
  /** (Average estimate - truth) over the estimates' standard deviation. */
  readonly bias: number;
  readonly sd: number;
  /** Share of the intervals that hold the truth. */
  readonly coverage: number;
  /** Average standard error over the standard deviation. */
  readonly seOverSd: number;
}

/** Draws a world again and again and estimates its difference by every method; the methods that answered, by key. */
export async function repeated(
  world: EffectWorld,
  rows: number,
  runs: number,
  options: EffectOptions,
): Promise<Partial<Record<Method, Fared>>> {
  const { target = "ate" } = options;
  // By quadrature: once for each population that is asked about.
  const difference = (of: Target) => {
    const [reference, arm] = world.truth(of);
    return arm - reference;
  };
  const [truth, ofOverlap] = [difference(target), difference("overlap")];
  const truthFor = (key: Method) => (key === "overlap" ? ofOverlap : truth);
  const met = new Map<Method, { value: number; se: number; holds: boolean }[]>();
  for (let run = 0; run < runs; run++) {
    const answer = await effect(world.draw(rows, 7919 * run + rows), { refute: false, ...options });
    for (const [key, one] of Object.entries(answer.estimates) as [Method, (typeof answer.estimates)[Method]][]) {
      if (one === undefined || one.value === null || one.interval === undefined) continue;
      const [low, high] = one.interval;
      const list = met.get(key) ?? [];
      list.push({
        value: one.value,
        se: Number(one.diagnostics.se),
        holds: low <= truthFor(key) && truthFor(key) <= high,
      });
      met.set(key, list);
    }
  }
  return Object.fromEntries(
    [...met].map(([key, list]) => {
      const mean = list.reduce((sum, { value }) => sum + value, 0) / list.length;
      const sd = Math.sqrt(list.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (list.length - 1));
      const se = list.reduce((sum, one) => sum + one.se, 0) / list.length;
      const coverage = list.filter(({ holds }) => holds).length / list.length;
      return [key, { runs: list.length, bias: (mean - truthFor(key)) / sd, sd, coverage, seOverSd: se / sd }];
    }),
  );
}
