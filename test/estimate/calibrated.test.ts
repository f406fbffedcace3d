// Probabilities of the models in an answer, held against what came.
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import { calibrated, calibrationRemarks } from "../../src/estimate/calibrated.js";
import { effect } from "../../src/estimate/effect.js";
import { uniformStream } from "../../src/num/random.js";
import { drawSample, worlds } from "../support/worlds.js";

const ones = (n: number) => new Float64Array(n).fill(1);

function drawn(n: number, told: (p: number) => number) {
  const uniform = uniformStream(8);
  const p = Float64Array.from({ length: n }, () => 0.05 + 0.9 * uniform());
  const y = Float64Array.from(p, (chance) => (uniform() < chance ? 1 : 0));
  return { p: p.map(told), y };
}

describe("calibration in an answer", () => {
  it("is silent about probabilities that come true, and names those that do not", () => {
    const of = "the propensity of t = 1";
    const about = () => true;
    const right = calibrated({ of, ...drawn(4000, (p) => p), count: ones(4000), about })!;
    const sharp = calibrated({
      of,
      ...drawn(4000, (p) => p ** 3 / (p ** 3 + (1 - p) ** 3)),
      count: ones(4000),
      about,
    })!;
    expect(calibrationRemarks([right], false)).toEqual([]);
    const [remark] = calibrationRemarks([right, sharp], false);
    expect(remark).toMatchObject({ id: "calibration" });
    expect(remark.text).toMatch(
      /^Of the propensity of t = 1: the probabilities are off .* too near to 0 and 1 .* \(boost, stack\)/,
    );
    // Log odds were made three times as large.
    expect(sharp.slope!.value).toBeCloseTo(1 / 3, 1);
    expect(calibrationRemarks([sharp], true)).toEqual([]);
  });
  it("looks at the entries it is about, by their counts, and at some of very many", () => {
    const { p, y } = drawn(120_000, (chance) => chance);
    const half = calibrated({ of: "a", p, y, count: ones(120_000), about: (j) => j % 2 === 0 })!;
    expect(half.observations).toBe(20_000);
    const twice = calibrated({ of: "a", p, y, count: ones(120_000).fill(2), about: (j) => j < 100 })!;
    expect(twice.observations).toBe(200);
    expect(calibrated({ of: "a", p, y, count: new Float64Array(120_000), about: () => true })).toBeUndefined();
  });
  it("is of the propensity and of both arms where outcomes have two values, and of rows that were not seen", async () => {
    const sample = drawSample(worlds[1], 900, 4);
    const { answer } = await attribute(sample, { learner: "linear" });
    const names = answer.calibration!.map(({ of }) => of);
    expect(names).toHaveLength(3);
    const { yes, no } = sample.treatment.labels;
    expect(names[0]).toBe(`the propensity of ${sample.treatment.name} = ${yes}`);
    expect(names[1]).toContain(`where ${sample.treatment.name} = ${no}`);
    expect(answer.calibration![0].observations).toBe(900);
    expect(answer.calibration![1].observations + answer.calibration![2].observations).toBe(900);
    expect((await attribute(sample, { learner: "linear", folds: 1 })).answer.calibration).toBeUndefined();
  });
  it("stands in an answer about an effect too", async () => {
    const { treatment, ...rest } = drawSample(worlds[1], 700, 5);
    const arms = { kind: "arms", name: "t", arms: ["0", "1"], codes: Int32Array.from(treatment.values) } as const;
    const study = { ...rest, treatment: arms, instruments: [], mediators: [] };
    const { calibration } = await effect(study, { learner: "linear", method: "aipw", refute: false });
    expect(calibration!.map(({ observations }) => observations)[0]).toBe(700);
    expect(calibration!.map(({ of }) => of)).toEqual([
      "the propensity of t = 1",
      ...["0", "1"].map((arm) => `${rest.outcome.name} = 1 where t = ${arm}`),
    ]);
  });
});
