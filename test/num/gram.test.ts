// The oracle writes every column out, indicators too, and multiplies with plain loops.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossProduct, type DesignColumns, gram, linearPredictor } from "../../src/num/gram.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

interface Problem {
  readonly design: DesignColumns;
  readonly rows: Int32Array;
  readonly w: Float64Array;
  readonly r: Float64Array;
  readonly beta: Float64Array;
}

/** `widths`: columns of each indicator block; codes run from -1 (the base level) to width - 1. */
function problem(n: number, taken: number, dense: number, widths: readonly number[], seed: number): Problem {
  const uniform = uniformStream(seed);
  const draw = normalStream(uniform);
  let offset = 1 + dense;
  const blocks = widths.map((width) => {
    const block = { codes: Int32Array.from({ length: n }, () => Math.floor(uniform() * (width + 1)) - 1), offset };
    offset += width;
    return block;
  });
  return {
    design: {
      dense: Array.from({ length: dense }, () => Float64Array.from({ length: n }, draw)),
      blocks,
      size: offset,
    },
    rows: Int32Array.from({ length: taken }, () => Math.floor(uniform() * n)),
    w: Float64Array.from({ length: taken }, () => uniform() * 3),
    r: Float64Array.from({ length: taken }, draw),
    beta: Float64Array.from({ length: offset }, draw),
  };
}

/** The taken rows as one full matrix. */
function written({ design, rows }: Problem): number[][] {
  return [...rows].map((row) => {
    const x = new Array<number>(design.size).fill(0);
    x[0] = 1;
    design.dense.forEach((column, j) => {
      x[1 + j] = column[row];
    });
    for (const { codes, offset } of design.blocks) if (codes[row] >= 0) x[offset + codes[row]] = 1;
    return x;
  });
}

function check(given: Problem): void {
  const { design, rows, w, r, beta } = given;
  const x = written(given);
  const { size } = design;
  const scale = 1e-13 * (rows.length + 10) * 3;
  const eta = linearPredictor(design, beta, rows);
  const cross = crossProduct(design, r, rows);
  const square = gram(design, w, rows);
  expect([eta.length, cross.length, square.length]).toEqual([rows.length, size, size * size]);
  for (let i = 0; i < rows.length; i++) {
    const expected = x[i].reduce((sum, value, j) => sum + value * beta[j], 0);
    expect(Math.abs(eta[i] - expected)).toBeLessThan(1e-12);
  }
  for (let j = 0; j < size; j++) {
    const expected = x.reduce((sum, row, i) => sum + row[j] * r[i], 0);
    expect(Math.abs(cross[j] - expected)).toBeLessThan(scale);
    for (let k = 0; k <= j; k++) {
      const product = x.reduce((sum, row, i) => sum + w[i] * row[j] * row[k], 0);
      expect(Math.abs(square[j * size + k] - product)).toBeLessThan(scale);
    }
  }
}

describe("gram, crossProduct and linearPredictor", () => {
  it("agree with the written-out matrix for every mix of dense columns and blocks", () => {
    for (const dense of [0, 1, 4]) {
      for (const widths of [[], [3], [1, 4], [2, 2, 5]])
        check(problem(40, 37, dense, widths, 10 * dense + widths.length));
    }
  });
  it("agree on both sides of the edges of the blocks of 512 rows and of the groups of four", () => {
    for (const taken of [0, 1, 2, 3, 4, 5, 511, 512, 513, 514, 515, 1024, 1027])
      check(problem(700, taken, 3, [2, 3], taken));
  });
  it("agree on random problems", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 6 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
        fc.integer({ min: 0, max: 1e9 }),
        (n, taken, dense, widths, seed) => check(problem(n, taken, dense, widths, seed)),
      ),
      { seed: 2, numRuns: 150 },
    );
  });
  it("say nothing of a block whose rows all show its base level", () => {
    const given = problem(20, 20, 1, [3], 5);
    given.design.blocks[0].codes.fill(-1);
    check(given);
    expect([...crossProduct(given.design, given.r, given.rows)].slice(2)).toEqual([0, 0, 0]);
  });
  it("take rows in the order given, repeats included", () => {
    const given = { ...problem(5, 3, 2, [2], 6), rows: Int32Array.from([4, 0, 4]) };
    check(given);
    const [first, , third] = linearPredictor(given.design, given.beta, given.rows);
    expect(first).toBe(third);
  });
});
