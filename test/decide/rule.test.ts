import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { People } from "../../src/decide/people.js";
import { decidingNumbers, rankingKeys } from "../../src/decide/rule.js";

const numbers = (low: number, value: number, high: number) =>
  ({
    benefit: { low: Float64Array.of(low), value: Float64Array.of(value), high: Float64Array.of(high) },
  }) as unknown as People;

const ends = fc.tuple(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.double({ min: 0, max: 10, noNaN: true }),
  fc.double({ min: 0, max: 12, noNaN: true }),
);

describe("the rules", () => {
  it("regret: treats exactly where the largest regret of treating is the smaller, over a grid of what may be true", () => {
    fc.assert(
      fc.property(ends, ([low, width, cost]) => {
        const high = low + width;
        const truths = Array.from({ length: 201 }, (_, k) => low + (width * k) / 200);
        const largest = (treat: boolean) =>
          Math.max(...truths.map((f) => Math.max(f - cost, 0) - (treat ? f - cost : 0)));
        fc.pre(Math.abs(low + high - 2 * cost) > 1e-9);
        const [number] = decidingNumbers(numbers(low, low, high), "regret");
        expect(number > cost).toBe(largest(true) < largest(false));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("maximin: treats exactly where treating has the larger least worth", () => {
    fc.assert(
      fc.property(ends, ([low, width, cost]) => {
        const [number] = decidingNumbers(numbers(low, low, low + width), "maximin");
        expect(number > cost).toBe(Math.min(low - cost, low + width - cost) > 0);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("expected: looks at the value", () => {
    expect([...decidingNumbers(numbers(-1, 0.5, 2), "expected")]).toEqual([0.5]);
  });

  it("rank by benefit per cost those worth treating, before all others", () => {
    const keys = rankingKeys(Float64Array.of(4, 3, -1, -0.5, 2), Float64Array.of(4, 1, 1, 9, 0));
    expect([...keys]).toEqual([1, 3, -1, -0.5, Number.POSITIVE_INFINITY]);
    const alike = rankingKeys(Float64Array.of(4, -3), Float64Array.of(2, 2));
    expect([...alike]).toEqual([4, -3]);
  });
});
