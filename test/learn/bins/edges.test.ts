// Bins of many values at once against the search for each.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignBins, binOf, GAP, numericEdges } from "../../../src/learn/bins/edges.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";

const one = (largest: Float64Array, value: number) => (Number.isNaN(value) ? GAP : binOf(largest, value));

function check(largest: Float64Array, values: Float64Array): void {
  const out = new Uint8Array(values.length);
  assignBins(largest, values, out);
  expect([...out]).toEqual([...values].map((value) => one(largest, value)));
}

describe("bins of many values", () => {
  it("are those of the search, wherever the edges lie", () => {
    const edges = fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(edges, (some) => {
        const largest = Float64Array.from(some).sort();
        const around = some.flatMap((v) => [v, v * (1 + 2 ** -52), v * (1 - 2 ** -52), v / 2, v + 1, Number.NaN]);
        check(
          largest,
          Float64Array.from({ length: 4500 }, (_, i) => around[i % around.length]),
        );
      }),
      { numRuns: 40, seed: 2 },
    );
  });
  it("are those of the search for normal, heavy-tailed and few values, new ones beyond the ends too", () => {
    const normal = normalStream(uniformStream(4));
    const makers = [
      () => normal(),
      () => normal() / normal(),
      () => Math.round(3 * normal()),
      () => Math.exp(8 * normal()),
    ];
    for (const draw of makers) {
      const values = Float64Array.from({ length: 20_000 }, draw);
      const largest = numericEdges(values.subarray(0, 10_000));
      check(largest, values);
      check(
        largest,
        Float64Array.from({ length: 5000 }, (_, i) => largest[i % largest.length]),
      );
      check(largest, new Float64Array(5000).fill(Infinity));
      check(largest, new Float64Array(5000).fill(-Infinity));
    }
  });
});
