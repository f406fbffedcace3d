// Doubly robust, exactly: on an exact law one wrong nuisance costs nothing when the other is right.
import { describe, expect, it } from "vitest";
import { aipwAte, aipwEtt } from "../../src/estimate/aipw.js";
import { cells } from "../../src/learn/cells.js";
import { fitNuisances, type Nuisances } from "../../src/learn/nuisances.js";
import { uniformStream } from "../../src/num/random.js";
import { type Kind, lawRows, sampleOf, subsidy } from "../support/samples.js";

const ATE = 21 / 100;
const ETT = 91 / 370;
const PLAIN = 233 / 370 - 23 / 105;

const law = lawRows(subsidy, (kind) => kind.name);
const kindOf = (name: string) => subsidy.find((kind) => kind.name === name)!;
const kinds = law.map((row) => kindOf(String(row.w["kind"])));
const rows = { count: Float64Array.from(law, (row) => row.weight!), total: 1, law: true };

/** Nuisances written by hand, by kind. */
function nuisances(e: (kind: Kind) => number, m0: (kind: Kind) => number, m1: (kind: Kind) => number): Nuisances {
  const by = (f: (kind: Kind) => number) => Float64Array.from(kinds, f);
  const arm = (f: (kind: Kind) => number) => ({
    mean: by(f),
    sum: by((kind) => 2 * f(kind)),
    product: by((kind) => f(kind) ** 2),
  });
  return {
    entries: {
      folds: 1,
      single: false,
      row: Int32Array.from(law, (_, j) => j),
      fold: new Uint8Array(law.length),
      count: rows.count,
      total: 1,
      rowHash: new Uint32Array(law.length),
    },
    t: Uint8Array.from(law, (row) => row.t),
    y: Float64Array.from(law, (row) => row.y),
    e: by(e),
    m: [arm(m0), arm(m1)],
    notes: [],
  };
}

const right = { e: (k: Kind) => k.pt, m0: (k: Kind) => k.p0, m1: (k: Kind) => k.p1 };
/** Arbitrary wrong functions of the kind; the same for everybody is one of them. */
const wrong: readonly ((kind: Kind) => number)[] = [
  () => 0.5,
  () => 0.37,
  (kind) => ({ Loyal: 0.1, Sensitive: 0.9, Drifter: 0.4 })[kind.name]!,
  (kind) => ({ Loyal: 0.77, Sensitive: 0.05, Drifter: 0.95 })[kind.name]!,
];

describe("aipw on THEORY G2's exact law", () => {
  it("with both nuisances right gives the ATE and the ETT, and no standard error", () => {
    const learnt = nuisances(right.e, right.m0, right.m1);
    expect(aipwAte(learnt, rows).value).toBeCloseTo(ATE, 14);
    expect(aipwEtt(learnt, rows).value).toBeCloseTo(ETT, 14);
    expect(aipwAte(learnt, rows).se).toBeUndefined();
    expect(aipwEtt(learnt, rows).se).toBeUndefined();
  });
  it("with the right propensity gives them whatever the outcome means", () => {
    for (const m0 of wrong) {
      for (const m1 of wrong) {
        const learnt = nuisances(right.e, m0, m1);
        expect(aipwAte(learnt, rows).value).toBeCloseTo(ATE, 13);
        expect(aipwEtt(learnt, rows).value).toBeCloseTo(ETT, 13);
      }
    }
  });
  it("with the right outcome means gives them whatever the propensity", () => {
    for (const e of wrong) {
      const learnt = nuisances(e, right.m0, right.m1);
      expect(aipwAte(learnt, rows).value).toBeCloseTo(ATE, 13);
      expect(aipwEtt(learnt, rows).value).toBeCloseTo(ETT, 13);
    }
  });
  it("needs only the untreated mean for the effect on the treated", () => {
    for (const e of wrong)
      for (const m1 of wrong) expect(aipwEtt(nuisances(e, right.m0, m1), rows).value).toBeCloseTo(ETT, 13);
  });
  it("with both wrong is wrong: one number for everybody gives the plain difference", () => {
    const constant = nuisances(
      () => 37 / 100,
      () => 23 / 105,
      () => 233 / 370,
    );
    expect(aipwAte(constant, rows).value).toBeCloseTo(PLAIN, 13);
    expect(Math.abs(PLAIN - ATE)).toBeGreaterThan(0.1);
    expect(Math.abs(aipwAte(nuisances(wrong[2], wrong[3], wrong[2]), rows).value - ATE)).toBeGreaterThan(0.01);
  });
  it("with cells learnt from the law has the right nuisances, hence the right answers", async () => {
    const learnt = await fitNuisances(sampleOf(law, { weights: "law" }), { learner: cells(), folds: 1, seed: 1 });
    learnt.e.forEach((e, j) => {
      expect(e).toBeCloseTo(kinds[j].pt, 14);
      expect(learnt.m[0].mean[j]).toBeCloseTo(kinds[j].p0, 14);
      expect(learnt.m[1].mean[j]).toBeCloseTo(kinds[j].p1, 14);
    });
    expect(aipwAte(learnt, rows).value).toBeCloseTo(ATE, 13);
    expect(aipwEtt(learnt, rows).value).toBeCloseTo(ETT, 13);
  });
});

describe("aipw on people drawn from the law", () => {
  /** n people, and a Sample of them. */
  function people(n: number, seed: number) {
    const uniform = uniformStream(seed);
    return sampleOf(
      Array.from({ length: n }, () => {
        const u = uniform();
        const kind = subsidy[u < 0.2 ? 0 : u < 0.5 ? 1 : 2];
        const t = uniform() < kind.pt ? (1 as const) : (0 as const);
        return { w: { kind: kind.name }, t, y: uniform() < (t === 1 ? kind.p1 : kind.p0) ? 1 : 0 };
      }),
    );
  }
  it("with cells and one fold is standardisation by hand, and its standard error that of the influence function", async () => {
    const sample = people(900, 2);
    const learnt = await fitNuisances(sample, { learner: cells(), folds: 1, seed: 1 });
    const all = { count: new Float64Array(900).fill(1), total: 900, law: false };
    const [t, y] = [[...sample.treatment.values], [...sample.outcome.values]];
    const group = sample.given[0].kind === "categorical" ? [...sample.given[0].codes] : [];
    const mean = (arm: number, code: number) => {
      const of = y.filter((_, i) => t[i] === arm && group[i] === code);
      return of.reduce((a, b) => a + b, 0) / of.length;
    };
    const share = (code: number) =>
      t.filter((arm, i) => arm === 1 && group[i] === code).length / group.filter((c) => c === code).length;
    const effect = group.reduce((sum, code) => sum + mean(1, code) - mean(0, code), 0) / 900;
    const treated = group.filter((_, i) => t[i] === 1);
    const onTreated = treated.reduce((sum, code) => sum + mean(1, code) - mean(0, code), 0) / treated.length;
    const influence = group.map((code, i) => {
      const e = share(code);
      const residual = t[i] === 1 ? (y[i] - mean(1, code)) / e : -(y[i] - mean(0, code)) / (1 - e);
      return mean(1, code) - mean(0, code) - effect + residual;
    });
    const { value, se } = aipwAte(learnt, all);
    expect(value).toBeCloseTo(effect, 12);
    expect(aipwEtt(learnt, all).value).toBeCloseTo(onTreated, 12);
    expect(se!).toBeCloseTo(Math.sqrt(influence.reduce((a, b) => a + b * b, 0)) / 900, 9);
  });
  it("is right within 4 standard errors, and those are the spread of its answers within a quarter", async () => {
    const values: number[] = [];
    const errors: number[] = [];
    for (let seed = 0; seed < 100; seed++) {
      const learnt = await fitNuisances(people(1500, 100 + seed), { learner: cells(), folds: 5, seed });
      const { value, se } = aipwAte(learnt, { count: new Float64Array(1500).fill(1), total: 1500, law: false });
      values.push(value);
      errors.push(se!);
    }
    const mean = values.reduce((a, b) => a + b, 0) / 100;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 99);
    const se = errors.reduce((a, b) => a + b, 0) / 100;
    expect(Math.abs(mean - ATE)).toBeLessThan((4 * sd) / 10);
    expect(Math.abs(sd / se - 1)).toBeLessThan(0.25);
  });
});
