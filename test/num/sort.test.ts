// The oracle is the engine's own sort of typed arrays.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortNumbers } from "../../src/num/sort.js";

const bytes = (values: Float64Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** Many numbers made of few: repeated with changes, as the long road is taken by long arrays only. */
function many(some: readonly number[], n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => some[i % some.length] * (i % 3 === 0 ? 1 : Math.sin(i) * 1e3));
}

describe("sorted numbers", () => {
  it("are those of the engine's sort, to the last bit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 8192, max: 9000 }),
        (some, n) => {
          const values = many(some, n);
          expect(bytes(sortNumbers(values)).equals(bytes(values.slice().sort()))).toBe(true);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });
  it("stand in order whatever they are, and the array that was given stays as it was", () => {
    const odd = [0, -0, Number.NaN, 5e-324, -5e-324, Infinity, -Infinity, 1.7e308, -1.7e308, 1, -1];
    const values = Float64Array.from({ length: 10_000 }, (_, i) => odd[(i * 7) % odd.length]);
    const before = values.slice();
    const sorted = sortNumbers(values);
    expect(bytes(values).equals(bytes(before))).toBe(true);
    expect(bytes(sorted).equals(bytes(values.slice().sort()))).toBe(true);
    for (const value of [7, -7, Number.NaN]) {
      const same = new Float64Array(9000).fill(value);
      expect(bytes(sortNumbers(same)).equals(bytes(same))).toBe(true);
    }
  });
  it("need not be many", () => {
    expect(sortNumbers(Float64Array.of(3, 1, 2))).toEqual(Float64Array.of(1, 2, 3));
    expect(sortNumbers(new Float64Array(0))).toEqual(new Float64Array(0));
  });
});
