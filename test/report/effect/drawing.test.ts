import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Method, PanelAnswer } from "../../../src/query/effect.ts";
import { forestAxis } from "../../../src/report/effect/axis.ts";
import { overlapText, worstFirst } from "../../../src/report/effect/checks.ts";
import {
  crossings,
  levelsOf,
  placedYardsticks,
  reachOf,
  surfaceOf,
  within,
} from "../../../src/report/effect/contour.ts";
import type { EstimateRow } from "../../../src/report/effect/estimates.ts";
import { forestStrip } from "../../../src/report/effect/forest-text.ts";
import { eventFinding, pathFits } from "../../../src/report/effect/panel-words.ts";
import { axisTicks } from "../../../src/report/effect/plate.ts";
import { balanceRow } from "./builders.ts";
import { lalonde, synthetic } from "./fixtures.ts";

const row = (number: number, range: readonly [number, number] | undefined, recommended = false): EstimateRow => ({
  ...{ method: "aipw" as Method, label: "", value: "", interval: "", bounds: "", number, recommended },
  ...(range === undefined ? {} : { range }),
});

/** An axis from 0 to 10, place by place. */
const ruler = { domain: [0, 10] as const, at: (value: number) => value / 10, logarithmic: false };

describe("the forest in letters", () => {
  it.each([
    [row(5, [3, 7]), "┊  ──●──   "],
    [row(5, [3, 7], true), "┊  ──◆──   "],
    [row(2, [-3, 4]), "◂─●──      "],
    [row(8, [6, Number.POSITIVE_INFINITY]), "┊     ──●─▸"],
    [row(15, [12, 20]), "┊         ▸"],
    [row(4, undefined), "┊   ●      "],
    [row(1, [0, 3]), "┼●──       "],
  ])("%#", (one, drawn) => {
    expect(forestStrip(one, ruler, "difference", 11)).toBe(drawn);
  });

  it("always holds the first row and the line of no effect, and no more than reaches them", () => {
    // In thousandths: how denormal numbers round is no matter of drawings.
    const number = fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000);
    const rows = fc.array(fc.tuple(number, number.map(Math.abs)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(rows, (pairs) => {
        const made = pairs.map(([value, half]) => row(value, [value - half, value + half]));
        const { at, domain } = forestAxis(made, "difference");
        for (const inside of [0, made[0].number!, ...made[0].range!]) {
          expect(at(inside)).toBeGreaterThanOrEqual(-1e-9);
          expect(at(inside)).toBeLessThanOrEqual(1 + 1e-9);
        }
        const core = Math.max(0, made[0].range![1]) - Math.min(0, made[0].range![0]);
        // Two widths of REACH and the air, where there is a width at all.
        if (core > 1e-6) expect(domain[1] - domain[0]).toBeLessThanOrEqual(4.4 * core);
      }),
    );
  });

  it("has 2 and 1/2 equally far from 1", () => {
    const { at, domain } = forestAxis([row(1, [0.5, 2])], "ratio");
    expect(at(1)).toBeCloseTo(0.5, 12);
    expect(at(2) - at(1)).toBeCloseTo(at(1) - at(0.5), 12);
    expect(domain[0] * domain[1]).toBeCloseTo(1, 12);
    // No logarithm, no place: beyond the low end.
    expect(at(-1)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("ticks", () => {
  it("are round, inside, and about five", () => {
    expect(axisTicks(-4800, 8700).ticks.map(axisTicks(-4800, 8700).tickFormat)).toEqual([
      "−4,000",
      "−2,000",
      "0",
      "2,000",
      "4,000",
      "6,000",
      "8,000",
    ]);
    const { ticks, tickFormat } = axisTicks(-0.103, 0.021, 100);
    expect(ticks.map(tickFormat)).toEqual(["−10", "−8", "−6", "−4", "−2", "0", "2"]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        (low, size) => {
          const { ticks: found } = axisTicks(low, low + size);
          expect(found.length).toBeGreaterThanOrEqual(3);
          expect(found.length).toBeLessThanOrEqual(9);
        },
      ),
    );
  });
});

/** What is left is 10 - 1000 x y: straight in y, so that lines between grid points are exact. */
const hyperbola = surfaceOf(
  [0, 0.05, 0.1, 0.2, 0.4].flatMap((x) =>
    [0, 0.1, 0.3, 0.5].map((y) => ({ withTreatment: x, withOutcome: y, estimate: 10 - 1000 * x * y })),
  ),
)!;

describe("the contour", () => {
  it("crosses where the surface has the level", () => {
    const line = crossings(hyperbola, 0);
    expect(line.map(([x]) => x)).toEqual([0.05, 0.1, 0.2, 0.4]);
    for (const [x, y] of line) expect(y).toBeCloseTo(0.01 / x, 12);
    expect(crossings(hyperbola, 11)).toEqual([]);
  });

  it("knows what is no surface", () => {
    expect(surfaceOf([])).toBeUndefined();
    expect(surfaceOf([{ lambda: 1, low: 0, high: 1 }])).toBeUndefined();
    expect(surfaceOf([{ withTreatment: 0, withOutcome: 0, estimate: 1 }])).toBeUndefined();
  });

  it("has no effect among its levels, and round ones between it and the estimate", () => {
    const levels = levelsOf(hyperbola);
    expect(levels[0]).toEqual({ value: 0, nothing: true });
    for (const { value } of levels.slice(1)) expect(Math.abs(value)).toBeLessThan(10);
    expect(new Set(levels.map(({ value }) => value)).size).toBe(levels.length);
  });

  it("is cut where it leaves the drawing", () => {
    const line = [
      [0, 4],
      [1, 2],
      [3, 0],
    ] as const;
    expect(within(line, 2, 3)).toEqual([
      [0.5, 3],
      [1, 2],
      [2, 1],
    ]);
    expect(within(line, 5, 5)).toEqual(line);
  });

  it("reaches the line of no effect and every yardstick, not beyond the grid", () => {
    const near = [{ name: "a", withTreatment: 0.01, withOutcome: 0.02 }];
    const [right, top] = reachOf(hyperbola, near);
    // 10 = 1000 x y is nearest to the diagonal at (0.1, 0.1).
    expect([right, top]).toEqual([expect.closeTo(0.22, 12), expect.closeTo(0.22, 12)]);
    expect(reachOf(hyperbola, [{ ...near[0], withTreatment: 0.9, withOutcome: 0.4 }])).toEqual([
      0.4,
      expect.closeTo(0.48, 12),
    ]);
  });

  it("keeps the names of yardsticks apart", () => {
    const one = fc.record({
      withTreatment: fc.double({ min: 0, max: 1, noNaN: true }),
      withOutcome: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (all) => {
        const placed = placedYardsticks(
          all.map((strength, i) => ({ name: String(i), ...strength })),
          [1, 1],
          0.06,
        );
        expect(placed).toHaveLength(all.length);
        const labels = placed.map(({ label }) => label);
        labels.forEach((label, i) => {
          expect(label).toBeGreaterThanOrEqual(0.03 - 1e-9);
          expect(label).toBeLessThanOrEqual(1);
          if (i > 0) expect(label - labels[i - 1]).toBeGreaterThanOrEqual(0.06 - 1e-9);
        });
      }),
    );
  });
});

describe("panels", () => {
  const panel: PanelAnswer = {
    ...synthetic.panel!,
    times: ["a", "b", "c", "d"],
    treated: [
      { units: ["u"], start: "d" },
      { units: ["v"], start: "c" },
    ],
    paths: {
      "synthetic-control": { treated: [1, 2, 9, 9], control: [4, 6, 0, 0] },
      did: { treated: [1, 2, 9, 9], control: [4, 6, 0, 0] },
    },
  };

  it("fit before the first start: the gap, or for parallel paths how it varies", () => {
    const [control, did] = pathFits(panel);
    // Gaps -3 and -4.
    expect(control.before).toBeCloseTo(Math.sqrt((9 + 16) / 2), 12);
    expect(did.before).toBeCloseTo(0.5, 12);
  });

  it("have no fit where no start is among the periods", () => {
    const [{ before }] = pathFits({ ...panel, treated: [{ units: ["u"], start: "z" }] });
    expect(before).toBeUndefined();
  });

  it("count the points that exclude 0, before and since the start", () => {
    expect(
      eventFinding([
        { at: -2, value: 1, band: [0.5, 2] },
        { at: -1, value: 1, interval: [0.5, 2], band: [-1, 2] },
        { at: 0, value: -1, band: [-2, -0.5] },
      ]),
    ).toBe("The simultaneous band excludes 0 in 1 of 2 periods before the start, and in 1 of 1 since");
    // The point that is the reference has no interval, and can exclude nothing.
    expect(
      eventFinding([
        { at: -1, value: 0 },
        { at: 0, value: -1, band: [-2, -0.5] },
      ]),
    ).toBe("The simultaneous band excludes 0 in 0 of 0 periods before the start, and in 1 of 1 since");
    expect(
      eventFinding([
        { at: -2, value: 1.5 },
        { at: -1, value: -0.25 },
        { at: 0, value: 3 },
      ]),
    ).toBe(
      "Before the start effects lie between −0.25 and 1.50, since then between 3.00 and 3.00; no interval is known",
    );
    expect(eventFinding([{ at: 2001, value: 1, interval: [0.5, 2] }])).toBe("At 1 of 1 points the interval excludes 0");
  });
});

it("overlap tells the sides that the target needs, and a threshold as it is", () => {
  const overlap = { ...lalonde.overlap!, outside: 3, threshold: 0.025, lowest: 1e-26 };
  const told = (target: "ate" | "att" | "atc"): string => overlapText(overlap, target).replaceAll("\u00a0", " ");
  expect(told("ate")).toBe("propensities from 1.0e−26 to 75 %; 3 outside 2.5 to 97.5 %");
  expect(told("att")).toMatch(/; 3 above 97\.5 %$/);
  expect(told("atc")).toMatch(/; 3 below 2\.5 %$/);
});

it("the worst covariate after weighting is first, whatever its sign", () => {
  const rows = [balanceRow("a", 2, 0.1), balanceRow("b", 0, -0.3), balanceRow("c", 3, 0.1)];
  expect(worstFirst({ weights: "", effective: [1, 1], rows }).map(({ covariate }) => covariate)).toEqual([
    "b",
    "c",
    "a",
  ]);
});
