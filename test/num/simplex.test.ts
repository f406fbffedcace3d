// Oracles: every support tried in turn with the equations solved by elimination, and the conditions of a minimum.
import { describe, expect, it } from "vitest";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { simplexQuadratic } from "../../src/num/simplex.js";
import { solve } from "../support/solve.js";

const value = (q: number[][], c: number[], w: readonly number[]) =>
  w.reduce((sum, a, i) => sum + a * (w.reduce((s, b, j) => s + (q[i][j] * b) / 2, 0) - c[i]), 0);

/** The best of all supports: on each the equations of Lagrange, kept where no weight is negative. */
function brute(q: number[][], c: number[]): number[] {
  const size = c.length;
  let best: number[] = [];
  for (let mask = 1; mask < 1 << size; mask++) {
    const free = c.map((_, j) => j).filter((j) => (mask >> j) & 1);
    const rows = [...free.map((i) => [...free.map((j) => q[i][j]), 1]), [...free.map(() => 1), 0]];
    const x = solve(rows, [...free.map((j) => c[j]), 1]);
    if (free.some((_, r) => x[r] < 0)) continue;
    const w = c.map((_, j) => (free.includes(j) ? x[free.indexOf(j)] : 0));
    if (best.length === 0 || value(q, c, w) < value(q, c, best)) best = w;
  }
  return best;
}

describe("simplexQuadratic", () => {
  it("finds what trying every support finds", () => {
    const supports = new Set<number>();
    for (let seed = 1; seed <= 300; seed++) {
      const normal = normalStream(uniformStream(seed));
      const size = 2 + (seed % 6);
      const rows = Array.from({ length: size + 1 }, () => Array.from({ length: size }, () => normal() + 0.5));
      const q = Array.from({ length: size }, (_, i) =>
        Array.from({ length: size }, (_, j) => rows.reduce((s, r) => s + r[i] * r[j], 0)),
      );
      const c = Array.from({ length: size }, () => normal());
      const w = [...simplexQuadratic(Float64Array.from(q.flat()), Float64Array.from(c))];
      const expected = brute(q, c);
      expect(w.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      for (const [j, v] of w.entries()) expect(v).toBeCloseTo(expected[j], 7);
      supports.add(w.filter((v) => v > 0).length);
    }
    expect(supports.size).toBeGreaterThan(3);
  });
  it("takes the nearest corner, and shares evenly between equals", () => {
    expect([...simplexQuadratic(Float64Array.of(1, 0, 0, 1), Float64Array.of(5, 0))]).toEqual([1, 0]);
    const [a, b, c] = simplexQuadratic(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), new Float64Array(3));
    for (const w of [a, b, c]) expect(w).toBeCloseTo(1 / 3, 14);
    expect([...simplexQuadratic(Float64Array.of(2), Float64Array.of(-3))]).toEqual([1]);
  });
  it("satisfies the conditions of a minimum with nearly dependent columns", () => {
    const normal = normalStream(uniformStream(5));
    const rows = Array.from({ length: 200 }, () => {
      const base = normal();
      return Array.from({ length: 5 }, (_, j) => base + (j < 3 ? 1e-5 : 0.3) * normal());
    });
    const q = Array.from(
      { length: 25 },
      (_, at) => rows.reduce((s, r) => s + r[Math.floor(at / 5)] * r[at % 5], 0) / 200,
    );
    const w = simplexQuadratic(Float64Array.from(q), new Float64Array(5));
    const slope = Array.from({ length: 5 }, (_, i) => w.reduce((sum, v, j) => sum + q[5 * i + j] * v, 0));
    const level = w.reduce((sum, v, j) => sum + v * slope[j], 0);
    for (let j = 0; j < 5; j++) {
      expect(slope[j]).toBeGreaterThan(level - 1e-11);
      if (w[j] > 1e-6) expect(slope[j]).toBeLessThan(level + 1e-9);
    }
  });
});
