import { describe, expect, it } from "vitest";
import { adjusted, benchmark } from "../../../src/estimate/sensitivity/omitted-bias.js";
import { robustness, robustnessOf } from "../../../src/estimate/sensitivity/partial-r2.js";
import { regress } from "../../../src/estimate/sensitivity/regression.js";
import { drawn, slowCoefficient, slowFit, study } from "./studies.js";

const { t, y, x, g } = drawn(300, 5);
const dummies = ["b", "c"].map((level) => g.map((value) => (value === level ? 1 : 0)));
const ones = t.map(() => 1);

/** Partial R2 by fitting with and without the columns. */
function slowPartial(target: number[], others: number[][], own: number[][]): number {
  const without = slowFit(others, target, ones).squares;
  return (without - slowFit([...others, ...own], target, ones).squares) / without;
}

describe("regress", () => {
  const found = regress(study({ t, y, w: { x, g } }))!;

  it("has the coefficient, standard error and degrees of freedom of plain least squares", () => {
    const slow = slowCoefficient(study({ t, y, w: { x, g } }));
    expect(found.treatment.estimate).toBeCloseTo(slow.value, 10);
    expect(found.treatment.se).toBeCloseTo(slow.se, 10);
    expect(found.treatment.dof).toBe(300 - 5);
  });

  it("has each covariate's partial R2, a label's indicators together", () => {
    expect(found.covariates.map(({ name }) => name)).toEqual(["x", "g"]);
    const [ofX, ofG] = found.covariates.map(({ strength }) => strength);
    expect(ofX.withTreatment).toBeCloseTo(slowPartial(t, [ones, ...dummies], [x]), 10);
    expect(ofG.withTreatment).toBeCloseTo(slowPartial(t, [ones, x], dummies), 10);
    expect(ofX.withOutcome).toBeCloseTo(slowPartial(y, [ones, t, ...dummies], [x]), 10);
    expect(ofG.withOutcome).toBeCloseTo(slowPartial(y, [ones, t, x], dummies), 10);
  });

  it("does not care for units of measurement, and takes counts for copies", () => {
    const moved = regress(study({ t, y: y.map((v) => 1e6 + 250 * v), w: { x: x.map((v) => -3 + 1e-4 * v), g } }))!;
    expect(moved.treatment.estimate / 250).toBeCloseTo(found.treatment.estimate, 8);
    expect(moved.covariates[0].strength.withOutcome).toBeCloseTo(found.covariates[0].strength.withOutcome, 8);
    const counts = t.map((_, i) => i % 3);
    const copies = t.flatMap((_, i) => Array.from({ length: counts[i] }, () => i));
    const take = <V>(values: V[]) => copies.map((i) => values[i]);
    const weighted = regress(study({ t, y, w: { x, g }, weights: counts }))!;
    const copied = regress(study({ t: take(t), y: take(y), w: { x: take(x), g: take(g) } }))!;
    expect(weighted.treatment.estimate).toBeCloseTo(copied.treatment.estimate, 10);
    expect(weighted.treatment.se).toBeCloseTo(copied.treatment.se, 10);
    expect(weighted.treatment.dof).toBe(copied.treatment.dof);
  });

  it("leaves out what earlier covariates say, and the rows of other arms", () => {
    const twice = regress(study({ t, y, w: { x, again: x.map((v) => 2 * v + 1), g } }))!;
    expect(twice.covariates.map(({ name }) => name)).toEqual(["x", "g"]);
    expect(twice.treatment.estimate).toBeCloseTo(found.treatment.estimate, 9);
    const third = regress(
      study({ t: [...t, 2, 2], y: [...y, 99, -99], w: { x: [...x, 50, 60], g: [...g, "a", "d"] } }),
    )!;
    expect(third.treatment.estimate).toBeCloseTo(found.treatment.estimate, 9);
    expect(third.treatment.dof).toBe(found.treatment.dof);
  });

  it("has none where a covariate is the treatment, the outcome is told exactly, or there are no degrees of freedom", () => {
    expect(regress(study({ t, y, w: { x: t } }))).toBeUndefined();
    expect(regress(study({ t, y: t.map((v, i) => 2 * v + x[i]), w: { x } }))).toBeUndefined();
    expect(regress(study({ t: [0, 1, 1], y: [1, 5, 2], w: { x: [3, 1, 2] } }))).toBeUndefined();
    expect(regress(study({ t: [0, 1, 1], y: [1, 1, 1], w: {} }))).toBeUndefined();
  });
});

describe("robustness", () => {
  it("adjusts by exactly what a left-out covariate would have done", () => {
    // Left out: x. Its own strengths put into the formula must give the coefficient of the fit with it.
    const short = regress(study({ t, y, w: { g } }))!.treatment;
    const long = regress(study({ t, y, w: { g, x } }))!;
    const there = adjusted(short, long.covariates[1].strength);
    expect(there.estimate).toBeCloseTo(long.treatment.estimate, 9);
    expect(there.se).toBeCloseTo(long.treatment.se, 9);
    expect(there.dof).toBe(long.treatment.dof);
  });

  it("holds yardsticks and a grid of adjusted estimates that reaches beyond them", () => {
    const check = robustness(study({ t, y, w: { x, g } }))!;
    const { treatment, covariates } = regress(study({ t, y, w: { x, g } }))!;
    expect(check.yardsticks).toEqual(covariates.map(({ name, strength }) => ({ name, ...benchmark(strength)! })));
    expect(check.rows).toHaveLength(256);
    for (const { withTreatment, withOutcome, estimate } of check.rows!)
      expect(estimate).toBe(adjusted(treatment, { withTreatment, withOutcome }).estimate);
    const most = (key: "withTreatment" | "withOutcome") => Math.max(...check.rows!.map((row) => row[key]));
    for (const one of check.yardsticks!) {
      expect(one.withTreatment).toBeLessThan(most("withTreatment"));
      expect(one.withOutcome).toBeLessThanOrEqual(most("withOutcome"));
    }
    expect(check.rows![0]).toEqual({ withTreatment: 0, withOutcome: 0, estimate: treatment.estimate });
  });

  it("says it in plain words", () => {
    const darfur = { estimate: 0.0973158193, se: 0.0232565378, dof: 783 };
    const yardstick = { name: "female", withTreatment: 0.009164287, withOutcome: 0.1246409 };
    expect(robustnessOf(darfur, [yardstick], { method: "least-squares", level: 0.95 }).finding).toBe(
      "Something unmeasured that explains 14 % of what the covariates leave of both the treatment and the outcome would explain the least-squares effect away; 7.6 % of both would make its interval include that. Were it as strong as female, the covariate that would change most, the effect would be 0.0752 instead of 0.0973.",
    );
  });

  it("says nothing of an interval where rows hang together or the table is a law", () => {
    const units = robustness(study({ t, y, w: { x, g }, unit: t.map((_, i) => i % 30) }))!;
    expect(units.values).not.toHaveProperty("robustnessOfInterval");
    const law = robustness(study({ t, y, w: { x, g }, weights: t.map(() => 1 / 300), law: true }))!;
    const rows = robustness(study({ t, y, w: { x, g } }))!;
    expect(law.values).not.toHaveProperty("robustnessOfInterval");
    expect(law.values).not.toHaveProperty("se");
    expect(law.values["robustness"]).toBeCloseTo(rows.values["robustness"] as number, 10);
    expect(law.values["partialR2"]).toBeCloseTo(rows.values["partialR2"] as number, 10);
    expect(rows.values["robustnessOfInterval"]).toBeLessThan(rows.values["robustness"] as number);
  });

  it("takes a dose for a treatment, and does not apply without a regression", () => {
    const base = study({ t, y, w: { g } });
    const dose = { ...base, treatment: { kind: "numeric", name: "x", values: Float64Array.from(x) } } as const;
    expect(robustness(dose)!.values["estimate"]).toBeCloseTo(slowCoefficient(dose).value, 10);
    expect(robustness(study({ t, y, w: { x: t } }))).toBeUndefined();
  });
});
