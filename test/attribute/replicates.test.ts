// THEORY 3.7, 3.8 and G1: what repeated occasions of the same individual identify, and the trap of plugging raw frequencies in.
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { type Row, sampleOf, subsidy } from "../support/samples.js";

const exam = [
  { weight: 0.1, p: 0.9 },
  { weight: 0.3, p: 0.5 },
  { weight: 0.6, p: 0.05 },
];

function choose(n: number, k: number): number {
  let c = 1;
  for (let i = 1; i <= k; i++) c = (c * (n - k + i)) / i;
  return c;
}

/** The exact law of m occasions in each arm: a unit for each kind and pair of success counts, its rows sharing its probability. */
function examRows(m: number): Row[] {
  const rows: Row[] = [];
  exam.forEach(({ weight, p }, kind) => {
    for (let s1 = 0; s1 <= m; s1++) {
      for (let s0 = 0; s0 <= m; s0++) {
        const probability = weight * choose(m, s1) * choose(m, s0) * p ** (s1 + s0) * (1 - p) ** (2 * m - s1 - s0);
        for (const [t, s] of [
          [1, s1],
          [0, s0],
        ] as const) {
          for (let k = 0; k < m; k++) {
            const unit = `${kind} ${s1} ${s0}`;
            rows.push({ w: { student: unit }, t, y: k < s ? 1 : 0, unit, weight: probability / (2 * m) });
          }
        }
      }
    }
  });
  return rows;
}

const withoutCovariates = (rows: readonly Row[]) => rows.map((row) => ({ ...row, w: {} }));
const withoutUnits = (rows: readonly Row[]) => rows.map(({ w, t, y, weight }) => ({ w, t, y, weight: weight! }));

describe("G1, the exam", () => {
  for (const m of [2, 5]) {
    it(`pairs of occasions give 7/12 whatever m (${m})`, async () => {
      const sample = sampleOf(withoutCovariates(examRows(m)), { weights: "law" });
      const [e11] = (await attribute(sample)).answer.evidence;
      expect(Math.abs(e11.recurrence.value! - 7 / 12)).toBeLessThan(1e-12);
      expect(e11.recurrence.bounds).toBeUndefined();
      // The arms do nothing here, so a pair across the arms recurs as often as a pair within one.
      expect(Math.abs(e11.shares.anyway.value! - 7 / 12)).toBeLessThan(1e-12);
      expect(Math.abs(e11.shares.policy.value!)).toBeLessThan(1e-12);
    });
  }
  for (const [m, expected] of [
    [1, 1],
    [2, 19 / 24],
    [5, 2 / 3],
    [10, 5 / 8],
  ] as const) {
    it(`raw frequencies of ${m} occasions claim ${expected.toFixed(4)}: over-fitting is the consistency rule`, async () => {
      const sample = sampleOf(withoutUnits(examRows(m)), { weights: "law" });
      const [e11] = (await attribute(sample, { learner: "cells", folds: 1 })).answer.evidence;
      expect(Math.abs(e11.recurrence.bounds![0] - expected)).toBeLessThan(1e-12);
    });
  }
});

/** A panel of G2's users: each occasion has its own subsidy, so treated rows over-represent the loyal, as the evidence does. */
function panel(units: number, occasions: number, seed: number): Row[] {
  const uniform = uniformStream(seed);
  return Array.from({ length: units }, (_, unit) => {
    const draw = uniform();
    const kind = draw < 0.2 ? subsidy[0] : draw < 0.5 ? subsidy[1] : subsidy[2];
    return Array.from({ length: occasions }, (): Row => {
      const t = uniform() < kind.pt ? 1 : 0;
      return { w: {}, t, y: uniform() < (t === 1 ? kind.p1 : kind.p0) ? 1 : 0, unit };
    });
  }).flat();
}

describe("a panel of G2's users, nothing known of them but who they are", () => {
  it("recovers recurrence and shares within 4 standard errors", async () => {
    const sample = sampleOf(panel(8000, 20, 3));
    const { answer } = await attribute(sample);
    const [e11, , , e00] = answer.evidence;
    for (const [share, truth] of [
      [e11.recurrence, 1747 / 2330],
      [e11.shares.anyway, 574 / 1165],
      [e11.shares.policy, 599 / 2330],
      [e11.shares.chance, 583 / 2330],
      [e00.recurrence, 703 / 820],
    ] as const) {
      const se = Number(share.diagnostics.se);
      expect(se).toBeGreaterThan(0);
      expect(se).toBeLessThan(0.02);
      expect(Math.abs(share.value! - truth)).toBeLessThan(4 * se);
    }
    expect(answer.individual).toContain("unit");
  });

  it("its jackknife intervals cover", async () => {
    let covered = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      // Kinds drawn per unit, so occasions of a unit hang together; the target is the two-occasion design's own expectation.
      const [e11] = (await attribute(sampleOf(panel(300, 12, 1000 + run)), { learner: "cells" })).answer.evidence;
      const [low, high] = e11.recurrence.interval!;
      // Units with a single treated occasion drop out, which at 12 occasions shifts the target by a known amount.
      const reach = (pt: number) => 12 * pt * (1 - (1 - pt) ** 11);
      const target =
        subsidy.reduce((sum, k) => sum + k.weight * reach(k.pt) * k.p1 ** 2, 0) /
        subsidy.reduce((sum, k) => sum + k.weight * reach(k.pt) * k.p1, 0);
      if (low <= target && target <= high) covered++;
    }
    // 4 binomial standard errors below and above .95
    expect(covered / runs).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / runs));
  });

  it("says which units say nothing about recurrence", async () => {
    const rows = [...panel(200, 4, 5), { w: {}, t: 1 as const, y: 1, unit: "lonely" }];
    const { answer } = await attribute(sampleOf(rows));
    expect(answer.warnings.map((warning) => warning.id)).toContain("units-seen-once");
  });
});

describe("the U-statistic against pairs written out", () => {
  it("is the average over ordered pairs of a unit's treated occasions", async () => {
    const rows = panel(60, 5, 11);
    const [e11] = (await attribute(sampleOf(rows))).answer.evidence;
    let pairs = 0;
    let events = 0;
    for (let unit = 0; unit < 60; unit++) {
      const own = rows.filter((row) => row.unit === unit && row.t === 1);
      if (own.length < 2) continue;
      for (const a of own) {
        events += a.y;
        for (const b of own) if (a !== b) pairs += (a.y * b.y) / (own.length - 1);
      }
    }
    expect(e11.recurrence.value).toBeCloseTo(pairs / events, 12);
  });
});

describe("G6, the Gaussian exam with repeats", () => {
  it("finds reliability .8 and regression to the mean", async () => {
    const uniform = uniformStream(21);
    const normal = normalStream(uniform);
    const rows: Row[] = [];
    for (let unit = 0; unit < 4000; unit++) {
      const ability = 500 + Math.sqrt(8000) * normal();
      for (let k = 0; k < 4; k++) {
        rows.push({ w: {}, t: k < 2 ? 1 : 0, y: ability + Math.sqrt(2000) * normal(), unit });
      }
    }
    const { answer } = await attribute(sampleOf(rows, { numeric: true }));
    const { treated } = answer.reliability!;
    expect(Math.abs(treated.value! - 0.8)).toBeLessThan(4 * Number(treated.diagnostics.se));
    // E[Y' | Y above the mean] = mean + r (E[Y | above] - mean)
    const [above] = answer.evidence;
    const expected = 500 + 0.8 * (above.total - 500);
    expect(Math.abs(above.recurrence.value! - expected)).toBeLessThan(4 * Number(above.recurrence.diagnostics.se) + 2);
    const { anyway, policy, chance } = above.shares;
    expect(anyway.value! + policy.value! + chance.value!).toBeCloseTo(above.total, 9);
  });
});
