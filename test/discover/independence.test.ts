import { describe, expect, it } from "vitest";
import { testIndependence } from "../../src/discover/independence.js";
import type { Column } from "../../src/num/columns.js";
import type { Frame } from "../../src/num/frame.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { drawFrame, frameOf, independenceWorlds } from "../support/independence-worlds.js";
import { BERKELEY } from "./tables.js";

const world = (name: string) => independenceWorlds.find((one) => one.name === name)!;
const draw = (name: string, rows: number, link = 0, seed = 5) => drawFrame(world(name), rows, link, seed);

function reordered(frame: Frame, order: readonly number[]): Frame {
  const take = (column: Column): Column =>
    column.kind === "numeric"
      ? { ...column, values: Float64Array.from(order, (i) => column.values[i]) }
      : { ...column, codes: Int32Array.from(order, (i) => column.codes[i]) };
  return { ...frame, rows: order.length, columns: frame.columns.map(take) };
}

/** Berkeley's rows with their counts. */
const berkeley = frameOf({
  department: BERKELEY.flatMap((_, d) => new Array<string>(4).fill("ABCDEF"[d])),
  sex: BERKELEY.flatMap(() => ["male", "male", "female", "female"]),
  admitted: BERKELEY.flatMap(() => ["yes", "no", "yes", "no"]),
});
const counted: Frame = { ...berkeley, weights: { kind: "counts", values: Float64Array.from(BERKELEY.flat(2)) } };

describe("the test is chosen by what the columns are", () => {
  it.each([
    ["two values each, one given of three", 1000, /^Cochran-Mantel-Haenszel|^chi-square$/],
    ["labels of three and four, 9 strata", 200, /draws$/],
    ["two values each, 512 strata", 200, /^generalised covariance, trend$/],
    ["a coin and a number, a number given", 200, /^generalised covariance/],
    ["nothing given", 200, /^generalised covariance/],
  ])("%s, %i rows", async (name, rows, test) => {
    const found = await testIndependence(draw(name, rows), "x", "y", world(name).given);
    expect(found.test).toMatch(test);
    expect(found).toMatchObject({ one: "x", other: "y", given: world(name).given });
    expect(found.p).toBeGreaterThan(0);
    expect(found.p).toBeLessThanOrEqual(1);
    expect(found.strength).toBeGreaterThanOrEqual(0);
    expect(found.reason).toBeUndefined();
  });

  it("is the plain chi-square where nothing is given", async () => {
    const { test, freedom, statistic } = await testIndependence(counted, "sex", "department");
    expect([test, freedom]).toEqual(["chi-square", 5]);
    expect(statistic).toBeGreaterThan(1000);
  });

  it("finds at Berkeley what one department does differently", async () => {
    const found = await testIndependence(counted, "sex", "admitted", ["department"]);
    expect(found).toMatchObject({ test: "chi-square", freedom: 6 });
    // One fifth of the level is for patterns that an average does not see: five times .0028.
    expect(found.p).toBeCloseTo(0.014, 3);
    expect(found.strength).toBeLessThan(0.1);
  });
});

describe("what does not matter", () => {
  const cases = [
    "labels of three and four, 9 strata",
    "two values each, 512 strata",
    "a label and a coin, a number and a label given",
    "both follow a wave",
  ];

  it.each(cases)("the order of rows: %s", async (name) => {
    const frame = draw(name, 150, 2 * world(name).link);
    const mixed = Array.from({ length: 150 }, (_, i) => (i * 67) % 150);
    const given = world(name).given;
    const [a, b] = [
      await testIndependence(frame, "x", "y", given),
      await testIndependence(reordered(frame, mixed), "x", "y", given),
    ];
    expect({ ...b, statistic: 0, p: 0, strength: 0 }).toEqual({ ...a, statistic: 0, p: 0, strength: 0 });
    expect(b.p).toBeCloseTo(a.p!, 9);
    expect(b.statistic).toBeCloseTo(a.statistic!, 7);
  });

  it.each(cases)("whether rows are copies or counted: %s", async (name) => {
    const frame = draw(name, 80, 2 * world(name).link);
    const count = Float64Array.from({ length: 80 }, (_, i) => 1 + (i % 3));
    const order = [...count].flatMap((n, i) => new Array<number>(n).fill(i));
    const given = world(name).given;
    const a = await testIndependence(reordered(frame, order), "x", "y", given);
    const b = await testIndependence({ ...frame, weights: { kind: "counts", values: count } }, "x", "y", given);
    expect(b.test).toBe(a.test);
    expect(b.p).toBeCloseTo(a.p!, 6);
  });

  it("which of the two comes first, where they are counted", async () => {
    const one = await testIndependence(counted, "sex", "admitted", ["department"]);
    const other = await testIndependence(counted, "admitted", "sex", ["department"]);
    expect(other.p).toBeCloseTo(one.p!, 12);
  });
});

describe("what is there is found", () => {
  it.each(independenceWorlds.filter(({ name }) => !/rare|hard/.test(name)).map(({ name }) => name))(
    "%s",
    async (name) => {
      const { p } = await testIndependence(draw(name, 300, 4 * world(name).link), "x", "y", world(name).given);
      expect(p).toBeLessThan(0.01);
    },
  );

  it("a curve is told from a trend", async () => {
    const normal = normalStream(uniformStream(3));
    const x = Array.from({ length: 500 }, normal);
    const frame = frameOf({ x, y: x.map((v) => v * v + normal()), z: x.map(() => normal()) });
    const found = await testIndependence(frame, "x", "y", ["z"]);
    expect(found.test).toBe("generalised covariance, curve");
    expect(found.p).toBeLessThan(1e-4);
  });
});

describe("an exact law", () => {
  const law = (values: readonly number[]): Frame => ({
    ...frameOf({ x: [0, 0, 1, 1, 0, 0, 1, 1], y: [0, 1, 0, 1, 0, 1, 0, 1], z: [0, 0, 0, 0, 1, 1, 1, 1] }),
    weights: { kind: "law", values: Float64Array.from(values) },
  });

  it("has no p-value: what would have to move is the statistic", async () => {
    const found = await testIndependence(law([0.2, 0.05, 0.05, 0.2, 0.125, 0.125, 0.125, 0.125]), "x", "y", ["z"]);
    expect(found).toMatchObject({ test: "exact law", p: null, freedom: null });
    expect(found.statistic).toBeCloseTo(0.15, 12);
    expect(found.reason).toBeUndefined();
  });

  it("is independent without rounding where it factorises", async () => {
    const fair = law([0.06, 0.14, 0.09, 0.21, 0.3, 0.1, 0.075, 0.025]);
    expect((await testIndependence(fair, "x", "y", ["z"])).statistic).toBeLessThan(1e-15);
    expect((await testIndependence(fair, "x", "y")).statistic).toBeGreaterThan(0.01);
  });
});

describe("what the data cannot tell", () => {
  const number = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i * 12.9898) * 43758.5453 - i);

  it.each([
    ["a constant", { x: number(60).map(() => 1), y: number(60) }, [], "x has one value in all rows"],
    [
      "few rows",
      { x: number(32), y: number(32).reverse(), z: number(32) },
      ["z"],
      "32 rows are too few (33 are needed with so much given)",
    ],
    [
      "a rare value",
      { x: number(90).map((_, i) => (i < 8 ? "rare" : "usual")), y: number(90) },
      [],
      "no value of x but the most frequent stands in 10 rows",
    ],
    [
      "a function of what is given",
      { x: number(90).map((v) => 2 * v + 1), y: number(90).reverse(), z: number(90) },
      ["z"],
      "z settles one of the two, so nothing is left to compare",
    ],
    [
      "a label of very many levels given",
      { x: number(90), y: number(90).reverse(), z: number(90).map((_, i) => `person ${i}`) },
      ["z"],
      "90 rows are too few (297 are needed with so much given)",
    ],
  ])("%s", async (_, values, given, reason) => {
    const found = await testIndependence(frameOf(values), "x", "y", given);
    expect(found).toEqual({
      one: "x",
      other: "y",
      given,
      test: "none",
      statistic: null,
      freedom: null,
      p: null,
      strength: null,
      reason,
    });
  });
});

it("refuses columns that are not there or stand twice", async () => {
  await expect(testIndependence(counted, "sex", "admited")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[DiscoError: independence: there is no such column; did you mean admitted? (given: admited); the columns are department, sex, admitted]`,
  );
  await expect(testIndependence(counted, "sex", "admitted", ["sex"])).rejects.toThrowErrorMatchingInlineSnapshot(
    `[DiscoError: independence: a column stands twice in the question (given: sex); name different columns]`,
  );
});

it("takes a part of very many rows, and says so", async () => {
  const normal = normalStream(uniformStream(11));
  const x = Array.from({ length: 60_000 }, normal);
  const found = await testIndependence(frameOf({ x, y: x.map((v) => 0.1 * v + normal()) }), "x", "y");
  expect(found.test).toMatch(/^generalised covariance, trend, of (19|20),\d{3} rows$/);
  expect(found.p).toBeLessThan(1e-9);
});
