// Cross-fitting by boosting on one thread and on two: the same bits, halves included.
import { describe, expect, it } from "vitest";
// Compiled, because workers are opened by the name of a file.
import { learnerOf } from "../../dist/learn/choose.js";
import { fitNuisances } from "../../dist/learn/nuisances.js";
import { boost } from "../../src/learn/boost.js";
import { crossFit } from "../../src/learn/crossfit.js";
import { assignFolds } from "../../src/learn/folds.js";
import { learnerWork } from "../../src/learn/learner-crew.js";
import { hashRows } from "../../src/num/hash.js";
import { uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";

function world(rows: number, numeric = false): Sample {
  const uniform = uniformStream(4, rows);
  const [a, b, y] = Array.from({ length: 3 }, () => new Float64Array(rows));
  const values = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    a[i] = Math.floor(9 * uniform());
    b[i] = uniform() < 0.1 ? Number.NaN : Math.floor(7 * uniform());
    values[i] = uniform() < 0.2 + 0.05 * a[i] ? 1 : 0;
    y[i] = uniform() < (a[i] > 4 && b[i] > 2 ? 0.7 : 0.3) ? 1 : 0;
    if (numeric) y[i] += uniform();
  }
  const gaps = b.filter(Number.isNaN).length;
  return {
    rows,
    treatment: { name: "T", values, labels: { yes: 1, no: 0 } },
    outcome: numeric
      ? { kind: "numeric", name: "Y", values: y }
      : { kind: "binary", name: "Y", values: y, labels: { yes: 1, no: 0 } },
    given: [
      { kind: "numeric", name: "a", values: a },
      { kind: "numeric", name: "b", values: b, gaps },
    ],
    data: { source: "rows", read: rows, used: rows, missing: {}, notes: [] },
  };
}

describe("boosting on workers", () => {
  it("gives the numbers that one thread gives, to the last bit", async () => {
    for (const numeric of [false, true]) {
      const sample = world(200_500, numeric);
      const learnt = async (workers: number) => {
        const learner = learnerOf({ kind: "boost", trees: 3, depth: 2 });
        const calls: (readonly [number, number])[] = [];
        const onFit = (done: number, of: number) => void calls.push([done, of]);
        const { e, m, above } = await fitNuisances(sample, { learner, folds: 3, seed: 1, workers, onFit });
        return {
          numbers: [e, ...m.flatMap(({ mean, sum, product }) => [mean, sum, product]), ...(above ?? [])],
          calls,
        };
      };
      const [one, two] = [await learnt(1), await learnt(2)];
      one.numbers.forEach((values, k) => {
        expect(Buffer.compare(Buffer.from(values.buffer), Buffer.from(two.numbers[k].buffer))).toBe(0);
      });
      // Fits one after the other on one thread, tasks on two: so it is known that there were workers.
      expect(one.calls.length).toBe(numeric ? 21 : 15);
      expect(two.calls.map(([done]) => done)).toEqual(numeric ? [0, 1, 2, 3, 4, 5] : [0, 1, 2, 3]);
    }
  });

  it("can be stopped between tasks", async () => {
    const learner = learnerOf({ kind: "boost", trees: 1, depth: 1 });
    const onFit = (done: number) => {
      if (done === 1) throw new Error("enough");
    };
    await expect(fitNuisances(world(200_500), { learner, folds: 3, seed: 1, onFit })).rejects.toThrow("enough");
  });

  it("does its parts of a cross-fit, which together are the whole", async () => {
    const sample = world(900);
    const { given, rows, outcome } = sample;
    const learner = { kind: "boost", trees: 5, depth: 2 } as const;
    const prepared = boost(learner).prepare(given, rows);
    for (const folds of [1, 2, 3, 4]) {
      const entries = assignFolds(sample, folds, 1);
      const task = { kind: "binary" as const, y: outcome.values, seed: 2, include: sample.treatment.values };
      const whole = await crossFit(prepared, rows, entries, task, { halves: true, pause: async () => {} });
      const work = learnerWork({ learner, given, rows, entries });
      const parts = await Promise.all([0, 1, 2].map((part) => work({ task, halves: true, part, parts: 3 })));
      const check = (expected: Float64Array, got: readonly Float64Array[]) => {
        expected.forEach((value, j) => {
          expect(got.map((values) => values[j]).filter((v) => !Number.isNaN(v))).toEqual([value]);
        });
      };
      check(
        whole.predicted,
        parts.map((part) => part.predicted),
      );
      for (const side of [0, 1] as const) {
        if (whole.halves === undefined) expect(parts.every((part) => part.halves === undefined)).toBe(true);
        else
          check(
            whole.halves[side],
            parts.map((part) => part.halves![side]),
          );
      }
    }
  });

  it("adopts what another preparation shares: the same fit", () => {
    const { given, rows, outcome } = world(700);
    const rowHash = hashRows(given, rows);
    const task = {
      kind: "binary" as const,
      y: outcome.values,
      rows: Int32Array.from({ length: rows }, (_, i) => i),
      rowHash,
      seed: 1,
    };
    // With a linear start only tables that are large are shared: see the first test.
    for (const options of [{ base: "mean" }, { monotone: { a: 1 } }] as const) {
      const own = boost(options).prepare(given, rows);
      const adopted = boost(options).adopt!(own.shared);
      expect(adopted.fit(task).predict(task.rows)).toEqual(own.fit(task).predict(task.rows));
    }
  });
});
