// The oracle is Gaussian elimination with full row pivoting, written out.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cholesky, choleskySolve } from "../../src/num/cholesky.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

type Matrix = number[][];

function eliminate(a: Matrix, b: number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]]);
  const n = b.length;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(m[r][c]) > Math.abs(m[best][c])) best = r;
    [m[c], m[best]] = [m[best], m[c]];
    for (let r = c + 1; r < n; r++) {
      const times = m[r][c] / m[c][c];
      for (let k = c; k <= n; k++) m[r][k] -= times * m[c][k];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let r = n - 1; r >= 0; r--) {
    let sum = m[r][n];
    for (let k = r + 1; k < n; k++) sum -= m[r][k] * x[k];
    x[r] = sum / m[r][r];
  }
  return x;
}

/** X'X of a tall random matrix whose column j is replaced by `mixing[j]` (weights on the earlier columns), where given. */
function grams(size: number, seed: number, mixing: Record<number, number[]> = {}): { a: Matrix; x: Matrix } {
  const draw = normalStream(uniformStream(seed));
  const x = Array.from({ length: 3 * size + 2 }, () => {
    const row = Array.from({ length: size }, draw);
    for (const [j, weights] of Object.entries(mixing)) {
      row[Number(j)] = weights.reduce((sum, weight, k) => sum + weight * row[k], 0);
    }
    return row;
  });
  const a = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => x.reduce((sum, row) => sum + row[i] * row[j], 0)),
  );
  return { a, x };
}

const flat = (a: Matrix) => Float64Array.from(a.flat());
const times = (a: Matrix, x: ArrayLike<number>) => a.map((row) => row.reduce((sum, value, k) => sum + value * x[k], 0));
const close = (a: ArrayLike<number>, b: ArrayLike<number>, within: number) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i] - b[i])).toBeLessThan(within * Math.max(1, Math.abs(b[i])));
};

describe("a full-rank matrix", () => {
  it("is solved as Gaussian elimination solves it", () => {
    for (let size = 1; size <= 12; size++) {
      const { a } = grams(size, 100 + size);
      const b = Array.from({ length: size }, normalStream(uniformStream(size)));
      const factor = cholesky(flat(a), size);
      expect([...factor.kept]).toEqual(new Array(size).fill(1));
      close(choleskySolve(factor, Float64Array.from(b)), eliminate(a, b), 1e-11);
    }
  });
  it("is the product of the factor and its transpose, the factor lower triangular", () => {
    const size = 7;
    const { a } = grams(size, 3);
    const { lower } = cholesky(flat(a), size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        if (j > i) expect(lower[i * size + j]).toBe(0);
        let sum = 0;
        for (let k = 0; k < size; k++) sum += lower[i * size + k] * lower[j * size + k];
        expect(Math.abs(sum - a[i][j])).toBeLessThan(1e-12 * Math.sqrt(a[i][i] * a[j][j]));
      }
    }
  });
  it("is read from its lower triangle only, and left as it was", () => {
    const size = 5;
    const { a } = grams(size, 4);
    const holed = a.map((row, i) => row.map((value, j) => (j > i ? Number.NaN : value)));
    const given = flat(holed);
    const before = Float64Array.from(given);
    const right = Float64Array.from([1, -2, 3, 0, 5]);
    close(choleskySolve(cholesky(given, size), right), eliminate(a, [...right]), 1e-11);
    expect(given).toEqual(before);
    expect([...right]).toEqual([1, -2, 3, 0, 5]);
  });
  it("has a solution that no neighbour beats on x'Ax/2 - b'x", () => {
    const quadratic = (a: Matrix, b: number[], x: number[]) =>
      times(a, x).reduce((sum, value, i) => sum + (value * x[i]) / 2 - b[i] * x[i], 0);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 1e6 }), (size, seed) => {
        const { a } = grams(size, seed);
        const draw = normalStream(uniformStream(seed, 1));
        const b = Array.from({ length: size }, draw);
        const x = [...choleskySolve(cholesky(flat(a), size), Float64Array.from(b))];
        const lowest = quadratic(a, b, x);
        for (let trial = 0; trial < 20; trial++) {
          const step = Array.from({ length: size }, () => 0.1 * draw());
          expect(
            quadratic(
              a,
              b,
              x.map((value, i) => value + step[i]),
            ),
          ).toBeGreaterThan(lowest);
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe("columns that others already say", () => {
  it("are left out, the earlier ones winning, and the rest solved as if they were not there", () => {
    const size = 6;
    // Column 2 repeats column 0; column 4 is 2 x column 1 - 3 x column 3.
    const { a } = grams(size, 8, { 2: [1], 4: [0, 2, 0, -3] });
    const factor = cholesky(flat(a), size);
    expect([...factor.kept]).toEqual([1, 1, 0, 1, 0, 1]);
    const b = times(a, [1, 2, 0, 3, 0, 4]);
    const kept = [0, 1, 3, 5];
    const small = eliminate(
      kept.map((i) => kept.map((j) => a[i][j])),
      kept.map((i) => b[i]),
    );
    const x = choleskySolve(factor, Float64Array.from(b));
    close(x, [small[0], small[1], 0, small[2], 0, small[3]], 1e-10);
  });
  it("change no fitted value", () => {
    const size = 6;
    const { a, x } = grams(size, 9, { 2: [0.5, 1], 5: [1, 1, 0, 1, -1] });
    const y = Array.from({ length: x.length }, normalStream(uniformStream(10)));
    const right = Array.from({ length: size }, (_, j) => x.reduce((sum, row, i) => sum + row[j] * y[i], 0));
    const fitted = times(x, choleskySolve(cholesky(flat(a), size), Float64Array.from(right)));
    const kept = [0, 1, 3, 4];
    const slim = x.map((row) => kept.map((j) => row[j]));
    const normal = kept.map((i) => kept.map((j) => a[i][j]));
    close(
      fitted,
      times(
        slim,
        eliminate(
          normal,
          kept.map((j) => right[j]),
        ),
      ),
      1e-9,
    );
  });
  it("includes columns of zeros, also the first, and a matrix of nothing else", () => {
    const factor = cholesky(Float64Array.from([0, 0, 0, 4]), 2);
    expect([...factor.kept]).toEqual([0, 1]);
    expect([...choleskySolve(factor, Float64Array.from([7, 8]))]).toEqual([0, 2]);
    expect([...choleskySolve(cholesky(new Float64Array(9), 3), Float64Array.from([1, 2, 3]))]).toEqual([0, 0, 0]);
    expect([...choleskySolve(cholesky(new Float64Array(0), 0), new Float64Array(0))]).toEqual([]);
  });
  it("does not depend on the units a column is measured in", () => {
    const size = 4;
    const { a } = grams(size, 12, { 3: [1, 1] });
    for (const scale of [1e-6, 1e6]) {
      const units = [1, scale, 1, scale];
      const factor = cholesky(flat(a.map((row, i) => row.map((value, j) => value * units[i] * units[j]))), size);
      expect([...factor.kept]).toEqual([1, 1, 1, 0]);
    }
  });
  it("keeps a column with variance of its own just above the tolerance, and drops it just below", () => {
    // Column 1 = column 0 + something with a share s of the variance.
    const of = (share: number) => Float64Array.from([1, 1, 1, 1 / (1 - share)]);
    expect([...cholesky(of(2e-10), 2).kept]).toEqual([1, 1]);
    expect([...cholesky(of(0.5e-10), 2).kept]).toEqual([1, 0]);
    expect([...cholesky(of(1e-3), 2, 1e-2).kept]).toEqual([1, 0]);
  });
});
