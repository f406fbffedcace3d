// The sampled engine on the golden numbers, and how often its intervals hold the truth.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ask } from "../../../src/model/ask.js";
import { readModel } from "../../../src/model/file/read.js";

const load = (name: string) =>
  readModel(readFileSync(new URL(`../../../examples/models/${name}.disco.json`, import.meta.url), "utf8"));
const models = { exam: load("exam"), subsidy: load("subsidy"), layers: load("layers"), score: load("score") };

/** Model, question, lambda, exact value (source: THEORY 9; at other lambdas the mixture of THEORY 1.7). */
const GOLDEN: readonly (readonly [keyof typeof models, string, number, number])[] = [
  ["exam", "P(passed=1)", 0, 27 / 100],
  ["exam", "P(passed[]=1 | passed=1)", 0, 7 / 12],
  ["exam", "P(passed[]=1 | passed=1)", 0.25, 11 / 16],
  ["exam", "P(passed[]=1 | passed=1)", 0.5, 19 / 24],
  ["exam", "P(unit=Middling | passed=1)", 0, 5 / 9],
  ["exam", "P(passed[]=1 | passed=1, passed[#2]=1, passed[#3]=1)", 0, 0.7636456212],
  ["subsidy", "P(subsidy=1, retained=1)", 0, 233 / 1000],
  ["subsidy", "P(retained=1 | subsidy=0)", 0, 23 / 105],
  ["subsidy", "P(retained=1 | do(subsidy=1))", 0, 49 / 100],
  ["subsidy", "P(retained[subsidy=1]=1 | subsidy=1, retained=1)", 0, 1747 / 2330],
  ["subsidy", "P(retained[subsidy=1]=1 | subsidy=1, retained=1)", 0.25, 0.25 + (0.75 * 1747) / 2330],
  ["subsidy", "P(retained[subsidy=0]=1 | subsidy=1, retained=1)", 0, 574 / 1165],
  ["subsidy", "P(retained[subsidy=0]=1 | subsidy=1, retained=1)", 1, 142 / 233],
  ["subsidy", "P(retained[subsidy=0]=1 | subsidy=1, retained=1)", 0.25, (0.25 * 142) / 233 + (0.75 * 574) / 1165],
  ["subsidy", "P(retained[subsidy=1]=1, retained[subsidy=0]=0 | subsidy=1, retained=1)", 0, 3849 / 11650],
  ["subsidy", "P(retained[subsidy=1]=1, retained[subsidy=0]=0; unit=Sensitive)", 0, 14 / 25],
  ["layers", "P(Y[X=1]=1)", 0, 73 / 100],
  ["layers", "P(Y[X=0]=1 | X=1)", 0, 279 / 850],
  ["layers", "P(Y[X=0]=1 | X=1)", 1, 279 / 850],
  ["layers", "P(Y[X=1]=1 | X=1, Y=1)", 0, 12781 / 16300],
  ["layers", "P(Y[X=0]=1 | X=1, Y=1)", 0, 5517 / 16300],
  ["layers", "P(Y[X=0]=1 | X=1, Y=1)", 1, 279 / 652],
  ["layers", "P(Y[X=0]=1 | X=1, Y=1)", 0.25, (0.25 * 279) / 652 + (0.75 * 5517) / 16300],
  ["layers", "P(Y[X=1]=1 | X=0, Y=0)", 0, 4223 / 6275],
  ["layers", "P(Y[X=1]=1 | X=0, Y=0)", 1, 143 / 251],
  ["layers", "P(Y[X=0]=1 | X=0, Y=0)", 0, 3411 / 12550],
  ["score", "E[score]", 0, 500],
  ["score", "E[score[] | score=700]", 0, 660],
  ["score", "E[ability | score=700]", 1, 660],
  ["score", "E[score[] | score=700]", 0.25, 0.25 * 700 + 0.75 * 660],
  ["score", "SD[score[] | score=700]", 0, 60],
  ["score", "P(score[]>500 | score>500)", 0, 0.7951672353],
  ["score", "P(score[]>600 | score>600)", 0, 0.6154004778],
  ["score", "P(score[]>600 | score>600)", 0.25, 0.25 + 0.75 * 0.6154004778],
];

describe("golden numbers, within four standard errors of 100,000 draws", () => {
  for (const [name, question, coupling, exact] of GOLDEN) {
    it(`${name}: ${question}, coupling ${coupling}`, () => {
      const { value, interval, diagnostics } = ask(models[name], question, {
        method: "sampled",
        coupling,
        draws: 100_000,
      });
      const error = diagnostics["standardError"] as number;
      expect(error).toBeGreaterThan(0);
      expect(Math.abs(value! - exact) / error).toBeLessThan(4);
      expect((interval![1] - interval![0]) / error).toBeCloseTo(2 * 1.959964, 5);
    });
  }

  it("what coupling 1 makes certain is certain", () => {
    for (const [name, question, exact] of [
      ["subsidy", "P(retained[subsidy=1]=1 | subsidy=1, retained=1)", 1],
      ["layers", "P(Y[X=0]=1 | X=0, Y=0)", 0],
      ["score", "P(score[]>600 | score>600)", 1],
    ] as const) {
      expect(ask(models[name], question, { method: "sampled", coupling: 1, draws: 10_000 }).value).toBe(exact);
    }
    expect(
      ask(models.score, "E[score[] | score=700]", { method: "sampled", coupling: 1, draws: 10_000 }).value,
    ).toBeCloseTo(700, 9);
  });
});

describe("intervals of few draws", () => {
  for (const [name, question, coupling, exact] of [
    ["subsidy", "P(retained[subsidy=0]=1 | subsidy=1, retained=1)", 0, 574 / 1165],
    ["layers", "P(Y[X=0]=1 | X=1, Y=1)", 0.25, (0.25 * 279) / 652 + (0.75 * 5517) / 16300],
    ["score", "E[score[] | score=600]", 0, 580],
  ] as const) {
    it(`hold the truth 95 times in 100: ${name}, coupling ${coupling}`, () => {
      const seeds = 200;
      let held = 0;
      for (let seed = 0; seed < seeds; seed++) {
        const { interval } = ask(models[name], question, { method: "sampled", coupling, draws: 2000, seed });
        if (interval![0] <= exact && exact <= interval![1]) held++;
      }
      // Four standard deviations of the binomial law.
      expect(Math.abs(held / seeds - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / seeds));
    });
  }
});
