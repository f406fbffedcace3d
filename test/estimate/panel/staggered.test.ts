// Callaway and Sant'Anna's group-time effects against cell means by hand, leaving units out, and simulations with known truth.
import { describe, expect, it } from "vitest";
import { curveOf } from "../../../src/estimate/panel/bands.js";
import { clusteredError, robustChange } from "../../../src/estimate/panel/change.js";
import { covariatesAt, type Panel, panelOf } from "../../../src/estimate/panel/panel.js";
import { staggered } from "../../../src/estimate/panel/staggered.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import { type PanelRow, panelStudy } from "../../support/panels.js";

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

interface Design {
  /** Units by start, counted from 0; `periods` means never. */
  readonly sizes: ReadonlyMap<number, number>;
  readonly periods: number;
  /** Effect on a unit that starts at g, e periods later. */
  readonly effect: (g: number, e: number) => number;
}

function drawn({ sizes, periods, effect }: Design, seed: number): PanelRow[] {
  const normal = normalStream(uniformStream(seed));
  return [...sizes].flatMap(([g, size]) =>
    Array.from({ length: size }, (_, i) => {
      const level = 2 * normal() + 0.3 * g;
      return Array.from({ length: periods }, (_, t) => ({
        unit: `g${g}-${i}`,
        time: t,
        on: t >= g ? (1 as const) : (0 as const),
        y: level + 0.5 * t + (t >= g ? effect(g, t - g) : 0) + normal(),
      }));
    }).flat(),
  );
}

const dynamic: Design = {
  sizes: new Map([
    [2, 14],
    [3, 9],
    [5, 12],
    [6, 15],
  ]),
  periods: 6,
  effect: (g, e) => (g === 2 ? 1 + 2 * e : g === 3 ? 0.5 * e : -1),
};

/** ATT(g, t) from the rows: the change of group g less the change of those it may be compared with. */
function slowCell(panel: Panel, g: number, t: number): number | undefined {
  const T = panel.times.length;
  const base = t >= g ? g - 1 : t - 1;
  const never = panel.start.includes(T);
  const change = (u: number) => panel.y[u * T + t] - panel.y[u * T + base];
  const units = panel.units.map((_, u) => u);
  const others = units.filter((u) =>
    never ? panel.start[u] === T : panel.start[u] !== g && panel.start[u] > t && panel.start[u] > base,
  );
  if (others.length === 0) return undefined;
  return mean(units.filter((u) => panel.start[u] === g).map(change)) - mean(others.map(change));
}

/** The overall effect and the event study as weighted averages of slow cells. */
function slowAverages(panel: Panel) {
  const T = panel.times.length;
  const starts = [...new Set(panel.start)].filter((g) => g < T);
  const size = (g: number) => panel.start.filter((s) => s === g).length;
  const times = Array.from({ length: T - 1 }, (_, k) => k + 1);
  const own = starts.flatMap((g) => {
    const after = times.filter((t) => t >= g).flatMap((t) => slowCell(panel, g, t) ?? []);
    return after.length > 0 ? [{ weight: size(g), value: mean(after) }] : [];
  });
  const average = (parts: readonly { readonly weight: number; readonly value: number }[]) =>
    parts.reduce((s, p) => s + p.weight * p.value, 0) / parts.reduce((s, p) => s + p.weight, 0);
  const at = (e: number) =>
    starts.flatMap((g) => {
      const value = times.includes(g + e) ? slowCell(panel, g, g + e) : undefined;
      return value === undefined ? [] : [{ weight: size(g), value }];
    });
  return { overall: average(own), event: (e: number) => average(at(e)) };
}

/** A panel without one unit. */
function without(panel: Panel, out: number): Panel {
  const T = panel.times.length;
  const kept = panel.units.map((_, u) => u).filter((u) => u !== out);
  return {
    ...panel,
    units: kept.map((u) => panel.units[u]),
    start: Int32Array.from(kept, (u) => panel.start[u]),
    y: Float64Array.from(kept.flatMap((u) => [...panel.y.subarray(u * T, (u + 1) * T)])),
  };
}

const jackknife = (values: readonly number[]) => {
  const [n, middle] = [values.length, mean(values)];
  return Math.sqrt(((n - 1) / n) * values.reduce((sum, v) => sum + (v - middle) ** 2, 0));
};

const notYet: Design = { ...dynamic, sizes: new Map([...dynamic.sizes].filter(([g]) => g < 6)) };

describe.each([
  ["with never-treated units", dynamic],
  ["where everybody is treated in the end", notYet],
] as const)("group-time effects %s", (_, design) => {
  const panel = panelOf(panelStudy(drawn(design, 5)));
  const found = staggered(panel);
  const slow = slowAverages(panel);

  it("are differences of cell means", () => {
    const expected = [2, 3, 5].flatMap((start) =>
      [1, 2, 3, 4, 5].flatMap((time) => {
        const value = slowCell(panel, start, time);
        return value === undefined ? [] : [{ start, time, value }];
      }),
    );
    expect(found.groups.map(({ start, time }) => [start, time])).toEqual(
      expected.map(({ start, time }) => [start, time]),
    );
    found.groups.forEach(({ value }, k) => {
      expect(value).toBeCloseTo(expected[k].value, 11);
    });
  });

  it("are averaged by the sizes of groups", () => {
    expect(found.overall!.value).toBeCloseTo(slow.overall, 11);
    for (const { at, value } of found.event) expect(value).toBeCloseTo(slow.event(at), 11);
  });

  it("have influences that are what leaving out a unit does", () => {
    const outs = panel.units.map((_, u) => slowAverages(without(panel, u)));
    const overall = jackknife(outs.map((out) => out.overall));
    // The jackknife of small groups is a little larger: n / (n - 1) in each.
    expect(found.overall!.se! / overall).toBeGreaterThan(0.9);
    expect(found.overall!.se! / overall).toBeLessThan(1.02);
    expect(found.overall!.influence.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 8);
    for (const point of found.event) {
      const se = jackknife(outs.map((out) => out.event(point.at)));
      expect(point.se! / se).toBeGreaterThan(0.88);
      expect(point.se! / se).toBeLessThan(1.02);
    }
  });
});

it("without never-treated units says which groups and periods have nobody left", () => {
  const found = staggered(panelOf(panelStudy(drawn(notYet, 5))));
  expect(found.comparison).toBe("not-yet");
  // From period 5 on everybody is treated: groups 2 and 3 lose one period, the last group its only one.
  expect(found.uncompared).toBe(3);
  expect(found.alone).toEqual([5]);
  expect(found.treated).toBe(23);
});

it("gives no standard error to a group of one unit, nor to anything held against one", () => {
  const one = (sizes: ReadonlyMap<number, number>) => staggered(panelOf(panelStudy(drawn({ ...dynamic, sizes }, 2))));
  const group = one(
    new Map([
      [2, 1],
      [3, 6],
      [6, 5],
    ]),
  );
  expect(group.groups.filter(({ start }) => start === 2).map(({ se }) => se)).toEqual(Array(5).fill(undefined));
  expect(group.groups.filter(({ start }) => start === 3).every(({ se }) => se! > 0)).toBe(true);
  expect(group.overall!.se).toBeGreaterThan(0);
  const control = one(
    new Map([
      [2, 4],
      [6, 1],
    ]),
  );
  expect(control.overall!.se).toBeUndefined();
  expect(control.event.map(({ se }) => se)).toEqual(Array(5).fill(undefined));
});

it("with covariates takes each group-time doubly robust, covariates from the period counted from", () => {
  const rows = drawn(dynamic, 9).map((row, i) => ({ ...row, x: { z: Math.sin(i * i) + Number(row.time) } }));
  const panel = panelOf(panelStudy(rows));
  const found = staggered(panel);
  for (const { start, time, value, se } of found.groups) {
    const base = time >= start ? start - 1 : time - 1;
    const units = Int32Array.from(panel.units.keys()).filter((u) => [start, 6].includes(panel.start[u]));
    const change = Float64Array.from(units, (u) => panel.y[u * 6 + time] - panel.y[u * 6 + base]);
    const treated = Uint8Array.from(units, (u) => (panel.start[u] === start ? 1 : 0));
    const expected = robustChange(change, treated, covariatesAt(panel, units, base), "here");
    expect(value).toBeCloseTo(expected.value, 11);
    // Among all n units: the same number but for g / (g - 1).
    expect(se! / clusteredError(expected.influence)).toBeCloseTo(
      Math.sqrt(((50 / 49) * (units.length - 1)) / units.length),
      10,
    );
  }
});

/** Two-way fixed effects on a balanced panel: the treatment less its means by unit and by period. */
function twoWay(rows: readonly PanelRow[]): number {
  const by = (key: (row: PanelRow) => string) => {
    const groups = new Map<string, number[]>();
    for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row.on]);
    return (row: PanelRow) => mean(groups.get(key(row))!);
  };
  const [unit, time] = [by((row) => row.unit), by((row) => String(row.time))];
  const all = mean(rows.map(({ on }) => on));
  const left = rows.map((row) => row.on - unit(row) - time(row) + all);
  return left.reduce((s, d, i) => s + d * rows[i].y, 0) / left.reduce((s, d) => s + d * d, 0);
}

describe("under effects that grow and differ between groups", () => {
  const design: Design = {
    sizes: new Map([
      [1, 20],
      [5, 20],
      [8, 12],
    ]),
    periods: 8,
    effect: (g, e) => (g === 1 ? 3 * e : 1 + e),
  };
  // Group 1: 0, 3, ..., 18, on average 9; group 5: 1, 2, 3, on average 2; the groups are of one size.
  const truth = 5.5;
  const found = Array.from({ length: 120 }, (_, seed) => {
    const rows = drawn(design, 20_000 + seed);
    const result = staggered(panelOf(panelStudy(rows)));
    return { result, fixed: seed < 20 ? twoWay(rows) : Number.NaN };
  });

  it("two-way fixed effects go wrong where this stays right", () => {
    const values = found.map(({ result }) => result.overall!.value);
    const sd = Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));
    expect(Math.abs(mean(values) - truth)).toBeLessThan((4 * sd) / Math.sqrt(values.length));
    const fixed = found.slice(0, 20).map((one) => one.fixed);
    // Its weights make the mean of these effects another number altogether (Goodman-Bacon 2021), far outside any interval.
    expect(Math.max(...fixed)).toBeLessThan(truth - 1);
  });

  it("covers: the overall effect one by one, the event study all at once", () => {
    let [alone, together, points] = [0, 0, 0];
    found.forEach(({ result }, seed) => {
      const { value, se } = result.overall!;
      if (Math.abs(value - truth) < 1.96 * se!) alone++;
      const curve = curveOf(result.event, { level: 0.95, seed });
      const right = (at: number) => (at < 0 ? 0 : at > 2 ? 3 * at : (3 * at + 1 + at) / 2);
      const inside = (at: number, range: readonly [number, number]) => range[0] < right(at) && right(at) < range[1];
      if (curve.every(({ at, band }) => inside(at, band!))) together++;
      if (curve.every(({ at, interval }) => inside(at, interval!))) points++;
    });
    // 95 % less or more three standard deviations of 120 draws; a dozen comparisons of 52 units cost a little.
    expect(alone / 120).toBeGreaterThan(0.885);
    expect(together / 120).toBeGreaterThan(0.86);
    expect(together / 120).toBeLessThan(0.999);
    // Intervals that hold one by one do not hold together, so the bands had something to do.
    expect(points / 120).toBeLessThan(0.8);
  });
});
