// The oracle takes every distance by itself and sorts. Sizes on both sides of the leaves, of the blocks of 256 and of where compiled kernels begin.
import { describe, expect, it } from "vitest";
import { withoutReplacement } from "../../../src/estimate/matching/one-to-one.js";
import { treeSearch } from "../../../src/estimate/matching/tree.js";
import { indices } from "../../../src/num/indices.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import { problemOf } from "./worlds.js";

/** Places, with some that stand twice. */
function places(n: number, dims: number, seed: number): Float64Array {
  const draw = normalStream(uniformStream(seed));
  const at = Float64Array.from({ length: n * dims }, draw);
  for (let p = 5; p < n; p += 7) at.copyWithin(p * dims, (p - 5) * dims, (p - 4) * dims);
  return at;
}

function square(at: Float64Array, dims: number, p: number, q: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) sum += (at[p * dims + d] - at[q * dims + d]) ** 2;
  return sum;
}

describe("the nearest points in several dimensions", () => {
  it("are those that all distances name, ties and all", () => {
    for (const [n, dims] of [
      [1, 3],
      [33, 2],
      [64, 4],
      [700, 2],
      [700, 13],
    ]) {
      const at = places(n, dims, n + dims);
      const among = indices(n).filter((p) => n === 1 || p % 3 > 0);
      const mass = new Float64Array(n).map((_, p) => 1 + (p % 2));
      const search = treeSearch(at, dims, among, mass);
      const out: number[] = [];
      for (let p = 0; p < n; p += 11) {
        for (const [need, within] of [
          [1, Number.POSITIVE_INFINITY],
          [5, Number.POSITIVE_INFINITY],
          [5, 0.8],
        ]) {
          const sorted = [...among].sort((a, b) => square(at, dims, p, a) - square(at, dims, p, b));
          const heldUpTo = (k: number) => sorted.slice(0, k + 1).reduce((sum, q) => sum + mass[q], 0);
          const last = sorted.find((_, k) => heldUpTo(k) >= need) ?? sorted[sorted.length - 1];
          const most = Math.min(Math.sqrt(square(at, dims, p, last)), within);
          const near = sorted.filter((q) => Math.sqrt(square(at, dims, p, q)) <= most * (1 + 1e-9) + 1e-11);
          const found = search(p, need, within, out);
          expect(out.slice(0, found).sort((a, b) => a - b)).toEqual(near.sort((a, b) => a - b));
        }
      }
    }
  });

  it("are taken once each, the nearest that is left, in the order of who asks", () => {
    for (const [n, dims] of [
      [60, 3],
      [1500, 3],
    ]) {
      const draw = normalStream(uniformStream(n));
      const at = Float64Array.from({ length: n * dims }, draw);
      const arm = Array.from({ length: n }, (_, j) => (j % 3 === 0 ? 1 : 0));
      const e = Array.from({ length: n }, (_, j) => (j + 1) / (n + 2));
      const values = Float64Array.from({ length: n }, draw);
      const given = [{ kind: "numeric" as const, name: "x", values }];
      const problem = problemOf({ arm, y: Array.from(values), e, given, target: "att" });
      const points = { size: n, dims, at, id: indices(n), mass: problem.e, sum: problem.e };
      for (const within of [Number.POSITIVE_INFINITY, 0.3]) {
        const { start, to } = withoutReplacement(problem, points, 0, { neighbours: 2, within });
        const free = new Set(indices(n).filter((j) => arm[j] === 0));
        const chosen: number[][] = Array.from({ length: n }, () => []);
        const asking = [...indices(n)].filter((j) => arm[j] === 1).sort((a, b) => e[b] - e[a]);
        for (let round = 0; round < 2; round++) {
          for (const j of asking) {
            const best = [...free].sort((a, b) => square(at, dims, j, a) - square(at, dims, j, b))[0];
            if (best === undefined || Math.sqrt(square(at, dims, j, best)) > within) continue;
            chosen[j].push(best);
            free.delete(best);
          }
        }
        chosen.forEach((some, j) => {
          expect([...to.subarray(start[j], start[j + 1])]).toEqual(some);
        });
      }
    }
  });
});
