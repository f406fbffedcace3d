import { describe, expect, it } from "vitest";
// Compiled, because workers are opened by the name of a file.
import { fitArmNuisances } from "../../dist/learn/arm-nuisances.js";
import { learnerOf } from "../../dist/learn/choose.js";
import { dealStudy } from "../../src/learn/arm-nuisances.js";
import { crossFit } from "../../src/learn/crossfit.js";
import { linear } from "../../src/learn/linear.js";
import { sortRows } from "../../src/learn/sorted-rows.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { armStudy } from "../support/study.js";

function world(rows: number) {
  const uniform = uniformStream(9, rows);
  const normal = normalStream(uniform);
  const [arm, y, a, b] = Array.from({ length: 4 }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    a[i] = normal();
    b[i] = uniform();
    arm[i] = uniform() < 1 / (1 + Math.exp(-a[i])) ? 1 : 0;
    y[i] = uniform() < 1 / (1 + Math.exp(-a[i] - b[i] - arm[i])) ? 1 : 0;
  }
  return armStudy(arm, y, { a, b }, { binary: true, arms: ["0", "1"] });
}

describe("rows by arm and fold", () => {
  const study = world(500);
  const entries = dealStudy(study, 3, 1);
  const sorted = sortRows({ given: study.given, entries }, study.treatment.codes, (bytes) => new ArrayBuffer(bytes));

  it("stand together, in the order they had", () => {
    const arms = [...sorted.sort(Float64Array.from(study.treatment.codes))];
    const keys = arms.map((arm, i) => 3 * arm + sorted.entries.fold[i]);
    expect(keys).toEqual([...keys].sort((p, q) => p - q));
    const places = sorted.sort(Float64Array.from({ length: 500 }, (_, i) => i));
    keys.forEach((key, i) => {
      if (i > 0 && keys[i - 1] === key) expect(places[i]).toBeGreaterThan(places[i - 1]);
    });
  });

  it("come back where they were", () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => i * i);
    expect(sorted.restore(sorted.sort(values))).toEqual(values);
    expect(sorted.given.map(({ name }) => name)).toEqual(["a", "b"]);
    const [before, after] = [entries.rowHash, sorted.entries.rowHash].map((hashes) =>
      [...hashes].sort((p, q) => p - q),
    );
    expect(after).toEqual(before);
  });
});

it("very many rows are learnt from by several threads, with the numbers of one, and of rows as they stand", async () => {
  const rows = 210_000;
  const study = world(rows);
  const options = { learner: learnerOf({ kind: "linear", ridge: 0 }), folds: 3, seed: 1 } as const;
  const [alone, together] = [
    await fitArmNuisances(study, { ...options, workers: 1 }),
    await fitArmNuisances(study, { ...options, workers: 2 }),
  ];
  expect(together.e).toEqual(alone.e);
  expect(together.m).toEqual(alone.m);
  const entries = dealStudy(study, 3, 1);
  const task = { kind: "binary", y: Float64Array.from(study.treatment.codes), seed: 1, penalty: 0.01 } as const;
  const plain = await crossFit(linear().prepare(study.given, rows), rows, entries, task, {
    halves: false,
    pause: async () => {},
  });
  // Sums in another order, and Newton's steps stopped a ten-thousandth of a standard error from the end.
  let worst = 0;
  for (let i = 0; i < rows; i++) worst = Math.max(worst, Math.abs(alone.e[1][i] - plain.predicted[i]));
  expect(worst).toBeLessThan(1e-6);
}, 60_000);
