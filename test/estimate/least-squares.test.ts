import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastSquares } from "../../src/estimate/least-squares.js";
import { slowFit, withIntercept } from "./linear/slow.js";
import { CARD_GIVEN, card, reordered, studyOf, type Table } from "./linear/tables.js";
import { EFFECT, groupedWorld, hits, measuredWorld, tolerance } from "./linear/worlds.js";

const dose = { treatment: "t", outcome: "y", given: ["w", "kind"] };
const arms = { treatment: "arm", arms: ["no", "yes"], outcome: "byArm", given: ["w", "kind"] };
const dummies = (world: Table) => ["a", "b"].map((level) => world.kind.map((one) => (one === level ? 1 : 0)));
const ids = (remarks: readonly { id: string }[]) => remarks.map(({ id }) => id);

describe("least squares on Card's men (1995)", () => {
  it("has the published coefficient and standard error of schooling, and those of statsmodels 0.14", () => {
    const study = studyOf(card(), { treatment: "educ", outcome: "lwage", given: CARD_GIVEN });
    const { estimate, diagnostics, interval, warnings } = leastSquares(study);
    // Wooldridge, Introductory Econometrics, table 15.1: 0.075 (0.003); to more digits Stata's regress: 0.0746933 (0.0034983).
    expect(estimate.value).toBeCloseTo(0.0746932555931, 12);
    expect(diagnostics["seClassical"]).toBeCloseTo(0.0034983456585, 12);
    // statsmodels: OLS(...).fit().get_robustcov_results("HC1").
    expect(diagnostics["seHc1"]).toBeCloseTo(0.0036462477062, 12);
    expect(estimate.se).toBe(diagnostics["seHc1"]);
    expect(interval![1] - estimate.value).toBeCloseTo(1.959963985 * 0.0036462477062, 10);
    expect(diagnostics["observations"]).toBe(3010);
    expect(diagnostics["residualDegrees"]).toBe(2994);
    expect(warnings).toEqual([]);
  });
  it("has statsmodels' clustered standard error (by years of experience, as an exercise), and says that 24 are few", () => {
    const study = studyOf(card(), { treatment: "educ", outcome: "lwage", given: CARD_GIVEN, unit: "exper" });
    const { estimate, warnings } = leastSquares(study);
    expect(estimate.se).toBeCloseTo(0.0032197239341, 12);
    expect(ids(warnings)).toEqual(["few-clusters"]);
    expect(warnings[0].text).toContain("only 24 units");
  });
});

describe("least squares", () => {
  const world = measuredWorld(150, 7);
  const slow = slowFit(
    withIntercept(world.t as number[], world.w as number[], ...dummies(world)),
    world.y as number[],
    undefined,
    world.kind,
  );
  it("is the regression with whole matrices, with all its standard errors", () => {
    const { estimate, diagnostics } = leastSquares(studyOf(world, { ...dose, unit: "kind" }));
    expect(estimate.value).toBeCloseTo(slow.beta[1], 11);
    expect(diagnostics["seClassical"]).toBeCloseTo(slow.seClassical[1], 11);
    expect(diagnostics["seHc1"]).toBeCloseTo(slow.seHc1[1], 11);
    expect(diagnostics["seCluster"]).toBeCloseTo(slow.seCluster![1], 11);
    expect(estimate.se).toBe(diagnostics["seCluster"]);
    const without = slowFit(withIntercept(world.w as number[], ...dummies(world)), world.y as number[]);
    expect(diagnostics["partialR2"]).toBeCloseTo(1 - slow.rss / without.rss, 11);
  });
  it("has influences that average to nothing and give the standard error before its correction for small samples", () => {
    const { estimate } = leastSquares(studyOf(world, dose));
    const phi = [...estimate.influence!];
    expect(phi.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 8);
    const se = Math.sqrt(phi.reduce((a, b) => a + b * b, 0)) / 150;
    expect(se * Math.sqrt(150 / 145)).toBeCloseTo(estimate.se!, 11);
  });
  it("takes an influence for what it is: the estimate's slope in a row's count", () => {
    const count = (h: number) => world.t.map((_, i) => (i === 17 ? 1 + h : 1));
    const at = (h: number) =>
      leastSquares(studyOf({ ...world, count: count(h) }, { ...dose, weights: { kind: "counts", column: "count" } }))
        .estimate.value;
    const { influence } = leastSquares(studyOf(world, dose)).estimate;
    expect((at(1e-4) - at(-1e-4)) / 2e-4).toBeCloseTo(influence![17] / 150, 7);
  });
  it("takes counts for copies", () => {
    const count = world.t.map((_, i) => 1 + (i % 3));
    const copies = reordered(
      world,
      count.flatMap((k, i) => new Array(k).fill(i)),
    );
    for (const roles of [dose, { ...dose, unit: "kind" }, arms]) {
      const a = leastSquares(studyOf({ ...world, count }, { ...roles, weights: { kind: "counts", column: "count" } }));
      const b = leastSquares(studyOf(copies, roles));
      expect(a.estimate.value).toBeCloseTo(b.estimate.value, 11);
      for (const name of ["se", "seClassical", "seHc1", "observations", "partialR2"])
        expect(a.diagnostics[name]).toBeCloseTo(b.diagnostics[name] as number, 10);
    }
  });
  it("is exact for a law, and then has no standard error", () => {
    const share = world.t.map(() => 1 / 150);
    const roles = { ...dose, weights: { kind: "law" as const, column: "share" } };
    const { estimate, interval, diagnostics, assumptions } = leastSquares(studyOf({ ...world, share }, roles));
    expect(estimate.value).toBeCloseTo(slow.beta[1], 11);
    expect(estimate.se).toBeUndefined();
    expect(interval).toBeUndefined();
    expect(diagnostics).not.toHaveProperty("se");
    expect(ids(assumptions)).not.toContain("independent-rows");
  });
  it("turns its sign when the arms are called the other way round", () => {
    const a = leastSquares(studyOf(world, arms));
    const b = leastSquares(studyOf(world, { ...arms, arms: ["yes", "no"] }));
    expect(b.estimate.value).toBeCloseTo(-a.estimate.value, 12);
    expect(b.estimate.se).toBeCloseTo(a.estimate.se!, 12);
  });
  it("compares an arm with the reference on the rows of the two alone, and says so", () => {
    const three = { ...world, arm: world.arm.map((one, i) => (i % 4 === 0 ? "third" : one)) };
    const roles = { ...arms, arms: ["no", "third", "yes"] };
    const { estimate, warnings } = leastSquares(studyOf(three, roles), { arm: 2 });
    const rows = three.arm.flatMap((one, i) => (one === "third" ? [] : [i]));
    const alone = leastSquares(studyOf(reordered(three, rows), arms));
    expect(estimate.value).toBeCloseTo(alone.estimate.value, 12);
    expect(estimate.se).toBeCloseTo(alone.estimate.se!, 12);
    expect(warnings[0].text).toBe("Rows of other arms were left out of this comparison: 38 of 150.");
    expect(estimate.influence!.length).toBe(150);
    expect(three.arm.every((one, i) => one !== "third" || estimate.influence![i] === 0)).toBe(true);
    const se = Math.sqrt(estimate.influence!.reduce((a, b) => a + b * b, 0)) / 150;
    expect(se).toBeCloseTo(Math.sqrt(alone.estimate.influence!.reduce((a, b) => a + b * b, 0)) / rows.length, 12);
  });
  it("gives the same for any order of rows and moves with the outcome's unit", () => {
    const base = leastSquares(studyOf(world, dose)).estimate;
    const property = fc.property(
      fc.shuffledSubarray([...world.t.keys()], { minLength: 150 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      (order, scale, shift) => {
        const moved = { ...world, y: (world.y as number[]).map((one) => scale * one + shift) };
        const { value, se } = leastSquares(studyOf(reordered(moved, order), dose)).estimate;
        expect(value / scale).toBeCloseTo(base.value, 8);
        expect(se! / scale).toBeCloseTo(base.se!, 8);
      },
    );
    fc.assert(property, { numRuns: 30, seed: 1 });
  });
  it("is untouched by covariates that repeat others, and names them", () => {
    const twice = (world.w as number[]).map((one) => 5 - one);
    const a = leastSquares(studyOf(world, dose));
    const b = leastSquares(studyOf({ ...world, twice }, { ...dose, given: ["w", "kind", "twice"] }));
    expect(b.estimate.value).toBeCloseTo(a.estimate.value, 11);
    expect(b.estimate.se).toBeCloseTo(a.estimate.se!, 11);
    expect(b.warnings).toEqual([
      {
        id: "repeated-covariates",
        text: "Left out of the regression, as it never varies or repeats what other covariates say: twice. The estimate is the same without it.",
      },
    ]);
  });
  it("warns where the covariates tell nearly all of the treatment", () => {
    const close = (world.t as number[]).map((one, i) => one + 0.02 * Math.sin(i));
    const { warnings } = leastSquares(studyOf({ ...world, close }, { ...dose, given: ["close"] }));
    expect(warnings[0].text).toMatch(/^The covariates tell 99\.\d+ % of the variance of t/);
  });
  it("refuses as many columns as rows, one unit, and a covariate that is the treatment", () => {
    const short = reordered(world, [0, 1, 2, 3, 4]);
    expect(() => leastSquares(studyOf(short, { ...dose, given: ["w", "y", "kind"] }))).toThrow(
      /^least squares: the regression has as many columns as there are observations/,
    );
    const one = { ...world, unit: world.t.map(() => "all") };
    expect(() => leastSquares(studyOf(one, { ...dose, unit: "unit" }))).toThrow(
      "--unit unit: all rows belong to one unit, so nothing shows how far another unit would have come out (given: 150 rows of one unit); leave --unit out",
    );
    const copy = { ...world, copy: world.arm };
    expect(() => leastSquares(studyOf(copy, { ...arms, given: ["w", "copy"] }))).toThrow(
      'covariate "copy": it says exactly what the treatment "arm" was',
    );
  });
});

describe("intervals of least squares", () => {
  it.each([
    [500, 300],
    [2000, 200],
  ])("hold a confounded effect in 95 % of tables of %i rows, doses and arms", async (n, runs) => {
    const of = (roles: typeof dose) =>
      hits(runs, EFFECT, (run) => leastSquares(studyOf(measuredWorld(n, 10_000 + run), roles)));
    for (const roles of [dose, arms]) {
      const { covered, bias, sd, se } = await of(roles);
      expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(runs));
      expect(Math.abs(bias)).toBeLessThan((4 * sd) / Math.sqrt(runs));
      expect(se / sd).toBeGreaterThan(0.8);
      expect(se / sd).toBeLessThan(1.25);
    }
    // Without the covariates the effect is not even near.
    const naive = await hits(50, EFFECT, (run) => leastSquares(studyOf(measuredWorld(n, run), { ...dose, given: [] })));
    expect(naive.covered).toBeLessThan(0.2);
  });
  it("hold it where rows of a unit hang together if they know the units, and not otherwise", async () => {
    const roles = { treatment: "d", outcome: "yd", given: ["w"] };
    const of = (more: object) =>
      hits(300, EFFECT, (run) => leastSquares(studyOf(groupedWorld(100, 5, run), { ...roles, ...more })));
    const clustered = await of({ unit: "g" });
    expect(Math.abs(clustered.covered - 0.95)).toBeLessThan(tolerance(300));
    const plain = await of({});
    expect(plain.covered).toBeLessThan(0.85);
    expect(clustered.se).toBeGreaterThan(1.3 * plain.se);
  });
});
