import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionCurves } from "../../src/decide/curves.js";
import type { Scored } from "../../src/decide/scored.js";
import { DiscoError } from "../../src/error.js";
import { scoredOf, trialOf } from "./curves-worlds.js";

const level = 0.95;

/** All orders of so many things. */
function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, at) => [...order.slice(0, at), count - 1, ...order.slice(at)]),
  );
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** The orders of one fold that the predictions allow: nobody stands before somebody who is predicted to gain more. */
function allowed({ benefit }: Scored): number[][] {
  const n = benefit.value.length;
  return orders(n).filter((order) => order.every((j, k) => k === 0 || benefit.value[order[k - 1]] >= benefit.value[j]));
}

/** Gain per individual when the first k of the order are treated. */
function upliftOf({ score }: Scored, order: readonly number[], k: number): number {
  return order.slice(0, k).reduce((sum, j) => sum + score.value[j], 0) / order.length;
}

/** Area under straight lines through points at 0, 1/n, ..., 1, less the triangle. */
function areaOf(points: readonly number[]): number {
  const n = points.length - 1;
  const trapezoids = points.slice(1).reduce((sum, gain, k) => sum + (gain + points[k]) / 2 / n, 0);
  return trapezoids - points[n] / 2;
}

const gainOf = (curve: readonly { share: number; gain: { value: number } }[], share: number) =>
  curve.find((point) => Math.abs(point.share - share) < 1e-12)!.gain.value;

/** Tables of four or five with many ties. */
const tables = fc.integer({ min: 4, max: 5 }).chain((n) =>
  fc.record({
    benefit: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
    score: fc.array(fc.integer({ min: -8, max: 8 }), { minLength: n, maxLength: n }),
    y: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: n, maxLength: n }),
  }),
);
const runs = { seed: 1, numRuns: 60 };

describe("by hand", () => {
  // Four individuals in the order of their predictions with scores 3, 1, 0, -2.
  const four = scoredOf({ benefit: [4, 3, 2, 1], score: [3, 1, 0, -2], t: [1, 0, 1, 0], y: [1, 0, 1, 1] });
  const curves = decisionCurves(four, { level });

  it("the uplift curve is the sum of the scores so far over n", () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => gainOf(curves.uplift, share))).toEqual([0, 0.75, 1, 1, 0.5]);
    // Between them straight lines: a fifth of the second individual.
    expect(gainOf(curves.uplift, 0.3)).toBeCloseTo(0.75 + 0.2 * 0.25, 12);
  });
  it("its area: trapezoids 0.09375 + 0.21875 + 0.25 + 0.1875 less the triangle 0.25", () => {
    expect(curves.auuc.value).toBeCloseTo(0.5, 12);
  });
  it("the Qini curve is Radcliffe's", () => {
    // First quarter: one treated, nobody untreated: not known. Half: 1 success of 1 treated, 0 of 1 untreated: (1 - 0) / 2.
    expect(curves.qini.some(({ share }) => share === 0.25)).toBe(false);
    expect(gainOf(curves.qini, 0.5)).toBeCloseTo(0.5, 12);
    // All: 2 successes of 2 treated, 1 of 2 untreated.
    expect(gainOf(curves.qini, 1)).toBeCloseTo((2 - 1) / 2, 12);
  });
  it("costs come off the scores and off the ranking", () => {
    const cost = Float64Array.of(3.5, 0, 0, 0);
    const { uplift } = decisionCurves(four, { level, cost });
    // The first is now ranked last: 0.5 against 3, 2 and 1.
    expect([0.25, 0.5, 0.75, 1].map((share) => gainOf(uplift, share))).toEqual([0.25, 0.25, -0.25, -0.375]);
  });
});

describe("ties", () => {
  it("count as the average over all orders that the predictions allow", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const scored = scoredOf(table);
        const [curves, all, n] = [decisionCurves(scored, { level }), allowed(scored), table.benefit.length];
        for (let k = 0; k <= n; k++) {
          expect(gainOf(curves.uplift, k / n)).toBeCloseTo(average(all.map((order) => upliftOf(scored, order, k))), 12);
        }
        const area = (order: readonly number[]) =>
          areaOf(Array.from({ length: n + 1 }, (_, k) => upliftOf(scored, order, k)));
        expect(curves.auuc.value).toBeCloseTo(average(all.map(area)), 12);
        // AUTOC: the row at place k of n has the average of -log u - 1 from (k - 1) / n to k / n.
        const xlogx = (u: number) => (u > 0 ? u * Math.log(u) : 0);
        const autoc = (order: readonly number[]) =>
          average(order.map((j, k) => -n * (xlogx((k + 1) / n) - xlogx(k / n)) * scored.score.value[j]));
        expect(curves.rate.autoc.value).toBeCloseTo(average(all.map(autoc)), 12);
      }),
      runs,
    );
  });
  it("in the Qini curve: its counts are averages over the orders", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const scored = scoredOf(table);
        const [{ qini }, all, n] = [decisionCurves(scored, { level }), allowed(scored), table.benefit.length];
        for (let k = 1; k <= n; k++) {
          const count = (of: (j: number) => number) =>
            average(all.map((order) => order.slice(0, k).reduce((sum, j) => sum + of(j), 0)));
          const [nt, nc] = [count((j) => scored.t[j]), count((j) => 1 - scored.t[j])];
          if (nc < 1e-12) continue;
          const [rt, rc] = [count((j) => scored.t[j] * scored.y[j]), count((j) => (1 - scored.t[j]) * scored.y[j])];
          const treated = scored.t.reduce((a, b) => a + b, 0);
          expect(gainOf(qini, k / n)).toBeCloseTo((rt - (rc * nt) / nc) / treated, 10);
        }
      }),
      runs,
    );
  });
  it("are counted", () => {
    const ties = (benefit: number[], rest = {}) =>
      decisionCurves(scoredOf({ benefit, score: benefit, ...rest }), { level }).ties;
    expect(ties([1, 1, 2, 3, 3])).toBe(4);
    expect(ties([1, 2, 3, 4])).toBe(0);
    expect(ties([1, 2, 3, 4], { count: [1, 3, 1, 1] })).toBe(3);
    // Of another fold is not tied.
    expect(ties([1, 1, 2, 2], { fold: [0, 1, 0, 1], folds: 2, t: [0, 0, 1, 1] })).toBe(0);
  });
  it("counts are copies", () => {
    const rows = { benefit: [3, 2, 2, 1], score: [1, 4, -2, 3], t: [1, 0, 1, 0], y: [1, 0, 0, 1] };
    const count = [2, 1, 3, 2];
    const copied = (values: number[]) => values.flatMap((value, j) => Array<number>(count[j]).fill(value));
    const one = decisionCurves(scoredOf({ ...rows, count }), { level });
    const many = decisionCurves(
      scoredOf({
        ...{ benefit: copied(rows.benefit), score: copied(rows.score), t: copied(rows.t), y: copied(rows.y) },
      }),
      { level },
    );
    for (const key of ["auuc", "qiniArea"] as const) expect(one[key].value).toBeCloseTo(many[key].value, 12);
    one.uplift.forEach(({ gain }, k) => {
      expect(gain.value).toBeCloseTo(many.uplift[k].gain.value, 12);
      expect(gain.interval![0]).toBeCloseTo(many.uplift[k].gain.interval![0], 10);
    });
  });
});

describe("identical models", () => {
  it("that rank alike have the same numbers, whatever their scale", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const other = { ...table, benefit: table.benefit.map((b) => Math.exp(3 * b) - 7) };
        expect(decisionCurves(scoredOf(other), { level })).toEqual(decisionCurves(scoredOf(table), { level }));
      }),
      runs,
    );
  });
  it("that give everybody the same have areas of exactly nought", () => {
    for (const folds of [1, 3]) {
      const trial = trialOf({ tau: (x) => 0.6 * x - 0.2, e: () => 0.4, rank: () => 1 }, 300, 1, folds);
      const { auuc, rate, uplift } = decisionCurves(trial, { level });
      expect([auuc.value, rate.autoc.value, rate.qini.value]).toEqual([0, 0, 0]);
      expect(auuc.interval).toEqual([0, 0]);
      const end = uplift[20].gain.value;
      for (const { share, gain } of uplift) expect(gain.value).toBeCloseTo(share * end, 10);
    }
  });
});

describe("negative effects", () => {
  const [tau, e] = [(x: number) => 0.6 * x - 0.2, () => 0.4];
  it("let the curve fall below nought and the area be negative, unclipped", () => {
    const harmful = decisionCurves(trialOf({ tau: () => -0.2, e }, 4000, 2), { level });
    expect(harmful.uplift[20].gain.value).toBeLessThan(-0.1);
    expect(harmful.qini.at(-1)!.gain.value).toBeLessThan(-0.1);
    const upside = trialOf({ tau, e, rank: (x) => -x }, 4000, 3);
    const down = decisionCurves(upside, { level });
    expect(down.auuc.value).toBeLessThan(0);
    expect(down.qiniArea.value).toBeLessThan(0);
    // Exactly as negative as the right order is positive: the place u of everybody becomes 1 - u.
    const right = decisionCurves({ ...upside, benefit: trialOf({ tau, e }, 4000, 3).benefit }, { level });
    expect(down.auuc.value).toBeCloseTo(-right.auuc.value, 12);
  });
});

describe("how the areas hang together", () => {
  const trial = trialOf({ tau: (x) => 0.6 * x - 0.2, e: () => 0.4 }, 997, 4, 3);
  it("AUUC is the area between the drawn curve and its line, and RATE's Qini coefficient with factor 1", () => {
    const { auuc, rate, uplift } = decisionCurves(trial, { level });
    expect(rate.qini).toEqual(auuc);
    // Integral of q TOC(q) dq, TOC(q) = U(q) / q - U(1), along the shown points: straight between them but for what a twentieth hides.
    const [end, step] = [uplift[20].gain.value, 0.05];
    const area = uplift
      .slice(1)
      .reduce((sum, { gain }, k) => sum + (step * (gain.value + uplift[k].gain.value)) / 2, 0);
    expect(Math.abs(area - end / 2 - auuc.value)).toBeLessThan(1e-3);
  });
  it("of one fold: the average of score times (1/2 - u)", () => {
    const one = trialOf({ tau: (x) => 0.6 * x - 0.2, e: () => 0.4 }, 400, 5);
    const order = Array.from(one.benefit.value.keys()).sort((a, b) => one.benefit.value[b] - one.benefit.value[a]);
    const direct = average(order.map((j, k) => one.score.value[j] * (0.5 - (k + 0.5) / 400)));
    expect(decisionCurves(one, { level }).auuc.value).toBeCloseTo(direct, 12);
  });
  it("Qini from counts: the same area where arms are balanced at every place, and only there", () => {
    const many = decisionCurves(trialOf({ tau: (x) => 0.6 * x - 0.2, e: () => 0.4 }, 40_000, 6), { level });
    expect(many.notes).toEqual([]);
    expect(Math.abs(many.qiniArea.value - many.auuc.value)).toBeLessThan(0.006);
    const skewed = decisionCurves(trialOf({ tau: (x) => 0.6 * x - 0.2, e: (x) => 0.1 + 0.8 * x }, 40_000, 7), {
      level,
    });
    expect(Math.abs(skewed.auuc.value - 0.05)).toBeLessThan(0.006);
    // What Radcliffe's formula comes to with all individuals there are, by small steps from the top: not the effect.
    const [steps, curve] = [20_000, [0]];
    let [nt, nc, rt, rc] = [0, 0, 0, 0];
    for (let k = 0; k < steps; k++) {
      const x = 1 - (k + 0.5) / steps;
      const e = 0.1 + 0.8 * x;
      [nt, nc] = [nt + e, nc + 1 - e];
      [rt, rc] = [rt + e * (0.3 + 0.6 * x - 0.2), rc + (1 - e) * 0.3];
      curve.push((rt - (rc * nt) / nc) / (steps / 2));
    }
    expect(Math.abs(skewed.qiniArea.value - areaOf(curve))).toBeLessThan(0.006);
    expect(areaOf(curve)).toBeGreaterThan(0.06);
    expect(skewed.notes[0]).toMatchObject({ id: "qini-propensities" });
    expect(skewed.notes[0].text).toContain("standard deviation 0.23");
  });
});

describe("intervals", () => {
  it("have the standard error that moving counts shows", () => {
    const trial = trialOf({ tau: (x) => 0.6 * x - 0.2, e: () => 0.4, rank: (x) => Math.round(9 * x) }, 60, 8);
    const curves = decisionCurves(trial, { level });
    const by = (value: (of: Scored) => number) => {
      const phi = Array.from(trial.count, (_, i) => {
        const [up, down] = [1e-5, -1e-5].map((step) => {
          const count = trial.count.map((c, j) => (j === i ? c + step : c));
          return value({ ...trial, count, total: trial.total + step });
        });
        return (trial.total * (up - down)) / 2e-5;
      });
      return Math.sqrt(phi.reduce((sum, v) => sum + v * v, 0)) / trial.total;
    };
    const se = ({ interval }: { interval?: readonly [number, number] }) => (interval![1] - interval![0]) / 2 / 1.959964;
    const of = (
      pick: (of: ReturnType<typeof decisionCurves>) => { value: number; interval?: readonly [number, number] },
    ) => se(pick(curves)) / by((moved) => pick(decisionCurves(moved, { level })).value);
    expect(of((c) => c.auuc)).toBeCloseTo(1, 3);
    expect(of((c) => c.rate.autoc)).toBeCloseTo(1, 3);
    // At the end n - 1 divides, as for any average.
    expect(of((c) => c.uplift[20].gain) / Math.sqrt(60 / 59)).toBeCloseTo(1, 3);
    expect(of((c) => c.qini.at(-1)!.gain)).toBeCloseTo(1, 3);
  });
  it("hold the truth as often as they say, at every share and for the areas", () => {
    const [runs, rows] = [300, 500];
    const truth = (q: number) => 0.3 * (1 - (1 - q) ** 2) - 0.2 * q;
    const held = new Map<string, number>();
    const look = (name: string, { interval }: { interval?: readonly [number, number] }, value: number) => {
      const inside = interval![0] <= value && value <= interval![1];
      held.set(name, (held.get(name) ?? 0) + (inside ? 1 / runs : 0));
    };
    for (let run = 0; run < runs; run++) {
      const trial = trialOf({ tau: (x) => 0.6 * x - 0.2, e: () => 0.4 }, rows, 1000 + run, 2);
      const { uplift, qini, auuc, qiniArea } = decisionCurves(trial, { level });
      for (const share of [0.2, 0.5, 0.8, 1]) {
        look(`uplift ${share}`, uplift.find((p) => Math.abs(p.share - share) < 1e-12)!.gain, truth(share));
        look(`qini ${share}`, qini.find((p) => Math.abs(p.share - share) < 1e-12)!.gain, truth(share));
      }
      look("auuc", auuc, 0.05);
      look("qini area", qiniArea, 0.05);
    }
    expect(held.size).toBe(10);
    for (const [name, share] of held) {
      expect(share, name).toBeGreaterThan(0.915);
      expect(share, name).toBeLessThan(0.985);
    }
  });
  it("are not there for an exact law", () => {
    const law = { ...scoredOf({ benefit: [2, 1], score: [1, 0], count: [0.5, 0.5] }), law: true };
    expect(decisionCurves(law, { level }).auuc).toEqual({ value: 0.125 });
  });
});

describe("the note on propensities", () => {
  it("does not accuse a trial whose propensities were estimated with noise", () => {
    const trial = trialOf({ tau: () => 0.1, e: () => 0.5 }, 1000, 9);
    const noisy = trial.e.map((e, j) => e + 0.1 * Math.sin(37 * j));
    expect(decisionCurves({ ...trial, e: noisy }, { level }).notes).toEqual([]);
  });
});

it("refuses a table with one arm", () => {
  const one = scoredOf({ benefit: [1, 2], score: [1, 2], t: [1, 1] });
  expect(() => decisionCurves(one, { level })).toThrow(DiscoError);
  expect(() => decisionCurves(one, { level })).toThrow("nobody");
});
