// Shares, recurrence and causation from a law of the individual: golden numbers of THEORY G2 and G6 from exact panels, U-statistics on drawn ones.
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import { latentClasses } from "../../src/learn/classes.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import type { Answer } from "../../src/query/answer.js";
import type { Attribution, Evidence } from "../../src/query/attribution.js";
import { drawPanel, exactPanel } from "../support/class-panels.js";
import { type Row, sampleOf, subsidy } from "../support/samples.js";

/** The search for a maximum ends within this of it. */
const EXACT = 2e-6;

function near(actual: number | null | undefined, expected: number, tolerance = EXACT) {
  expect(actual).not.toBeNull();
  expect(Math.abs((actual as number) - expected)).toBeLessThan(tolerance);
}

const find = (answer: Attribution, t: boolean, y: boolean) =>
  answer.evidence.find((one) => one.treated === t && one.success === y)!;

describe("G2 from an exact panel, nothing known of the users but who they are", async () => {
  const sample = exactPanel({ kinds: subsidy }, 6);
  const { answer } = await attribute(sample, { learner: "classes", fourWay: true, variance: 0.5 });
  const [e11, e10, e01, e00] = answer.evidence;

  it("has the four events as the rows show them", () => {
    near(e11.rows, 233 / 1000, 1e-12);
    near(e10.rows, 137 / 1000, 1e-12);
    near(e01.rows, 69 / 500, 1e-12);
    near(e00.rows, 123 / 250, 1e-12);
  });
  it("has the shares, and recurrence as a value", () => {
    near(e11.shares.anyway.value, 574 / 1165);
    near(e11.shares.policy.value, 599 / 2330);
    near(e11.shares.chance.value, 583 / 2330);
    near(e11.recurrence.value, 1747 / 2330);
    near(e10.recurrence.value, 787 / 1370);
    near(e01.recurrence.value, 113 / 230);
    near(e00.recurrence.value, 703 / 820);
    expect(e11.recurrence.bounds).toBeUndefined();
  });
  it("has no sampling error: the table is an exact law", () => {
    expect(e11.recurrence.interval).toBeUndefined();
    expect(answer.warnings).toEqual([]);
  });
  it("has causation", () => {
    const { pn, ps, pns } = answer.causation!;
    near(pn.value, 591 / 1165);
    near(ps.value, 139 / 410);
    near(pns.value, 57 / 200);
    near(pn.bounds![0], 91 / 233);
    near(pn.bounds![1], 228 / 233);
    near(ps.bounds![0], 119 / 492);
    near(ps.bounds![1], 257 / 492);
    near(pns.bounds![0], 21 / 100);
    near(pns.bounds![1], 97 / 200);
    near(pn.stratified![0], 91 / 233);
    near(pn.stratified![1], 143 / 233);
    near(ps.stratified![1], 197 / 492);
    near(pns.stratified![1], 17 / 50);
  });
  it("has response types, before and after evidence", () => {
    const { complier, always, never, defier } = answer.responses!;
    near(complier.value, 57 / 200);
    near(always.value, 41 / 200);
    near(never.value, 87 / 200);
    near(defier.value, 3 / 40);
    near(e11.responses!.complier.value, 3849 / 11650);
    // E[(1-p1)(1-p0) | 0,0], by the kinds: (1-pt)(1-p0)^2(1-p1), added up.
    const behind = subsidy.map((k) => k.weight * (1 - k.pt) * (1 - k.p0));
    const neverThere = subsidy.reduce((sum, k, i) => sum + behind[i] * (1 - k.p0) * (1 - k.p1), 0);
    near(e00.responses!.never.value, neverThere / (123 / 250));
  });
  it("has the effects", () => {
    near(answer.effect.ate.value, 21 / 100);
    near(answer.effect.ett.value, 91 / 370);
    near(answer.effect.naive.value, 233 / 370 - 23 / 105);
  });
  it("has the four-way split", () => {
    near(e11.fourWay!.base.value, 7 / 25);
    near(e11.fourWay!.policy.value, 10883 / 46600);
    near(e11.fourWay!.individual.value, 11009 / 46600);
  });
  it("has the variance shares", () => {
    const { observed, randomised } = answer.variance!;
    near(observed.treatment.value, 10182481 / 60439981);
    near(observed.individual.value, 16976000 / 60439981);
    near(observed.chance.value, 128500 / 233359);
    near(randomised.treatment.value, 21 / 451);
    near(randomised.individual.value, 3440 / 9471);
    near(randomised.main.value, 3076 / 9471);
    near(randomised.interaction.value, 52 / 1353);
  });
  it("knows who the treated successes were", () => {
    const posterior = e11.posterior!;
    expect(posterior.map(({ individual }) => individual)).toEqual([{ class: 2 }, { class: 3 }, { class: 1 }]);
    near(posterior[0].posterior, 20 / 233, 1e-5);
    near(posterior[1].posterior, 105 / 233, 1e-5);
    near(posterior[2].posterior, 108 / 233, 1e-5);
    near(posterior[0].prior, 0.5, 1e-5);
  });
  it("says what it rests on", () => {
    const ids = (one: Answer) => one.assumptions.map(({ id }) => id);
    expect(ids(e11.recurrence)).toEqual(["coupling", "law", "occasions"]);
    expect(ids(e11.shares.anyway)).toEqual(["coupling", "law", "occasions", "exogeneity", "overlap"]);
    expect(ids(answer.causation!.pns)[0]).toBe("independence");
    const law = answer.assumptions.find(({ id }) => id === "law")!;
    expect(law.text).toContain("3 latent classes");
    expect(answer.individual).toBe("unit (each seen 6 times), as one of 3 latent classes");
  });
});

describe("the dial", () => {
  it("mixes a fresh occasion with the noise kept (THEORY 1.7)", async () => {
    const { answer } = await attribute(exactPanel({ kinds: subsidy }, 5), { learner: "classes", coupling: 0.25 });
    const e11 = find(answer, true, true);
    near(e11.recurrence.value, 0.25 + 0.75 * (1747 / 2330));
    // min(p1, p0) over the treated successes: 142/233.
    near(e11.shares.anyway.value, 0.75 * (574 / 1165) + 0.25 * (142 / 233));
    near(answer.causation!.pn.value, 591 / 1165);
  });
});

function additive(evidence: Evidence) {
  const { anyway, policy, chance } = evidence.shares;
  expect(anyway.value! + policy.value! + chance.value!).toBeCloseTo(evidence.total, 9);
  const types = Object.values(evidence.responses ?? {}) as Answer[];
  if (types.length > 0) expect(types.reduce((sum, { value }) => sum + value!, 0)).toBeCloseTo(1, 9);
}

describe("a drawn panel", async () => {
  const sample = drawPanel({ kinds: subsidy }, 3000, 12, 61);
  const byClasses = await attribute(sample, { learner: "classes" });
  const byPairs = (await attribute(sample)).answer;
  const fit = latentClasses(sample, { classes: 3 });
  const { answer } = byClasses;

  it("agrees with pairs of occasions within their errors", () => {
    for (const [t, y] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ] as const) {
      const [mine, theirs] = [find(answer, t, y), find(byPairs, t, y)];
      expect(mine.rows).toBe(theirs.rows);
      for (const [a, b] of [
        [mine.recurrence, theirs.recurrence],
        [mine.shares.anyway, theirs.shares.anyway],
        [mine.shares.policy, theirs.shares.policy],
      ]) {
        const se = Math.hypot(Number(a.diagnostics.se), Number(b.diagnostics.se));
        expect(se).toBeGreaterThan(0.001);
        expect(se).toBeLessThan(0.02);
        // Pairs leave out units with one row in the arm, which moves their target a little.
        expect(Math.abs(a.value! - b.value!)).toBeLessThan(3 * se);
      }
    }
    near(answer.effect.naive.value, byPairs.effect.naive.value!, 1e-6);
  });

  it("adds up", () => {
    answer.evidence.forEach(additive);
    const types = Object.values(answer.responses!).reduce((sum, { value }) => sum + value!, 0);
    expect(types).toBeCloseTo(1, 9);
    const { pn, ps, pns } = answer.causation!;
    const [e11, e00] = [find(answer, true, true), find(answer, false, false)];
    // PNS = P(x,y) PN + P(x',y') PS needs the class laws only (THEORY 4): E[p1 (1-p0)] over both arms' rows.
    expect((e11.rows * pn.value! + e00.rows * ps.value!) / sample.rows).toBeCloseTo(pns.value!, 4);
    expect(pn.value!).toBeCloseTo(e11.shares.policy.value! + e11.shares.chance.value!, 9);
  });

  it("relabelled, answers the same of the events under their new names", async () => {
    const turn = (values: Uint8Array) => values.map((t) => 1 - t);
    const arms = { ...sample, treatment: { ...sample.treatment, values: turn(sample.treatment.values) } };
    const values = sample.outcome.values.map((y) => 1 - y);
    const outcomes = { ...sample, outcome: { ...sample.outcome, values } };
    const options = { learner: "classes", classes: 3 } as const;
    for (const [other, t, y] of [
      [(await attribute(arms, options)).answer, true, false],
      [(await attribute(outcomes, options)).answer, false, true],
    ] as const) {
      for (const one of answer.evidence) {
        const same = find(other, t ? !one.treated : one.treated, y ? !one.success : one.success);
        near(same.recurrence.value, one.recurrence.value!, 1e-5);
        near(same.shares.anyway.value, one.shares.anyway.value!, 1e-5);
        near(Number(same.recurrence.diagnostics.se), Number(one.recurrence.diagnostics.se), 1e-5);
      }
    }
  });

  it("says that the number of classes was chosen", () => {
    expect(answer.warnings.map(({ id }) => id)).toEqual(["classes-chosen"]);
    expect(answer.provenance).toMatchObject({ learner: "classes", classes: 3 });
  });

  it("tells of each row's individual after all its rows", () => {
    const { p1, p0, recurrence, unit } = byClasses.individuals;
    for (const i of [0, 5000, 20_000]) {
      const u = sample.unit!.codes[i];
      let [one, zero] = [0, 0];
      for (let k = 0; k < 3; k++) {
        one += fit.posterior[3 * u + k] * fit.law.mean[1][k];
        zero += fit.posterior[3 * u + k] * fit.law.mean[0][k];
      }
      expect(p1[i]).toBeCloseTo(one, 6);
      expect(p0[i]).toBeCloseTo(zero, 6);
      const own = sample.treatment.values[i] === 1 ? one : zero;
      expect(recurrence![i]).toBeCloseTo(sample.outcome.values[i] === 1 ? own : 1 - own, 6);
      expect(unit[i]).toBe(sample.unit!.labels[u]);
    }
  });
});

/** Two kinds of normal individuals; the effect is 1 for the many and 4 for the few. */
function numericPanel(units: number, seed: number): Row[] {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  return Array.from({ length: units }, (_, unit) => {
    const high = uniform() < 0.3;
    return Array.from({ length: 5 }, (): Row => {
      const t = uniform() < 0.5 ? 1 : 0;
      return { w: {}, t, y: (high ? 6 + 4 * t : 3 + t) + 1.5 * normal(), unit };
    });
  }).flat();
}

describe("a numeric outcome", async () => {
  const sample = sampleOf(numericPanel(2500, 71), { numeric: true });
  const { answer } = await attribute(sample, { learner: "classes" });

  it("is split as the two kinds' normal laws say", () => {
    // E[Y(0) | T=1, Y > c], c the treated average, by a fine sum over the outcome.
    const cut = Number(
      Object.values(find(answer, true, true).given)[1]
        .toString()
        .replace("above ", ""),
    );
    let [seen, anyway, again] = [0, 0, 0];
    for (const [weight, m1, m0] of [
      [0.3, 10, 6],
      [0.7, 4, 3],
    ]) {
      for (let y = cut + 0.0005; y < 20; y += 0.001) {
        const density = weight * Math.exp(-((y - m1) ** 2) / (2 * 2.25));
        seen += density;
        anyway += density * m0;
        again += density * m1;
      }
    }
    const above = find(answer, true, true);
    for (const [one, truth] of [
      [above.shares.anyway, anyway / seen],
      [above.recurrence, again / seen],
    ] as const) {
      expect(Number(one.diagnostics.se)).toBeLessThan(0.15);
      expect(Math.abs(one.value! - truth)).toBeLessThan(3.5 * Number(one.diagnostics.se));
    }
    answer.evidence.forEach(additive);
    expect(answer.effect.ate.value).toBeCloseTo(0.3 * 4 + 0.7, 0);
  });

  it("has a reliability: classes' share of the variance", () => {
    const truth = (m: readonly [number, number]) => {
      const between = 0.21 * (m[0] - m[1]) ** 2;
      return between / (between + 2.25);
    };
    for (const [one, value] of [
      [answer.reliability!.treated, truth([10, 4])],
      [answer.reliability!.control, truth([6, 3])],
    ] as const) {
      expect(Number(one.diagnostics.se)).toBeGreaterThan(0.001);
      expect(Math.abs(one.value! - value)).toBeLessThan(3.5 * Number(one.diagnostics.se));
    }
  });
});

describe("what it refuses and says", () => {
  const sample = drawPanel({ kinds: subsidy }, 200, 6, 81);
  it("refuses options of other learners", async () => {
    await expect(attribute(sample, { learner: "classes", trim: 0.1 })).rejects.toThrow(/no rows to leave out/);
    await expect(attribute(sample, { learner: "classes", folds: 5 })).rejects.toThrow(/fitted to all rows at once/);
    await expect(attribute(sample, { learner: "linear", classes: 2 })).rejects.toThrow(
      /only latent classes are counted/,
    );
    await expect(attribute(sample, { learner: "classes", calibrate: true })).rejects.toThrow(/not a learner of means/);
    const { unit: _, ...lone } = sample;
    await expect(attribute(lone, { learner: "classes" })).rejects.toThrow(/--unit/);
  });
  it("asks about one arm only where told so", async () => {
    const { answer } = await attribute(sample, { learner: "classes", target: "att", classes: 2 });
    expect(answer.evidence.map(({ treated }) => treated)).toEqual([true, true]);
    expect(answer.effect.ate.identified).toBe(false);
    expect(answer.effect.ett.value).not.toBeNull();
    expect(answer.causation).toBeUndefined();
  });
  it("says which covariates class weights go with, and which vary within units", async () => {
    const own = { kind: "numeric", name: "age", values: Float64Array.from(sample.unit!.codes, (u) => u % 7) } as const;
    const day = { kind: "numeric", name: "day", values: Float64Array.from(sample.unit!.codes, (_, i) => i) } as const;
    const { answer } = await attribute({ ...sample, given: [own, day] }, { learner: "classes", classes: 2 });
    expect(answer.individual).toContain("told by age");
    expect(answer.warnings.find(({ id }) => id === "covariates-vary")!.text).toContain("day changes");
    expect(answer.evidence[0].recurrence.assumptions.map(({ id }) => id)).toContain("individual");
  });
});
