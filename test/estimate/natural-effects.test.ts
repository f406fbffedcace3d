import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { naturalEffects } from "../../src/estimate/natural-effects.js";
import { cells } from "../../src/learn/cells.js";
import { constantFit, trainingWeights } from "../../src/learn/constant.js";
import type { Learner } from "../../src/learn/learner.js";
import { linear } from "../../src/learn/linear.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { count, expectHonest, type Tally, tallyOf } from "./mediation/coverage.js";
import { type MediatedRow, studyOf } from "./mediation/studies.js";

const whole = { learner: cells(), folds: 1, seed: 1 };

/** Berkeley 1973: women are the reference. */
function admissions(): MediatedRow[] {
  const lines = readFileSync("examples/admissions/admissions.csv", "utf8").trim().split("\n").slice(1);
  return lines.map((line) => {
    const [sex, department, admitted, count] = line.split(",");
    return { m: { department }, t: sex === "male" ? 1 : 0, y: admitted === "yes" ? 1 : 0, weight: Number(count) };
  });
}

describe("Berkeley's admissions, through the department", () => {
  // Bickel, Hammel & O'Connell 1975; the natural effects recomputed from the counts by exact fractions (examples/examples.json).
  const direct = -0.0010878;
  const pureIndirect = 0.2126146;
  const total = 1198 / 2691 - 557 / 1835;

  it("gives the published effects from counts, with the interval that docs/identify.md has from another way", async () => {
    const found = await naturalEffects(studyOf(admissions(), { weights: "counts", binary: true }), whole);
    expect(Math.abs(found.direct.estimate.value - direct)).toBeLessThan(5e-8);
    expect(Math.abs(found.pureIndirect!.estimate.value - pureIndirect)).toBeLessThan(5e-8);
    expect(found.total.estimate.value).toBeCloseTo(total, 12);
    expect(found.indirect.estimate.value + found.direct.estimate.value).toBeCloseTo(total, 12);
    const [low, high] = found.direct.interval!;
    expect(low).toBeCloseTo(-0.03221, 5);
    expect(high).toBeCloseTo(0.03003, 5);
    expect(found.direct.method).toBe("natural-direct");
    expect(found.pureIndirect!.method).toBe("natural-indirect");
    expect(found.direct.warnings).toEqual([]);
  });

  it("gives them from shares, without an interval", async () => {
    const rows = admissions().map((row) => ({ ...row, weight: row.weight! / 4526 }));
    const found = await naturalEffects(studyOf(rows, { weights: "law", binary: true }), whole);
    expect(Math.abs(found.direct.estimate.value - direct)).toBeLessThan(5e-8);
    expect(Math.abs(found.pureIndirect!.estimate.value - pureIndirect)).toBeLessThan(5e-8);
    expect(found.direct.interval).toBeUndefined();
  });
});

/** Two mediators and an interaction; every regression is linear and every propensity logistic, so the linear learner is right. */
function linearWorld(n: number, seed: number): MediatedRow[] {
  const uniform = uniformStream(seed, 71);
  const normal = normalStream(uniform);
  return Array.from({ length: n }, () => {
    const w = normal();
    const t = uniform() < 1 / (1 + Math.exp(-0.5 * w)) ? 1 : 0;
    const first = 0.5 * t + 0.5 * w + normal();
    const second = 0.4 * t + 0.3 * first + normal();
    const y = t + 0.8 * first + 0.3 * t * first - second + w + normal();
    return { w: { w }, m: { first, second }, t, y };
  });
}

/** By hand: T moves first by .5 and second by .4 + .3 x .5 = .55; E first is 0 in the reference. */
const LINEAR = {
  direct: 1,
  indirect: (0.8 + 0.3) * 0.5 - 0.55,
  pureIndirect: 0.8 * 0.5 - 0.55,
  total: 1 + 1.1 * 0.5 - 0.55,
};

const pm = (w: string, t: number) => ({ a: 0.2, b: 0.5 })[w]! + 0.3 * t;
const pt = (w: string) => ({ a: 0.3, b: 0.6 })[w]!;
const py = (w: string, t: number, m: number) => ({ a: 0.1, b: 0.2 })[w]! + 0.2 * t + 0.3 * m + 0.1 * t * m;

/** Everything has two values. */
function binaryWorld(n: number, seed: number): MediatedRow[] {
  const uniform = uniformStream(seed, 72);
  return Array.from({ length: n }, () => {
    const w = uniform() < 0.4 ? "a" : "b";
    const t = uniform() < pt(w) ? 1 : 0;
    const m = uniform() < pm(w, t) ? 1 : 0;
    const y = uniform() < py(w, t, m) ? 1 : 0;
    return { w: { w }, m: { m: m === 1 ? "high" : "low" }, t, y };
  });
}

function binaryTruth(own: number, theirs: number): number {
  const at = (w: string) => py(w, own, 0) + pm(w, theirs) * (py(w, own, 1) - py(w, own, 0));
  return 0.4 * at("a") + 0.6 * at("b");
}

const BINARY = {
  direct: binaryTruth(1, 0) - binaryTruth(0, 0),
  indirect: binaryTruth(1, 1) - binaryTruth(1, 0),
  pureIndirect: binaryTruth(0, 1) - binaryTruth(0, 0),
  total: binaryTruth(1, 1) - binaryTruth(0, 0),
};

function constants(): Learner {
  return {
    name: "constants",
    prepare: () => ({ notes: [], warm: false, fit: (task) => constantFit(task, trainingWeights(task), true)! }),
  };
}

/** Bias in standard errors of the simulation. */
function off({ truth, values }: Tally): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
  return (mean - truth) / Math.sqrt(square / values.length);
}

const worlds = [
  { name: "linear", draw: linearWorld, truth: LINEAR, binary: false, learner: linear(), n: 500, runs: 300 },
  { name: "linear", draw: linearWorld, truth: LINEAR, binary: false, learner: linear(), n: 2000, runs: 150 },
  { name: "binary", draw: binaryWorld, truth: BINARY, binary: true, learner: cells(), n: 500, runs: 300 },
  { name: "binary", draw: binaryWorld, truth: BINARY, binary: true, learner: cells(), n: 2000, runs: 250 },
];

describe.each(worlds)("in the $name world with n = $n", ({ draw, truth, binary, learner, n, runs }) => {
  it("is unbiased, and 95 % intervals hold the truth about as often", async () => {
    const tallies = new Map(Object.entries(truth).map(([name, value]) => [name, tallyOf(value)]));
    for (let run = 0; run < runs; run++) {
      const found = await naturalEffects(studyOf(draw(n, 1000 + run), { binary }), { learner, folds: 3, seed: 1 });
      for (const [name, tally] of tallies) count(tally, found[name as keyof typeof truth]!);
    }
    expect(tallies.size).toBe(4);
    for (const tally of tallies.values()) expectHonest(tally);
  });
});

/** Propensities by the linear learner, and in the place of every mean the average of its training rows. */
function flatMeans(): Learner {
  return {
    name: "flat means",
    prepare(given, rows, weight) {
      const right = linear().prepare(given, rows, weight);
      return {
        ...right,
        fit: (task) => (task.kind === "binary" ? right.fit(task) : constantFit(task, trainingWeights(task), true)!),
      };
    },
  };
}

it("is unbiased with every mean of the outcome wrong, while the propensities are right", async () => {
  const tallies = Object.entries(LINEAR).map(([name, value]) => ({ name, tally: tallyOf(value) }));
  const flat = tallyOf(LINEAR.direct);
  for (let run = 0; run < 200; run++) {
    const study = studyOf(linearWorld(1000, 5000 + run));
    const found = await naturalEffects(study, { learner: flatMeans(), folds: 2, seed: 1 });
    for (const { name, tally } of tallies) count(tally, found[name as keyof typeof LINEAR]!);
    // Without propensities either there is the plain difference, which is confounded.
    const poor = await naturalEffects(study, { learner: constants(), folds: 2, seed: 1 });
    count(flat, poor.direct);
  }
  for (const { tally } of tallies) expect(Math.abs(off(tally))).toBeLessThan(4);
  expect(Math.abs(off(flat))).toBeGreaterThan(20);
});
