import { describe, expect, it } from "vitest";
import { modelOf } from "../../../src/model/file/read.js";
import { type SimulatedTable, simulate, simulateColumns } from "../../../src/model/sampled/simulate.js";

const model = modelOf({
  disco: 1,
  units: [
    { name: "Ann", weight: 1, a: 0 },
    { name: "Bob", weight: 3, a: 1 },
  ],
  variables: {
    T: { bernoulli: "0.3 + 0.4*a" },
    C: { categorical: { values: ["red", "green"], weights: ["1 + a", 1] } },
    X: { normal: { mean: "a + T", sd: 2 } },
    U: { uniform: { low: 0, high: "1 + a" } },
    K: { cauchy: { location: "X", scale: 1 } },
    S: { equals: 'C == "red" ? X : -X' },
  },
});
const crowd = modelOf({
  disco: 1,
  units: { skill: { normal: { mean: 100, sd: 15 } }, town: { bernoulli: 0.5 } },
  variables: { score: { normal: { mean: "skill + 5*town", sd: 5 } } },
});

const column = (table: SimulatedTable, name: string) => [...table.columns.find((one) => one.name === name)!.values];
const rows = 50_000;
const table = simulateColumns(model, { rows, seed: 4 });

function mean(values: readonly number[], of: (value: number) => number = (x) => x): number {
  return values.reduce((sum, value) => sum + of(value), 0) / values.length;
}

describe("columns", () => {
  it("are the unit, then the variables in the file's order, of the kind of their values", () => {
    expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["unit", "label"],
      ["T", "integer"],
      ["C", "label"],
      ["X", "number"],
      ["U", "number"],
      ["K", "number"],
      ["S", "number"],
    ]);
    expect(table.columns[0].labels).toEqual(["Ann", "Bob"]);
    expect(table.columns[2].labels).toEqual(["red", "green"]);
  });
  it("of a continuous population start with its attributes", () => {
    expect(simulateColumns(crowd, { rows: 1 }).columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["skill", "number"],
      ["town", "integer"],
      ["score", "number"],
    ]);
  });
  it("say nothing of a unit when everybody is alike", () => {
    const alone = modelOf({ disco: 1, variables: { X: { categorical: { values: [0.5, 2], weights: [1, 1] } } } });
    expect(simulateColumns(alone, { rows: 1 }).columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["X", "number"],
    ]);
  });
});

describe("rows", () => {
  it("follow the model: chances, means and calculated values, each within four standard deviations", () => {
    const unit = column(table, "unit");
    const [t, c, x, u, k, s] = ["T", "C", "X", "U", "K", "S"].map((name) => column(table, name));
    const close = (found: number, exact: number, sd: number) =>
      expect(Math.abs(found - exact)).toBeLessThan((4 * sd) / Math.sqrt(rows));
    close(mean(unit), 0.75, 0.44);
    close(mean(t), 0.25 * 0.3 + 0.75 * 0.7, 0.5);
    close(mean(c), 0.25 / 2 + 0.75 / 3, 0.5);
    close(
      mean(x, (v) => v),
      0.75 + 0.6,
      2.2,
    );
    close(mean(u), 0.25 * 0.5 + 0.75, 0.5);
    // Half of a Cauchy law's mass lies within its scale.
    close(mean(k.map((v, i) => Number(Math.abs(v - x[i]) < 1))), 0.5, 0.5);
    s.forEach((value, i) => {
      if (value !== (c[i] === 0 ? x[i] : -x[i])) throw new Error(`row ${i}`);
    });
    const noise = x.map((v, i) => (v - unit[i] - t[i]) / 2);
    close(mean(noise), 0, 1);
    close(
      mean(noise, (z) => z * z),
      1,
      Math.SQRT2,
    );
    close(mean(noise.map((z, i) => z * (t[i] - 0.3 - 0.4 * unit[i]))), 0, 0.5);
  });
  it("are the same individuals on the same day when something is set: only what follows from it changes", () => {
    const set = simulateColumns(model, { rows, seed: 4, set: { T: 1 } });
    for (const name of ["unit", "C", "U"]) expect(column(set, name)).toEqual(column(table, name));
    expect(column(set, "T").every((value) => value === 1)).toBe(true);
    const [t, before, after] = [column(table, "T"), column(table, "X"), column(set, "X")];
    t.forEach((value, i) => {
      if (Math.abs(after[i] - before[i] - (1 - value)) > 1e-12) throw new Error(`row ${i}`);
    });
  });
  it("can be set to labels, and what is calculated to anything", () => {
    expect(column(simulateColumns(model, { rows: 3, set: { C: "green" } }), "C")).toEqual([1, 1, 1]);
    expect(column(simulateColumns(model, { rows: 3, set: { S: 0.25 } }), "S")).toEqual([0.25, 0.25, 0.25]);
  });
  it("hold whatever follows from a strange setting", () => {
    const model = modelOf({
      disco: 1,
      variables: {
        T: { bernoulli: 0.5 },
        S: { equals: "2*T" },
        W: { equals: "S + 1" },
        V: { normal: { mean: "W", sd: 1 } },
      },
    });
    const { columns } = simulateColumns(model, { rows: 3, set: { S: 0.25 } });
    expect(columns.map(({ kind }) => kind)).toEqual(["integer", "number", "number", "number"]);
    expect([...columns[2].values]).toEqual([1.25, 1.25, 1.25]);
  });
  it("keep the noise of a variable when others come and go", () => {
    const fewer = modelOf({ disco: 1, variables: { X: { normal: { mean: 0, sd: 1 } } } });
    const more = modelOf({ disco: 1, variables: { A: { bernoulli: 0.5 }, X: { normal: { mean: "10*A", sd: 1 } } } });
    const [x, a, y] = [
      column(simulateColumns(fewer, { rows: 100 }), "X"),
      ...["A", "X"].map((name) => column(simulateColumns(more, { rows: 100 }), name)),
    ];
    expect(y).toEqual(a.map((value, i) => 10 * value + x[i]));
  });
});

describe("a seed", () => {
  const collect = async (chunk: number, workers: number, of = rows) => {
    const { chunks, columns } = simulate(model, { rows: of, seed: 4, chunk, workers });
    const values: number[][] = columns.map(() => []);
    let next = 0;
    for await (const part of chunks) {
      expect(part.from).toBe(next);
      next += part.rows;
      part.columns.forEach((one, i) => {
        for (const value of one) values[i].push(value);
      });
    }
    expect(next).toBe(of);
    return values;
  };
  it("gives the same rows in chunks of any size", async () => {
    const whole = table.columns.map(({ values }) => [...values]);
    for (const chunk of [1, 5000, 16_384, 1_000_000]) expect(await collect(chunk, 1)).toEqual(whole);
    expect(await collect(2048, 1, 3000)).toEqual(whole.map((values) => values.slice(0, 3000)));
    expect(await collect(2048, 1, 0)).toEqual(whole.map(() => []));
  });
  it("gives other rows than another seed", () => {
    expect(column(simulateColumns(model, { rows: 10, seed: 5 }), "X")).not.toEqual(column(table, "X").slice(0, 10));
  });
});

describe("what cannot be simulated", () => {
  it.each([
    [
      { rows: 10, set: { Z: 1 } },
      "simulate: the model has no such variable (given: Z); its variables are T, C, X, U, K, S; attributes of a unit: a",
    ],
    [
      { rows: 10, set: { a: 1 } },
      "simulate: an individual's attribute cannot be set: it is who they are (given: a); set a variable",
    ],
    [
      { rows: 10, set: { C: "blue" } },
      "simulate: C has labels, and this is none of them (given: C = blue); its labels are red, green",
    ],
    [{ rows: -1 }, "rows: this number is out of range (given: -1); give a whole number, 0 or more"],
    [
      { rows: 10, seed: 1.5 },
      "seed: this number is out of range (given: 1.5); give a whole number from 0 to 4294967295",
    ],
    [{ rows: 10, workers: 0 }, "workers: this number is out of range (given: 0); give a whole number, at least 1"],
  ])("%j", (options, message) => {
    expect(() => simulate(model, options)).toThrow(message);
  });
  it("names the row's values when a law is none", async () => {
    const odd = modelOf({
      disco: 1,
      variables: { X: { uniform: { low: 0, high: 1 } }, Z: { uniform: { low: 0, high: 1 } }, Y: { bernoulli: "X*Z" } },
    });
    expect(() => simulateColumns(odd, { rows: 1000, set: { X: 2 } })).toThrow(
      /^variables\.Y\.bernoulli: the probability is 1\.\d+ when X = 2 and Z = 0\.\d+, which was drawn/,
    );
  });
});
