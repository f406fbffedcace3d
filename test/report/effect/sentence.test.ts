import { describe, expect, it } from "vitest";
import type { EffectAnswer } from "../../../src/query/effect.ts";
import { effectSentence } from "../../../src/report/index.ts";
import { byMethod, estimate, without } from "./builders.ts";
import { arms, discontinuity, dose, lalonde, ratio, refused, synthetic } from "./fixtures.ts";

const said = (answer: EffectAnswer, changes: Partial<EffectAnswer> = {}): string =>
  effectSentence({ ...answer, ...changes });

describe("the effect in one sentence", () => {
  it("about everybody: the number, its interval, by what", () => {
    expect(said(lalonde)).toBe(
      "With treat = 1, re78 is 1,619 higher (95 % interval 303 to 2,935) on average, by AIPW.",
    );
  });

  it("about others: who they are", () => {
    const number = "1,619 higher (95 % interval 303 to 2,935) on average";
    expect(said(lalonde, { target: "att" })).toBe(
      `For those with treat = 1, re78 is ${number} because of treat = 1, by AIPW.`,
    );
    expect(said(lalonde, { target: "atc" })).toBe(
      `For those with treat = 0, re78 would be ${number} with treat = 1, by AIPW.`,
    );
    expect(said(lalonde, { target: "overlap" })).toBe(
      `For those whom either arm could have had, re78 is ${number} with treat = 1, by AIPW.`,
    );
  });

  it("about those whom the method is about, whatever was asked", () => {
    expect(said(dose)).toMatch(
      /^For those whose educ the instrument moves, lwage is 0\.132 higher .* with one more of educ, by two-stage/,
    );
    expect(said(discontinuity)).toMatch(/^For those at margin = 0, share is 7\.41 higher/);
    expect(said(synthetic)).toMatch(/^For those treated, once treated, packs is 15\.6 lower/);
  });

  it("sizes of what goes down, both directions where the interval has both", () => {
    const down = (value: number, se: number): string =>
      said(lalonde, { estimates: byMethod(estimate("aipw", value, se)) });
    expect(down(-1000, 100)).toContain("re78 is 1,000 lower (95 % interval 804 to 1,196) on average, by AIPW.");
    expect(down(-100, 100)).toBe(
      "With treat = 1, re78 is 100 lower (95 % interval from 296 lower to 96 higher) on average, by AIPW. " +
        "There may be no effect: the interval includes 0.",
    );
    expect(down(100, 100)).toContain("100 higher (95 % interval from 96 lower to 296 higher)");
    expect(down(0, 100)).toContain(
      "re78 is no different, to the digits shown (95 % interval from 196 lower to 196 higher)",
    );
  });

  it("points of a probability, ratios, odds", () => {
    expect(said(arms)).toBe(
      "With dose = low, recovered = 1 is 6.2 points less likely (95 % interval 2.1 to 10.3), by AIPW.",
    );
    expect(said(ratio)).toBe(
      "For those with drug = yes, recovered = 1 is 1.19 times as likely (95 % interval 0.97 to 1.41) with drug = yes as with " +
        "drug = no, by TMLE. There may be no effect: the interval includes 1.",
    );
    expect(
      said(ratio, { target: "ate", contrast: "odds-ratio", estimates: byMethod(estimate("tmle", 2.5, 0.5)) }),
    ).toBe(
      "With drug = yes, the odds of recovered = 1 are 2.50 times (95 % interval 1.52 to 3.48) what they are with drug = no, by TMLE.",
    );
    expect(said(lalonde, { contrast: "ratio", estimates: byMethod(estimate("aipw", 1.36, 0.15)) })).toBe(
      "With treat = 1, the average re78 is 1.36 times (95 % interval 1.07 to 1.65) what it is with treat = 0, by AIPW.",
    );
  });

  it("a way that is not the whole effect", () => {
    const by = (method: "natural-direct" | "natural-indirect"): string =>
      said(lalonde, { recommended: method, estimates: byMethod(estimate(method, 10, 1)) });
    expect(by("natural-direct")).toMatch(/on average, apart from what goes through the mediators\.$/);
    expect(by("natural-indirect")).toMatch(/on average, through the mediators alone\.$/);
  });

  it("without a sampling error no interval, and of open ends the sign", () => {
    expect(said(lalonde, { estimates: byMethod(estimate("aipw", 5)) })).toBe(
      "With treat = 1, re78 is 5.00 higher on average, by AIPW.",
    );
    const open = { ...estimate("aipw", 5), interval: [1, Number.POSITIVE_INFINITY] as const, level: 0.9 };
    expect(said(lalonde, { estimates: byMethod(open) })).toContain("(90 % interval 1.00 to ∞)");
  });

  it("why there is none, or what only bounds it", () => {
    expect(said(refused)).toBe(
      "There is no estimate of the effect of treat = 1 on re78 for everybody: propensities go down to 2.5e-27: for 1,861 of 2,675 " +
        "rows nobody with treat = 1 is alike.",
    );
    const bounded = { ...without("aipw", "only bounds"), bounds: [-3, 8] as const };
    expect(said(lalonde, { estimates: byMethod(bounded) })).toMatch(
      /^The data only bound the effect of treat = 1 on re78 for everybody: it lies between −3 and 8\.$/,
    );
    expect(said(lalonde, { estimates: {} })).toMatch(/for everybody: no estimator was tried\.$/);
  });
});
