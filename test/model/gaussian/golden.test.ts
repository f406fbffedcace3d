// THEORY 2.7 and G6; the rest is worked by hand or by quadrature written here.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defineModel } from "../../../src/model/define.js";
import { readModel } from "../../../src/model/file/read.js";
import { normalCdf } from "../../../src/num/normal.js";
import { minus, number, of, plus, solved, times, when } from "./requests.js";

const score = readModel(readFileSync(new URL("../../../examples/models/score.disco.json", import.meta.url), "utf8"));
const again = { worlds: [{}] };
const near = (found: number, expected: number, within = 1e-12) =>
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(
    within * Math.max(1, Math.abs(expected)),
  );

describe("G6, the Gaussian exam", () => {
  const next = of(score, "score@1");
  it("recurrence mean 660, predictive sd 60", () => {
    const { values } = solved(score, [next, times(minus(next, number(660)), minus(next, number(660)))], {
      ...again,
      given: [["score", "=", 700]],
    });
    near(values[0], 660);
    near(values[1], 3600);
  });
  it("splits 700 into 500 + 160 + 40", () => {
    const base = solved(score, [of(score, "score")]).values[0];
    const repeated = solved(score, [next], { ...again, given: [["score", "=", 700]] }).values[0];
    near(base, 500);
    near(repeated - base, 160);
    near(700 - repeated, 40);
  });
  it("ability is the same as the next score, without its luck", () => {
    const ability = of(score, "ability");
    const { values } = solved(score, [ability, times(ability, ability)], { given: [["score", "=", 700]] });
    near(values[0], 660);
    near(values[1] - 660 ** 2, 1600, 1e-9);
  });
  it("the dial: 660 to 700, variance 3600 to 0 with the spread between", () => {
    for (const lambda of [0, 0.25, 0.5, 1]) {
      const mean = 660 + 40 * lambda;
      const gap = minus(next, number(mean));
      const { values } = solved(score, [next, times(gap, gap)], { ...again, lambda, given: [["score", "=", 700]] });
      near(values[0], mean);
      near(values[1], (1 - lambda) * 3600 + lambda * (1 - lambda) * 40 ** 2, 1e-10);
    }
  });
  it("density of the evidence", () => {
    const { evidence } = solved(score, [], { given: [["score", "=", 700]] });
    near(evidence, Math.exp(-2) / (100 * Math.sqrt(2 * Math.PI)), 1e-15);
  });
  const passes = (reliability: number) =>
    defineModel({
      units: { U: { normal: { mean: 0, sd: Math.sqrt(reliability) } } },
      variables: { S: { normal: { mean: "U", sd: Math.sqrt(1 - reliability) } }, passed: { equals: "S > 0" } },
    });
  it("P(S' > c | S > c)", () => {
    for (const [r, c, expected, within] of [
      [0.5, 0, 2 / 3, 1e-14],
      [0.8, 0, 0.5 + Math.asin(0.8) / Math.PI, 1e-14],
      [0.8, 0, 0.7951672353, 5e-11],
      [0.8, 1, 0.6154004778, 5e-11],
      [0.5, 2, 0.1781504496, 5e-11],
    ] as const) {
      const model = passes(r);
      near(
        solved(model, [when(model, ["S@1", ">", c])], { ...again, given: [["S", ">", c]] }).values[0],
        expected,
        within,
      );
    }
  });
  it("the same asked of a threshold variable; pass once more after the dial", () => {
    const model = passes(0.8);
    const zero = 0.5 + Math.asin(0.8) / Math.PI;
    for (const lambda of [0, 0.25, 1]) {
      for (const measure of [when(model, ["passed@1", "=", 1]), of(model, "passed@1")]) {
        const { values, evidence } = solved(model, [measure], { ...again, lambda, given: [["passed", "=", 1]] });
        near(values[0], lambda + (1 - lambda) * zero, 1e-14);
        near(evidence, 0.5, 1e-15);
      }
    }
  });
  it("twice the same exact score, noise kept or not: kept is infinitely more probable", () => {
    const given = [
      ["score", "=", 700],
      ["score@1", "=", 700],
    ] as const;
    const third = { worlds: [{}, {}], given };
    const mean = of(score, "score@2");
    near(solved(score, [mean], { ...third, lambda: 0 }).values[0], 500 + (200 * 16000) / 18000);
    near(solved(score, [mean], { ...third, lambda: 0.25 }).values[0], 660 + 0.25 * 40);
    near(solved(score, [mean], { ...third, lambda: 1 }).values[0], 700);
  });
});

describe("a treatment that is given or not", () => {
  // T is a coin, U the individual: Y = 3T + U + noise.
  const model = defineModel({
    units: { U: { normal: { mean: 1, sd: 2 } } },
    variables: { T: { bernoulli: 0.3 }, Y: { normal: { mean: "3*T + U", sd: "T == 1 ? 0.5 : 1.5" } } },
  });
  const given = [
    ["T", "=", 1],
    ["Y", "=", 2.3],
  ] as const;
  /** Mean of f(u) given T=1, Y=2.3, by the trapezoidal rule, which is spectrally accurate here. */
  function posterior(f: (u: number) => number): number {
    let [mass, sum] = [0, 0];
    for (let u = -15; u < 17; u += 0.01) {
      const weight = Math.exp(-((u - 1) ** 2) / 8 - (2.3 - 3 - u) ** 2 / 0.5);
      mass += weight;
      sum += weight * f(u);
    }
    return sum / mass;
  }
  it("E[Y[T=0] | T=1, Y=2.3]: fresh noise, kept noise, and the dial between", () => {
    const fresh = posterior((u) => u);
    // Kept: the noise was (2.3 - 3 - u) / 0.5 standard deviations, of which T=0 makes 1.5 each.
    const kept = posterior((u) => u + 3 * (2.3 - 3 - u));
    for (const [lambda, expected] of [
      [0, fresh],
      [0.25, 0.75 * fresh + 0.25 * kept],
      [1, kept],
    ]) {
      const { values } = solved(model, [of(model, "Y@1")], { worlds: [{ T: 0 }], lambda, given });
      near(values[0], expected, 1e-12);
    }
  });
  it("P(Y[T=0] > 0 | T=1, Y=2.3)", () => {
    const fresh = posterior((u) => normalCdf(u / 1.5));
    const { values } = solved(model, [when(model, ["Y@1", ">", 0])], { worlds: [{ T: 0 }], given });
    near(values[0], fresh, 1e-12);
  });
  it("who was treated, given the outcome", () => {
    const density = (t: number) => {
      const sd = Math.hypot(2, t === 1 ? 0.5 : 1.5);
      return Math.exp(-((2.3 - 3 * t - 1) ** 2) / (2 * sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
    };
    const { values, evidence } = solved(model, [when(model, ["T", "=", 1])], { given: [["Y", "=", 2.3]] });
    const total = 0.3 * density(1) + 0.7 * density(0);
    near(values[0], (0.3 * density(1)) / total, 1e-14);
    near(evidence, total, 1e-14);
  });
  it("averages over both arms without evidence", () => {
    const y = of(model, "Y");
    const { values, evidence } = solved(model, [y, times(y, y), times(y, of(model, "T"))]);
    near(values[0], 1.9);
    near(values[1], 0.3 * (16 + 4.25) + 0.7 * (1 + 6.25));
    near(values[2], 0.3 * 4);
    expect(evidence).toBe(1);
  });
  it("potential outcomes: the same arm repeats, the other is independent (THEORY 2.8)", () => {
    const asking = { worlds: [{ T: 1 }, { T: 0 }], arms: true, given };
    const { values } = solved(model, [of(model, "Y@1"), of(model, "Y@2")], asking);
    near(values[0], 2.3);
    near(
      values[1],
      posterior((u) => u),
      1e-12,
    );
  });
});

describe("a list of types", () => {
  const model = defineModel({
    units: [
      { name: "a", weight: 1, b: 2, s: 1 },
      { name: "b", weight: 3, b: -1, s: 0.5 },
    ],
    variables: {
      X: { normal: { mean: "b", sd: 1 } },
      Y: { normal: { mean: "b * X + max(b, 0)", sd: "s" } },
    },
  });
  const density = (x: number, mean: number, sd: number) =>
    Math.exp(-((x - mean) ** 2) / (2 * sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
  const [fa, fb] = [density(1.5, 6, Math.hypot(2, 1)), density(1.5, 1, Math.hypot(1, 0.5))];
  const posterior = (0.25 * fa) / (0.25 * fa + 0.75 * fb);
  it("says who it is, and what holds for each", () => {
    const { units, values, evidence } = solved(model, [of(model, "Y@1"), when(model, ["unit", "=", 0])], {
      worlds: [{ X: 1 }],
      given: [["Y", "=", 1.5]],
    });
    near(evidence, 0.25 * fa + 0.75 * fb, 1e-14);
    near(values[0], posterior * 4 + (1 - posterior) * -1, 1e-14);
    near(values[1], posterior, 1e-14);
    near(units![0].likelihood, fa, 1e-14);
    near(units![1].likelihood, fb, 1e-14);
    near(units![0].posterior, posterior, 1e-14);
    expect(units!.map(({ prior }) => prior)).toEqual([0.25, 0.75]);
    expect(units!.map((unit) => unit.values)).toEqual([
      [4, 1],
      [-1, 0],
    ]);
  });
  it("answers for one individual, whose weight does not matter", () => {
    const { units, values, evidence } = solved(model, [of(model, "Y")], { type: 1 });
    expect(values[0]).toBe(1);
    expect(evidence).toBe(1);
    expect(units![1]).toEqual({ prior: 1, likelihood: 1, posterior: 1, values: [1] });
    expect(units![0]).toEqual({ prior: 0, likelihood: Number.NaN, posterior: 0, values: [Number.NaN] });
  });
  it("takes evidence about attributes and about who it is", () => {
    for (const given of [
      [["b", ">", 0]],
      [["unit", "=", 0]],
      [
        ["s", "=", 1],
        ["unit", "!=", 1],
      ],
    ] as const) {
      const { values, evidence, units } = solved(model, [of(model, "Y")], { given });
      near(values[0], 6);
      near(evidence, 0.25);
      expect(units!.map((unit) => unit.posterior)).toEqual([1, 0]);
      expect(units![1].values[0]).toBeNaN();
    }
  });
  it("measures attributes", () => {
    near(solved(model, [plus(of(model, "b"), times(number(2), of(model, "s")))]).values[0], 0.25 * 4 + 0.75 * 0);
  });
});
