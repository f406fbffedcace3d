import { describe, expect, it } from "vitest";
import { partOfStudy } from "../../../src/estimate/part-of-study.js";
import { negativeOutcome } from "../../../src/estimate/sensitivity/negative-outcome.js";
import { negativeTreatment, permuted } from "../../../src/estimate/sensitivity/negative-treatment.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { Study } from "../../../src/num/study.js";
import { columnOf } from "../../support/columns.js";
import { drawn, slowCoefficient, study } from "./studies.js";

const n = 800;
const { t, y, x, g } = drawn(n, 17);
const normal = normalStream(uniformStream(99));
const reestimate = async (s: Study) => slowCoefficient(s);
const options = { method: "regression", seed: 1 } as const;
const codesOf = (s: Study) => Array.from((s.treatment as { codes: Int32Array }).codes);

describe("negativeOutcome", () => {
  // Moved by x, which is measured, and not by the treatment.
  const untouched = columnOf(
    "before",
    x.map((v) => 2 * v + normal()),
  );

  it("finds nothing where the covariates suffice", async () => {
    const check = await negativeOutcome(study({ t, y, w: { x, g } }), untouched, reestimate, options);
    expect(check.values).toMatchObject({ control: "before", passed: true, none: 0 });
    expect(check.finding).toMatch(
      /^The estimate of an effect on before, which the treatment cannot touch, is \S+, as near to 0 as chance would have it \(p \S+\): no sign of bias\.$/,
    );
  });

  it("shows what is missing when x is not given, with the estimate's own z", async () => {
    const short = study({ t, y, w: { g } });
    const check = await negativeOutcome(short, untouched, reestimate, options);
    const slow = slowCoefficient({
      ...short,
      outcome: { kind: "numeric", name: "before", values: (untouched as { values: Float64Array }).values },
    });
    expect(check.values["passed"]).toBe(false);
    expect(check.values["z"]).toBeCloseTo(slow.value / slow.se, 12);
    expect(check.values["p"]).toBeLessThan(1e-4);
    expect(check.finding).toContain("(p below 0.0001): something unmeasured goes with the treatment");
  });

  it("holds ratios against 1", async () => {
    const ratio = async () => ({ value: 1.1, se: 0.2 });
    const check = await negativeOutcome(study({ t, y, w: {} }), untouched, ratio, { ...options, none: 1 });
    expect(check.values["z"]).toBeCloseTo(0.5, 12);
    // Two-sided normal tail at 0.5.
    expect(check.values["p"]).toBeCloseTo(0.6170751, 6);
  });

  it("takes two labels or 0 and 1 for a two-valued outcome", async () => {
    const seen: Study[] = [];
    const look = async (s: Study) => {
      seen.push(s);
      return { value: 0, se: 1 };
    };
    const base = study({ t: [0, 1, 1], y: [1, 2, 3], w: {} });
    await negativeOutcome(base, columnOf("pet", ["cat", "dog", "cat"]), look, options);
    await negativeOutcome(base, columnOf("flag", [0, 1, 1]), look, options);
    expect(seen[0].outcome).toEqual({
      kind: "binary",
      name: "pet",
      values: Float64Array.of(0, 1, 0),
      labels: { yes: "dog", no: "cat" },
    });
    expect(seen[1].outcome).toMatchObject({ kind: "binary", labels: { yes: 1, no: 0 } });
  });

  it.each([
    [
      "x",
      [1, 2, 3],
      'negative-control outcome "x": is among the covariates already; leave it out there, or name another column',
    ],
    [
      "T",
      [1, 2, 3],
      'negative-control outcome "T": is the treatment already; leave it out there, or name another column',
    ],
    [
      "z",
      [1, 2],
      'negative-control outcome "z": has another number of rows than the table (given: 2 against 3); give a column of the same table',
    ],
    ["z", [4, 4, 4], 'negative-control outcome "z": has one value only (given: 4); name a column that varies'],
    [
      "z",
      ["a", "b", "c"],
      'negative-control outcome "z": must be a number or have two labels (given: 3 labels); name another column, or group its labels with --derive',
    ],
  ])("refuses %s %j", async (name, values, message) => {
    const base = study({ t: [0, 1, 1], y: [1, 2, 3], w: { x: [1, 2, 3] } });
    await expect(negativeOutcome(base, columnOf(name, values), reestimate, options)).rejects.toThrow(message);
  });
});

describe("negativeTreatment", () => {
  const table = study({ t, y, w: { x, g } });

  it("finds nothing when the treatment is dealt by lot, about as often as its level says", async () => {
    let failed = 0;
    for (let seed = 0; seed < 60; seed++) {
      const check = (await negativeTreatment(table, undefined, reestimate, { ...options, seed }))!;
      if (check.values["passed"] === false) failed++;
    }
    // Binomial(60, .05): more than 10 has probability 2e-4.
    expect(failed).toBeLessThanOrEqual(10);
  });

  it("shows a standard error that is too small", async () => {
    const proud = async (s: Study) => {
      const { value, se } = slowCoefficient(s);
      return { value, se: se / 10 };
    };
    let failed = 0;
    for (let seed = 0; seed < 20; seed++) {
      const check = (await negativeTreatment(table, undefined, proud, { ...options, seed }))!;
      if (check.values["passed"] === false) failed++;
    }
    expect(failed).toBeGreaterThan(12);
  });

  it("takes a column of two values in place of the treatment, and finds what is unmeasured behind both", async () => {
    const uniform = uniformStream(7);
    const hidden = Array.from({ length: n }, () => normal());
    const placebo = hidden.map((h) => (h + normal() > 0 ? "yes" : "no"));
    const free = Array.from({ length: n }, () => (uniform() < 0.5 ? 5 : 3));
    const confounded = study({ t, y: y.map((v, i) => v + hidden[i]), w: { x, g } });
    const check = (await negativeTreatment(confounded, columnOf("sign", placebo), reestimate, options))!;
    expect(check.values).toMatchObject({ control: "sign", passed: false });
    expect(check.values["value"]).toBeGreaterThan(0);
    expect(check.finding).toContain(
      "something unmeasured goes with it and Y, and the effect of T may be biased by the same",
    );
    const harmless = (await negativeTreatment(confounded, columnOf("free", free), reestimate, options))!;
    expect(harmless.values["passed"]).toBe(true);
    const seen: Study[] = [];
    const look = async (s: Study) => {
      seen.push(s);
      return { value: 0, se: 1 };
    };
    await negativeTreatment(confounded, columnOf("free", free), look, options);
    expect(seen[0].treatment).toMatchObject({ kind: "arms", name: "free", arms: ["3", "5"] });
    expect(codesOf(seen[0])).toEqual(free.map((value) => (value === 5 ? 1 : 0)));
  });

  it("refuses columns of other than two values, and those with a role", async () => {
    const base = study({ t: [0, 1, 1], y: [1, 2, 3], w: { x: [1, 2, 3] } });
    await expect(negativeTreatment(base, columnOf("z", [1, 2, 3]), reestimate, options)).rejects.toThrow(
      'negative-control treatment "z": must have two values (given: 3); name a column of two values, or derive one with --derive',
    );
    await expect(negativeTreatment(base, columnOf("Y", [1, 2, 2]), reestimate, options)).rejects.toThrow(
      "is the outcome already",
    );
  });

  it("does not apply to an exact law without a column", async () => {
    const law = study({ t: [0, 1], y: [1, 2], w: {}, weights: [0.5, 0.5], law: true });
    expect(await negativeTreatment(law, undefined, reestimate, options)).toBeUndefined();
  });
});

describe("permuted", () => {
  const table = study({ t, y, w: { x, g } });

  it("keeps the number in each arm and cuts every tie, and does not care for the order of rows", () => {
    const dealt = codesOf(permuted(table, 4));
    const sum = (codes: readonly number[]) => codes.reduce((a, b) => a + b, 0);
    expect(sum(dealt)).toBe(sum(t));
    expect(dealt).not.toEqual(t);
    // Agreement with the old arms and the mean of x among the newly treated are those of chance, within four standard deviations.
    const share = sum(t) / n;
    const agree = dealt.filter((code, i) => code === t[i]).length / n;
    expect(Math.abs(agree - (share ** 2 + (1 - share) ** 2))).toBeLessThan(4 * 0.5 * Math.sqrt(1 / n));
    const meanX = x.reduce((a, v, i) => a + (dealt[i] === 1 ? v : 0), 0) / sum(t);
    expect(Math.abs(meanX - x.reduce((a, b) => a + b, 0) / n)).toBeLessThan(4 / Math.sqrt(sum(t)));
    const order = Int32Array.from({ length: n }, (_, i) => (i * 7 + 3) % n);
    expect(codesOf(permuted(partOfStudy(table, order), 4))).toEqual(Array.from(order, (row) => dealt[row]));
  });

  it("parts rows that stand for several observations", () => {
    const counts = study({ t: [0, 1, 1], y: [5, 6, 7], w: { x: [1, 2, 3] }, weights: [500, 300, 200] });
    const made = permuted(counts, 8);
    const of = (pick: (i: number) => boolean) =>
      made.weights!.values.reduce((sum, count, i) => sum + (pick(i) ? count : 0), 0);
    expect(of((i) => codesOf(made)[i] === 1)).toBe(500);
    expect([5, 6, 7].map((value) => of((i) => made.outcome.values[i] === value))).toEqual([500, 300, 200]);
    // Of the first row's 500 about half are now treated (hypergeometric, standard deviation 7.9).
    expect(Math.abs(of((i) => made.outcome.values[i] === 5 && codesOf(made)[i] === 1) - 250)).toBeLessThan(4 * 7.91);
  });

  it("deals doses too", () => {
    const dose = { ...table, treatment: { kind: "numeric", name: "dose", values: Float64Array.from(x) } } as const;
    const made = permuted(dose, 4).treatment as { values: Float64Array };
    expect(Array.from(made.values).sort()).toEqual([...x].sort());
    expect(Array.from(made.values)).not.toEqual(x);
  });
});
