import { describe, expect, it } from "vitest";
// Compiled, because workers are opened by the name of a file.
import { bootstrap } from "../../dist/estimate/bootstrap/bootstrap.js";
import { drawingOf, drawWeights } from "../../src/estimate/bootstrap/draws.js";
import { REFITTED, type ReplicationSetup } from "../../src/estimate/bootstrap/replicate.js";
import { hajek } from "../../src/estimate/hajek.js";
import { contrastOf } from "../../src/estimate/influence.js";
import { fittedProblem } from "../../src/estimate/make-problem.js";
import { partOfStudy } from "../../src/estimate/part-of-study.js";
import { fitArmModels } from "../../src/learn/arm-models.js";
import type { ArmStudy } from "../../src/num/study.js";
import { effectWorlds } from "../support/effect-worlds.js";

const study = effectWorlds[0].draw(600, 8);
const setup: ReplicationSetup = {
  study,
  arm: 1,
  target: "ate",
  contrast: "difference",
  methods: REFITTED,
  seed: 4,
};

describe("weights", () => {
  it("are standard exponentials, functions of the row and not of its place", () => {
    const large = effectWorlds[0].draw(20_000, 1);
    const weight = new Float64Array(large.rows);
    drawWeights(drawingOf(large, 3), 7, weight);
    const moment = (k: number) => weight.reduce((sum, w) => sum + w ** k, 0) / weight.length;
    // Standard errors of the averages of w, w^2 and w^3 (variances 1, 20 and 684) at 20,000 rows, five of them.
    expect(Math.abs(moment(1) - 1)).toBeLessThan(5 * Math.sqrt(1 / 20_000));
    expect(Math.abs(moment(2) - 2)).toBeLessThan(5 * Math.sqrt(20 / 20_000));
    expect(Math.abs(moment(3) - 6)).toBeLessThan(5 * Math.sqrt(684 / 20_000));
    const back = Int32Array.from({ length: large.rows }, (_, i) => large.rows - 1 - i);
    const turned = new Float64Array(large.rows);
    drawWeights(drawingOf(partOfStudy(large, back), 3), 7, turned);
    expect([...turned].reverse()).toEqual([...weight]);
  });

  it("of a row that stands for several have the law of a sum", () => {
    for (const count of [5, 1000]) {
      const counted: ArmStudy = {
        ...study,
        weights: { kind: "counts", values: new Float64Array(study.rows).fill(count) },
      };
      const weight = new Float64Array(study.rows);
      drawWeights(drawingOf(counted, 3), 1, weight);
      const mean = weight.reduce((a, b) => a + b, 0) / study.rows;
      const variance = weight.reduce((sum, w) => sum + (w - mean) ** 2, 0) / study.rows;
      expect(Math.abs(mean - count)).toBeLessThan(5 * Math.sqrt(count / study.rows));
      expect(variance / count).toBeGreaterThan(0.7);
      expect(variance / count).toBeLessThan(1.35);
    }
  });

  it("are one for all rows of a unit", () => {
    const codes = Int32Array.from({ length: study.rows }, (_, i) => i % 50);
    const unit = { name: "u", codes, labels: Array.from({ length: 50 }, (_, k) => `u${k}`) };
    const weight = new Float64Array(study.rows);
    drawWeights(drawingOf({ ...study, unit }, 3), 1, weight);
    expect(new Set(weight).size).toBe(50);
    expect(weight[0]).toBe(weight[50]);
  });
});

describe("replications", () => {
  it("spread as the influence functions say", async () => {
    const models = fitArmModels(study, 1);
    const problem = fittedProblem({ study, arm: 1, target: "ate", seed: 1 }, models);
    const { value, se } = contrastOf(hajek(problem), "difference", problem);
    const spreads = await bootstrap(setup, { replications: 400, level: 0.95, workers: 1 });
    // The standard deviation of 400 draws is known to within 3.5 % (one standard error); three of them, and some for the second order.
    expect(Math.abs(spreads.hajek.se / se! - 1)).toBeLessThan(0.13);
    expect(spreads.hajek.interval[0]).toBeLessThan(value);
    expect(spreads.hajek.interval[1]).toBeGreaterThan(value);
    expect(Object.keys(spreads)).toEqual([...REFITTED]);
  });

  it("are the same whoever computes them", async () => {
    const alone = await bootstrap(setup, { replications: 30, level: 0.9, workers: 1 });
    const again = await bootstrap(setup, { replications: 30, level: 0.9, workers: 2 });
    expect(again).toEqual(alone);
  });

  it("tell how far they are, and stop", async () => {
    const told: number[] = [];
    const stop = new AbortController();
    const options = { replications: 40, level: 0.9, workers: 1, signal: stop.signal };
    const onProgress = (_: string, fraction: number) => {
      told.push(fraction);
      if (fraction > 0.4) stop.abort(new Error("enough"));
    };
    await expect(bootstrap(setup, { ...options, onProgress })).rejects.toThrow("enough");
    expect(told).toEqual([0.2, 0.4, 0.6]);
  });
});
