// What every learner promises (src/learn/learner.ts), measured on each; the files beside this one name the members.
import { beforeAll, describe, expect, it } from "vitest";
import type { Fitted, Learner, Task } from "../../src/learn/learner.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { takeColumn } from "../support/samples.js";
import { drawSample, worlds } from "../support/worlds.js";

export interface Member {
  readonly learner: Learner;
  /** Learns across values, so that numeric covariates make sense. */
  readonly smooth: boolean;
}

interface Data {
  readonly given: readonly Column[];
  readonly y: Float64Array;
  readonly kind: Task["kind"];
  readonly weight?: Float64Array;
}

const rowsWhere = (n: number, take: (i: number) => boolean) => Int32Array.from({ length: n }, (_, i) => i).filter(take);
const all = (n: number) => rowsWhere(n, () => true);

function train(learner: Learner, { given, y, kind, weight }: Data, rows = all(y.length), seed = 1): Fitted {
  const n = y.length;
  const task = { kind, y, rows, rowHash: hashRows(given, n, weight), seed, ...(weight ? { weight } : {}) };
  return learner.prepare(given, n, weight).fit(task);
}

const predictions = (learner: Learner, data: Data, rows = all(data.y.length), seed = 1) =>
  train(learner, data, rows, seed).predict(all(data.y.length));

/** A world's treated or untreated responses; `smooth` keeps the numeric covariates, otherwise they are cut into three. */
function draw(n: number, seed: number, smooth: boolean, kind: Task["kind"] = "binary", world = 1): Data {
  const { given, outcome } = drawSample(worlds[world], n, seed);
  const normal = normalStream(uniformStream(seed, 5));
  const y = kind === "binary" ? outcome.values : outcome.values.map((value) => 3 + 2 * value + normal());
  const cut = (column: Column): Column =>
    column.kind === "categorical"
      ? column
      : {
          kind: "categorical",
          name: column.name,
          codes: Int32Array.from(column.values, (value) => (value < -0.33 ? 0 : value < 0.33 ? 1 : 2)),
          levels: ["low", "middle", "high"],
        };
  return { given: smooth ? given : given.filter((column) => column.name !== "noise").map(cut), y, kind };
}

function shuffle(n: number, seed: number): Int32Array {
  const uniform = uniformStream(seed, 3);
  const order = all(n);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function take({ given, y, kind, weight }: Data, rows: Int32Array): Data {
  const at = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]);
  return {
    given: given.map((column) => takeColumn(column, rows)),
    y: at(y),
    kind,
    ...(weight ? { weight: at(weight) } : {}),
  };
}

function near(a: ArrayLike<number>, b: ArrayLike<number>, within: number): void {
  expect(a.length).toBe(b.length);
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]));
  expect(worst).toBeLessThanOrEqual(within);
}

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** Mean of y - p over some rows, in standard errors of that mean. */
function misfit(y: readonly number[], p: readonly number[]): number {
  const rest = y.map((value, i) => value - p[i]);
  const centre = mean(rest);
  const variance = mean(rest.map((value) => (value - centre) ** 2)) / rest.length;
  return Math.abs(centre) / Math.sqrt(variance);
}

export function learnerSuite({ learner, smooth }: Member): void {
  describe(`${learner.name}()`, () => {
    for (const kind of ["binary", "numeric"] as const) {
      const data = draw(600, 1, smooth, kind);
      let expected: Float64Array;
      beforeAll(() => {
        expected = predictions(learner, data);
      });

      describe(`${kind} outcome`, () => {
        it("predicts one finite number for each row asked for, in that order; a probability for two-valued outcomes", () => {
          const fitted = train(learner, data);
          const asked = Int32Array.from([5, 0, 599, 5]);
          const some = fitted.predict(asked);
          expect(some).toBeInstanceOf(Float64Array);
          expect([...some]).toEqual([...asked].map((row) => expected[row]));
          expect(fitted.predict(new Int32Array(0)).length).toBe(0);
          expect(expected.every((p) => Number.isFinite(p) && (kind === "numeric" || (p >= 0 && p <= 1)))).toBe(true);
        });
        it("is a function of the seed", () => {
          expect(predictions(learner, data)).toEqual(expected);
          expect(predictions(learner, data, all(600), 2)).toEqual(predictions(learner, data, all(600), 2));
        });
        it("leaves its data as they were", () => {
          const before = JSON.stringify([data.given, data.y], (_, value) =>
            ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
          );
          predictions(
            learner,
            data,
            rowsWhere(600, (i) => i % 2 === 0),
          );
          const after = JSON.stringify([data.given, data.y], (_, value) =>
            ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
          );
          expect(after).toBe(before);
        });
        it("does not look at the outcomes of rows it is not trained on", () => {
          const rows = rowsWhere(600, (i) => i % 3 !== 0);
          const y = data.y.map((value, i) => (i % 3 === 0 ? Number.NaN : value));
          expect(predictions(learner, { ...data, y }, rows)).toEqual(predictions(learner, data, rows));
        });
        it("can be fitted again from the same preparation, each fit on its own", () => {
          const prepared = learner.prepare(data.given, 600);
          const rowHash = hashRows(data.given, 600);
          const again = (rows: Int32Array) => prepared.fit({ kind, y: data.y, rows, rowHash, seed: 1 });
          const first = again(all(600));
          const half = rowsWhere(600, (i) => i < 300);
          const second = again(half);
          expect(first.predict(all(600))).toEqual(expected);
          const alone = learner.prepare(data.given, 600).fit({ kind, y: data.y, rows: half, rowHash, seed: 1 });
          expect(second.predict(all(600))).toEqual(alone.predict(all(600)));
        });
        it("does not depend on the order of the rows", () => {
          const order = shuffle(600, 2);
          near(
            predictions(learner, take(data, order)),
            Float64Array.from(order, (row) => expected[row]),
            1e-9,
          );
        });
        it("does not depend on the order of the covariates, on a repeated one, or on unused levels", () => {
          const { given } = data;
          const unused = given.map((column) =>
            column.kind === "categorical"
              ? {
                  ...column,
                  codes: column.codes.map((code) => code + 1),
                  levels: ["never", ...column.levels, "nor this"],
                }
              : column,
          );
          for (const other of [
            [...given].reverse(),
            [...given, { ...given[0], name: "twin" }],
            [{ ...given[1], name: "A" }, ...given],
            unused,
          ]) {
            near(predictions(learner, { ...data, given: other }), expected, 1e-9);
          }
        });
        it("takes a weight of k as k copies", () => {
          const uniform = uniformStream(4);
          const weight = data.y.map(() => 1 + Math.floor(3 * uniform()));
          const source = Int32Array.from([...weight].flatMap((k, i) => Array.from({ length: k }, () => i)));
          const weighted = predictions(learner, { ...data, weight });
          near(
            predictions(learner, take(data, source)),
            Float64Array.from(source, (row) => weighted[row]),
            1e-9,
          );
        });
        it("takes a weight of 1 as no weight", () => {
          near(predictions(learner, { ...data, weight: new Float64Array(600).fill(1) }), expected, 1e-9);
        });
        it("is calibrated on average on rows it has not seen", () => {
          for (const [world, { name }] of worlds.entries()) {
            const both = draw(8000, 20 + world, smooth, kind, world);
            const p = predictions(
              learner,
              both,
              rowsWhere(8000, (i) => i < 4000),
            ).slice(4000);
            // Both halves have sampling error, so the difference has twice the variance.
            expect(misfit([...both.y.slice(4000)], [...p]) / Math.SQRT2, name).toBeLessThan(4);
          }
        });
        it("predicts a constant outcome exactly", () => {
          for (const value of kind === "binary" ? [0, 1] : [0, -2.5, 1e6]) {
            const fitted = train(
              learner,
              { ...data, y: new Float64Array(600).fill(value) },
              rowsWhere(600, (i) => i % 4 > 0),
            );
            near(fitted.predict(all(600)), new Float64Array(600).fill(value), 1e-12 * Math.max(1, Math.abs(value)));
          }
        });
        it("predicts the average without covariates, or with covariates that never vary", () => {
          const constants: Column[] = [
            { kind: "numeric", name: "c", values: new Float64Array(600).fill(7) },
            { kind: "categorical", name: "k", codes: new Int32Array(600).fill(1), levels: ["a", "b"] },
          ];
          const uniform = uniformStream(6);
          const weight = data.y.map(() => 1 + Math.floor(3 * uniform()));
          const weighted = data.y.reduce((sum, y, i) => sum + weight[i] * y, 0) / weight.reduce((a, b) => a + b, 0);
          for (const given of [[], constants]) {
            near(predictions(learner, { ...data, given }), new Float64Array(600).fill(mean(data.y)), 1e-9);
            near(predictions(learner, { ...data, given, weight }), new Float64Array(600).fill(weighted), 1e-9);
          }
        });
        it("never predicts what is not a number, however little or odd the training data", () => {
          const odd: Column[] = [
            ...data.given,
            { kind: "numeric", name: "tell", values: data.y.map((value) => 1e6 * value) },
            { kind: "numeric", name: "huge", values: data.y.map((_, i) => (i % 50 === 0 ? 1e12 : 0)) },
            { kind: "numeric", name: "tiny", values: data.y.map((_, i) => i * 1e-12) },
            {
              kind: "categorical",
              name: "own",
              codes: Int32Array.from(data.y, (_, i) => i % 97),
              levels: Array.from({ length: 97 }, (_, i) => `l${i}`),
            },
          ];
          for (const given of [data.given, odd]) {
            for (const keep of [1, 2, 3, 10, 60, 600]) {
              const rows = rowsWhere(600, (i) => i % (600 / keep) === 0);
              const p = predictions(learner, { ...data, given }, rows);
              expect(
                p.every((value) => Number.isFinite(value) && (kind === "numeric" || (value >= 0 && value <= 1))),
              ).toBe(true);
            }
          }
        });
        it("says that one of several known things came of the fit, and says its notes in words", () => {
          const fitted = train(learner, data);
          expect(["converged", "constant", "separated", "not-converged"]).toContain(fitted.status);
          for (const { id, text } of fitted.notes) {
            expect(id).toMatch(/^[a-z-]+$/);
            expect(text).toMatch(/^[A-Z0-9].*\.$/);
          }
        });
      });
    }

    it("is calibrated in each tenth of its predictions, on 20,000 rows it has not seen", () => {
      for (const [world, { name }] of worlds.entries()) {
        const data = draw(40_000, 40 + world, smooth, "binary", world);
        const p = predictions(
          learner,
          data,
          rowsWhere(40_000, (i) => i < 20_000),
        );
        const order = [...all(40_000).slice(20_000)].sort((a, b) => p[a] - p[b]);
        for (let tenth = 0; tenth < 10; tenth++) {
          const rows = order.slice(2000 * tenth, 2000 * (tenth + 1));
          expect(
            misfit(
              rows.map((row) => data.y[row]),
              rows.map((row) => p[row]),
            ),
            `${name}, tenth ${tenth + 1}`,
          ).toBeLessThan(4);
        }
      }
    });
    it("learns what there is to learn: its error is nearer to the truth's than to the average's", () => {
      const data = draw(20_000, 50, smooth, "binary", 0);
      const p = predictions(
        learner,
        data,
        rowsWhere(20_000, (i) => i < 10_000),
      );
      const [average, y] = [mean(data.y.slice(0, 10_000)), data.y.slice(10_000)];
      const loss = (of: (i: number) => number) => mean(y.map((value, i) => (value - of(i)) ** 2));
      expect(loss((i) => p[10_000 + i])).toBeLessThan(0.93 * loss(() => average));
    });
  });
}
