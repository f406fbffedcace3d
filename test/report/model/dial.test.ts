import { describe, expect, it } from "vitest";
import { curvesOf, dialAxis, heightAt, tickText } from "../../../src/report/model/dial.ts";
import { dialLines } from "../../../src/report/model/dial-text.ts";

const dialOf = (f: (coupling: number) => number | null, points = 11) =>
  Array.from({ length: points }, (_, i) => ({ coupling: i / (points - 1), parts: { value: f(i / (points - 1)) } }));

describe("the axis", () => {
  it.each([
    [0.4927, 0.6094, [0.4, 0.5, 0.6, 0.7]],
    [0, 1, [0, 0.5, 1]],
    [0.63, 0.63, [0.55, 0.6, 0.65, 0.7]],
  ])("of probabilities from %d to %d has round ticks inside 0 and 1", (from, to, ticks) => {
    const axis = dialAxis(curvesOf(dialOf((l) => from + (to - from) * l)), [0, 1]);
    expect(axis.ticks).toEqual(ticks);
    expect(axis.low).toBeLessThanOrEqual(from);
    expect(axis.high).toBeGreaterThanOrEqual(to);
  });

  it("of amounts holds them all, whatever their size and sign", () => {
    for (const scale of [1e-9, 1, 1e9, -1e6]) {
      const axis = dialAxis(curvesOf(dialOf((l) => scale * (1 + l))));
      expect(axis.low).toBeLessThan(Math.min(scale, 2 * scale));
      expect(axis.high).toBeGreaterThan(Math.max(scale, 2 * scale));
      expect(axis.ticks.length).toBeGreaterThan(2);
      expect(axis.ticks.length).toBeLessThan(12);
    }
  });

  it("writes ticks with the decimals they need", () => {
    expect([0, 0.2, 0.4].map((tick, _, all) => tickText(tick, all))).toEqual(["0", "0.2", "0.4"]);
    expect([0.6, 0.65].map((tick, _, all) => tickText(tick, all))).toEqual(["0.60", "0.65"]);
    expect([600, 650].map((tick, _, all) => tickText(tick, all))).toEqual(["600", "650"]);
  });
});

it("curves are straight between their points, and points without a value are left out", () => {
  const [curve] = curvesOf(dialOf((l) => (l === 0.5 ? null : l * l), 3));
  expect(curve.points.map(({ coupling }) => coupling)).toEqual([0, 1]);
  expect(heightAt(curve, 0.25)).toBe(0.25);
  expect(curvesOf(dialOf(() => null))).toEqual([]);
});

describe("the drawing", () => {
  /** Dots set in each column of dots of the drawing: their rows, from the bottom. */
  const dotsOf = (lines: readonly string[]): number[][] => {
    const rows = lines.filter((line) => /[│┤]/.test(line));
    const from = rows[0].search(/[│┤]/) + 1;
    const columns: number[][] = [];
    rows.forEach((line, row) => {
      [...line.slice(from)].forEach((char, x) => {
        const bits = char.charCodeAt(0) - 0x2800;
        if (bits < 0) return;
        const order = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80];
        order.forEach((bit, i) => {
          if ((bits & bit) === 0) return;
          const column = 2 * x + Math.floor(i / 4);
          columns[column] ??= [];
          columns[column].push(4 * (rows.length - row) - 1 - (i % 4));
        });
      });
    });
    return columns;
  };

  it.each([
    ["a rising line", (l: number) => 0.2 + 0.6 * l],
    ["a falling line", (l: number) => 0.9 - 0.8 * l],
    ["a parabola", (l: number) => 4 * l * (1 - l)],
  ])("of %s has a dot within one of where the curve is, in every column", (_, f) => {
    const dial = dialOf(f, 101);
    const { low, high } = dialAxis(curvesOf(dial), [0, 1]);
    const columns = dotsOf(dialLines(dial, { width: 80, limits: [0, 1] }));
    expect(columns.length).toBe(112);
    columns.forEach((dots, x) => {
      const y = ((f(x / (columns.length - 1)) - low) / (high - low)) * 35;
      expect(Math.min(...dots.map((dot) => Math.abs(dot - y)))).toBeLessThan(1);
    });
  });

  it("is not drawn where there is nothing", () => {
    expect(dialLines([], { width: 80 })).toEqual([]);
    expect(
      dialLines(
        dialOf(() => null),
        { width: 80 },
      ),
    ).toEqual([]);
  });
});
