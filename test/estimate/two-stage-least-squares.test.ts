import { describe, expect, it } from "vitest";
import { twoStageLeastSquares } from "../../src/estimate/two-stage-least-squares.js";
import { inverse, slowFit, times, transpose, withIntercept } from "./linear/slow.js";
import { CARD_GIVEN, card, reordered, studyOf } from "./linear/tables.js";
import { EFFECT, groupedWorld, hiddenWorld, hits, tolerance } from "./linear/worlds.js";

const roles = { treatment: "t", outcome: "y", given: ["w"], instruments: ["z1", "z2"] };
const ids = (remarks: readonly { id: string }[]) => remarks.map(({ id }) => id);
const close = (found: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, number>>, digits = 8) => {
  for (const [name, value] of Object.entries(wanted)) expect(found[name], name).toBeCloseTo(value, digits);
};

describe("two-stage least squares on Card's men (1995)", () => {
  const men = { treatment: "educ", outcome: "lwage", given: CARD_GIVEN };
  it("has the published estimate with college nearby as instrument, and what linearmodels 7.1 and statsmodels 0.14 print", () => {
    const { estimate, diagnostics, warnings } = twoStageLeastSquares(
      studyOf(card(), { ...men, instruments: ["nearc4"] }),
    );
    // Wooldridge, Introductory Econometrics, table 15.1: 0.132 (0.055); to more digits Stata's ivregress: 0.1315038 (0.0549637), F 13.256.
    expect(estimate.value).toBeCloseTo(0.1315038362447, 9);
    close(diagnostics, {
      seClassical: 0.0549636726014,
      // IV2SLS(...).fit(cov_type="robust", debiased=True)
      se: 0.0541436235849,
      firstStageF: 13.255785330577,
      firstStageP: 0.000276340085729,
      // OLS of the first stage, HC1
      firstStageFRobust: 14.138670079757,
      effectiveF: 14.138670079757,
      // f_test of each hypothetical effect with HC1 variances and the chi-square limit, root by brentq
      andersonRubinLow: 0.0281769373,
      andersonRubinHigh: 0.2811502659,
      wuHausmanF: 1.1676454819,
      wuHausmanP: 0.279972621144,
      leastSquares: 0.0746932555931,
    });
    expect(diagnostics["andersonRubin"]).toBe("0.0282 to 0.281");
    expect(diagnostics).not.toHaveProperty("sargan");
    expect(ids(warnings)).toEqual(["instrument-strength"]);
    expect(warnings[0].text).toContain("effective F of 14.1");
  });
  it("has theirs with two instruments: effective F, over-identification, and a warning of weakness", () => {
    const { estimate, diagnostics, warnings } = twoStageLeastSquares(
      studyOf(card(), { ...men, instruments: ["nearc2", "nearc4"] }),
    );
    expect(estimate.value).toBeCloseTo(0.157059370024, 9);
    close(diagnostics, {
      seClassical: 0.0525782416817,
      se: 0.0525525557137,
      firstStageF: 7.8930959112,
      firstStageFRobust: 8.3189747407,
      effectiveF: 8.1301997355,
      sargan: 1.2481534335,
      sarganP: 0.2639054547,
      // IVGMM(...).fit(iter_limit=2).j_stat
      hansenJ: 1.268910934,
      hansenP: 0.2599710874,
      wuHausmanF: 2.9256449144,
      wuHausmanP: 0.0872860158,
      andersonRubinLow: 0.0526965704,
      andersonRubinHigh: 0.354929973,
    });
    expect(ids(warnings)).toEqual(["weak-instrument"]);
    expect(warnings[0].text).toContain("the effective F of nearc2 and nearc4 together is 8.13, below 10");
    expect(warnings[0].text).toContain("0.0527 to 0.355");
  });
  it("has theirs clustered (by years of experience, as an exercise)", () => {
    const { diagnostics } = twoStageLeastSquares(
      studyOf(card(), { ...men, instruments: ["nearc2", "nearc4"], unit: "exper" }),
    );
    close(diagnostics, {
      se: 0.0719141095838,
      firstStageFRobust: 6.6030841504,
      effectiveF: 8.7626425339,
      hansenJ: 1.2412773877,
    });
  });
});

describe("two-stage least squares", () => {
  const world = hiddenWorld(140, 9);
  const [y, t, w, z1, z2] = ["y", "t", "w", "z1", "z2"].map((name) => world[name] as number[]);
  it("is the formula with whole matrices, with all its standard errors", () => {
    const groups = t.map((_, i) => i % 9);
    const slow = slowFit(withIntercept(t, w), y, withIntercept(z1, z2, w), groups);
    const { estimate, diagnostics } = twoStageLeastSquares(
      studyOf({ ...world, groups: groups.map(String) }, { ...roles, unit: "groups" }),
    );
    expect(estimate.value).toBeCloseTo(slow.beta[1], 10);
    close(diagnostics, {
      seClassical: slow.seClassical[1],
      seHc1: slow.seHc1[1],
      seCluster: slow.seCluster![1],
    });
  });
  it("tests endogeneity as the regression with the first stage's residual does, plainly and robustly", () => {
    const first = slowFit(withIntercept(z1, z2, w), t);
    const added = slowFit(withIntercept(t, first.e, w), y);
    const { diagnostics } = twoStageLeastSquares(studyOf(world, roles));
    expect(diagnostics["wuHausmanF"]).toBeCloseTo((added.beta[2] / added.seClassical[2]) ** 2, 8);
    // P(chi2_1 > x^2) by adding up the normal density.
    const x = Math.abs(added.beta[2] / added.seHc1[2]);
    let upper = 0;
    for (let u = x + 5e-5; u < x + 10; u += 1e-4) upper += (2 * Math.exp((-u * u) / 2) * 1e-4) / Math.sqrt(2 * Math.PI);
    expect(diagnostics["wuHausmanRobustP"]).toBeCloseTo(upper, 8);
  });
  it("has the effective F of Montiel Olea and Pflueger with matrices", () => {
    const first = slowFit(withIntercept(z1, z2, w), t);
    const own = [z1, z2].map((z) => slowFit(withIntercept(w), z).e);
    const q = own.map((a) => own.map((b) => a.reduce((sum, one, i) => sum + one * b[i], 0)));
    const pi = [[first.beta[1]], [first.beta[2]]];
    const v = [1, 2].map((i) => [1, 2].map((j) => first.v[i][j]));
    const product = times(v, q);
    const { diagnostics } = twoStageLeastSquares(studyOf(world, roles));
    const signal = times(times(transpose(pi), q), pi)[0][0];
    expect(diagnostics["effectiveF"]).toBeCloseTo(signal / (product[0][0] + product[1][1]), 7);
    expect(diagnostics["firstStageFRobust"]).toBeCloseTo(times(times(transpose(pi), inverse(v)), pi)[0][0] / 2, 7);
  });
  it("takes counts for copies, a law for exact, and any order of rows", () => {
    const count = t.map((_, i) => 1 + (i % 3));
    const copies = twoStageLeastSquares(
      studyOf(
        reordered(
          world,
          count.flatMap((k, i) => new Array(k).fill(i)),
        ),
        roles,
      ),
    );
    const counts = twoStageLeastSquares(
      studyOf({ ...world, count }, { ...roles, weights: { kind: "counts", column: "count" } }),
    );
    expect(counts.estimate.value).toBeCloseTo(copies.estimate.value, 10);
    for (const [name, value] of Object.entries(copies.diagnostics)) {
      if (typeof value === "number") expect(counts.diagnostics[name], name).toBeCloseTo(value, 6);
    }
    const all = count.reduce((a, b) => a + b, 0);
    const share = count.map((one) => one / all);
    const law = twoStageLeastSquares(
      studyOf({ ...world, share }, { ...roles, weights: { kind: "law", column: "share" } }),
    );
    expect(law.estimate.value).toBeCloseTo(copies.estimate.value, 10);
    expect(law.interval).toBeUndefined();
    expect(Object.keys(law.diagnostics).sort()).toEqual(["columns", "firstStageShare", "leastSquares"]);
    const base = twoStageLeastSquares(studyOf(world, roles));
    const back = twoStageLeastSquares(
      studyOf(
        reordered(
          world,
          t.map((_, i) => 139 - i),
        ),
        roles,
      ),
    );
    expect(back.estimate.value).toBeCloseTo(base.estimate.value, 11);
    expect(back.diagnostics["andersonRubinHigh"]).toBeCloseTo(base.diagnostics["andersonRubinHigh"] as number, 9);
  });
  it("moves with the units of outcome, treatment and instruments", () => {
    const base = twoStageLeastSquares(studyOf(world, roles));
    const moved = twoStageLeastSquares(
      studyOf(
        {
          ...world,
          y: y.map((one) => 1000 * one - 7),
          t: t.map((one) => 0.01 * one + 3),
          z1: z1.map((one) => 1e5 - 1e3 * one),
        },
        roles,
      ),
    );
    expect(moved.estimate.value / 1e5).toBeCloseTo(base.estimate.value, 9);
    expect(moved.estimate.se! / 1e5).toBeCloseTo(base.estimate.se!, 9);
    close(moved.diagnostics, {
      effectiveF: base.diagnostics["effectiveF"] as number,
      hansenJ: base.diagnostics["hansenJ"] as number,
    });
    expect((moved.diagnostics["andersonRubinLow"] as number) / 1e5).toBeCloseTo(
      base.diagnostics["andersonRubinLow"] as number,
      9,
    );
  });
  it("turns its sign with the arms, and refuses more than two", () => {
    const arm = t.map((one) => (one > 0.4 ? "high" : "low"));
    const of = (arms: readonly string[]) =>
      twoStageLeastSquares(studyOf({ ...world, arm }, { ...roles, treatment: "arm", arms })).estimate;
    expect(of(["low", "high"]).value).toBeCloseTo(-of(["high", "low"]).value, 11);
    expect(of(["low", "high"]).se).toBeCloseTo(of(["high", "low"]).se!, 11);
    expect(() => of(["low", "high", "top"])).toThrow(
      'treatment "arm": two-stage least squares needs a number or two arms',
    );
  });
  it("leaves out instruments that say nothing of their own, by name", () => {
    const more = { ...world, twin: z1.map((one) => 3 * one + 1), flat: t.map(() => 1) };
    const study = studyOf(more, { ...roles, instruments: ["z1", "twin", "z2", "flat"] });
    const { estimate, warnings } = twoStageLeastSquares(study);
    expect(estimate.value).toBeCloseTo(twoStageLeastSquares(studyOf(world, roles)).estimate.value, 11);
    expect(warnings[0].text).toBe(
      "Instruments left out, as they never vary or repeat what covariates and other instruments say: twin and flat.",
    );
  });
  it("refuses no instrument, one that never varies, and one that moves nothing", () => {
    const of = (table: typeof world, instruments: readonly string[]) =>
      twoStageLeastSquares(studyOf(table, { ...roles, instruments }));
    expect(() => of(world, [])).toThrow("two-stage least squares: there is no instrument; name with --instrument");
    expect(() => of({ ...world, flat: t.map(() => 1) }, ["flat"])).toThrow(
      "--instrument flat: it never varies among rows alike in the covariates",
    );
    expect(() => of({ ...world, again: w.map((one) => 2 * one) }, ["again"])).toThrow(
      "--instrument again: it never varies",
    );
    const nil = slowFit(withIntercept(t, w), z1).e;
    expect(() => of({ ...world, nil }, ["nil"])).toThrow(
      /^--instrument nil: it does not move the treatment, so there is nothing to divide by \(given: first-stage F [\d.e-]+\)/,
    );
  });
  it("says that it is least squares where the instrument is the treatment", () => {
    const { estimate, warnings, diagnostics } = twoStageLeastSquares(
      studyOf({ ...world, same: t }, { ...roles, instruments: ["same"] }),
    );
    expect(estimate.value).toBeCloseTo(slowFit(withIntercept(t, w), y).beta[1], 10);
    expect(ids(warnings)).toEqual(["perfect-instrument"]);
    expect(diagnostics).not.toHaveProperty("effectiveF");
  });
  it("warns where the instruments disagree", () => {
    const big = hiddenWorld(1500, 3);
    const touched = { ...big, y: (big.y as number[]).map((one, i) => one + (big.z2[i] as number)) };
    const { warnings, diagnostics } = twoStageLeastSquares(studyOf(touched, roles));
    expect(diagnostics["hansenP"]).toBeLessThan(0.001);
    expect(ids(warnings)).toContain("instruments-disagree");
  });
});

describe("intervals of two-stage least squares", () => {
  it.each([
    [500, 300],
    [2000, 150],
  ])("hold an effect with a hidden cause in 95 %% of tables of %i rows", async (n, runs) => {
    const { covered, bias, sd, se } = await hits(runs, EFFECT, (run) =>
      twoStageLeastSquares(studyOf(hiddenWorld(n, 20_000 + run), roles)),
    );
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(runs));
    expect(Math.abs(bias)).toBeLessThan((4 * sd) / Math.sqrt(runs) + 0.01);
    expect(se / sd).toBeGreaterThan(0.8);
    expect(se / sd).toBeLessThan(1.25);
  });
  it("hold it where rows of a unit hang together if they know the units, and not otherwise", async () => {
    const grouped = { treatment: "t", outcome: "y", given: ["w"], instruments: ["z"] };
    const of = (more: object) =>
      hits(300, EFFECT, (run) => twoStageLeastSquares(studyOf(groupedWorld(100, 5, run), { ...grouped, ...more })));
    const clustered = await of({ unit: "g" });
    expect(Math.abs(clustered.covered - 0.95)).toBeLessThan(tolerance(300));
    const plain = await of({});
    expect(plain.covered).toBeLessThan(0.87);
    expect(clustered.se).toBeGreaterThan(1.3 * plain.se);
  });
  it("fail with weak instruments where the Anderson-Rubin set holds, and say so", async () => {
    const runs = 300;
    let held = 0;
    let warned = 0;
    const { covered } = await hits(runs, EFFECT, (run) => {
      const world = hiddenWorld(400, run, 0.02);
      const column = (name: string) => world[name] as number[];
      // What moves the treatment beside instruments and covariate moves the outcome too, and nothing else does.
      const y = column("t").map((t, i) => {
        const [w, z] = [column("w")[i], column("z1")[i] + column("z2")[i]];
        return EFFECT * t + w + 3 * (t - 0.02 * z - 0.5 * w);
      });
      const parts = twoStageLeastSquares(studyOf({ ...world, y }, roles));
      if (ids(parts.warnings).includes("weak-instrument")) warned++;
      held += Number(piecesHold(String(parts.diagnostics["andersonRubin"])));
      return parts;
    });
    expect(warned / runs).toBeGreaterThan(0.95);
    expect(covered).toBeLessThan(0.85);
    expect(Math.abs(held / runs - 0.95)).toBeLessThan(tolerance(runs));
  });
});

/** Reads a set back from its words. */
function piecesHold(text: string): boolean {
  if (text === "every number" || text === "none") return text !== "none";
  return text.split(" and ").some((piece) => {
    const up = piece.match(/^up to (\S+)$/);
    const from = piece.match(/^from (\S+)$/);
    const both = piece.match(/^(\S+) to (\S+)$/);
    if (up) return EFFECT <= Number(up[1]);
    if (from) return EFFECT >= Number(from[1]);
    return Number(both![1]) <= EFFECT && EFFECT <= Number(both![2]);
  });
}
