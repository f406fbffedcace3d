import { describe, expect, it } from "vitest";
import { partOfStudy } from "../../../src/estimate/part-of-study.js";
import { hasEveryArm } from "../../../src/estimate/sensitivity/rows.js";
import { parts, subset } from "../../../src/estimate/sensitivity/subset.js";
import type { Study } from "../../../src/num/study.js";
import { drawn, slowCoefficient, study } from "./studies.js";

const { t, y, x, g } = drawn(600, 31);
const table = study({ t, y, w: { x, g } });
const original = slowCoefficient(table);
const reestimate = async (s: Study) => slowCoefficient(s);
const options = { method: "regression", seed: 1 } as const;

const partOf = (s: Study, share: number, seed: number) => parts(s, share)(seed);

describe("parts", () => {
  it("keeps about the share of the rows, decided by content and seed", () => {
    const part = partOf(table, 0.8, 5);
    expect(Math.abs(part.rows - 480)).toBeLessThan(4 * Math.sqrt(600 * 0.16));
    const order = Int32Array.from({ length: 600 }, (_, i) => (i * 7 + 3) % 600);
    const there = partOf(partOfStudy(table, order), 0.8, 5);
    expect(Array.from(there.rowNumbers!).sort()).toEqual(Array.from(part.rowNumbers!).sort());
    expect(Array.from(partOf(table, 0.8, 6).rowNumbers!)).not.toEqual(Array.from(part.rowNumbers!));
  });

  it("keeps units whole", () => {
    const unit = t.map((_, i) => `u${i % 60}`);
    const part = partOf(study({ t, y, w: { x, g }, unit }), 0.5, 5);
    const sizes = new Map<number, number>();
    for (const code of part.unit!.codes) sizes.set(code, (sizes.get(code) ?? 0) + 1);
    expect([...sizes.values()].every((size) => size === 10)).toBe(true);
    expect(Math.abs(sizes.size - 30)).toBeLessThan(4 * Math.sqrt(15));
  });

  it("takes observations from a row that stands for many", () => {
    const part = partOf(study({ t: [0, 1], y: [1, 2], w: {}, weights: [10_000, 1] }), 0.8, 2);
    expect(Math.abs(part.weights!.values[0] - 8000)).toBeLessThan(4 * Math.sqrt(1600));
  });
});

describe("subset", () => {
  it("spreads as the standard error says: over 40 seeds p is nearly uniform", async () => {
    const small = study({ t: t.slice(0, 150), y: y.slice(0, 150), w: { x: x.slice(0, 150) } });
    const whole = slowCoefficient(small);
    const spread: number[] = [];
    let low = 0;
    for (let seed = 0; seed < 40; seed++) {
      const check = (await subset(small, whole, reestimate, { ...options, seed }))!;
      spread.push((check.values["spread"] as number) ** 2);
      if ((check.values["p"] as number) < 0.5) low++;
    }
    // 200 squares of about standard normal differences: mean 1, standard deviation sqrt(2/200).
    expect(Math.abs(spread.reduce((a, b) => a + b, 0) / 40 - 1)).toBeLessThan(0.35);
    expect(low).toBeGreaterThan(8);
    expect(low).toBeLessThan(32);
  });

  it("shows a standard error that is too small", async () => {
    const proud = { value: original.value, se: original.se / 5 };
    const check = (await subset(table, proud, reestimate, options))!;
    expect(check.values["passed"]).toBe(false);
    expect(check.values["p"]).toBeLessThan(0.001);
    expect(check.finding).toContain("more than the standard error explains");
  });

  it("tells each draw, the ends, and says it in plain words", async () => {
    const told: number[] = [];
    const onDraw = (done: number) => {
      told.push(done);
    };
    const check = (await subset(table, original, reestimate, { ...options, draws: 4, onDraw }))!;
    expect(told).toEqual([0, 1, 2, 3]);
    expect(check.rows!.map(({ draw }) => draw)).toEqual([1, 2, 3, 4]);
    const values = check.rows!.map(({ value }) => value);
    expect(check.values).toMatchObject({
      lowest: Math.min(...values),
      highest: Math.max(...values),
      refused: 0,
      passed: true,
    });
    expect(check.finding).toMatch(
      /^On 4 random subsets of 80 % the estimate goes from \S+ to \S+, about \S+ on all; the standard error explains that\.$/,
    );
  });

  it("counts subsets in which an arm is empty", async () => {
    const few = study({ t: [1, 0, 0, 0, 0], y: [1, 2, 3, 4, 5], w: {} });
    const mean = async (s: Study) => ({ value: s.rows });
    const check = (await subset(few, { value: 5 }, mean, { ...options, draws: 30 }))!;
    const refused = check.values["refused"] as number;
    expect(refused).toBeGreaterThan(0);
    expect(refused + check.rows!.length).toBe(30);
    expect(check.finding).toContain(`${refused} of 30 subsets had no estimate`);
    expect(check.values["passed"]).toBe(false);
  });

  it("takes an arm whose rows stand for nobody for empty", () => {
    const made = (weights: number[]) => study({ t: [0, 1, 1], y: [1, 2, 3], w: {}, weights });
    expect(
      [
        [1, 0, 2],
        [1, 0, 0],
        [0, 1, 1],
      ].map((weights) => hasEveryArm(made(weights))),
    ).toEqual([true, false, false]);
  });

  it("does not apply to an exact law", async () => {
    const law = study({ t: [0, 1], y: [1, 2], w: {}, weights: [0.5, 0.5], law: true });
    expect(await subset(law, original, reestimate, options)).toBeUndefined();
  });
});
