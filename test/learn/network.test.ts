// The learner's promises of its own; those of every learner are in test/contract/learner.test.ts. Oracles: copies, permutations, planted laws.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import type { Fitted, Task } from "../../src/learn/learner.js";
import { linear } from "../../src/learn/linear.js";
import { type NetworkOptions, networkMean } from "../../src/learn/network.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { takeColumn } from "../support/samples.js";
import { bent, drawSample } from "../support/worlds.js";

const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

interface Data {
  readonly given: readonly Column[];
  readonly y: Float64Array;
  readonly kind: Task["kind"];
  readonly weight?: Float64Array;
}

/** Covariates of a world that no additive model fits; `truth` is the mean of y given them. */
function draw(n: number, kind: Task["kind"], seed = 1): Data & { readonly truth: Float64Array } {
  const { given } = drawSample(bent, n, seed);
  const [x, z, group] = given.map((column) => (column.kind === "numeric" ? column.values : column.codes));
  const uniform = uniformStream(seed, 8);
  const normal = normalStream(uniformStream(seed, 9));
  const p = Float64Array.from({ length: n }, (_, i) => bent.m1({ x: x[i], z: z[i], group: group[i] as 0 | 1 | 2 }));
  const y = p.map((value) => (kind === "numeric" ? 10 + 4 * value + normal() : uniform() < value ? 1 : 0));
  return { given, kind, y, truth: kind === "numeric" ? p.map((value) => 10 + 4 * value) : p };
}

function train({ given, y, kind, weight }: Data, options?: NetworkOptions, rows = all(y.length)): Fitted {
  const n = y.length;
  const task = { kind, y, rows, rowHash: hashRows(given, n, weight), seed: 3, ...(weight ? { weight } : {}) };
  return networkMean(options).prepare(given, n, weight).fit(task);
}

const predictions = (data: Data, options?: NetworkOptions) => train(data, options).predict(all(data.y.length));

/** The error, as a person would read it. */
function complaint(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof DiscoError) return error.message;
    throw error;
  }
  return "nothing";
}

describe("networkMean()", () => {
  for (const kind of ["binary", "numeric"] as const) {
    it(`gives the same bits in any order of rows and columns, with repeated columns and unused levels (${kind})`, () => {
      const data = draw(300, kind);
      const expected = predictions(data);
      const order = all(300).map((i) => (i * 77 + 5) % 300);
      const shuffled = {
        given: data.given.map((column) => takeColumn(column, order)).reverse(),
        y: Float64Array.from(order, (i) => data.y[i]),
        kind,
      };
      expect(predictions(shuffled)).toEqual(Float64Array.from(order, (i) => expected[i]));
      const odd = data.given.map((column) =>
        column.kind === "numeric"
          ? column
          : { ...column, codes: column.codes.map((code) => code + 1), levels: ["never", ...column.levels] },
      );
      expect(predictions({ ...data, given: [...odd, { ...odd[0], name: "twin" }] })).toEqual(expected);
    });
    it(`takes a row of weight k as k rows, to the bit (${kind})`, () => {
      const data = draw(200, kind);
      const weight = Float64Array.from(data.y, (_, i) => 1 + (i % 3));
      const source = Int32Array.from([...weight].flatMap((k, i) => Array.from({ length: k }, () => i)));
      const weighted = predictions({ ...data, weight });
      const copies = {
        given: data.given.map((column) => takeColumn(column, source)),
        y: Float64Array.from(source, (i) => data.y[i]),
        kind,
      };
      expect(predictions(copies)).toEqual(Float64Array.from(source, (i) => weighted[i]));
    });
    it(`has the outcomes' average as its own among the training rows (${kind})`, () => {
      const data = draw(500, kind);
      const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
      expect(average(predictions(data))).toBeCloseTo(average(data.y), 9);
      expect(average(predictions(data, { hidden: [] }))).toBeCloseTo(average(data.y), 9);
    });
    it(`learns what no additive model can (${kind})`, () => {
      const data = draw(8000, kind);
      const rows = all(4000);
      const rest = all(8000).subarray(4000);
      const error = (fitted: Fitted) => {
        const p = fitted.predict(rest);
        return Math.sqrt(rest.reduce((sum, row, i) => sum + (data.truth[row] - p[i]) ** 2, 0) / rest.length);
      };
      const task = { kind, y: data.y, rows, rowHash: hashRows(data.given, 8000), seed: 3 };
      const additive = error(linear().prepare(data.given, 8000).fit(task));
      expect(error(train(data, {}, rows))).toBeLessThan(0.6 * additive);
      expect(error(train(data, { hidden: [] }, rows)) / additive).toBeCloseTo(1, 1);
    });
  }
  it("learns the cells of an exact law", () => {
    const p = [0.1, 0.6, 0.7, 0.2];
    const codes = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const others = Int32Array.of(0, 0, 1, 1, 0, 0, 1, 1);
    const given: Column[] = [
      { kind: "categorical", name: "a", codes, levels: ["n", "y"] },
      { kind: "categorical", name: "b", codes: others, levels: ["n", "y"] },
    ];
    const y = Float64Array.of(0, 1, 0, 1, 0, 1, 0, 1);
    const weight = y.map((value, i) => 0.25 * (value === 1 ? p[i >> 1] : 1 - p[i >> 1]));
    const found = predictions({ given, y, kind: "binary", weight });
    for (let i = 0; i < 8; i++) expect(Math.abs(found[i] - p[i >> 1])).toBeLessThan(0.01);
  });
  it("has a heavy-tailed link too: planted 1/2 + atan(score) / pi is found by a linear net", () => {
    const uniform = uniformStream(5);
    const n = 10_000;
    const [x, z] = [0, 1].map(() => Float64Array.from({ length: n }, () => 4 * uniform() - 2));
    const truth = x.map((value, i) => 0.5 + Math.atan(2 * value - z[i] + 0.5) / Math.PI);
    const y = truth.map((p) => (uniform() < p ? 1 : 0));
    const given: Column[] = [
      { kind: "numeric", name: "x", values: x },
      { kind: "numeric", name: "z", values: z },
    ];
    const error = (family: "gaussian" | "cauchy") => {
      const p = predictions({ given, y, kind: "binary" }, { family, hidden: [] });
      return Math.sqrt(p.reduce((sum, value, i) => sum + (value - truth[i]) ** 2, 0) / n);
    };
    // Three coefficients from 10,000 rows: an error of about sqrt(3 / 10,000) / 2.
    expect(error("cauchy")).toBeLessThan(0.012);
    expect(error("gaussian")).toBeGreaterThan(0.02);
  });
  it("says what it does not do", () => {
    const numeric = draw(50, "numeric");
    expect(complaint(() => train(numeric, { family: "cauchy" }))).toMatchInlineSnapshot(
      `"network: a Cauchy law has no mean, so there is no average to learn of a numeric outcome (given: family cauchy); use the Gaussian family, or ask fitNetwork for medians or for the probability of being above a threshold"`,
    );
    const gaps: Column = { kind: "numeric", name: "age", values: Float64Array.of(1, Number.NaN), gaps: 1 };
    expect(complaint(() => networkMean().prepare([gaps], 2))).toMatchInlineSnapshot(
      `"network: covariate "age": a network has no place for missing values (given: 1 missing); use --learner boost, or leave out the rows or the column"`,
    );
    const codes = all(2500);
    const own: Column = { kind: "categorical", name: "id", codes, levels: Array.from(codes, String) };
    expect(complaint(() => networkMean().prepare([own], 2500))).toMatchInlineSnapshot(
      `"network: covariate "id": levels would make more than 2000 inputs (given: 2500 levels); use --learner boost, name it with --unit if it says which individual a row belongs to, or group its levels"`,
    );
  });
});
