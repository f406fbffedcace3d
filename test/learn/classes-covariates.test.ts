// Class weights that go with covariates: against a slow likelihood, a planted logit, refits, and constant weights within labels.
import { describe, expect, it } from "vitest";
import { classAverages } from "../../src/learn/classes/averages.js";
import { climb, type EmOptions } from "../../src/learn/classes/em.js";
import type { ClassLaw } from "../../src/learn/classes/law.js";
import { penaltyOf } from "../../src/learn/classes/logit.js";
import { momentsFromOthers, momentsOfPopulation } from "../../src/learn/classes/moments.js";
import type { Occasions } from "../../src/learn/classes/occasions.js";
import { posterior } from "../../src/learn/classes/posterior.js";
import { latentClasses } from "../../src/learn/classes.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import { columnOf } from "../support/columns.js";
import { type Row, sampleOf } from "../support/samples.js";

const LAWS = [
  { pt: 0.3, p0: 0.15, p1: 0.25 },
  { pt: 0.6, p0: 0.5, p1: 0.9 },
];

/** Units whose class has log odds -0.5 + 1.2 x + 0.8 (town = b), x standard normal. */
function planted(units: number, occasions: number, seed: number): Sample {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const rows: Row[] = [];
  for (let unit = 0; unit < units; unit++) {
    const x = Math.round(4 * normal()) / 4;
    const town = uniform() < 0.4 ? "b" : "a";
    const eta = -0.5 + 1.2 * x + (town === "b" ? 0.8 : 0);
    const { pt, p0, p1 } = LAWS[uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0];
    for (let k = 0; k < occasions; k++) {
      const t = uniform() < pt ? 1 : 0;
      rows.push({ w: { x, town }, t, y: uniform() < (t === 1 ? p1 : p0) ? 1 : 0, unit });
    }
  }
  return sampleOf(rows);
}

/** Weights by class of one row's covariates, from the logit as the design has it: constant, standardised x, town b. */
function weightsOf(law: ClassLaw, z: number, b: boolean): number[] {
  const eta = [0, 1].map((k) => law.logit![3 * k] + law.logit![3 * k + 1] * z + (b ? law.logit![3 * k + 2] : 0));
  const mass = Math.exp(eta[0]) + Math.exp(eta[1]);
  return eta.map((e) => Math.exp(e) / mass);
}

/** x of each unit in standard deviations over units, and the unit's town. */
function unitsOf(sample: Sample): { z: number; b: boolean; rows: number[] }[] {
  const [x, town] = sample.given;
  if (x.kind !== "numeric" || town.kind !== "categorical") throw new Error("another sample");
  const rows = sample.unit!.labels.map((_, u) =>
    [...sample.unit!.codes.keys()].filter((i) => sample.unit!.codes[i] === u),
  );
  const values = rows.map(([i]) => x.values[i]);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  return rows.map((own, u) => ({ z: (values[u] - mean) / sd, b: town.levels[town.codes[own[0]]] === "b", rows: own }));
}

describe("a logit of class weights", () => {
  const sample = planted(200, 6, 1);
  const fit = latentClasses(sample, { classes: 2 });
  const units = unitsOf(sample);

  it("enters the likelihood and the posterior by Bayes", () => {
    let total = 0;
    units.forEach(({ z, b, rows }, u) => {
      const behind = weightsOf(fit.law, z, b).map((weight, k) =>
        rows.reduce((product, i) => {
          const [t, y] = [sample.treatment.values[i], sample.outcome.values[i]];
          const p = fit.law.mean[t][k];
          const e = fit.law.treated[k];
          return product * (t === 1 ? e : 1 - e) * (y === 1 ? p : 1 - p);
        }, weight),
      );
      total += Math.log(behind[0] + behind[1]);
      expect(fit.posterior[2 * u]).toBeCloseTo(behind[0] / (behind[0] + behind[1]), 9);
    });
    expect(fit.logLikelihood).toBeCloseTo(total, 8);
    // Weights are the average over units.
    const average = units.reduce((sum, { z, b }) => sum + weightsOf(fit.law, z, b)[1], 0) / units.length;
    expect(fit.law.weight[1]).toBeCloseTo(average, 6);
  });

  it("climbs: the penalised likelihood never falls, and no slope raises it at the end", () => {
    const options: EmOptions = { arms: "by-class", steps: 2000, tolerance: 1e-9, floor: 0, spread: 0, ridge: 1 };
    const start = structuredClone(fit.law);
    start.logit!.fill(0);
    start.mean[0].set([0.2, 0.4]);
    start.mean[1].set([0.2, 0.4]);
    const { path, law, height } = climb(fit.occasions, start, options);
    expect(path.length).toBeGreaterThan(20);
    for (let s = 1; s < path.length; s++) expect(path[s]).toBeGreaterThanOrEqual(path[s - 1] - 1e-9);
    const r = new Float64Array(2 * fit.occasions.size);
    for (let c = 0; c < 3; c++) {
      for (const by of [-0.01, 0.01]) {
        const moved = structuredClone(law);
        moved.logit![3 + c] += by;
        expect(posterior(fit.occasions, moved, r) - penaltyOf(moved, 3, 1)).toBeLessThan(height);
      }
    }
  });

  it("is what moments start from", () => {
    const population = momentsOfPopulation(sample, fit.law);
    const others = momentsFromOthers(sample, fit.law);
    const { z, b, rows } = units[17];
    const weights = weightsOf(fit.law, z, b);
    const [i] = rows;
    expect(population.m1[i]).toBeCloseTo(weights[0] * fit.law.mean[1][0] + weights[1] * fit.law.mean[1][1], 9);
    expect(Math.abs(others.m1[i] - population.m1[i])).toBeGreaterThan(1e-4);
  });
});

describe("a planted logit", () => {
  it("is recovered within 3.5 standard errors of a known-class fit", () => {
    const sample = planted(4000, 10, 2);
    const { law, covariates, notes } = latentClasses(sample, { classes: 2 });
    expect(covariates).toEqual(["x", "town"]);
    expect(notes).toEqual([]);
    // x has standard deviation 1 (rounded to quarters: 1.0026), so slopes in standard deviations are nearly raw ones. Ten rows tell the
    // class nearly always; a logistic regression of 4,000 units has errors near 2/sqrt(4000) on x, 2/sqrt(4000 x .24) on the town.
    const [constant, x, b] = [law.logit![3], law.logit![4], law.logit![5]];
    expect(Math.abs(constant + 0.5)).toBeLessThan(3.5 * (2 / Math.sqrt(4000 * 0.6)));
    expect(Math.abs(x - 1.2)).toBeLessThan(3.5 * (2.5 / Math.sqrt(4000)));
    expect(Math.abs(b - 0.8)).toBeLessThan(3.5 * (2.5 / Math.sqrt(4000 * 0.24)));
    LAWS.forEach(({ p0, p1, pt }, k) => {
      expect(Math.abs(law.mean[0][k] - p0)).toBeLessThan(0.015);
      expect(Math.abs(law.mean[1][k] - p1)).toBeLessThan(0.015);
      expect(Math.abs(law.treated[k] - pt)).toBeLessThan(0.015);
    });
  });

  it("stays as it is when rows are turned round and labels renumbered", () => {
    const sample = planted(300, 6, 3);
    const one = latentClasses(sample, { classes: 2 });
    const back = Int32Array.from({ length: sample.rows }, (_, i) => sample.rows - 1 - i);
    const [x, town] = sample.given;
    if (x.kind !== "numeric" || town.kind !== "categorical") throw new Error("another sample");
    const two = latentClasses(
      {
        ...sample,
        treatment: { ...sample.treatment, values: Uint8Array.from(back, (i) => sample.treatment.values[i]) },
        outcome: { ...sample.outcome, values: Float64Array.from(back, (i) => sample.outcome.values[i]) },
        unit: { ...sample.unit!, codes: back.map((i) => sample.unit!.codes[i]) },
        given: [
          { ...x, values: Float64Array.from(back, (i) => x.values[i]) },
          columnOf(
            "town",
            Array.from(back, (i) => town.levels[town.codes[i]]),
          ),
        ],
      },
      { classes: 2 },
    );
    expect(two.law.logit).toEqual(one.law.logit);
    expect(two.law.mean).toEqual(one.law.mean);
  });
});

describe("influence", () => {
  it("is what a unit more of the same kind moves, classes and logit fitted anew", () => {
    const fit = latentClasses(planted(250, 6, 4), { classes: 2 });
    const { occasions } = fit;
    const options: EmOptions = { arms: "by-class", steps: 20_000, tolerance: 1e-12, floor: 0, spread: 0, ridge: 1 };
    const { law } = climb(occasions, fit.law, options);
    const r = new Float64Array(occasions.size * 2);
    posterior(occasions, law, r);
    const term = { times: occasions.seen[1], of: (m: { mean0: number; mean1: number }) => m.mean1 * m.mean0 };
    const { byPattern } = classAverages(occasions, law, r, true, [term], 1);
    const total = (changed: Occasions, at: ClassLaw) => {
      const q = new Float64Array(occasions.size * 2);
      posterior(changed, at, q);
      let sum = 0;
      for (let j = 0; j < occasions.size; j++) {
        for (let k = 0; k < 2; k++)
          sum += changed.count[j] * occasions.seen[1][j] * q[2 * j + k] * at.mean[1][k] * at.mean[0][k];
      }
      return sum;
    };
    for (let j = 0; j < occasions.size; j += Math.floor(occasions.size / 8)) {
      const [up, down] = [1e-3, -1e-3].map((by) => {
        const count = Float64Array.from(occasions.count);
        count[j] += by;
        const rows = occasions.rows + by * (occasions.seen[0][j] + occasions.seen[1][j]);
        const changed = { ...occasions, count, units: occasions.units + by, rows };
        return total(changed, climb(changed, law, options).law);
      });
      const slope = (up - down) / 2e-3;
      expect(Math.abs(byPattern[j] - slope)).toBeLessThan(5e-4 * (1 + Math.abs(slope)));
    }
  });
});

describe("covariates it cannot use", () => {
  it("are named when they vary within a unit, and refused with gaps or too many levels", () => {
    const sample = planted(60, 4, 5);
    const day = { kind: "numeric", name: "day", values: Float64Array.from(sample.unit!.codes.keys()) } as const;
    const { notes, law } = latentClasses({ ...sample, given: [day] }, { classes: 2 });
    expect(notes.map(({ id }) => id)).toContain("covariates-vary");
    expect(law.logit).toBeUndefined();
    const gap = { ...day, gaps: 2 };
    expect(() => latentClasses({ ...sample, given: [gap] })).toThrow(/missing values/);
    const names = columnOf(
      "name",
      Array.from(planted(200, 4, 6).unit!.codes, (u) => `n${u}`),
    );
    expect(() => latentClasses({ ...planted(200, 4, 6), given: [names] })).toThrow(/at most 99 columns/);
    expect(latentClasses(sample, { classes: 2, weights: "constant" }).law.logit).toBeUndefined();
  });
});
