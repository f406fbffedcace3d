// Promises to rise or fall, and values that are missing.
import { describe, expect, it } from "vitest";
import { type BoostOptions, boost } from "../../src/learn/boost.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { takeColumn } from "../support/samples.js";

const identity = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const numeric = (name: string, values: Float64Array): Column => {
  const gaps = values.reduce((sum, v) => sum + (Number.isNaN(v) ? 1 : 0), 0);
  return { kind: "numeric", name, values, ...(gaps > 0 ? { gaps } : {}) };
};

function learn(given: readonly Column[], y: Float64Array, options: BoostOptions, rows = identity(y.length), seed = 7) {
  const n = y.length;
  const kind = rows.every((i) => y[i] === 0 || y[i] === 1) ? ("binary" as const) : ("numeric" as const);
  const fitted = boost(options)
    .prepare(given, n)
    .fit({ kind, y, rows, rowHash: hashRows(given, n), seed });
  return fitted.predict(identity(n));
}

/**
 * A random table in which nothing need rise or fall, with copies of its first rows that differ in `x` alone: the training rows come first, then for each
 * of `probes` rows a run of `steps` rows in which x goes from -2 to 2.
 */
function wild(seed: number, binary: boolean, gaps: boolean) {
  const [n, probes, steps] = [400, 30, 25];
  const uniform = uniformStream(seed, 1);
  const normal = normalStream(uniformStream(seed, 2));
  const all = n + probes * steps;
  const draw = () => Float64Array.from({ length: all }, () => normal());
  const [x, z, v] = [draw(), draw(), draw()];
  const codes = Int32Array.from({ length: all }, () => Math.floor(4 * uniform()));
  const y = Float64Array.from({ length: all }, (_, i) => {
    const score = Math.sin(3 * x[i]) + x[i] * z[i] + (codes[i] === 2 ? x[i] : -0.5 * v[i]) + 0.5 * normal();
    return binary ? (score > 0 ? 1 : 0) : score;
  });
  if (gaps) for (let i = 0; i < n; i += 3) z[i] = Number.NaN;
  if (gaps) for (let i = 1; i < n; i += 5) x[i] = Number.NaN;
  for (let p = 0; p < probes; p++) {
    for (let s = 0; s < steps; s++) {
      const i = n + p * steps + s;
      [x[i], z[i], v[i], codes[i]] = [-2 + (4 * s) / (steps - 1), z[p], v[p], codes[p]];
      y[i] = 0;
    }
  }
  const labels = { kind: "categorical", name: "c", codes, levels: ["p", "q", "r", "s"] } as const;
  const given = [numeric("z", z), labels, numeric("x", x), numeric("v", v)];
  const falls = (predicted: Float64Array, sign: number) => {
    let worst = 0;
    for (let p = 0; p < probes; p++) {
      for (let s = 1; s < steps; s++) {
        const i = n + p * steps + s;
        worst = Math.max(worst, sign * (predicted[i - 1] - predicted[i]));
      }
    }
    return worst;
  };
  return { given, y, falls, rows: identity(n) };
}

describe("a column that scores are bound to rise or fall with", () => {
  const options = { depth: 4, minLeaf: 5, trees: 15 } as const;

  for (const binary of [true, false]) {
    for (const gaps of [false, true]) {
      it(`never lets them go the other way (${binary ? "binary" : "numeric"}${gaps ? ", with gaps" : ""})`, () => {
        for (const seed of [1, 2, 3]) {
          const { given, y, falls, rows } = wild(seed, binary, gaps);
          for (const sign of [1, -1] as const) {
            for (const leaves of [16, 6]) {
              const bound = learn(given, y, { ...options, leaves, monotone: { x: sign, v: -1 } }, rows);
              // What is left is the rounding of a sum of leaf values.
              expect(falls(bound, sign)).toBeLessThan(1e-12);
            }
          }
          const free = learn(given, y, { ...options, base: "mean" }, rows);
          expect(Math.min(falls(free, 1), falls(free, -1))).toBeGreaterThan(0.01);
        }
      });
    }
  }

  it("changes nothing where the data do so by themselves", () => {
    const n = 600;
    const uniform = uniformStream(5, 1);
    // Each value has a leaf of its own, so that what a round leaves over rises as the data do.
    const x = Float64Array.from({ length: n }, () => Math.floor(6 * uniform()));
    const given = [numeric("x", x)];
    const settings = { depth: 4, trees: 30, subsample: 1, minLeaf: 1, stop: false } as const;
    for (const y of [x.map((v) => v * v), x.map((v, i) => ((i * 7919) % 100 < 10 + 15 * v ? 1 : 0))]) {
      const free = learn(given, y, { ...settings, base: "mean" });
      const bound = learn(given, y, { ...settings, monotone: { x: 1 } });
      const against = learn(given, y, { ...settings, monotone: { x: -1 } });
      const apart = (other: Float64Array) => other.reduce((most, p, i) => Math.max(most, Math.abs(p - free[i])), 0);
      expect(apart(bound)).toBeLessThan(1e-9);
      expect(apart(against)).toBeGreaterThan(0.2);
    }
  });

  it("holds for the copy of a column as well", () => {
    const { given, y, falls, rows } = wild(3, true, false);
    const x = given[2] as { values: Float64Array };
    const twice = [numeric("copy", x.values.slice()), ...given];
    expect(falls(learn(twice, y, { ...options, monotone: { x: 1 } }, rows), 1)).toBeLessThan(1e-12);
  });

  it("is refused where it cannot be promised", () => {
    const { given, y } = wild(1, true, false);
    const wrong = (options: BoostOptions) => () => learn(given, y, options);
    expect(wrong({ monotone: { nobody: 1 } })).toThrow(/only a numeric column.*nobody: 1, which is no column/s);
    expect(wrong({ monotone: { c: -1 } })).toThrow(/only a numeric column.*c: -1, a categorical column/s);
    expect(wrong({ monotone: { x: 0 as 1 } })).toThrow(/only a numeric column.*x: 0/s);
    expect(wrong({ monotone: { x: 1 }, base: "linear" })).toThrow(/cannot promise to rise or fall/);
    expect(wrong({ monotone: {}, trees: 2 })).not.toThrow();
  });
});

describe("missing values", () => {
  const n = 600;
  const uniform = uniformStream(8, 1);
  const x = Float64Array.from({ length: n }, () => Math.floor(10 * uniform()));
  const holes = x.map((v) => (uniform() < 0.3 ? Number.NaN : v));
  const settings = {
    depth: 2,
    trees: 60,
    stop: false,
    subsample: 1,
    l2: 0,
    minLeaf: 1,
    base: "mean",
    learningRate: 0.3,
  } as const;

  it("go to the side where they belong: to the low, to the high, or to a side of their own", () => {
    for (const of of [0, 1, 5]) {
      const y = holes.map((v) => (Number.isNaN(v) ? of : v < 5 ? 0 : 1));
      const predicted = learn([numeric("x", holes)], y, settings);
      for (let i = 0; i < n; i++) expect(Math.abs(predicted[i] - y[i])).toBeLessThan(0.02);
    }
  });

  it("are split as exhaustive search splits them", () => {
    for (const seed of [1, 2, 3]) {
      const noise = uniformStream(seed, 4);
      const y = holes.map((v) => (Number.isNaN(v) ? 0.4 : v / 10) + noise());
      const predicted = learn([numeric("x", holes)], y, { ...settings, depth: 1, trees: 1, learningRate: 1 });
      let least = Number.POSITIVE_INFINITY;
      for (let cut = 0; cut <= 10; cut++) {
        for (const gapsLow of [true, false]) {
          const low = (v: number) => (Number.isNaN(v) ? gapsLow : v < cut);
          const loss = [true, false].map((side) => {
            const part = [...y].filter((_, i) => low(holes[i]) === side);
            const mean = part.reduce((a, b) => a + b, 0) / part.length;
            return part.reduce((sum, v) => sum + (v - mean) ** 2, 0);
          });
          least = Math.min(least, loss[0] + loss[1]);
        }
      }
      expect(predicted.reduce((sum, p, i) => sum + (y[i] - p) ** 2, 0)).toBeCloseTo(least, 6);
    }
  });

  it("of rows that no training row is like go with the heavier side", () => {
    const some = identity(n).filter((i) => !Number.isNaN(holes[i]));
    const y = holes.map((v) => (v < 3 ? 1 : v >= 3 ? 2.5 : 0));
    const predicted = learn([numeric("x", holes)], y, { ...settings, depth: 1 }, some);
    holes.forEach((v, i) => {
      if (Number.isNaN(v)) expect(predicted[i]).toBeCloseTo(2.5, 3);
    });
  });

  it("leave the linear start a column to learn from", () => {
    const all = learn(
      [numeric("x", holes)],
      holes.map((v) => (Number.isNaN(v) ? 20 : v)),
      {},
    );
    holes.forEach((v, i) => {
      expect(Math.abs(all[i] - (Number.isNaN(v) ? 20 : v))).toBeLessThan(0.2);
    });
    expect(
      learn(
        [
          numeric(
            "x",
            holes.map(() => Number.NaN),
          ),
        ],
        x,
        {},
      ).every(Number.isFinite),
    ).toBe(true);
  });

  it("give the same bits in any order of rows, and with early stopping", () => {
    const given = [
      numeric("x", holes),
      numeric(
        "z",
        Float64Array.from({ length: n }, () => uniform()),
      ),
    ];
    const y = holes.map((v, i) => ((Number.isNaN(v) ? 4 : v) + 10 * ((i * 7919) % n) > 5 * n ? 1 : 0));
    const shuffled = identity(n).sort((a, b) => ((a * 7919) % n) - ((b * 7919) % n));
    const one = learn(given, y, { base: "mean" });
    const other = learn(
      given.map((c) => takeColumn(c, shuffled)),
      Float64Array.from(shuffled, (i) => y[i]),
      { base: "mean" },
    );
    expect([...other]).toEqual(Array.from(shuffled, (i) => one[i]));
  });
});
