import { describe, expect, it } from "vitest";
import { effect } from "../../../src/estimate/effect.js";
import type { EffectOptions } from "../../../src/estimate/effect-options.js";
import { individualEffects } from "../../../src/estimate/heterogeneity/individual-effects.js";
import { RESPONSE_TYPES, responseType } from "../../../src/estimate/heterogeneity/response-types.js";
import { largestBoth, product, smallestBoth } from "../../../src/law/response.js";
import { uniformStream } from "../../../src/num/random.js";
import type { ArmStudy } from "../../../src/num/study.js";
import { effectWorlds } from "../../support/effect-worlds.js";
import { armStudy } from "../../support/study.js";

const [numbers, , , chances] = effectWorlds;
const quick = { learner: "linear", refute: false } as const satisfies EffectOptions;
const column = (columns: readonly { name: string; values: ArrayLike<unknown> }[], name: string) =>
  columns.find((one) => one.name === name)?.values as Float64Array;

describe("effect() with individual effects", () => {
  it("changes nothing else in the answer", async () => {
    const study = numbers.draw(400, 1);
    const [plain, more] = [await effect(study, quick), await effect(study, { ...quick, heterogeneity: "dr" })];
    const { heterogeneity, ...rest } = more;
    expect(rest).toEqual(plain);
    expect(plain).not.toHaveProperty("heterogeneity");
    expect(heterogeneity!.length).toBe(1);
  });
  it("is plain data whose average is aipw's", async () => {
    for (const target of ["ate", "att"] as const) {
      const answer = await effect(numbers.draw(500, 2), { ...quick, heterogeneity: "r", target });
      const [one] = answer.heterogeneity!;
      expect(JSON.parse(JSON.stringify(one))).toEqual(one);
      expect(one.average.value).toBeCloseTo(answer.estimates.aipw!.value!, 9);
      expect(one.average.interval![0]).toBeCloseTo(answer.estimates.aipw!.interval![0], 6);
      expect(one.distribution.shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      expect(one.groups.groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(500);
    }
  });
  it("gives a line for each row, by every learner", async () => {
    const study = chances.draw(400, 3);
    for (const heterogeneity of ["s", "t", "x", "r", "dr"] as const) {
      const { answer, individuals } = await effect(study, { ...quick, heterogeneity, individuals: true });
      const tau = column(individuals, "effect");
      expect(tau.length).toBe(400);
      expect(tau.every(Number.isFinite)).toBe(true);
      expect(Array.from(column(individuals, "row"))).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
      expect(tau.reduce((a, b) => a + b, 0) / 400).toBeCloseTo(answer.heterogeneity![0].distribution.mean, 10);
      const bounded = heterogeneity !== "x";
      expect(column(individuals, "effect_low") !== undefined).toBe(bounded);
      const means = heterogeneity === "s" || heterogeneity === "t";
      expect(column(individuals, "p1_low") !== undefined).toBe(means);
      if (means) {
        column(individuals, "p1").forEach((p1, i) => {
          expect(p1 - column(individuals, "p0")[i]).toBeCloseTo(tau[i], 10);
          expect(column(individuals, "p1_low")[i] > 0 && column(individuals, "p1_high")[i] < 1).toBe(true);
        });
      }
      const types = RESPONSE_TYPES.map((type) => column(individuals, type));
      for (let i = 0; i < 400; i++) expect(types.reduce((sum, of) => sum + of[i], 0)).toBeCloseTo(1, 12);
    }
  });
  it("does not depend on the order of the rows", async () => {
    const study = numbers.draw(300, 4);
    const back = Int32Array.from({ length: 300 }, (_, i) => 299 - i);
    const turned: ArmStudy = {
      ...study,
      treatment: { ...study.treatment, codes: study.treatment.codes.toReversed() },
      outcome: { ...study.outcome, values: study.outcome.values.toReversed() } as ArmStudy["outcome"],
      given: study.given.map((one) => (one.kind === "numeric" ? { ...one, values: one.values.toReversed() } : one)),
    };
    const [one, two] = [study, turned].map((of) => effect(of, { ...quick, heterogeneity: "dr", individuals: true }));
    const there = column((await one).individuals, "effect");
    const here = column((await two).individuals, "effect");
    back.forEach((i, at) => {
      expect(here[at]).toBeCloseTo(there[i], 8);
    });
    const [a, b] = [(await one).answer, (await two).answer].map(({ heterogeneity }) => heterogeneity![0]);
    expect(a.targeting!.autoc.value).toBeCloseTo(b.targeting!.autoc.value, 8);
    expect(a.tree!.leaves.map(({ conditions }) => conditions)).toEqual(
      b.tree!.leaves.map(({ conditions }) => conditions),
    );
  });
  it("takes each arm against the reference where there are three", async () => {
    const uniform = uniformStream(5);
    const rows = 600;
    const x = Float64Array.from({ length: rows }, () => 2 * uniform() - 1);
    const arm = x.map(() => Math.floor(3 * uniform()));
    const y = x.map((v, i) => v + arm[i] * (1 + v) + uniform());
    const { answer, individuals } = await effect(armStudy(arm, y, { x }, { arms: ["a", "b", "c"] }), {
      ...quick,
      heterogeneity: "dr",
      individuals: true,
    });
    expect(answer.heterogeneity!.map((one) => [one.arm, one.reference])).toEqual([
      ["b", "a"],
      ["c", "a"],
    ]);
    const [b, c] = [column(individuals, "effect b"), column(individuals, "effect c")];
    arm.forEach((own, i) => {
      // Those of another arm were not compared, and nothing is said of them.
      expect(Number.isNaN(b[i])).toBe(own === 2);
      expect(Number.isNaN(c[i])).toBe(own === 1);
      if (own === 0) expect(c[i]).toBeCloseTo(2 * (1 + x[i]), 0);
    });
  });
  it("counts are rows; where the averages took one fold it takes five", async () => {
    const study = chances.draw(300, 6);
    const weights = {
      kind: "counts",
      name: "n",
      values: Float64Array.from({ length: 300 }, (_, i) => 1 + (i % 3)),
    } as const;
    const { answer, individuals } = await effect(
      { ...study, weights },
      { ...quick, heterogeneity: "t", individuals: true },
    );
    expect(answer.provenance["folds"]).toBe(1);
    expect(answer.heterogeneity![0].groups.groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(600);
    expect(column(individuals, "effect").every(Number.isFinite)).toBe(true);
  });
  it("adds up within clusters, and names individuals by their unit", async () => {
    const study = numbers.draw(400, 9);
    const labels = Array.from({ length: 100 }, (_, c) => `c${c}`);
    const unit = { name: "clinic", codes: Int32Array.from({ length: 400 }, (_, i) => Math.floor(i / 4)), labels };
    const { answer, individuals } = await effect(
      { ...study, unit },
      { ...quick, heterogeneity: "dr", individuals: true },
    );
    const { average } = answer.heterogeneity![0];
    average.interval!.forEach((end, k) => {
      expect(end).toBeCloseTo(answer.estimates.aipw!.interval![k], 9);
    });
    expect(individuals[0]).toEqual({ name: "clinic", values: Array.from(unit.codes, (code) => `c${code}`) });
  });
  it.each<readonly [string, ArmStudy, EffectOptions & { readonly individuals?: true }]>([
    ["one fold", numbers.draw(200, 7), { heterogeneity: "dr", folds: 1 }],
    ["no covariates", { ...numbers.draw(200, 7), given: [] }, { heterogeneity: "dr" }],
    ["another way", numbers.draw(200, 7), { heterogeneity: "dr", way: "front-door" }],
    ["an unknown learner", numbers.draw(200, 7), { heterogeneity: "magic" as "dr" }],
    ["individuals without a learner", numbers.draw(200, 7), { individuals: true }],
  ])("refuses in words: %s", async (_, study, options) => {
    await expect(effect(study, { ...quick, ...(options as EffectOptions) })).rejects.toThrowErrorMatchingSnapshot();
  });
  it("refuses a dose", async () => {
    const study = numbers.draw(200, 8);
    const dose = {
      ...study,
      treatment: { kind: "numeric", name: "dose", values: Float64Array.from(study.treatment.codes) },
    } as const;
    await expect(effect(dose, { heterogeneity: "dr" })).rejects.toThrowErrorMatchingSnapshot();
  });
});

it("response types are the arithmetic of THEORY, as law/response.ts has it", () => {
  for (const [p1, p0] of [
    [0.7, 0.2],
    [0.1, 0.9],
    [0, 1],
    [0.5, 0.5],
  ]) {
    const pairs = { complier: [p1, 1 - p0], always: [p1, p0], never: [1 - p1, 1 - p0], defier: [1 - p1, p0] } as const;
    for (const type of RESPONSE_TYPES) {
      const [q, r] = pairs[type];
      const { value, low, high } = responseType(type, p1, p0);
      expect(value).toBeCloseTo(product(q, r).value, 15);
      expect(low).toBeCloseTo(smallestBoth(q, r).value, 15);
      expect(high).toBeCloseTo(largestBoth(q, r).value, 15);
    }
  }
});

it("numbers have no response types, and no chances", () => {
  const one = Float64Array.of(3);
  const names = individualEffects({ effect: { effect: one }, arms: { m: [one, one] }, binary: false, level: 0.95 }).map(
    ({ name }) => name,
  );
  expect(names).toEqual(["effect", "p1", "p0"]);
});
