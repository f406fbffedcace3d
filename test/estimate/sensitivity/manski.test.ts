// Every completion of small tables: each unit's unseen outcome takes each value it can have, and the effect is counted.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { manski, manskiBounds, seenOf } from "../../../src/estimate/sensitivity/manski.js";
import { monotone, monotoneBounds } from "../../../src/estimate/sensitivity/monotone.js";
import type { Target } from "../../../src/query/effect.js";
import { problem } from "./studies.js";

interface Unit {
  readonly t: number;
  readonly y0: number;
  readonly y1: number;
}

/** All ways to fill in what each unit would have done in the other arm; everything is a whole number. */
function completions(t: readonly number[], y: readonly number[], values: readonly number[]): Unit[][] {
  let all: Unit[][] = [[]];
  t.forEach((arm, i) => {
    all = all.flatMap((units) =>
      values.map((other) => [...units, arm === 1 ? { t: 1, y0: other, y1: y[i] } : { t: 0, y0: y[i], y1: other }]),
    );
  });
  return all;
}

/** A sum of effects over the target and its size: fractions stay whole numbers until the end. */
function effect(units: readonly Unit[], target: Target): number {
  const own = units.filter(({ t }) => target === "ate" || (target === "att") === (t === 1));
  return own.reduce((sum, { y0, y1 }) => sum + (y1 - y0), 0) / own.length;
}

/** Is the average of `key` among the treated at least that among the others? Compared as whole numbers. */
function selects(units: readonly Unit[], key: "y0" | "y1"): boolean {
  const sum = (arm: number) => units.filter(({ t }) => t === arm).reduce((total, unit) => total + unit[key], 0);
  const size = (arm: number) => units.filter(({ t }) => t === arm).length;
  return sum(1) * size(0) >= sum(0) * size(1);
}

function ends(
  all: readonly Unit[][],
  target: Target,
  allowed: (units: readonly Unit[]) => boolean,
): [number, number] | undefined {
  const values = all.filter(allowed).map((units) => effect(units, target));
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}

const responds = (units: readonly Unit[]) => units.every(({ y0, y1 }) => y1 >= y0);
const selected = (units: readonly Unit[]) => selects(units, "y0") && selects(units, "y1");
const targets = ["ate", "att", "atc"] as const;

// Most have arms of equal size, so that every average of one arm is one that the other can have: the bounds are reached exactly.
const tables = [
  { t: [1, 1, 1, 1, 0, 0, 0, 0], y: [1, 1, 1, 0, 1, 0, 0, 0], values: [0, 1] },
  { t: [1, 1, 1, 1, 0, 0, 0, 0], y: [1, 0, 0, 0, 1, 1, 1, 0], values: [0, 1] },
  { t: [1, 1, 1, 0, 0, 0], y: [2, 1, 2, 0, 1, 1], values: [0, 1, 2] },
  { t: [1, 1, 0, 0], y: [3, 1, 0, 2], values: [0, 1, 2, 3] },
  // Of unequal size, with averages that the other arm can have.
  { t: [1, 1, 1, 1, 0, 0], y: [1, 1, 0, 0, 0, 0], values: [0, 1] },
  { t: [1, 1, 0, 0, 0, 0], y: [2, 1, 1, 1, 0, 0], values: [0, 1, 2] },
];

describe.each(tables)("a table of $t.length units with values $values", ({ t, y, values }) => {
  const all = completions(t, y, values);
  const limits = [values[0], values[values.length - 1]] as const;
  const binary = values.length === 2;
  const near = (found: readonly number[], expected: readonly number[]) =>
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 12);
    });

  it.each(targets)("no-assumption bounds of the %s are reached by some completion, and by none beyond", (target) => {
    const made = problem({ t, y, ...(binary ? { binary: true } : {}) }, target);
    near(manskiBounds(seenOf(made, limits), target)!, ends(all, target, () => true)!);
  });

  it.each(targets)("monotone bounds of the %s are those of all completions that keep to the assumptions", (target) => {
    const seen = seenOf(problem({ t, y, ...(binary ? { binary: true } : {}) }, target), limits);
    const found = monotoneBounds(seen, target, { response: "up", selection: "up" })!;
    near(found.response, ends(all, target, responds) ?? []);
    near(found.selection, ends(all, target, selected)!);
    const both = ends(all, target, (units) => responds(units) && selected(units));
    if (both === undefined) expect(found.both).toBeUndefined();
    else near(found.both!, both);
  });

  it.each(targets)("the other directions too (%s)", (target) => {
    const seen = seenOf(problem({ t, y, ...(binary ? { binary: true } : {}) }, target), limits);
    const falls = (units: readonly Unit[]) => units.every(({ y0, y1 }) => y1 <= y0);
    const against = (units: readonly Unit[]) => {
      const flipped = units.map((unit) => ({ ...unit, y0: -unit.y0, y1: -unit.y1 }));
      return selected(flipped);
    };
    for (const [response, keeps] of [
      ["up", responds],
      ["down", falls],
    ] as const) {
      for (const [selection, chooses] of [
        ["up", selected],
        ["down", against],
      ] as const) {
        const found = monotoneBounds(seen, target, { response, selection })!;
        near(found.response, ends(all, target, keeps)!);
        near(found.selection, ends(all, target, chooses)!);
        const both = ends(all, target, (units) => keeps(units) && chooses(units));
        if (both === undefined) expect(found.both).toBeUndefined();
        else near(found.both!, both);
      }
    }
  });
});

it("the enumeration meets a contradiction of the two assumptions, so that this is tested", () => {
  const [{ t, y, values }] = tables.slice(1);
  expect(ends(completions(t, y, values), "ate", (units) => responds(units) && selected(units))).toBeUndefined();
});

describe("with more than two arms", () => {
  it("those of a third arm may be anything in both", () => {
    const t = [-1, 1, 1, 0, 0];
    const y = [1, 1, 0, 0, 1];
    let [low, high] = [9, -9];
    // The first unit has neither outcome seen.
    for (const units of completions(t.slice(1), y.slice(1), [0, 1]))
      for (const y0 of [0, 1])
        for (const y1 of [0, 1]) {
          const value = [...units, { t: 9, y0, y1 }].reduce((sum, unit) => sum + unit.y1 - unit.y0, 0) / 5;
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
    const found = manskiBounds(seenOf(problem({ t, y, binary: true }, "ate")), "ate")!;
    expect(found[0]).toBeCloseTo(low, 12);
    expect(found[1]).toBeCloseTo(high, 12);
    expect(monotone(problem({ t, y, binary: true }, "ate"), { method: "aipw" })).toBeUndefined();
  });
});

describe("manski as a check", () => {
  it("is one wide for everybody's effect on a two-valued outcome, and counts are copies", () => {
    const made = { t: [1, 1, 0, 0], y: [1, 0, 1, 0], count: [30, 10, 5, 15], binary: true };
    const check = manski(problem(made, "ate"), { method: "aipw" })!;
    expect(check.bounds![1] - check.bounds![0]).toBeCloseTo(1, 12);
    // 40/60 treated of whom 30/40 succeed; 20/60 others, 5/20: low = 30/60 - (5/60 + 40/60), high = (30 + 20)/60 - 5/60.
    expect(check.bounds![0]).toBeCloseTo(-15 / 60, 12);
    expect(check.bounds![1]).toBeCloseTo(45 / 60, 12);
    expect(check.finding).toBe(
      "Without any assumption on who is treated the difference lies between −0.250 and 0.750, but for chance.",
    );
    expect(check).not.toHaveProperty("interval");
  });

  it("says that the limits of a number are only those seen, unless they are given", () => {
    const made = problem({ t: [1, 1, 0, 0], y: [4, 9, 2, 7] }, "att");
    const check = manski(made, { method: "aipw" })!;
    expect(check.finding).toContain("This takes the least and largest outcome seen, 2.00 to 9.00, for its limits.");
    expect(check.values).toMatchObject({ least: 2, largest: 9, limitsAssumed: true });
    expect(check.bounds).toEqual([6.5 - 9, 6.5 - 2]);
    const given = manski(made, { method: "aipw", limits: [0, 10] })!;
    expect(given.values).toMatchObject({ least: 0, largest: 10, limitsAssumed: false });
    expect(given.finding).not.toContain("limits");
  });

  it("refuses limits that a row exceeds, and does not apply to the overlap target", () => {
    const made = problem({ t: [1, 1, 0, 0], y: [4, 9, 2, 7] }, "att");
    expect(() => manski(made, { method: "aipw", limits: [0, 8] })).toThrow(DiscoError);
    expect(() => manski(made, { method: "aipw", limits: [0, 8] })).toThrow(
      'limits of "Y": the outcome goes from 2 to 9 (given: 0 to 8); give limits that no row exceeds',
    );
    expect(manski(problem({ t: [1, 0], y: [1, 0] }, "overlap"), { method: "aipw" })).toBeUndefined();
    expect(manski(problem({ t: [1, 1], y: [1, 0] }, "ate"), { method: "aipw" })).toBeUndefined();
  });
});

describe("monotone as a check", () => {
  it("bounds by zero and the plain difference, the way this goes", () => {
    const rising = monotone(problem({ ...tables[0], binary: true }, "ate"), { method: "aipw" })!;
    expect(rising.bounds).toEqual([0, 0.5]);
    expect(rising.values).toMatchObject({ response: "up", selection: "up", contradicted: false });
    expect(rising.finding).toMatch(
      /^If the treatment lowers nobody's outcome, and those treated would on average have had an outcome at least as high as the others in either arm, the difference lies between 0 and 0\.500, but for chance;/,
    );
    const falling = monotone(problem({ ...tables[1], binary: true }, "ate"), { method: "aipw" })!;
    expect(falling.bounds).toEqual([-0.5, 0]);
    expect(falling.values).toMatchObject({ response: "down", selection: "down" });
  });

  it("says when the two assumptions contradict each other", () => {
    const made = problem({ ...tables[1], binary: true }, "ate");
    const check = monotone(made, { method: "aipw", response: "up", selection: "up" })!;
    expect(check.values).toMatchObject({ contradicted: true });
    expect(check.finding).toContain("cannot hold as well, because the plain difference is −0.500");
    expect(check.bounds![0]).toBe(0);
  });
});
