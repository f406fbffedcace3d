import { describe, expect, it } from "vitest";
import { twoStageLeastSquares } from "../../src/estimate/two-stage-least-squares.js";
import { wald } from "../../src/estimate/wald.js";
import { reordered, studyOf, type Table } from "./linear/tables.js";
import { EFFECT, hits, lotteryWorld, tolerance } from "./linear/worlds.js";

const roles = { treatment: "t", arms: ["out", "in"], outcome: "y", instruments: ["z"] };
const ids = (remarks: readonly { id: string }[]) => remarks.map(({ id }) => id);

describe("the Wald estimator by hand", () => {
  // Ten of each letter: z = 1 treats 7 of 10, z = 0 treats 2 of 10. Mean outcomes 3.1 and 2.0: (3.1 - 2) / (0.7 - 0.2) = 2.2.
  const table: Table = {
    z: [...new Array(10).fill(1), ...new Array(10).fill(0)],
    t: [
      ...new Array(7).fill("in"),
      ...new Array(3).fill("out"),
      ...new Array(2).fill("in"),
      ...new Array(8).fill("out"),
    ],
    y: [...[5, 4, 3, 4, 5, 2, 3, 1, 2, 2], ...[4, 3, 1, 2, 1, 2, 1, 3, 2, 1]],
  };
  it("is the ratio of two differences, with the shares of the kinds of people", () => {
    const { estimate, diagnostics, assumptions } = wald(studyOf(table, roles));
    expect(estimate.value).toBeCloseTo(1.1 / 0.5, 12);
    expect(diagnostics["compliers"]).toBeCloseTo(0.5, 12);
    expect(diagnostics["alwaysTreated"]).toBeCloseTo(0.2, 12);
    expect(diagnostics["neverTreated"]).toBeCloseTo(0.3, 12);
    expect(diagnostics["intentionToTreat"]).toBeCloseTo(1.1, 12);
    // Two independent shares: 0.7 x 0.3 / 10 + 0.2 x 0.8 / 10.
    expect(diagnostics["compliersSe"]).toBeCloseTo(Math.sqrt(0.037), 12);
    expect(ids(assumptions)).toEqual(["instrument-exogenous", "exclusion", "monotonicity", "independent-rows"]);
  });
  it("has the delta method's standard error: variances within each group of y - LATE t, by the difference in shares", () => {
    const residual = table.y.map((y, i) => (y as number) - 2.2 * (table.t[i] === "in" ? 1 : 0));
    const variance = (group: number[]) => {
      const mean = group.reduce((a, b) => a + b, 0) / 10;
      return group.reduce((a, b) => a + (b - mean) ** 2, 0) / 100;
    };
    const expected = Math.sqrt(variance(residual.slice(0, 10)) + variance(residual.slice(10))) / 0.5;
    expect(wald(studyOf(table, roles)).estimate.se).toBeCloseTo(expected, 12);
  });
  it("does not mind how instrument and arms are coded, but for the sign of the arms, nor how rows are ordered", () => {
    const base = wald(studyOf(table, roles));
    const flipped = wald(studyOf({ ...table, z: table.z.map((z) => (z === 1 ? -3 : 8)) }, roles));
    expect(flipped.estimate.value).toBeCloseTo(base.estimate.value, 12);
    expect(flipped.estimate.se).toBeCloseTo(base.estimate.se!, 12);
    expect(flipped.diagnostics["compliers"]).toBeCloseTo(0.5, 12);
    expect(flipped.diagnostics["alwaysTreated"]).toBeCloseTo(0.2, 12);
    const back = reordered(
      table,
      table.y.map((_, i) => 19 - i),
    );
    const relabelled = wald(studyOf(back, { ...roles, arms: ["in", "out"] }));
    expect(relabelled.estimate.value).toBeCloseTo(-2.2, 12);
    expect(relabelled.estimate.se).toBeCloseTo(base.estimate.se!, 12);
  });
  it("is two-stage least squares without covariates", () => {
    const big = lotteryWorld(800, 3);
    const [one, two] = [wald(studyOf(big, roles)), twoStageLeastSquares(studyOf(big, roles))];
    expect(one.estimate.value).toBeCloseTo(two.estimate.value, 10);
    // HC1 divides by n - 2.
    expect(one.estimate.se! * Math.sqrt(800 / 798)).toBeCloseTo(two.estimate.se!, 10);
    expect(one.diagnostics["andersonRubin"]).toBe(two.diagnostics["andersonRubin"]);
  });
  it("is exact for a law, takes counts for copies, and knows clusters", () => {
    const share = table.y.map(() => 0.05);
    const law = wald(studyOf({ ...table, share }, { ...roles, weights: { kind: "law", column: "share" } }));
    expect(law.estimate.value).toBeCloseTo(2.2, 12);
    expect(law.estimate.se).toBeUndefined();
    const count = table.y.map((_, i) => 1 + (i % 2));
    const copies = reordered(
      table,
      count.flatMap((k, i) => new Array(k).fill(i)),
    );
    const [a, b] = [
      wald(studyOf({ ...table, count }, { ...roles, weights: { kind: "counts", column: "count" } })),
      wald(studyOf(copies, roles)),
    ];
    expect(a.estimate.value).toBeCloseTo(b.estimate.value, 12);
    expect(a.estimate.se).toBeCloseTo(b.estimate.se!, 12);
    // Every row twice under one unit: the standard error of the rows once, times the correction for 20 clusters.
    const twice = reordered({ ...table, id: table.y.map((_, i) => `id${i}`) }, [...table.y.keys(), ...table.y.keys()]);
    const clustered = wald(studyOf(twice, { ...roles, unit: "id" })).estimate;
    expect(clustered.se).toBeCloseTo(wald(studyOf(table, roles)).estimate.se! * Math.sqrt(20 / 19), 12);
    expect(wald(studyOf(twice, roles)).estimate.se!).toBeLessThan(0.8 * clustered.se!);
  });
  it("refuses what two-stage least squares is for, and an instrument that moves nobody", () => {
    const more = { ...table, w: table.y, n: table.y, three: table.z.map((_, i) => i % 3), flat: table.z.map(() => 1) };
    const of = (change: object, from: Table = more) => wald(studyOf(from, { ...roles, ...change }));
    expect(() => of({ given: ["w"] })).toThrow(
      "Wald estimator: it takes no covariates into account (given: --given w); use --method two-stage-least-squares",
    );
    expect(() => of({ treatment: "n", arms: undefined })).toThrow(
      "it needs a treatment with two arms (given: n is a number)",
    );
    expect(() => of({ instruments: [] })).toThrow("it needs exactly one instrument (given: 0 instruments)");
    expect(() => of({ instruments: ["three"] })).toThrow(
      "--instrument three: the Wald estimator needs an instrument of two values (given: 3 different values); use --method two-stage-least-squares",
    );
    expect(() => of({ instruments: ["flat"] })).toThrow("--instrument flat: it has one value in all rows");
    const still = { ...table, t: table.t.map((_, i) => (i % 2 === 0 ? "in" : "out")) };
    expect(() => of({}, still)).toThrow(
      "--instrument z: it moves nobody on balance, so there is nothing to divide by (given: 50 % treated where z = 0, 50 % where it is 1)",
    );
  });
  it("says when the instrument is weak", () => {
    const { warnings, diagnostics } = wald(studyOf(table, roles));
    expect(diagnostics["effectiveF"]).toBeCloseTo(0.25 / 0.037, 10);
    expect(ids(warnings)).toEqual(["weak-instrument"]);
    expect(warnings[0].text).toContain("6.76, below 10");
  });
});

describe("intervals of the Wald estimator", () => {
  it.each([
    [500, 400],
    [2000, 200],
  ])("hold the compliers' effect, and not that of others, in 95 %% of tables of %i rows", async (n, runs) => {
    const { covered, se, sd, bias } = await hits(runs, EFFECT, (run) => wald(studyOf(lotteryWorld(n, run), roles)));
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(runs));
    expect(se / sd).toBeGreaterThan(0.85);
    expect(se / sd).toBeLessThan(1.18);
    expect(Math.abs(bias)).toBeLessThan((4 * sd) / Math.sqrt(runs) + 0.02);
  });
});
