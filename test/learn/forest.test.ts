import { describe, expect, it } from "vitest";
import { binColumns } from "../../src/learn/bins/binned.js";
import { numericEdges } from "../../src/learn/bins/edges.js";
import { type ForestOptions, forest } from "../../src/learn/forest.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { indices } from "../../src/num/indices.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { mixedColumns } from "../support/forests.js";

const few: ForestOptions = { trees: 80 };

/** Predictions for all rows of a fit to the given rows. */
function predict(
  given: readonly Column[],
  y: Float64Array,
  options = few,
  rows = indices(y.length),
  weight?: Float64Array,
) {
  const n = y.length;
  const kind = y.every((v) => v === 0 || v === 1) ? ("binary" as const) : ("numeric" as const);
  const task = { kind, y, rows, rowHash: hashRows(given, n, weight), seed: 3, ...(weight ? { weight } : {}) };
  return forest(options).prepare(given, n, weight).fit(task).predict(indices(n));
}

const squares = (a: Float64Array, b: Float64Array, rows: Int32Array) =>
  rows.reduce((sum, row) => sum + (a[row] - b[row]) ** 2, 0) / rows.length;

describe("bins with gaps", () => {
  it("give missing values a bin of their own, and let them have no part in the edges", () => {
    const values = Float64Array.of(3, Number.NaN, 1, 2, Number.NaN, 1);
    expect(numericEdges(values)).toEqual(Float64Array.of(1, 2, 3));
    const binned = binColumns([{ kind: "numeric", name: "a", values, gaps: 2 }], 6);
    expect([...binned.bins]).toEqual([2, 255, 0, 1, 255, 0]);
    expect(binned.features).toEqual([{ name: "a", categorical: false, bins: 3, gaps: true }]);
  });

  it("keep a column whose only news is that it is missing, and drop one that is missing throughout", () => {
    const news = Float64Array.of(7, Number.NaN, 7, 7);
    const none = new Float64Array(4).fill(Number.NaN);
    const binned = binColumns(
      [
        { kind: "numeric", name: "none", values: none, gaps: 4 },
        { kind: "numeric", name: "news", values: news, gaps: 1 },
      ],
      4,
    );
    expect(binned.features.map(({ name }) => name)).toEqual(["news"]);
    expect(binned.columns).toEqual([1]);
    const mass = Float64Array.from({ length: 600 }, (_, i) => 1 + (i % 3));
    const many = Float64Array.from({ length: 600 }, (_, i) => (i % 5 === 0 ? Number.NaN : i));
    const known = many.filter((v) => !Number.isNaN(v));
    expect(numericEdges(many, mass)).toEqual(
      numericEdges(
        known,
        mass.filter((_, i) => i % 5 !== 0),
      ),
    );
  });
});

describe("the forest as a learner", () => {
  const n = 3000;
  const given = mixedColumns(n, 1);
  const uniform = uniformStream(2);
  const normal = normalStream(uniform);
  const [x, z] = given.slice(0, 2).map((column) => (column as { values: Float64Array }).values);
  const label = (given[3] as { codes: Int32Array }).codes;
  const mean = x.map((v, i) => (v > 0 ? 1 : 0) * (label[i] < 2 ? 2 : -1) + (Number.isNaN(z[i]) ? 1.5 : 0));
  const y = mean.map((v) => v + normal());
  const [train, test] = [0, 1].map((side) => indices(n).filter((row) => row % 2 === side));

  it("finds thresholds, interactions, labels and what missing values tell, on rows it has not seen", () => {
    const all = predict(given, y, few, train);
    expect(squares(all, mean, test)).toBeLessThan(
      0.15 *
        squares(
          mean.map(() => 0.5),
          mean,
          test,
        ),
    );
  });

  it("is near the average where there is nothing to find", () => {
    const luck = y.map(() => normal());
    const all = predict(given, luck, few, train);
    expect(
      squares(
        all,
        luck.map(() => 0),
        test,
      ),
    ).toBeLessThan(0.03);
  });

  it("reaches the cells of a table of counts, and those of an exact law", () => {
    const bit = (b: number) => Int32Array.from({ length: 16 }, (_, i) => (i >> b) & 1);
    const cells = [0, 1, 2].map(
      (b): Column => ({ kind: "categorical", name: `b${b}`, codes: bit(b), levels: ["n", "y"] }),
    );
    const outcome = Float64Array.from(bit(3));
    const p = (i: number) => [0.1, 0.9, 0.5, 0.2, 0.7, 0.3, 0.6, 0.8][i & 7];
    const mass = outcome.map((v, i) => 4000 * (v === 1 ? p(i) : 1 - p(i)));
    const counted = predict(cells, outcome, few, indices(16), mass.map(Math.round));
    const exact = predict(
      cells,
      outcome,
      { ...few, mtry: 100 },
      indices(16),
      mass.map((m) => m / 32_000),
    );
    for (let i = 0; i < 16; i++) {
      expect(Math.abs(counted[i] - p(i))).toBeLessThan(0.03);
      expect(Math.abs(exact[i] - p(i))).toBeLessThan(1e-9);
    }
  });

  it("predicts probabilities, near 0 and 1 too", () => {
    const sure = x.map((v) => (v > 0 ? 1 : 0));
    const all = predict(given, sure, few, train);
    expect(all.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(squares(all, sure, test)).toBeLessThan(0.01);
    const task = { kind: "binary" as const, y: sure, rows: train, rowHash: hashRows(given, n), seed: 3 };
    const { notes } = forest(few).prepare(given, n).fit(task);
    expect(notes.map(({ id }) => id)).toEqual(["probabilities-cut"]);
    expect(notes[0].text).toMatch(
      /^[0-9]+ of 1500 probabilities of the forest came out beyond 0 or 1 and were set to these\.$/,
    );
  });

  it("refuses settings that make no forest", () => {
    expect(() => forest({ leaf: 0 })).toThrow(
      "forest, leaf: the setting is out of its range (given: 0); give a number from 1",
    );
    expect(() => forest({ alpha: 0.3 })).toThrow("forest, alpha");
    expect(() => forest({ mtry: Number.NaN })).toThrow("forest, mtry");
  });
});
