// Latent classes of panels against a slow likelihood written row by row, exact laws, and planted panels.
import { describe, expect, it } from "vitest";
import { climb } from "../../src/learn/classes/em.js";
import { blankLaw, type ClassLaw, partsOf } from "../../src/learn/classes/law.js";
import { occasionsOf } from "../../src/learn/classes/occasions.js";
import { latentClasses } from "../../src/learn/classes.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import { drawPanel, exactPanel } from "../support/class-panels.js";
import { type Row, sampleOf, subsidy, takeColumn } from "../support/samples.js";

/** The likelihood the slow way: for each unit the product over its rows, class by class, added up. */
function slowLogLikelihood(sample: Sample, law: ClassLaw): number {
  const { unit, treatment, outcome, weights } = sample;
  const own: number[][] = unit!.labels.map(() => []);
  for (let i = 0; i < sample.rows; i++) own[unit!.codes[i]].push(i);
  let total = 0;
  for (const rows of own) {
    let likelihood = 0;
    let copies = 1;
    for (let k = 0; k < law.classes; k++) {
      let product = law.weight[k];
      for (const i of rows) {
        copies = weights ? weights.values[i] : 1;
        const t = treatment.values[i];
        product *= t === 1 ? law.treated[k] : 1 - law.treated[k];
        const m = law.mean[t][k];
        const y = outcome.values[i];
        if (law.sd) {
          const s = law.sd[t][k];
          product *= Math.exp(-((y - m) ** 2) / (2 * s * s)) / (s * Math.sqrt(2 * Math.PI));
        } else {
          product *= y === 1 ? m : 1 - m;
        }
      }
      likelihood += product;
    }
    total += copies * Math.log(likelihood);
  }
  return total;
}

/** A numeric panel of two kinds, four rows a unit. */
function numericPanel(units: number, seed: number, scale = 1): Sample {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const rows: Row[] = [];
  for (let unit = 0; unit < units; unit++) {
    const first = uniform() < 0.3;
    for (let k = 0; k < 4; k++) {
      const t = uniform() < 0.5 ? 1 : 0;
      const y = first ? 10 + 4 * t + normal() : 3 + t + (t === 1 ? 2 : 1) * normal();
      rows.push({ w: {}, t, y: scale * y, unit });
    }
  }
  return sampleOf(rows, { numeric: true });
}

function moved(law: ClassLaw, part: number, k: number, by: number): ClassLaw {
  const copy = structuredClone(law);
  partsOf(copy)[part][k] += by;
  return copy;
}

describe("the likelihood", () => {
  for (const [name, sample] of [
    ["two-valued", drawPanel({ kinds: subsidy }, 60, 5, 1)],
    ["numeric", numericPanel(60, 2)],
  ] as const) {
    it(`is the product over rows, added over classes (${name})`, () => {
      const fit = latentClasses(sample, { classes: 2 });
      expect(fit.logLikelihood).toBeCloseTo(slowLogLikelihood(sample, fit.law), 8);
    });
    it(`is at a maximum (${name})`, () => {
      const { law, logLikelihood } = latentClasses(sample, { classes: 2 });
      const parts = partsOf(law);
      for (let part = 1; part < parts.length; part++) {
        for (let k = 0; k < 2; k++) {
          for (const by of [-1e-3, 1e-3]) {
            const next = parts[part][k] + by;
            if (!law.sd && (next < 0 || next > 1)) continue;
            expect(slowLogLikelihood(sample, moved(law, part, k, by))).toBeLessThan(logLikelihood);
          }
        }
      }
      const shifted = moved(moved(law, 0, 0, 1e-3), 0, 1, -1e-3);
      expect(slowLogLikelihood(sample, shifted)).toBeLessThan(logLikelihood);
    });
    it(`never falls on the way (${name})`, () => {
      const occasions = occasionsOf(sample);
      const spread = name === "numeric" ? 4 : 0;
      for (let seed = 0; seed < 20; seed++) {
        const uniform = uniformStream(seed);
        const start = blankLaw(occasions.kind, 4);
        for (let k = 0; k < 4; k++) {
          start.weight[k] = 1 / 4;
          start.treated[k] = 0.1 + 0.8 * uniform();
          for (const t of [0, 1]) {
            start.mean[t][k] = name === "numeric" ? 12 * uniform() : 0.05 + 0.9 * uniform();
            if (start.sd) start.sd[t][k] = 1 + uniform();
          }
        }
        const options = { arms: "by-class", steps: 300, tolerance: 1e-9, floor: 1e-3 * spread, spread } as const;
        const { path } = climb(occasions, start, options);
        expect(path.length).toBeGreaterThan(10);
        for (let s = 1; s < path.length; s++) expect(path[s]).toBeGreaterThanOrEqual(path[s - 1] - 1e-9);
      }
    });
  }

  it("gives each unit's class by Bayes", () => {
    const sample = drawPanel({ kinds: subsidy }, 40, 5, 4);
    const { law, posterior } = latentClasses(sample, { classes: 2 });
    for (let u = 0; u < 40; u++) {
      const behind = [0, 1].map((k) => {
        let product = law.weight[k];
        for (let i = 0; i < sample.rows; i++) {
          if (sample.unit!.codes[i] !== u) continue;
          const [t, y] = [sample.treatment.values[i], sample.outcome.values[i]];
          product *= t === 1 ? law.treated[k] : 1 - law.treated[k];
          product *= y === 1 ? law.mean[t][k] : 1 - law.mean[t][k];
        }
        return product;
      });
      expect(posterior[2 * u]).toBeCloseTo(behind[0] / (behind[0] + behind[1]), 10);
    }
  });
});

/** Kinds in the order of classes: by effect. */
const kinds = [...subsidy].sort((a, b) => a.p1 - a.p0 - (b.p1 - b.p0));

describe("an exact law of occasions", () => {
  for (const [name, turns] of [
    ["arms drawn", undefined],
    ["two of five rows treated", 2],
  ] as const) {
    it(`gives back its three kinds, and that there are three (${name})`, () => {
      const { law, notes, bic } = latentClasses(exactPanel({ kinds: subsidy }, 5, turns));
      expect(law.classes).toBe(3);
      expect(bic).toEqual([]);
      kinds.forEach((kind, k) => {
        expect(Math.abs(law.weight[k] - kind.weight)).toBeLessThan(1e-5);
        expect(Math.abs(law.mean[1][k] - kind.p1)).toBeLessThan(1e-5);
        expect(Math.abs(law.mean[0][k] - kind.p0)).toBeLessThan(1e-5);
        expect(Math.abs(law.treated[k] - (turns === undefined ? kind.pt : 0.4))).toBeLessThan(1e-5);
      });
      expect(notes).toEqual([]);
    });
  }
});

/** Standard errors from second differences of the slow likelihood, weights by all but the first, the laws raw. */
function slowErrors(sample: Sample, law: ClassLaw): { part: number; k: number; se: number }[] {
  const at: { part: number; k: number }[] = [];
  for (let k = 1; k < law.classes; k++) at.push({ part: 0, k });
  for (let part = 1; part < 4; part++) for (let k = 0; k < law.classes; k++) at.push({ part, k });
  const h = 1e-3;
  const value = (moves: readonly [number, number][]) => {
    let next = law;
    for (const [which, by] of moves) {
      const { part, k } = at[which];
      next = moved(next, part, k, by);
      if (part === 0) next = moved(next, 0, 0, -by);
    }
    return slowLogLikelihood(sample, next);
  };
  const n = at.length;
  const matrix = Array.from({ length: n }, (_, a) =>
    Array.from({ length: n }, (_, b) => {
      const four = [1, -1].flatMap((x) =>
        [1, -1].map(
          (y) =>
            x *
            y *
            value([
              [a, x * h],
              [b, y * h],
            ]),
        ),
      );
      return -four.reduce((s, v) => s + v, 0) / (4 * h * h);
    }),
  );
  // Gauss-Jordan.
  const wide = matrix.map((row, a) => [...row, ...row.map((_, b) => (a === b ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivot = wide[c][c];
    for (let d = 0; d < 2 * n; d++) wide[c][d] /= pivot;
    for (let a = 0; a < n; a++) {
      if (a === c) continue;
      const factor = wide[a][c];
      for (let d = 0; d < 2 * n; d++) wide[a][d] -= factor * wide[c][d];
    }
  }
  return at.map((place, a) => ({ ...place, se: Math.sqrt(wide[a][n + a]) }));
}

describe("a planted panel of three kinds", () => {
  const sample = drawPanel({ kinds: subsidy }, 2500, 9, 12);
  const fit = latentClasses(sample);

  it("has three classes by BIC, counted by units", () => {
    expect(fit.law.classes).toBe(3);
    expect(fit.status).toBe("converged");
    const three = fit.bic.find((one) => one.classes === 3)!;
    expect(three.bic).toBeCloseTo(-2 * fit.logLikelihood + 11 * Math.log(2500), 6);
    expect(fit.bic.every(({ bic }) => bic >= three.bic)).toBe(true);
  });

  it("has its weights and laws within 3 standard errors", () => {
    // A tenth of the units tells the curvature; ten times as many have a third of its errors.
    const errors = slowErrors(drawPanel({ kinds: subsidy }, 250, 9, 13), truth());
    expect(errors.length).toBe(11);
    for (const { part, k, se } of errors) {
      const off = partsOf(fit.law)[part][k] - partsOf(truth())[part][k];
      expect(se / Math.sqrt(10)).toBeLessThan(0.04);
      expect(Math.abs(off)).toBeLessThan((3 * se) / Math.sqrt(10));
    }
  });

  it("is found whatever the order of rows, the names of units and the starts", () => {
    const backwards = Int32Array.from({ length: sample.rows }, (_, i) => sample.rows - 1 - i);
    const y = takeColumn({ kind: "numeric", name: "y", values: sample.outcome.values }, backwards);
    const turned: Sample = {
      ...sample,
      treatment: {
        ...sample.treatment,
        values: sample.treatment.values.map((_, i) => sample.treatment.values[backwards[i]]),
      },
      outcome: { ...sample.outcome, values: y.kind === "numeric" ? y.values : new Float64Array() },
      unit: {
        name: "unit",
        codes: backwards.map((i) => 2499 - sample.unit!.codes[i]),
        labels: [...sample.unit!.labels].reverse(),
      },
    };
    const again = latentClasses(turned);
    partsOf(again.law).forEach((part, which) => {
      expect(part).toEqual(partsOf(fit.law)[which]);
    });
    const other = latentClasses(sample, { seed: 99, classes: 3 });
    partsOf(other.law).forEach((part, which) => {
      part.forEach((value, k) => {
        expect(Math.abs(value - partsOf(fit.law)[which][k])).toBeLessThan(1e-5);
      });
    });
  });

  it("is the mirror image when successes are called failures", () => {
    const flipped = { ...sample, outcome: { ...sample.outcome, values: sample.outcome.values.map((v) => 1 - v) } };
    const { law, logLikelihood } = latentClasses(flipped, { classes: 3 });
    expect(logLikelihood).toBeCloseTo(fit.logLikelihood, 5);
    for (let k = 0; k < 3; k++) expect(Math.abs(1 - law.mean[1][2 - k] - fit.law.mean[1][k])).toBeLessThan(1e-4);
  });

  function truth(): ClassLaw {
    const law = blankLaw("binary", 3);
    kinds.forEach((kind, k) => {
      law.weight[k] = kind.weight;
      law.treated[k] = kind.pt;
      law.mean[0][k] = kind.p0;
      law.mean[1][k] = kind.p1;
    });
    return law;
  }
});

describe("a numeric panel", () => {
  it("gives back two normal kinds", () => {
    const { law, bic } = latentClasses(numericPanel(800, 5));
    expect(law.classes).toBe(2);
    expect(bic[1].bic).toBeLessThan(bic[0].bic);
    // Class 1: effect 1, class 2: effect 4; about 1120 rows an arm of the one, 480 of the other.
    for (const [value, truth, se] of [
      [law.weight[0], 0.7, Math.sqrt(0.21 / 800)],
      [law.mean[0][0], 3, 1 / Math.sqrt(1120)],
      [law.mean[1][0], 4, 2 / Math.sqrt(1120)],
      [law.mean[0][1], 10, 1 / Math.sqrt(480)],
      [law.mean[1][1], 14, 1 / Math.sqrt(480)],
      [law.sd![1][0], 2, 2 / Math.sqrt(2 * 1120)],
      [law.sd![0][1], 1, 1 / Math.sqrt(2 * 480)],
    ]) {
      expect(Math.abs(value - truth)).toBeLessThan(4 * se);
    }
  });

  it("scales with its outcome", () => {
    const one = latentClasses(numericPanel(300, 6), { classes: 2 });
    const thousand = latentClasses(numericPanel(300, 6, 1000), { classes: 2 });
    for (let k = 0; k < 2; k++) {
      expect(thousand.law.mean[1][k] / 1000).toBeCloseTo(one.law.mean[1][k], 6);
      expect(thousand.law.sd![0][k] / 1000).toBeCloseTo(one.law.sd![0][k], 6);
    }
  });

  it("names a class that has shrunk onto one value", () => {
    const normal = normalStream(uniformStream(8));
    const rows = Array.from({ length: 400 }, (_, i): Row => {
      const unit = Math.floor(i / 4);
      return { w: {}, t: (i % 2) as 0 | 1, y: unit < 40 ? 0 : 5 + normal(), unit };
    });
    const { notes, law } = latentClasses(sampleOf(rows, { numeric: true }), { classes: 2 });
    expect(notes.map(({ id }) => id)).toContain("class-shrunk");
    expect(Math.min(...law.sd!.flatMap((sd) => [...sd]))).toBeGreaterThan(0);
  });
});

describe("counts", () => {
  it("of like units are copies", () => {
    const uniform = uniformStream(15);
    const counted: Row[] = [];
    const copied: Row[] = [];
    for (let unit = 0; unit < 60; unit++) {
      const weight = 1 + Math.floor(4 * uniform());
      const p = unit % 2 === 0 ? 0.8 : 0.2;
      const own = Array.from({ length: 6 }, (_, k) => ({ t: (k % 2) as 0 | 1, y: uniform() < p ? 1 : 0 }));
      for (const { t, y } of own) counted.push({ w: {}, t, y, unit, weight });
      for (let c = 0; c < weight; c++) for (const { t, y } of own) copied.push({ w: {}, t, y, unit: `${unit} ${c}` });
    }
    const a = latentClasses(sampleOf(counted, { weights: "counts" }));
    const b = latentClasses(sampleOf(copied));
    expect(a.logLikelihood).toBeCloseTo(b.logLikelihood, 8);
    expect(a.bic.map((one) => one.classes)).toEqual(b.bic.map((one) => one.classes));
    partsOf(a.law).forEach((part, which) => {
      part.forEach((value, k) => {
        expect(value).toBeCloseTo(partsOf(b.law)[which][k], 8);
      });
    });
  });

  it("that differ within a unit are refused", () => {
    const rows: Row[] = [1, 2].map((weight) => ({ w: {}, t: 1, y: 1, unit: "a", weight }));
    expect(() => latentClasses(sampleOf(rows, { weights: "counts" }))).toThrow(/the rows of a unit must agree/);
  });
});

describe("what it says of itself", () => {
  const ids = (sample: Sample, options = {}) => latentClasses(sample, options).notes.map(({ id }) => id);

  it("warns of fewer replicates than the classes need, over both arms", () => {
    expect(ids(drawPanel({ kinds: subsidy }, 300, 4, 21), { classes: 3 })).toContain("few-replicates");
    expect(ids(drawPanel({ kinds: subsidy }, 300, 5, 21), { classes: 3 })).not.toContain("few-replicates");
  });

  it("warns where arms are never crossed, counts replicates in one arm then, and takes arms to say nothing of the class", () => {
    const sample = drawPanel({ kinds: subsidy }, 300, 5, 22);
    const treatment = { ...sample.treatment, values: sample.treatment.values.map((_, i) => sample.unit!.codes[i] % 2) };
    const fit = latentClasses({ ...sample, treatment }, { classes: 2 });
    expect(fit.notes.map(({ id }) => id)).toContain("no-crossover");
    expect(fit.arms).toBe("at-random");
    expect(fit.law.treated[0]).toBe(fit.law.treated[1]);
  });

  it("names a class hardly anybody is in, and one never seen in an arm", () => {
    const rows: Row[] = [];
    for (let unit = 0; unit < 200; unit++) {
      // Two units of another world, always treated.
      const odd = unit < 2;
      for (let k = 0; k < 40; k++)
        rows.push({ w: {}, t: odd || k % 2 ? 1 : 0, y: odd ? 1 : k % 10 === 0 ? 1 : 0, unit });
    }
    expect(ids(sampleOf(rows), { classes: 2 })).toEqual(expect.arrayContaining(["small-class", "class-in-one-arm"]));
  });

  it("says when two classes are one", () => {
    const rows: Row[] = [];
    for (let unit = 0; unit < 50; unit++)
      for (let k = 0; k < 4; k++) rows.push({ w: {}, t: (k % 2) as 0 | 1, y: k < 2 ? 1 : 0, unit });
    expect(ids(sampleOf(rows), { classes: 2 })).toContain("equal-classes");
  });

  it("refuses what it cannot do", () => {
    const sample = drawPanel({ kinds: subsidy }, 30, 4, 23);
    const { unit: _, ...withoutUnit } = sample;
    expect(() => latentClasses(withoutUnit)).toThrow(/--unit/);
    expect(() => latentClasses(sample, { classes: 0 })).toThrow(/whole number from 1 to 50/);
    expect(() => latentClasses(sample, { starts: 0 })).toThrow(/whole number from 1 up/);
    expect(() => latentClasses(drawPanel({ kinds: subsidy }, 30, 1, 24))).toThrow(/no individual is seen twice/);
    const flat = { kind: "numeric" as const, name: "y", values: new Float64Array(sample.rows) };
    expect(() => latentClasses({ ...sample, outcome: flat })).toThrow(/the same number/);
  });
});
