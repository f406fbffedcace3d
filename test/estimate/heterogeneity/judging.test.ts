import { describe, expect, it } from "vitest";
import { aipw } from "../../../src/estimate/aipw.js";
import { calibrationOf } from "../../../src/estimate/heterogeneity/calibration.js";
import { averageEffect, type Judged } from "../../../src/estimate/heterogeneity/judged.js";
import { projectionOf } from "../../../src/estimate/heterogeneity/projection.js";
import { robustRegression } from "../../../src/estimate/heterogeneity/robust-regression.js";
import { sortedGroups } from "../../../src/estimate/heterogeneity/sorted-groups.js";
import { targetingOf } from "../../../src/estimate/heterogeneity/targeting.js";
import { contrastOf } from "../../../src/estimate/influence.js";
import type { Problem } from "../../../src/estimate/problem.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { Target } from "../../../src/query/effect.js";
import { type EffectLaw, effectTask, lines } from "../../support/effect-task.js";
import { judgedTask } from "../../support/judged.js";
import { inverse, times, transposed } from "../../support/matrix.js";

const numbers = (task: { given: readonly unknown[] }, k: number) => (task.given[k] as { values: Float64Array }).values;
const TARGETS: readonly Target[] = ["ate", "att", "atc", "overlap"];

/** A small study in which predicted effects are tied in places, with counts. */
function small(seed: number, folds = 1): Judged {
  const { task } = effectTask(lines, 24, seed, folds);
  const effect = numbers(task, 0).map((x) => Math.round(2 * x) / 2);
  const weight = task.y.map((_, i) => 1 + (i % 3));
  return judgedTask({ ...task, weight }, effect);
}

/** d value / d count of each row, times the number of observations: what an influence is, by moving counts. */
function byCounts(judged: Judged, value: (of: Judged) => number): number[] {
  return Array.from(judged.count, (_, i) => {
    const moved = [1e-5, -1e-5].map((step) => {
      const count = judged.count.map((c, j) => (j === i ? c + step : c));
      return value({ ...judged, count, total: judged.total + step });
    });
    return (judged.total * (moved[0] - moved[1])) / 2e-5;
  });
}

const seFrom = (influence: number[], judged: Judged) =>
  Math.sqrt(influence.reduce((s, phi, i) => s + judged.count[i] * phi * phi, 0)) / judged.total;

const seOf = ({ interval }: { interval?: readonly [number, number] }) =>
  (interval![1] - interval![0]) / 2 / 1.959963984540054;

describe("the scores", () => {
  it("average to aipw's estimate and standard error, for every target", () => {
    const { task } = effectTask(lines, 400, 1);
    for (const target of TARGETS) {
      const judged = judgedTask(task, new Float64Array(400), target);
      const averaged = averageEffect(judged, () => true)!;
      const problem = {
        ...{ count: judged.count, total: 400, law: false, arm: Int8Array.from(task.t), y: task.y, target, m: task.m },
        e: [task.e.map((e) => 1 - e), task.e],
      } as unknown as Problem;
      const expected = contrastOf(aipw(problem), "difference", problem);
      expect(averaged.value, target).toBeCloseTo(expected.value, 10);
      const sq = (phi: Float64Array) => Math.sqrt(phi.reduce((s, v) => s + v * v, 0));
      // For the overlap target aipw weighs by the arms seen, to first order the same.
      expect(sq(averaged.influence) / sq(expected.influence), target).toBeCloseTo(1, target === "overlap" ? 1 : 8);
    }
  });
  it("have the influence that moving counts shows", () => {
    const judged = {
      ...small(2),
      ...judgedTask({ ...effectTask(lines, 24, 2, 1).task, weight: small(2).count }, small(2).effect, "att"),
    };
    const part = (j: number) => j % 2 === 0;
    const expected = byCounts(judged, (of) => averageEffect(of, part)!.value);
    averageEffect(judged, part)!.influence.forEach((phi, j) => {
      expect(phi).toBeCloseTo(expected[j], 4);
    });
  });
});

describe("robust regression", () => {
  it("is weighted least squares with HC3, by the books; a repeated column is left out", () => {
    const judged = judgedTask(effectTask(lines, 60, 3).task, new Float64Array(60), "att");
    const normal = normalStream(uniformStream(3, 9));
    const columns = [judged.tilt.map(() => 1), judged.tilt.map(() => 1e6 * normal()), judged.tilt.map(normal)];
    const found = robustRegression([...columns, columns[1]], judged.gain, judged.mass, judged);
    expect([...found.kept]).toEqual([1, 1, 1, 0]);
    const z = transposed(columns.map((c) => [...c]));
    const bread = inverse(times(transposed(z.map((row, j) => row.map((v) => v * judged.mass[j]))), z));
    const beta = times(
      bread,
      times(
        transposed(z),
        Array.from(judged.gain, (g) => [g]),
      ),
    ).map(([v]) => v);
    const scores = z.map((row, j) => {
      const rest = judged.gain[j] - judged.mass[j] * row.reduce((s, v, k) => s + v * beta[k], 0);
      const leverage = judged.mass[j] * times(times([row], bread), transposed([row]))[0][0];
      return row.map((v) => (v * rest) / (1 - leverage));
    });
    const covariance = times(times(bread, times(transposed(scores), scores)), bread);
    for (const k of [0, 1, 2]) {
      expect(found.coefficient[k] / beta[k]).toBeCloseTo(1, 8);
      expect(found.se[k] / Math.sqrt(covariance[k][k])).toBeCloseTo(1, 8);
    }
  });
  it("takes counts as copies, and adds scores within clusters", () => {
    const { task } = effectTask(lines, 40, 4);
    const weight = task.y.map((_, i) => 1 + (i % 3));
    const source = Int32Array.from([...weight].flatMap((k, i) => Array.from({ length: k }, () => i)));
    const column = numbers(task, 0);
    const about = { count: weight, total: source.length, law: false };
    const one = robustRegression([column.map(() => 1), column], task.y, undefined, about);
    const copied = (values: Float64Array) => Float64Array.from(source, (i) => values[i]);
    const ones = new Float64Array(source.length).fill(1);
    const many = robustRegression([ones, copied(column)], copied(task.y), undefined, {
      count: ones,
      total: source.length,
      law: false,
    });
    expect(one.se[1]).toBeCloseTo(many.se[1], 10);
    const clustered = robustRegression([ones, copied(column)], copied(task.y), undefined, {
      ...{ count: ones, total: source.length, law: false, cluster: source, clusters: 40 },
    });
    // By hand for the slope of a line: sum over clusters of (sum of x~ r)^2.
    const [x, y] = [copied(column), copied(task.y)];
    const mean = x.reduce((a, b) => a + b, 0) / x.length;
    const sums = new Float64Array(40);
    x.forEach((v, j) => {
      sums[source[j]] += (v - mean) * (y[j] - many.coefficient[0] - many.coefficient[1] * v);
    });
    const bread = x.reduce((s, v) => s + (v - mean) ** 2, 0);
    const square = (sums.reduce((s, v) => s + v * v, 0) * (40 / 39) * ((x.length - 1) / (x.length - 2))) / bread ** 2;
    expect(clustered.se[1]).toBeCloseTo(Math.sqrt(square), 10);
  });
});

/** TOC by its definition, ties broken in every way at once: each share takes the tie's average. */
function slowToc(judged: Judged, share: number): number {
  const { effect, gain, mass, tilt, count, fold, folds } = judged;
  const rows = Array.from(effect, (_, j) => j);
  const total = (of: Float64Array, among: number[]) => among.reduce((s, j) => s + count[j] * of[j], 0);
  let top = 0;
  for (let k = 0; k < folds; k++) {
    const own = rows.filter((j) => fold[j] === k);
    let left = share * total(tilt, own);
    for (const value of [...new Set(own.map((j) => effect[j]))].sort((a, b) => b - a)) {
      const tie = own.filter((j) => effect[j] === value);
      const weight = total(tilt, tie);
      const taken = Math.min(1, left / weight);
      top += taken * total(gain, tie);
      left -= taken * weight;
      if (!(left > 0)) break;
    }
  }
  return top / (share * total(tilt, rows)) - total(gain, rows) / total(mass, rows);
}

describe("targeting", () => {
  it.each([1, 3])("is the area under the curve by its definition (%i folds)", (folds) => {
    const judged = small(5, folds);
    const { autoc, qini, curve } = targetingOf(judged)!;
    const steps = 40_000;
    let [area, weighted] = [0, 0];
    for (let s = 0; s < steps; s++) {
      const share = (s + 0.5) / steps;
      const toc = slowToc(judged, share);
      area += toc / steps;
      weighted += (share * toc) / steps;
    }
    expect(autoc.value).toBeCloseTo(area, 4);
    expect(qini.value).toBeCloseTo(weighted, 6);
    for (const { share, value } of curve) expect(value).toBeCloseTo(slowToc(judged, share), 10);
    expect(curve.at(-1)!.value).toBe(0);
  });
  it("has the standard error that moving counts shows, ranks and all", () => {
    const judged = small(6);
    const { autoc, qini } = targetingOf(judged)!;
    expect(seOf(autoc)).toBeCloseTo(
      seFrom(
        byCounts(judged, (of) => targetingOf(of)!.autoc.value),
        judged,
      ),
      5,
    );
    expect(seOf(qini)).toBeCloseTo(
      seFrom(
        byCounts(judged, (of) => targetingOf(of)!.qini.value),
        judged,
      ),
      6,
    );
  });
  it("takes counts as copies", () => {
    const judged = small(7);
    const source = [...judged.count].flatMap((k, i) => Array.from({ length: k }, () => i));
    const pick = (values: Float64Array) => Float64Array.from(source, (i) => values[i]);
    const copies: Judged = {
      ...judged,
      ...{ effect: pick(judged.effect), gain: pick(judged.gain), mass: pick(judged.mass), tilt: pick(judged.tilt) },
      ...{ count: new Float64Array(source.length).fill(1), fold: new Uint8Array(source.length) },
    };
    const [one, many] = [targetingOf(judged)!, targetingOf(copies)!];
    expect(many.autoc.value).toBeCloseTo(one.autoc.value, 10);
    expect(seOf(many.autoc)).toBeCloseTo(seOf(one.autoc), 10);
    expect(seOf(many.curve[4])).toBeCloseTo(seOf(one.curve[4]), 10);
  });
  it("agrees with the bootstrap", () => {
    const { task, truth } = effectTask(lines, 600, 8, 1);
    const judged = judgedTask(task, truth);
    const { autoc, qini, curve } = targetingOf(judged)!;
    const uniform = uniformStream(8, 4);
    const drawn = Array.from({ length: 300 }, () => {
      const count = new Float64Array(600);
      for (let i = 0; i < 600; i++) count[Math.floor(600 * uniform())]++;
      const one = targetingOf({ ...judged, count })!;
      return [one.autoc.value, one.qini.value, one.curve[3].value, one.curve[10].value];
    });
    const sd = (k: number) => {
      const mean = drawn.reduce((s, d) => s + d[k], 0) / 300;
      return Math.sqrt(drawn.reduce((s, d) => s + (d[k] - mean) ** 2, 0) / 299);
    };
    // A standard deviation of 300 draws is known to 4 %.
    [autoc, qini, curve[3], curve[10]].forEach((one, k) => {
      expect(seOf(one) / sd(k)).toBeGreaterThan(0.85);
      expect(seOf(one) / sd(k)).toBeLessThan(1.15);
    });
  });
  it("is not there where all effects are the same", () => {
    expect(targetingOf({ ...small(9), effect: new Float64Array(24) })).toBeUndefined();
  });
});

describe("sorted groups", () => {
  it("are the averages of scores in each fifth, by a plain sort", () => {
    const { task, truth } = effectTask(lines, 500, 10, 1);
    const judged = judgedTask(task, truth);
    const order = Array.from(truth, (_, j) => j).sort((a, b) => truth[a] - truth[b]);
    const { groups, difference } = sortedGroups(judged);
    groups.forEach(({ effect, rows, predicted }, g) => {
      const own = order.slice(100 * g, 100 * (g + 1));
      expect(rows).toBe(100);
      expect(effect.value).toBeCloseTo(own.reduce((s, j) => s + judged.gain[j], 0) / 100, 10);
      expect(predicted).toBeCloseTo(own.reduce((s, j) => s + truth[j], 0) / 100, 10);
    });
    expect(difference!.value).toBeCloseTo(groups[4].effect.value - groups[0].effect.value, 12);
  });
  it("keep ties together", () => {
    const { groups } = sortedGroups({ ...small(11), effect: new Float64Array(24).map((_, i) => (i < 12 ? 1 : 0)) });
    expect(groups.map(({ rows }) => rows).reduce((a, b) => a + b)).toBe(small(11).total);
    expect(groups.length).toBe(2);
  });
});

// x uniform on (-1, 1): with predictions x the share above x is u = (1 - x) / 2, and E[tau | x] = 2/3 + 1.5 x.
describe("on drawn tables with a known truth", () => {
  const RUNS = 200;
  const [rows, quarter] = [500, 60];
  const truth = {
    autoc: 0.75,
    qini: 0.25,
    first: 2 / 3 - 1.5 * 0.8,
    last: 2 / 3 + 1.5 * 0.8,
    slope: 1.5,
    label: -1,
    "half of the curve": 0.75,
  };
  const found = Array.from({ length: RUNS }, (_, run) => {
    const { task } = effectTask(lines, rows, 1000 + run);
    const judged = judgedTask(task, Float64Array.from(numbers(task, 0)));
    const targeting = targetingOf(judged)!;
    const { groups } = sortedGroups(judged);
    const { slopes } = projectionOf(judged)!;
    const slope = (covariate: string, label?: string, against?: string) =>
      slopes.find(
        (one) =>
          one.covariate === covariate && one.label === label && (against === undefined || one.against === against),
      )?.slope;
    return {
      autoc: targeting.autoc,
      qini: targeting.qini,
      first: groups[0].effect,
      last: groups[4].effect,
      slope: slope("x"),
      // The most frequent level is the one that others are held against; where it is b there is no such slope.
      label: slope("group", "b", "a") ?? slope("group", "b", "c"),
      "half of the curve": targeting.curve[9],
      calibration: calibrationOf(judged),
      random: targetingOf(judgedTask(task, Float64Array.from(numbers(task, 3))))!.autoc,
    };
  });

  it.each(Object.entries(truth))("95 %% intervals hold %s", (key, value) => {
    const all = found.flatMap((one) => one[key as keyof typeof truth] ?? []);
    const held = all.filter(({ interval }) => interval![0] <= value && value <= interval![1]).length / all.length;
    // Four standard errors of a share of 95 % among 200, less where there are fewer.
    expect(held).toBeGreaterThan(all.length > quarter ? 0.885 : 0.84);
    const mean = all.reduce((s, one) => s + one.value, 0) / all.length;
    const se = all.reduce((s, one) => s + seOf(one), 0) / all.length;
    expect(Math.abs(mean - value)).toBeLessThan((4 * se) / Math.sqrt(all.length));
  });
  it("the gain from a ranking by chance is 0, and that of the true one is found", () => {
    const covered = found.filter(({ random }) => random.interval![0] <= 0 && random.interval![1] >= 0).length / RUNS;
    expect(covered).toBeGreaterThan(0.885);
    const mean = found.reduce((s, { random }) => s + random.value, 0) / RUNS;
    expect(Math.abs(mean)).toBeLessThan((4 * seOf(found[0].random)) / Math.sqrt(RUNS));
    expect(found.filter(({ autoc }) => autoc.p! < 0.05).length / RUNS).toBeGreaterThan(0.9);
  });
  it("calibration finds the coefficients of the best linear predictor", () => {
    // Weights e (1 - e), over a fine grid; predictions x have the average 0, so that only their own coefficient is known.
    let [w, wx, wxx, wt, wxt] = [0, 0, 0, 0, 0];
    const steps = 300;
    for (let a = 0; a < steps; a++)
      for (let b = 0; b < steps; b++)
        for (const group of [0, 1, 2] as const) {
          const who = { x: -1 + (2 * (a + 0.5)) / steps, z: -1 + (2 * (b + 0.5)) / steps, group };
          const e = (lines as EffectLaw).e(who);
          const own = e * (1 - e);
          const tau = lines.tau(who);
          w += own;
          wx += own * who.x;
          wxx += own * who.x ** 2;
          wt += own * tau;
          wxt += own * who.x * tau;
        }
    const slope = (wxt - (wx * wt) / w) / (wxx - wx ** 2 / w);
    const all = found.map(({ calibration }) => calibration.differential!);
    const held = all.filter(({ interval }) => interval![0] <= slope && slope <= interval![1]).length / RUNS;
    expect(held).toBeGreaterThan(0.885);
    const mean = all.reduce((s, one) => s + one.value, 0) / RUNS;
    expect(Math.abs(mean - slope)).toBeLessThan((4 * seOf(all[0])) / Math.sqrt(RUNS));
  });
  it("calibration of the true effects is 1 and 1", () => {
    const both = Array.from({ length: 100 }, (_, run) => {
      const { task, truth: tau } = effectTask(lines, rows, 5000 + run);
      return calibrationOf(judgedTask(task, tau));
    });
    for (const key of ["mean", "differential"] as const) {
      const held = both.filter((one) => one[key]!.interval![0] <= 1 && one[key]!.interval![1] >= 1).length / 100;
      expect(held, key).toBeGreaterThan(0.86);
    }
  });
});
