import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attribute } from "../../../src/attribute/attribute.js";
import { evidenceWeightRemarks, propensityWeightRemarks } from "../../../src/attribute/evidence-weights.js";
import { effect } from "../../../src/estimate/effect.js";
import { crossFittedProblem } from "../../../src/estimate/make-problem.js";
import { averageWeight } from "../../../src/estimate/misuse/average-weights.js";
import { type Assigned, inverseWeights } from "../../../src/estimate/misuse/inverse-weights.js";
import { weightsOfProblem } from "../../../src/estimate/misuse/propensity-weights.js";
import { fitArmNuisances } from "../../../src/learn/arm-nuisances.js";
import { linear } from "../../../src/learn/linear.js";
import { uniformStream } from "../../../src/num/random.js";
import { binarySample, drawTreated, evidenceContext, lines, threshold } from "../../support/misuse-worlds.js";
import { armStudy } from "../../support/study.js";
import { drawSample, worlds } from "../../support/worlds.js";

const quick = { learner: "linear", refute: false } as const;

const ids = ({ warnings }: { readonly warnings: readonly { readonly id: string }[] }) => warnings.map(({ id }) => id);

describe("averages of inverse weights", () => {
  it("are those of the formula, whatever the target", () => {
    const chance = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    const row = fc.record({ e: chance, arm: fc.constantFrom(0, 1), count: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 6, maxLength: 30 }), (rows) => {
        fc.pre(rows.some(({ arm }) => arm === 0) && rows.some(({ arm }) => arm === 1));
        const of = (target: Assigned["target"]) =>
          inverseWeights({
            arm: rows.map(({ arm }) => arm),
            e: [Float64Array.from(rows, ({ e }) => 1 - e), Float64Array.from(rows, ({ e }) => e)],
            count: Float64Array.from(rows, ({ count }) => count),
            total: rows.reduce((sum, { count }) => sum + count, 0),
            law: false,
            target,
          }).map(({ average }) => average);
        const sum = (f: (row: (typeof rows)[number]) => number) => rows.reduce((s, r) => s + r.count * f(r), 0);
        const n = sum(() => 1);
        const [ate0, ate1] = of("ate");
        expect(ate1).toBeCloseTo(sum(({ arm, e }) => (arm === 1 ? 1 / e : 0)) / n, 10);
        expect(ate0).toBeCloseTo(sum(({ arm, e }) => (arm === 0 ? 1 / (1 - e) : 0)) / n, 10);
        const treated = sum(({ arm }) => arm);
        expect(of("att")).toEqual([expect.closeTo(sum((r) => (r.arm === 0 ? r.e / (1 - r.e) : 0)) / treated, 10)]);
        expect(of("atc")).toEqual([
          expect.closeTo(sum((r) => (r.arm === 1 ? (1 - r.e) / r.e : 0)) / (n - treated), 10),
        ]);
        expect(of("overlap")).toEqual([]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("are among the two arms where there are three and one side is asked about", () => {
    // P = (.5, .3, .2) for all: among reference and first arm the odds are .6.
    const arm = [...Array(50).fill(0), ...Array(30).fill(1), ...Array(20).fill(-1)];
    const all = (p: number) => new Float64Array(100).fill(p);
    const about = { arm, e: [all(0.5), all(0.3)] as const, count: all(1), total: 100, law: false };
    for (const target of ["ate", "att", "atc"] as const)
      for (const { average, z } of inverseWeights({ ...about, target })) {
        expect(average).toBeCloseTo(1, 12);
        expect(z).toBeCloseTo(0, 10);
      }
  });

  it("have the error that true propensities leave, alone and by cluster", () => {
    const runs = 400;
    const z: number[] = [];
    const clustered: number[] = [];
    for (let run = 0; run < runs; run++) {
      const uniform = uniformStream(run, 3);
      const e = Float64Array.from({ length: 300 }, () => 0.2 + 0.6 * uniform());
      // Threes of one cluster share covariate and fate.
      const of = (i: number) => e[i - (i % 3)];
      const fate = Array.from({ length: 100 }, () => uniform());
      const [alone, together] = [
        e.map((p) => (uniform() < p ? 1 : 0)),
        e.map((_, i) => (fate[Math.floor(i / 3)] < of(i) ? 1 : 0)),
      ];
      const about = { count: new Float64Array(300).fill(1), total: 300, law: false, target: "ate" } as const;
      const pair = (p: Float64Array) => [p.map((one) => 1 - one), p] as const;
      z.push(inverseWeights({ ...about, arm: alone, e: pair(e) })[1].z!);
      const cluster = Int32Array.from(e, (_, i) => Math.floor(i / 3));
      clustered.push(
        inverseWeights({ ...about, arm: together, e: pair(e.map((_, i) => of(i))), cluster, clusters: 100 })[1].z!,
      );
    }
    for (const values of [z, clustered]) {
      const sd = Math.sqrt(values.reduce((sum, one) => sum + one * one, 0) / runs);
      // 400 draws know a standard deviation to 3.5 %.
      expect(sd).toBeGreaterThan(0.85);
      expect(sd).toBeLessThan(1.1);
    }
  });

  it("of an exact law are off as soon as they are off at all, and small departures are none", () => {
    const law = { count: Float64Array.of(0.5, 0.5), total: 1, law: true };
    const residuals = (size: number) => ({
      residual: Float64Array.of(size, 0),
      variance: Float64Array.of(9, 9),
      mass: 1,
    });
    expect(averageWeight(residuals(0.1), law)).toEqual({ average: 1.05, off: true });
    expect(averageWeight(residuals(0.001), law)).toEqual({ average: 1.0005, off: false });
  });
});

describe("effect", () => {
  it("warns where the propensity does not fit, with the number and a better choice", async () => {
    const answer = await effect(drawTreated(4000, 3, threshold), quick);
    const [warning, ...others] = answer.warnings.filter(({ id }) => id === "weights-not-one");
    expect(others).toEqual([]);
    expect(warning.text).toMatch(
      /those of t = 1 average 1\.\d\d \(chance would leave 0\.\d\d to 1\.\d\d in 99 of 100 samples\)/,
    );
    expect(warning.text).toContain("--learner boost or stack");
    // The estimator that suffers says so itself, with the numbers of its own weights.
    const ht = answer.estimates["horvitz-thompson"]!;
    expect(ids(ht)).toEqual(["weights-not-one"]);
    expect(ht.warnings[0].text).toContain("Hajek and overlap weights divide by it");
    expect(ht.diagnostics["weightsArm"]).toBeGreaterThan(1.04);
    expect(answer.estimates.aipw!.warnings).toEqual([]);
  });

  it("warns once where one estimator was asked for, and not of what is not used", async () => {
    const study = drawTreated(4000, 3, threshold);
    const alone = async (method: "horvitz-thompson" | "regression" | "aipw") =>
      ids(await effect(study, { ...quick, method })).filter((id) => id === "weights-not-one").length;
    expect([await alone("horvitz-thompson"), await alone("aipw"), await alone("regression")]).toEqual([1, 1, 0]);
    expect(ids(await effect({ ...study, given: [] }, quick))).not.toContain("weights-not-one");
  });

  it("is calm in examples/weights, whose weights average to 1 exactly", async () => {
    const rows = [
      { w: 0, t: 1, y: 10, count: 1 },
      { w: 0, t: 0, y: 6, count: 3 },
      { w: 1, t: 1, y: 20, count: 6 },
      { w: 1, t: 0, y: 16, count: 2 },
    ];
    const column = (name: keyof (typeof rows)[number]) => Float64Array.from(rows, (row) => row[name]);
    const weights = { kind: "counts", name: "count", values: column("count") } as const;
    const study = armStudy(column("t"), column("y"), { w: column("w") }, { weights });
    const { estimates, warnings } = await effect(study, { ...quick, learner: "cells" });
    const { weightsArm, weightsReference } = estimates["horvitz-thompson"]!.diagnostics;
    expect([weightsReference, weightsArm]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    expect(warnings.map(({ id }) => id)).not.toContain("weights-not-one");
  });

  it("gives a false alarm in at most 5 % of tables, few rows and many covariates included", async () => {
    const alarms = { plain: 0, crowded: 0 };
    const runs = 60;
    for (let run = 0; run < runs; run++) {
      for (const [key, rows, noise] of [
        ["plain", 400, 0],
        ["crowded", 200, 12],
      ] as const) {
        const study = drawTreated(rows, 100 + run, lines, noise);
        const nuisances = await fitArmNuisances(study, { learner: linear(), folds: 5, seed: 1 });
        const problem = crossFittedProblem({ study, arm: 1, target: "ate", seed: 1 }, nuisances);
        if (weightsOfProblem(problem, 1, "crossFitted").remarks.length > 0) alarms[key]++;
      }
    }
    expect(alarms.plain / runs).toBeLessThanOrEqual(0.05);
    expect(alarms.crowded / runs).toBeLessThanOrEqual(0.05);
  }, 30_000);
});

describe("attribute", () => {
  it("warns of the propensity and of the weights of the individuals, each for itself", async () => {
    const misfit = await attribute(binarySample(drawTreated(4000, 3, threshold)), { learner: "linear" });
    expect(ids(misfit.answer)).toContain("weights-not-one");
    expect(ids(misfit.answer)).not.toContain("evidence-weights-not-one");
  });

  it("has the average of P(y | t; U) / P(y | t) among an arm in the recurrence", async () => {
    const { answer } = await attribute(drawSample(worlds[0], 600, 5), { learner: "linear" });
    for (const { recurrence } of answer.evidence) expect(recurrence.diagnostics["weights"]).toBeCloseTo(1, 1);
    expect(ids(answer).filter((id) => id.includes("not-one"))).toEqual([]);
    const numeric = await attribute(
      {
        ...drawSample(worlds[0], 600, 5),
        outcome: { kind: "numeric", name: "y", values: drawSample(worlds[0], 600, 6).outcome.values },
      },
      { learner: "linear" },
    );
    for (const { recurrence } of numeric.answer.evidence) expect(recurrence.diagnostics["weights"]).toBeCloseTo(1, 1);
  });

  it("warns where the outcome's model gives an arm another average than its own", async () => {
    const context = await evidenceContext(drawSample(worlds[0], 1000, 7));
    expect(evidenceWeightRemarks(context)).toEqual([]);
    const [control, treated] = context.learnt.m;
    const high = { ...treated, mean: treated.mean.map((q) => q + 0.3 * (1 - q)) };
    const [remark, ...others] = evidenceWeightRemarks({
      ...context,
      learnt: { ...context.learnt, m: [control, high] },
    });
    expect(others).toEqual([]);
    // Three tenths of the failures' chances has gone to the successes: theirs is the weight that is off the most.
    const { sample } = context;
    const failures = sample.treatment.values.reduce((sum, t, i) => sum + t * (1 - sample.outcome.values[i]), 0);
    const chances = context.learnt.t.reduce((sum, t, j) => sum + t * 0.7 * (1 - treated.mean[j]), 0);
    expect(remark.id).toBe("evidence-weights-not-one");
    expect(remark.text).toContain(`average ${(chances / failures).toFixed(2)} (chance`);
    expect(remark.text).toContain("Among T = 1, the weights of the individuals behind T = 1 and Y = 0");
  });

  it("gives a false alarm in at most 5 % of tables", async () => {
    const runs = 60;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const context = await evidenceContext(drawSample(worlds[1], 300, 500 + run));
      if ([...propensityWeightRemarks(context), ...evidenceWeightRemarks(context)].length > 0) alarms++;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.05);
  }, 30_000);
});
