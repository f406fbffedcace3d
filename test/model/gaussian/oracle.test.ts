// The engine against the slow way of oracle.ts on random models and questions: worlds beside the factual one, nested values, all three
// settings of the dial, continuous populations and lists of types, with and without coins.
import { describe, expect, it } from "vitest";
import { gaussian } from "../../../src/model/gaussian/gaussian.js";
import { type Uniform, uniformStream } from "../../../src/num/random.js";
import { oracle, type Problem } from "./oracle.js";
import { type Kind, modelOf, randomProblem, requestOf } from "./random-problems.js";

/** Compares one problem; says whether the evidence was possible. */
function agree(problem: Problem, random: Uniform, within: number): boolean {
  const found = gaussian(requestOf(problem, modelOf(problem.linear, random)));
  const text = JSON.stringify(problem);
  if ("unable" in found) throw new Error(`${found.unable} ${text}`);
  const expected = oracle(problem);
  if (!(expected.evidence > 0)) {
    expect(found.evidence, text).toBeLessThan(1e-11);
    return false;
  }
  const near = (value: number, truth: number) => {
    const bound = within * Math.max(1, Math.abs(truth));
    expect(Math.abs(value - truth), `${value} against ${truth}: ${text}`).toBeLessThan(bound);
  };
  near(found.evidence / expected.evidence, 1);
  found.values.forEach((value, m) => {
    near(value, expected.values[m]);
  });
  found.units?.forEach(({ posterior, values }, t) => {
    near(posterior, expected.types[t].posterior);
    values.forEach((value, m) => {
      if (Number.isFinite(expected.types[t].values[m])) near(value, expected.types[t].values[m]);
    });
  });
  return true;
}

describe("random linear-Gaussian models", () => {
  // The tolerance is Simpson's rule where there are two bounds; without, only the oracle's own rounding.
  const kinds: readonly (readonly [string, Kind, number, number])[] = [
    ["exact evidence: means and products", { coins: false, bounds: { given: 0, asked: 0 } }, 300, 1e-10],
    ["exact evidence: two bounds", { coins: false, bounds: { given: 0, asked: 2 } }, 150, 1e-8],
    ["a bound in the evidence, one asked for", { coins: false, bounds: { given: 1, asked: 1 } }, 100, 1e-8],
    ["two bounds in the evidence", { coins: false, bounds: { given: 2, asked: 0 } }, 60, 1e-8],
    ["coins", { coins: true, bounds: { given: 0, asked: 1 } }, 150, 1e-10],
    ["coins and a bound in the evidence", { coins: true, bounds: { given: 1, asked: 0 } }, 100, 1e-10],
  ];
  kinds.forEach(([name, kind, count, within], seed) => {
    it(name, () => {
      const random = uniformStream(31, seed);
      let possible = 0;
      for (let i = 0; i < count; i++) if (agree(randomProblem(random, kind), random, within)) possible++;
      expect(possible).toBeGreaterThan(count / 3);
    });
  });
});
