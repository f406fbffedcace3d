import { describe, expect, it } from "vitest";
import { aipw } from "../../src/estimate/aipw.js";
import { effect } from "../../src/estimate/effect.js";
import { hajek } from "../../src/estimate/hajek.js";
import { horvitzThompson } from "../../src/estimate/horvitz-thompson.js";
import { contrastOf } from "../../src/estimate/influence.js";
import { crossFittedProblem, fittedProblem } from "../../src/estimate/make-problem.js";
import { regression } from "../../src/estimate/regression.js";
import { fitArmModels } from "../../src/learn/arm-models.js";
import { fitArmNuisances } from "../../src/learn/arm-nuisances.js";
import { linear } from "../../src/learn/linear.js";
import type { Target } from "../../src/query/effect.js";
import { lalonde } from "../support/lalonde.js";

// LaLonde's data as Dehejia and Wahba took them, logit propensity and least squares in each arm on eight covariates as they are, no
// trimming and no cross-fitting; the numbers were computed apart from this project with numpy from the formulas of the papers.
const GOLDEN = {
  nsw_dw: {
    ht: 1613.13,
    hajek: 1641.32,
    ipwAtt: 1806.42,
    g: [1621.58, 1787.76],
    ate: [1619.05, 671.56],
    att: [1797.5, 671.1],
  },
  nsw_cps3: {
    ht: -449.79,
    hajek: 224.68,
    ipwAtt: 1214.07,
    g: [1074.91, 1647.58],
    ate: [469.64, 926.16],
    att: [1226.54, 813.42],
  },
};

describe("PSID-1, where some could never have been treated", () => {
  const study = lalonde("examples/jobs/nsw_psid1.csv");

  it("the logit is the maximum, however extreme its predictions", () => {
    // Newton's method on the whole likelihood with numpy, 100 steps.
    const [, e] = fitArmModels(study, 1).e;
    expect(e[0]).toBeCloseTo(0.37734538475762436, 10);
    expect(e.reduce((a, b) => Math.min(a, b)) / 8.88349287531773e-27).toBeCloseTo(1, 6);
  });

  it("everybody's average is refused; the treated's, the overlap's and a trimmed one are not", async () => {
    const plain = { learner: "linear", folds: 1, refute: false } as const;
    await expect(effect(study, plain)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: overlap: the arms cannot be compared: 73 % of the rows have a propensity below 0.01 or above 0.99 (given: propensity quartiles: treated 0.00023, 0.47, 0.74, 0.87, 0.94; untreated 8.9e-27, 0.0000042, 0.00015, 0.0058, 0.92); leave those rows out with --trim 0.05 (the answer is then about the rest), ask about the treated only with --target att (needs untreated rows like the treated, not the reverse), ask about those whom either arm could have had with --target overlap, or give fewer covariates if one of them nearly says who was treated]`,
    );
    for (const more of [{ target: "att" }, { target: "overlap" }, { trim: 0.05 }] as const) {
      const { estimates } = await effect(study, { ...plain, ...more });
      expect(Number.isFinite(estimates.aipw?.value)).toBe(true);
    }
  });
});

describe.each(Object.entries(GOLDEN))("%s", (name, golden) => {
  const study = lalonde(`examples/jobs/${name}.csv`);
  const models = fitArmModels(study, 1);
  const fitted = (target: Target) => fittedProblem({ study, arm: 1, target, seed: 1 }, models);
  const shown = (value: number | undefined) => Math.round(100 * value!) / 100;

  it("weighting", () => {
    const [ate, att] = [fitted("ate"), fitted("att")];
    expect(shown(contrastOf(horvitzThompson(ate), "difference", ate).value)).toBe(golden.ht);
    expect(shown(contrastOf(hajek(ate), "difference", ate).value)).toBe(golden.hajek);
    expect(shown(contrastOf(hajek(att), "difference", att).value)).toBe(golden.ipwAtt);
  });

  it("regression", () => {
    const values = (["ate", "att"] as const).map((target) => {
      const problem = fitted(target);
      return shown(contrastOf(regression(problem), "difference", problem).value);
    });
    expect(values).toEqual(golden.g);
  });

  it("augmented weighting, with its standard error", async () => {
    const nuisances = await fitArmNuisances(study, { learner: linear(), folds: 1, seed: 1 });
    for (const target of ["ate", "att"] as const) {
      const problem = crossFittedProblem({ study, arm: 1, target, seed: 1 }, nuisances);
      const { value, se } = contrastOf(aipw(problem), "difference", problem);
      expect([shown(value), shown(se)]).toEqual(golden[target]);
    }
  });
});
