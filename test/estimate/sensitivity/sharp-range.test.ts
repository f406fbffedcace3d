// An exact law: strata with known propensities and means, and every factor that a hidden cause may put on the other arm's outcomes.
import { describe, expect, it } from "vitest";
import type { Problem } from "../../../src/estimate/problem.js";
import { marginalRange } from "../../../src/estimate/sensitivity/marginal-sensitivity.js";
import { sharpRange } from "../../../src/estimate/sensitivity/sharp-range.js";
import type { Target } from "../../../src/query/effect.js";
import { problem } from "./studies.js";

interface Stratum {
  readonly mass: number;
  readonly e: number;
  readonly m: readonly [number, number];
}

const strata: readonly Stratum[] = [
  { mass: 0.5, e: 0.3, m: [0.2, 0.6] },
  { mass: 0.3, e: 0.6, m: [0.85, 0.9] },
  { mass: 0.2, e: 0.8, m: [0.5, 0.05] },
];

/** The law as four entries a stratum; `believed` may have the means wrong. */
function lawOf(
  target: Target,
  believed: (s: Stratum) => readonly [number, number] = (s) => s.m,
  e = (s: Stratum) => s.e,
): Problem {
  const cells = strata.flatMap((s) =>
    [0, 1].flatMap((t) =>
      [0, 1].map((y) => ({
        s,
        t,
        y,
        count: s.mass * (t ? s.e : 1 - s.e) * (y ? s.m[t] : 1 - s.m[t]),
      })),
    ),
  );
  const made = {
    t: cells.map(({ t }) => t),
    y: cells.map(({ y }) => y),
    e: cells.map(({ s }) => e(s)),
    count: cells.map(({ count }) => count),
    binary: true,
  };
  const by = (arm: 0 | 1) => Float64Array.from(cells, ({ s }) => believed(s)[arm]);
  return { ...problem(made, target), m: [by(0), by(1)], law: true };
}

/** P(Y(arm) = 1) of those in the other arm is r m, with r and its fellow (1 - r m)/(1 - m) both in the box: looked for on a fine grid. */
function others(m: number, lambda: number): [number, number] {
  let [low, high] = [1, 0];
  for (let k = 0; k <= 200_000; k++) {
    const r = 1 / lambda + ((lambda - 1 / lambda) * k) / 200_000;
    const fellow = (1 - r * m) / (1 - m);
    if (fellow < 1 / lambda - 1e-12 || fellow > lambda + 1e-12) continue;
    low = Math.min(low, r * m);
    high = Math.max(high, r * m);
  }
  return [low, high];
}

function slow(target: Target, lambda: number): [number, number] {
  const out: [number, number] = [0, 0];
  let total = 0;
  for (const { mass, e, m } of strata) {
    const [without, having] = [others(m[0], lambda), others(m[1], lambda)];
    const treated = target === "atc" ? 0 : mass * e;
    const rest = target === "att" ? 0 : mass * (1 - e);
    total += treated + rest;
    for (const end of [0, 1]) out[end] += treated * (m[1] - without[1 - end]) + rest * (having[end] - m[0]);
  }
  return [out[0] / total, out[1] / total];
}

const targets = ["ate", "att", "atc"] as const;

describe("sharpRange", () => {
  it.each(targets)("is what hidden causes can do within the strata of an exact law (%s)", (target) => {
    for (const lambda of [1, 1.4, 3, 12]) {
      const [low, high] = sharpRange(lawOf(target))!(lambda);
      const [least, most] = slow(target, lambda);
      expect(low).toBeCloseTo(least, 4);
      expect(high).toBeCloseTo(most, 4);
    }
  });

  it.each(targets)("lies within the range of Hajek's weights, strictly once there is a hidden cause (%s)", (target) => {
    const [low, high] = sharpRange(lawOf(target))!(2);
    const [least, most] = marginalRange(lawOf(target))!(2);
    expect(low).toBeGreaterThan(least + 1e-3);
    expect(high).toBeLessThan(most - 1e-3);
  });

  it.each(targets)(
    "still holds what is possible when the means are wrong and the propensities right (%s)",
    (target) => {
      const wrongs: readonly ((s: Stratum) => readonly [number, number])[] = [
        () => [0.5, 0.5],
        (s) => [1 - s.m[0], 0.3],
        () => [0.01, 0.99],
      ];
      for (const wrong of wrongs) {
        for (const lambda of [1.4, 3]) {
          const [low, high] = sharpRange(lawOf(target, wrong))!(lambda);
          const [least, most] = sharpRange(lawOf(target))!(lambda);
          expect(low).toBeLessThan(least + 1e-12);
          expect(high).toBeGreaterThan(most - 1e-12);
        }
      }
    },
  );

  it("is doubly robust at lambda 1", () => {
    const truth = strata.reduce((sum, { mass, m }) => sum + mass * (m[1] - m[0]), 0);
    expect(sharpRange(lawOf("ate", () => [0.4, 0.7]))!(1)[0]).toBeCloseTo(truth, 12);
    expect(
      sharpRange(
        lawOf(
          "ate",
          (s) => s.m,
          () => 0.35,
        ),
      )!(1)[1],
    ).toBeCloseTo(truth, 12);
  });

  it("does not apply to numbers and to the overlap target", () => {
    expect(sharpRange(lawOf("overlap"))).toBeUndefined();
    expect(sharpRange(problem({ t: [0, 1], y: [0, 1] }, "ate"))).toBeUndefined();
  });
});
