// Workers run compiled code, so these tests import what was built (npm run build).
import { describe, expect, it } from "vitest";
import { readModel } from "../../../dist/model/file/read.js";
import type { Request } from "../../../dist/model/request.js";
import { openSamplers, sampleParallel } from "../../../dist/model/sampled/parallel.js";
import { sample } from "../../../dist/model/sampled/sample.js";
import { simulate, simulateColumns } from "../../../dist/model/sampled/simulate.js";

const model = readModel(
  JSON.stringify({
    disco: 1,
    units: [
      { name: "Ann", weight: 1, a: 0 },
      { name: "Bob", weight: 3, a: 1 },
    ],
    variables: {
      T: { bernoulli: "0.3 + 0.4*a" },
      C: { categorical: { values: ["red", "green"], weights: ["1 + a", 1] } },
      X: { normal: { mean: "a + T", sd: 2 } },
    },
  }),
);
const worlds: Request["worlds"] = [
  { set: new Map(), text: "" },
  { set: new Map([[0, { value: 0 }]]), text: "[T=0]" },
];
const x = (world: number) => ({ kind: "variable", world, variable: 2 }) as const;
const request: Request = {
  model,
  worlds,
  given: [{ subject: x(0), comparison: ">", value: 1, text: "X>1" }],
  measures: [
    { kind: "subject", subject: x(1) },
    { kind: "indicator", all: [{ subject: { kind: "unit" }, comparison: "=", value: 1, text: "unit=Bob" }] },
  ],
  coupling: { kind: "dial", lambda: 0.25 },
};

const bytes = ({ buffer, byteOffset, byteLength }: Float64Array | Int32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

describe("workers", () => {
  it("start", async () => {
    const samplers = await openSamplers(model, 2);
    expect(samplers.workers).toBe(2);
    samplers.close();
  });

  it("give the same result to the last bit, whatever their number", async () => {
    const options = { draws: 600_000, seed: 3 };
    const alone = sample(request, options);
    expect(alone).toHaveProperty("values");
    for (const workers of [1, 2, 3]) expect(await sampleParallel(request, { ...options, workers })).toEqual(alone);
  });

  it("answer one request after another", async () => {
    const samplers = await openSamplers(model, 2);
    try {
      for (const seed of [1, 2, 1]) {
        const options = { draws: 300_000, seed };
        const [one, other] = await Promise.all(
          [request, { ...request, given: [] }].map((it) => samplers.sample(it, options)),
        );
        expect(one).toEqual(sample(request, options));
        expect(other).toEqual(sample({ ...request, given: [] }, options));
      }
    } finally {
      samplers.close();
    }
  });

  it("draw the same rows", async () => {
    const rows = 300_001;
    const whole = simulateColumns(model, { rows, seed: 9, set: { T: 1 } });
    for (const [workers, chunk] of [
      [2, 20_000],
      [3, 65_536],
    ]) {
      let next = 0;
      for await (const part of simulate(model, { rows, seed: 9, set: { T: 1 }, workers, chunk }).chunks) {
        expect(part.from).toBe(next);
        part.columns.forEach((values, i) => {
          const expected = whole.columns[i].values.slice(next, next + part.rows);
          expect(bytes(values).equals(bytes(expected))).toBe(true);
        });
        next += part.rows;
      }
      expect(next).toBe(rows);
    }
  });

  it("hand over chunks that are the reader's own, or with `reuse` as good until the next one", async () => {
    const options = { rows: 200_000, seed: 9, chunk: 10_000 };
    const whole = simulateColumns(model, options).columns[3].values;
    for (const workers of [1, 2]) {
      const kept: number[] = [];
      const read: number[] = [];
      const all = [];
      for await (const chunk of simulate(model, { ...options, workers }).chunks) all.push(chunk);
      for (const { columns } of all) for (const value of columns[3]) kept.push(value);
      for await (const { columns } of simulate(model, { ...options, workers, reuse: true }).chunks) {
        for (const value of columns[3]) read.push(value);
      }
      expect(bytes(Float64Array.from(kept)).equals(bytes(whole))).toBe(true);
      expect(bytes(Float64Array.from(read)).equals(bytes(whole))).toBe(true);
      expect(all.every(({ columns }) => columns[3].buffer instanceof ArrayBuffer)).toBe(true);
    }
  });

  it("stop when nobody wants more rows", async () => {
    const { chunks } = simulate(model, { rows: 1e12, workers: 2 });
    for await (const { from } of chunks) if (from > 1e6) break;
  });

  it("complain as one thread does, of the first row that is wrong", async () => {
    const odd = readModel(
      JSON.stringify({
        disco: 1,
        variables: {
          X: { uniform: { low: 0, high: 1 } },
          Z: { uniform: { low: 0, high: 1 } },
          Y: { bernoulli: "X*Z" },
        },
      }),
    );
    const wrong: Request = {
      model: odd,
      worlds: [worlds[0], { set: new Map([[0, { value: 1.00002 }]]), text: "[X=1.00002]" }],
      given: [],
      measures: [{ kind: "subject", subject: x(1) }],
      coupling: { kind: "dial", lambda: 0 },
    };
    const options = { draws: 1_000_000, seed: 1 };
    const complaint = (error: unknown) => ({ ...(error as object), message: (error as Error).message });
    let alone: unknown;
    try {
      sample(wrong, options);
    } catch (error) {
      alone = complaint(error);
    }
    expect(alone).toMatchObject({
      name: "DiscoError",
      kind: "input",
      message: expect.stringContaining("variables.Y.bernoulli"),
    });
    for (const workers of [2, 3]) {
      await expect(
        sampleParallel(wrong, { ...options, workers }).catch((error) => Promise.reject(complaint(error))),
      ).rejects.toEqual(alone);
    }
  });
});
