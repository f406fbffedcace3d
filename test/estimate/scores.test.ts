// Oracles: means and covariances of the observations written out one by one, textbook delta method, and refitting.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averageScores, estimateOf, type ScoreRows, waldInterval } from "../../src/estimate/scores.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

interface Data {
  readonly z: readonly (readonly number[])[];
  readonly count: readonly number[];
}

/** Scores about 2, 3, 4, ..., correlated, and whole counts from 0 to 4 (or all one). */
function draw(entries: number, size: number, seed: number, counted = true): Data {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const z = Array.from({ length: entries }, () => {
    const common = normal();
    return Array.from({ length: size }, (_, k) => 2 + k + 0.5 * common + normal());
  });
  const count = z.map((_, j) => (counted ? (j === 0 ? 1 : Math.floor(5 * uniform())) : 1));
  return { z, count };
}

const rowsOf = (count: readonly number[]): ScoreRows => ({
  count: Float64Array.from(count),
  total: count.reduce((a, b) => a + b, 0),
  law: false,
});

function averaged({ z, count }: Data, more: Partial<ScoreRows> = {}) {
  return averageScores({ ...rowsOf(count), ...more }, z[0]?.length ?? 0, (j, out) => out.set(z[j]));
}

/** Every observation on its own. */
const copies = ({ z, count }: Data) => z.flatMap((scores, j) => Array.from({ length: count[j] }, () => scores));

function naive(observations: readonly (readonly number[])[]) {
  const n = observations.length;
  const size = observations[0].length;
  const mean = Array.from({ length: size }, (_, k) => observations.reduce((sum, z) => sum + z[k], 0) / n);
  const covariance = Array.from({ length: size }, (_, k) =>
    Array.from(
      { length: size },
      (_, l) => observations.reduce((sum, z) => sum + (z[k] - mean[k]) * (z[l] - mean[l]), 0) / n / n,
    ),
  );
  return { mean, covariance };
}

const close = (a: number, b: number, within = 1e-12) =>
  expect(Math.abs(a - b)).toBeLessThan(within * Math.max(1, Math.abs(b)));

describe("averageScores", () => {
  it("gives the means and the covariance of the means of the observations, counts being copies", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 1e9 }),
        (entries, size, counted, seed) => {
          const data = draw(entries, size, seed, counted);
          const { mean, covariance, observations } = averaged(data);
          const expected = naive(copies(data));
          expect(observations).toBe(copies(data).length);
          for (let k = 0; k < size; k++) {
            close(mean[k], expected.mean[k]);
            for (let l = 0; l < size; l++) close(covariance![k * size + l], expected.covariance[k][l]);
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
  it("keeps the spread of scores that are far from nothing", () => {
    const data = draw(3000, 2, 5, false);
    const far = { ...data, z: data.z.map((scores) => scores.map((value) => value + 1e8)) };
    const near = naive(data.z);
    const { mean, covariance } = averaged(far);
    for (let k = 0; k < 2; k++) {
      expect(Math.abs(mean[k] - 1e8 - near.mean[k])).toBeLessThan(1e-6);
      for (let l = 0; l < 2; l++)
        expect(Math.abs(covariance![2 * k + l] / near.covariance[k][l] - 1)).toBeLessThan(1e-6);
    }
  });
  it("halves the covariance exactly when every count doubles", () => {
    const data = draw(5000, 3, 6);
    const once = averaged(data);
    const twice = averaged({ ...data, count: data.count.map((count) => 2 * count) });
    expect(twice.mean).toEqual(once.mean);
    expect(twice.covariance).toEqual(once.covariance!.map((value) => value / 2));
  });
  it("does not mind entries that stand for nobody, wherever they are", () => {
    for (const entries of [8, 4000, 10_000]) {
      for (const period of [2, 4, 10]) {
        const data = draw(entries, 2, 7, false);
        const count = data.count.map((_, j) => (j % period === 0 ? 0 : 1));
        const { mean, covariance } = averaged({ ...data, count });
        const expected = naive(copies({ ...data, count }));
        for (let k = 0; k < 2; k++) {
          close(mean[k], expected.mean[k]);
          close(covariance![3 * k], expected.covariance[k][k]);
        }
      }
    }
  });
  it("of an exact law has a mean, no covariance, and no end of observations", () => {
    const uniform = uniformStream(8);
    const z = Array.from({ length: 12 }, () => [uniform(), uniform()]);
    const raw = z.map(() => uniform());
    const mass = raw.reduce((a, b) => a + b, 0);
    const count = raw.map((value) => value / mass);
    const law = { count: Float64Array.from(count), total: 1, law: true };
    for (const rows of [
      law,
      { ...law, cluster: Int32Array.from(z, (_, j) => j % 3), copies: new Float64Array(3).fill(1) },
    ]) {
      const scores = averageScores(rows, 2, (j, out) => out.set(z[j]));
      expect([scores.observations, scores.covariance, scores.clusters]).toEqual([Infinity, undefined, undefined]);
      for (let k = 0; k < 2; k++)
        close(
          scores.mean[k],
          z.reduce((sum, value, j) => sum + value[k] * count[j], 0),
        );
      const estimate = estimateOf(scores, (mean) => mean[0] / mean[1]);
      expect(Object.keys(estimate)).toEqual(["value"]);
      expect(waldInterval(estimate, 0.95)).toBeUndefined();
    }
  });
});

describe("estimateOf, by the delta method", () => {
  const data = draw(400, 3, 10);
  const observations = copies(data);
  const n = observations.length;
  const scores = averaged(data);
  it("of one average is the average and its standard error", () => {
    const { mean, covariance } = naive(observations);
    const estimate = estimateOf(scores, (m) => m[1]);
    close(estimate.value, mean[1]);
    close(estimate.se!, Math.sqrt(covariance[1][1]), 1e-9);
  });
  it("of a ratio is sd of (A - psi B) / mean(B) over sqrt(n): THEORY 12", () => {
    const { mean } = naive(observations);
    const psi = mean[2] / mean[0];
    const influence = observations.map((z) => (z[2] - psi * z[0]) / mean[0]);
    const square = influence.reduce((sum, value) => sum + value * value, 0) / n;
    const estimate = estimateOf(scores, (m) => m[2] / m[0]);
    close(estimate.value, psi);
    close(estimate.se!, Math.sqrt(square / n), 1e-8);
  });
  it("of a difference of ratios and of a product is g' Sigma g with the slopes by hand", () => {
    const { mean: m, covariance } = naive(observations);
    for (const [f, g] of [
      [
        (x: Float64Array) => x[0] / x[1] - x[2] / (10 - x[1]),
        [1 / m[1], -m[0] / m[1] ** 2 - m[2] / (10 - m[1]) ** 2, -1 / (10 - m[1])],
      ],
      [(x: Float64Array) => x[0] * x[1] * x[2], [m[1] * m[2], m[0] * m[2], m[0] * m[1]]],
    ] as const) {
      let variance = 0;
      for (let k = 0; k < 3; k++) for (let l = 0; l < 3; l++) variance += g[k] * g[l] * covariance[k][l];
      close(estimateOf(scores, f).se!, Math.sqrt(variance), 1e-7);
    }
  });
  it("has nothing to fear from a score that never varies", () => {
    const z = data.z.map(([a]) => [a, 0.5]);
    const estimate = estimateOf(averaged({ ...data, z }), (m) => m[0] / m[1]);
    const { mean, covariance } = naive(copies({ ...data, z }));
    close(estimate.value, mean[0] / 0.5);
    close(estimate.se!, Math.sqrt(covariance[0][0]) / 0.5, 1e-8);
  });
  it("halves its variance when every count doubles", () => {
    const twice = averaged({ ...data, count: data.count.map((count) => 2 * count) });
    for (const f of [(m: Float64Array) => m[0], (m: Float64Array) => m[1] / m[0]]) {
      const [a, b] = [estimateOf(scores, f), estimateOf(twice, f)];
      expect(b.value).toBe(a.value);
      close(a.se! ** 2 / b.se! ** 2, 2, 1e-9);
    }
  });
  it("does not depend on the units of a score", () => {
    const scaled = averaged({ ...data, z: data.z.map(([a, b, c]) => [a * 1e6, b, c * 1e6]) });
    close(estimateOf(scaled, (m) => m[2] / m[0]).se!, estimateOf(scores, (m) => m[2] / m[0]).se!, 1e-8);
  });
});

describe("estimateOf, clustered", () => {
  const f = (m: ArrayLike<number>) => m[1] / m[0];
  /** Leaves each cluster out for real, and averages the rest anew: sqrt of (G - 1) / G x the sum of squares about their mean. */
  function literal(z: readonly (readonly number[])[], cluster: readonly number[]): number {
    const names = [...new Set(cluster)];
    const values = names.map((name) => f(naive(z.filter((_, j) => cluster[j] !== name)).mean));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return Math.sqrt(((names.length - 1) / names.length) * values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  }
  function clustered(data: Data, cluster: readonly number[], copiesOf: readonly number[]) {
    return averaged(data, { cluster: Int32Array.from(cluster), copies: Float64Array.from(copiesOf) });
  }
  it("is the jackknife over clusters, done literally", () => {
    for (const seed of [1, 2, 3]) {
      const data = draw(120, 2, seed, false);
      const uniform = uniformStream(seed, 1);
      const cluster = data.z.map((_, j) => (j < 15 ? j : Math.floor(15 * uniform())));
      const scores = clustered(data, cluster, new Array(15).fill(1));
      expect(scores.covariance).toBeUndefined();
      const estimate = estimateOf(scores, f);
      close(estimate.value, f(naive(data.z).mean));
      close(estimate.se!, literal(data.z, cluster), 1e-10);
    }
  });
  it("counts entries by their counts", () => {
    const data = draw(60, 2, 4);
    const cluster = data.z.map((_, j) => j % 9);
    const each = data.count.flatMap((count, j) => Array.from({ length: count }, () => cluster[j]));
    close(estimateOf(clustered(data, cluster, new Array(9).fill(1)), f).se!, literal(copies(data), each), 1e-10);
  });
  it("takes a cluster that stands for k like clusters as k clusters", () => {
    const data = draw(40, 2, 5, false);
    const cluster = data.z.map((_, j) => j % 5);
    const copiesOf = [1, 2, 3, 1, 4];
    const counted = { ...data, count: cluster.map((c) => copiesOf[c]) };
    const z: (readonly number[])[] = [];
    const names: number[] = [];
    data.z.forEach((scores, j) => {
      for (let copy = 0; copy < copiesOf[cluster[j]]; copy++) {
        z.push(scores);
        names.push(cluster[j] * 10 + copy);
      }
    });
    close(estimateOf(clustered(counted, cluster, copiesOf), f).se!, literal(z, names), 1e-10);
  });
  it("passes over clusters that nobody belongs to", () => {
    const data = draw(40, 2, 6, false);
    const cluster = data.z.map((_, j) => 2 * (j % 5));
    close(estimateOf(clustered(data, cluster, new Array(12).fill(1)), f).se!, literal(data.z, cluster), 1e-10);
  });
  it("of one observation a cluster and an average is the textbook standard error with n - 1", () => {
    const data = draw(30, 2, 7, false);
    const { covariance } = naive(data.z);
    const estimate = estimateOf(
      clustered(
        data,
        data.z.map((_, j) => j),
        new Array(30).fill(1),
      ),
      (m) => m[0],
    );
    close(estimate.se!, Math.sqrt((covariance[0][0] * 30) / 29), 1e-10);
  });
});

describe("waldInterval", () => {
  it("is 1.96 and 2.576 standard errors to each side at 95 and 99 %", () => {
    for (const [level, half] of [
      [0.95, 1.959963984540054],
      [0.99, 2.5758293035489],
    ] as const) {
      const [low, high] = waldInterval({ value: 10, se: 2 }, level)!;
      close(low, 10 - 2 * half);
      close(high, 10 + 2 * half);
    }
  });
  it("is absent without a finite standard error", () => {
    expect(waldInterval({ value: 1 }, 0.95)).toBeUndefined();
    expect(waldInterval({ value: 1, se: Number.NaN }, 0.95)).toBeUndefined();
    expect(waldInterval({ value: 1, se: Infinity }, 0.95)).toBeUndefined();
  });
});
