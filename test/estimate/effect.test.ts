import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { effect } from "../../src/estimate/effect.js";
import type { EffectOptions } from "../../src/estimate/effect-options.js";
import type { Column, NumericColumn } from "../../src/num/columns.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import type { Study } from "../../src/num/study.js";
import type { EffectAnswer } from "../../src/query/effect.js";
import { effectWorlds } from "../support/effect-worlds.js";
import { armStudy } from "../support/study.js";

const quick: EffectOptions = { learner: "linear", folds: 2, refute: false };
const number = (name: string, values: ArrayLike<number>): NumericColumn => ({
  kind: "numeric",
  name,
  values: Float64Array.from(values),
});

async function complaint(study: Study, options: EffectOptions = {}): Promise<string> {
  const error = await effect(study, { ...quick, ...options }).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(DiscoError);
  return `${(error as DiscoError).kind}: ${(error as DiscoError).message}`;
}

describe("several arms", () => {
  // Arm k adds k to the outcome plus k/2 for each a; a moves people to higher arms.
  function world(rows: number, seed: number) {
    const uniform = uniformStream(seed, rows);
    const normal = normalStream(uniform);
    const [arm, y, a] = Array.from({ length: 3 }, () => new Float64Array(rows));
    for (let i = 0; i < rows; i++) {
      a[i] = normal();
      const weights = [1, Math.exp(0.5 * a[i]), Math.exp(a[i] - 0.3)];
      let u = uniform() * weights.reduce((x, w) => x + w, 0);
      while (u >= weights[arm[i]]) u -= weights[arm[i]++];
      y[i] = 2 * a[i] + arm[i] * (1 + a[i] / 2) + normal();
    }
    return armStudy(arm, y, { a }, { arms: ["none", "half", "whole"] });
  }

  it("are each compared with the reference, under one multinomial propensity", async () => {
    const answer = await effect(world(8000, 2), quick);
    expect(answer.treatment).toMatchObject({ arms: ["none", "half", "whole"], reference: "none" });
    expect(answer.others?.map(({ arm, reference }) => [arm, reference])).toEqual([["whole", "none"]]);
    for (const [estimates, truth] of [
      [answer.estimates, 1],
      [answer.others![0].estimates, 2],
    ] as const) {
      for (const method of ["regression", "horvitz-thompson", "hajek", "aipw", "tmle"] as const) {
        const { value, diagnostics } = estimates[method]!;
        expect(Math.abs(value! - truth), method).toBeLessThan(4 * Number(diagnostics.se));
        expect(Number(diagnostics.se)).toBeLessThan(0.1);
      }
      // Not adjusted, the arms differ by what moved people to them.
      expect(estimates.difference!.value! - truth).toBeGreaterThan(0.5);
    }
  });

  it("have a target that is the arm's own people", async () => {
    const study = world(8000, 3);
    const answer = await effect(study, { ...quick, target: "att" });
    const codes = study.treatment.codes;
    const a = (study.given[0] as NumericColumn).values;
    for (const [estimates, arm] of [
      [answer.estimates, 1],
      [answer.others![0].estimates, 2],
    ] as const) {
      const own = Array.from(a).filter((_, i) => codes[i] === arm);
      // The effect on those in arm k is k (1 + their average a / 2).
      const truth = arm * (1 + own.reduce((x, v) => x + v, 0) / own.length / 2);
      const { value, diagnostics } = estimates.aipw!;
      expect(Math.abs(value! - truth)).toBeLessThan(4 * Number(diagnostics.se));
    }
  });
});

describe("what is shown first", () => {
  const study = effectWorlds[0].draw(400, 1);

  it.each([
    ["AIPW where covariates adjust", study, {}, "aipw"],
    ["the difference without covariates", { ...study, given: [] }, {}, "difference"],
    ["the one that is asked for", study, { method: "matching" }, "matching"],
    [
      "the instrument that is named",
      {
        ...study,
        instruments: [
          number(
            "z",
            study.treatment.codes.map((c, i) => c + (i % 2)),
          ),
        ],
      },
      {},
      "two-stage-least-squares",
    ],
  ] as const)("%s", async (_, one, options, method) => {
    const { recommended, recommendation, estimates } = await effect(one, { ...quick, ...options });
    expect([recommended, recommendation.method]).toEqual([method, method]);
    expect(estimates[method]?.value).toBeTypeOf("number");
  });

  it("shows only the plain difference beside a way that a graph names", async () => {
    const z = number(
      "z",
      study.treatment.codes.map((c, i) => c + (i % 2)),
    );
    const { estimates } = await effect({ ...study, instruments: [z] }, { ...quick, way: "instrument" });
    expect(Object.keys(estimates)).toEqual(["difference", "two-stage-least-squares"]);
  });

  it("says why an estimator has no number", async () => {
    const { estimates } = await effect(study, { ...quick, target: "overlap" });
    expect(estimates["horvitz-thompson"]).toMatchObject({ value: null, method: "none" });
    expect(estimates["horvitz-thompson"]?.reason).toContain("overlap population");
  });

  it("compares by ratios with intervals on the logarithm", async () => {
    const { estimates } = await effect(effectWorlds[3].draw(800, 3), { ...quick, contrast: "odds-ratio" });
    const { value, interval } = estimates.aipw!;
    expect(Math.log(interval![1] / value!)).toBeCloseTo(Math.log(value! / interval![0]), 9);
    expect(estimates.matching?.reason).toBe("it compares by differences only");
  });
});

describe("roads", () => {
  const uniform = uniformStream(5, 900);
  const normal = normalStream(uniform);
  const w = Float64Array.from({ length: 900 }, normal);
  const dose = w.map((one) => one + normal());
  const y = dose.map((one, i) => 2 * one + w[i] + normal());
  const base: Study = {
    ...armStudy(new Int32Array(900), y, { w }, { arms: ["0", "1"] }),
    treatment: { kind: "numeric", name: "dose", values: dose },
  };

  it("a dose has a slope", async () => {
    const { recommended, estimates, treatment } = await effect(base, quick);
    expect([recommended, treatment.kind]).toEqual(["dml-partial", "numeric"]);
    for (const method of ["least-squares", "dml-partial"] as const) {
      expect(Math.abs(estimates[method]!.value! - 2)).toBeLessThan(4 * Number(estimates[method]!.diagnostics.se));
    }
    expect(await complaint(base, { target: "att" })).toMatchInlineSnapshot(
      `"input: --target: this does nothing here: it is a dose, whose effect is a slope (given: att); leave it out, or make two arms with --derive"`,
    );
  });

  it("a running variable is cut", async () => {
    const arm = w.map((one) => (one >= 0.2 ? 1 : 0));
    const cut = armStudy(
      arm,
      w.map((one, i) => one + 3 * arm[i] + 0.3 * normal()),
      {},
      { arms: ["0", "1"] },
    );
    const { recommended, estimates, discontinuity } = await effect(
      { ...cut, running: number("w", w) },
      { cutoff: 0.2 },
    );
    expect(recommended).toBe("regression-discontinuity");
    expect(Math.abs(estimates["regression-discontinuity"]!.value! - 3)).toBeLessThan(0.5);
    expect(discontinuity?.cutoff).toBe(0.2);
  });

  it("learners are chosen by the mediators too", async () => {
    // Cells of a continuous mediator would be single rows, and nothing would be left of the front door.
    const [arm, hidden] = [new Float64Array(900), new Float64Array(900)];
    for (let i = 0; i < 900; i++) {
      hidden[i] = normal();
      arm[i] = hidden[i] + normal() > 0 ? 1 : 0;
    }
    const m = arm.map((t) => t + normal());
    const out = m.map((one, i) => 2 * one + 3 * hidden[i] + normal());
    const study = { ...armStudy(arm, out, {}, { arms: ["0", "1"] }), mediators: [number("m", m)] };
    const { estimates } = await effect(study, { refute: false, way: "front-door" });
    const { value, diagnostics } = estimates["front-door"]!;
    expect(Math.abs(value! - 2)).toBeLessThan(4 * Number(diagnostics.se));
    expect(Number(diagnostics.se)).toBeGreaterThan(0.05);
  });

  it("mediators part the effect", async () => {
    const arm = w.map((_, i) => i % 2);
    const m = arm.map((t) => t + normal());
    const out = m.map((one, i) => 2 * one + 3 * arm[i] + normal());
    const study = { ...armStudy(arm, out, { w }, { arms: ["0", "1"] }), mediators: [number("m", m)] };
    const { estimates } = await effect(study, quick);
    const [direct, indirect] = [estimates["natural-direct"]!, estimates["natural-indirect"]!];
    expect(Math.abs(direct.value! - 3)).toBeLessThan(4 * Number(direct.diagnostics.se));
    expect(Math.abs(indirect.value! - 2)).toBeLessThan(4 * Number(indirect.diagnostics.se));
    expect(direct.query).toBe("E[y[t=1, m=m[t=0]]] - E[y[t=0]]");
  });
});

describe("checks", () => {
  const study = effectWorlds[0].draw(500, 21);
  const ids = ({ sensitivity }: EffectAnswer) => sensitivity.map(({ id }) => id);

  it("estimate again on changed tables, and on named controls", async () => {
    const noise = uniformStream(3, 500);
    const negativeOutcome: Column = number(
      "before",
      Array.from({ length: 500 }, () => noise()),
    );
    const negativeTreatment: Column = number(
      "lot",
      Array.from({ length: 500 }, (_, i) => i % 2),
    );
    const answer = await effect({ ...study, negativeOutcome, negativeTreatment }, { ...quick, refute: true });
    expect(ids(answer)).toEqual([
      ...["e-value", "partial-r2", "rosenbaum", "marginal-sensitivity", "manski", "monotone"],
      ...["random-cause", "subset", "negative-treatment", "negative-treatment", "negative-outcome"],
    ]);
    for (const { can, cannot } of answer.sensitivity) {
      expect(can).toMatch(/^It can /);
      expect(cannot).toMatch(/^It cannot/);
    }
  });

  it("ask an instrument nothing about the unmeasured causes that it allows for", async () => {
    const z = number(
      "z",
      study.treatment.codes.map((c, i) => c + (i % 2)),
    );
    expect(ids(await effect({ ...study, instruments: [z] }, { ...quick, refute: true }))).toEqual([
      ...["manski", "monotone", "random-cause", "subset"],
    ]);
  });

  it("do so unasked where rows are few only", async () => {
    expect(ids(await effect(study, { ...quick, refute: false }))).not.toContain("subset");
    const { refute: _, ...unasked } = quick;
    expect(ids(await effect(study, unasked))).toContain("subset");
  });
});

describe("bad input", () => {
  const study = effectWorlds[0].draw(200, 4);
  const [a] = study.given as NumericColumn[];

  it.each([
    ["a covariate that is the treatment", { ...study, given: [a, number("copy", study.treatment.codes)] }, {}],
    ["a single unit", { ...study, unit: { name: "u", codes: new Int32Array(200), labels: ["x"] } }, {}],
    [
      "an arm of three rows",
      armStudy(
        Array.from({ length: 50 }, (_, i) => (i < 3 ? 1 : 0)),
        Array.from({ length: 50 }, (_, i) => i),
        {},
      ),
      {},
    ],
    ["a ratio of numbers below zero", study, { contrast: "ratio" }],
    ["odds of numbers", study, { contrast: "odds-ratio" }],
    ["an estimator for other columns", study, { method: "two-stage-least-squares" }],
    ["an unknown estimator", study, { method: "magic" as "aipw" }],
    ["a level that is none", study, { level: 95 }],
  ] as const)("%s", async (_, one, options) => {
    expect(await complaint(one, options)).toMatchSnapshot();
  });

  it.each([
    ["a bandwidth for arms", study, { bandwidth: 3 }],
    ["everybody's average of a panel", { ...study, time: a }, { target: "ate" }],
    [
      "a learner at a cutoff",
      { ...study, running: a },
      { cutoff: 0, learner: "boost", folds: undefined, refute: undefined },
    ],
  ] as const)("an option that would do nothing: %s", async (_, one, options) => {
    const { refute: _r, folds: _f, learner: _l, ...bare } = quick;
    const error = await effect(one, { ...bare, ...(options as EffectOptions) }).catch((thrown: unknown) => thrown);
    expect((error as DiscoError).message).toMatchSnapshot();
  });

  it("an arm that is empty within a level is refused, or named where few rows are meant", async () => {
    const levels = { kind: "categorical", name: "c", levels: ["x", "z"] } as const;
    const { codes } = study.treatment;
    const having = (count: number): Column => {
      let left = count;
      // The first so many of the reference have a level of their own.
      return { ...levels, codes: codes.map((code) => (code === 0 && left-- > 0 ? 1 : 0)) };
    };
    expect(await complaint({ ...study, given: [a, having(30)] })).toMatchInlineSnapshot(
      `"refused: overlap: the arms cannot be compared where one of them is empty: 15 % of the rows (given: no row with c = z has t = 1); leave those rows out, group the values of c with --derive, or ask about those who have a counterpart with --target overlap or att"`,
    );
    const { warnings } = await effect({ ...study, given: [a, having(4)] }, quick);
    expect(warnings.find(({ id }) => id === "empty-levels")?.text).toMatchInlineSnapshot(
      `"No row with c = z has t = 1 (2.0 % of the rows): what t would do there is told by the models alone. Leave those rows out, or group the values of c."`,
    );
    // The treated have counterparts in every level that they have.
    const { estimates } = await effect({ ...study, given: [a, having(30)] }, { ...quick, target: "att" });
    expect(estimates.aipw?.value).toBeTypeOf("number");
  });

  it("an instrument needs no overlap: only what does is refused", async () => {
    const uniform = uniformStream(8, 400);
    const normal = normalStream(uniform);
    const w = Float64Array.from({ length: 400 }, normal);
    const z = Float64Array.from({ length: 400 }, (_, i) => i % 2);
    // The covariate all but tells the arm.
    const arm = w.map((one, i) => (6 * one + 2 * z[i] - 1 + 0.3 * normal() > 0 ? 1 : 0));
    const one = armStudy(
      arm,
      arm.map((t, i) => 2 * t + w[i] + normal()),
      { w },
      { arms: ["0", "1"] },
    );
    expect(await complaint(one)).toContain("refused: overlap");
    const { recommended, estimates } = await effect({ ...one, instruments: [number("z", z)] }, quick);
    expect([recommended, estimates["two-stage-least-squares"]?.value]).toEqual([
      "two-stage-least-squares",
      expect.any(Number),
    ]);
    expect(estimates.aipw).toMatchObject({
      value: null,
      reason: expect.stringContaining("the arms cannot be compared"),
    });
  });

  it("a table that is large enough is not refused because a part of it is not", async () => {
    const few = armStudy(
      Array.from({ length: 24 }, (_, i) => i % 2),
      Array.from({ length: 24 }, (_, i) => (i * 7) % 5),
      {
        w: Array.from({ length: 24 }, (_, i) => (i * 5) % 11),
      },
    );
    const { sensitivity } = await effect(few, { ...quick, folds: 1, refute: true });
    expect(sensitivity.map(({ id }) => id)).toContain("subset");
  });

  it("covariates that repeat others change nothing, and are named", async () => {
    const twice = {
      ...study,
      given: [
        ...study.given,
        number(
          "a again",
          a.values.map((one) => 3 * one - 1),
        ),
      ],
    };
    const [plain, repeated] = [
      await effect(study, { ...quick, folds: 1 }),
      await effect(twice, { ...quick, folds: 1 }),
    ];
    for (const method of ["regression", "hajek", "aipw", "tmle", "least-squares"] as const) {
      expect(repeated.estimates[method]?.value).toBeCloseTo(plain.estimates[method]!.value!, 6);
    }
    expect(repeated.warnings.map(({ text }) => text).join(" ")).toContain("a again");
  });
});
