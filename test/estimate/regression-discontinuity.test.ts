// Oracles: rdrobust 2.1.1 (Python) on a table written down as a formula; weighted least squares by elimination, with the identity of the
// bias-corrected line and the parabola at one bandwidth (Calonico, Cattaneo & Titiunik 2014, remark 7); simulation with known truth.
import { describe, expect, it } from "vitest";
import { type DiscontinuityOptions, regressionDiscontinuity } from "../../src/estimate/regression-discontinuity.js";
import type { Column } from "../../src/num/columns.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import type { Study } from "../../src/num/study.js";
import { numeric, shuffled, solve } from "./matching/worlds.js";

interface Table {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly t?: readonly number[];
  readonly given?: readonly Column[];
  readonly count?: readonly number[];
  readonly unit?: readonly number[];
}

function studyOf({ x, y, t, given = [], count, unit }: Table): Study {
  const codes = Int32Array.from(t ?? x.map((one) => (one >= 0 ? 1 : 0)));
  return {
    rows: x.length,
    treatment: { kind: "arms", name: "T", arms: ["no", "yes"], codes },
    outcome: { kind: "numeric", name: "Y", values: Float64Array.from(y) },
    given,
    instruments: [],
    mediators: [],
    running: { kind: "numeric", name: "score", values: Float64Array.from(x) },
    ...(count ? { weights: { kind: "counts" as const, values: Float64Array.from(count) } } : {}),
    ...(unit ? { unit: { name: "id", codes: Int32Array.from(unit), labels: [...new Set(unit)] } } : {}),
    data: { source: "test", read: x.length, used: x.length, missing: {}, notes: [] },
  };
}

const answer = (table: Table, options: Partial<DiscontinuityOptions> = {}) =>
  regressionDiscontinuity(studyOf(table), { cutoff: 0, ...options });

/** The table of the goldens: no randomness, distinct values, a bend, a jump of .8. */
function formula(): { x: number[]; y: number[] } {
  const x = Array.from({ length: 600 }, (_, i) => ((i * 617) % 1000) / 500 - 1 + 0.0007);
  const y = x.map(
    (one, i) => Math.sin(3 * one) + 0.5 * one * one + (one >= 0 ? 0.8 + 0.3 * one : 0) + 0.4 * Math.sin(i * 12.9898),
  );
  return { x, y };
}

function random(n: number, seed: number, mean: (x: number) => number, sd = 0.5): { x: number[]; y: number[] } {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const x = Array.from({ length: n }, () => 2 * uniform() - 1);
  return { x, y: x.map((one) => mean(one) + sd * normal()) };
}

const bent = (x: number) => Math.exp(1.5 * x) * (x >= 0 ? 0.8 : 1) + (x >= 0 ? 1.2 : 0);

const lee = (x: number) =>
  x < 0
    ? 0.48 + x * (1.27 + x * (7.18 + x * (20.21 + x * (21.54 + x * 7.33))))
    : 0.52 + x * (0.84 + x * (-3 + x * (7.99 + x * (-9.01 + x * 3.56))));

/** Weighted least squares of a polynomial on one side: coefficients, and the HC3 variance of the first. */
function polynomial(x: readonly number[], y: readonly number[], degree: number, h: number) {
  const near = x.map((one, i) => ({ x: one, y: y[i], w: 1 - Math.abs(one) / h })).filter(({ w }) => w > 0);
  const terms = (one: number) => Array.from({ length: degree + 1 }, (_, d) => one ** d);
  const gram = terms(0).map((_, a) =>
    terms(0).map((_, b) => near.reduce((sum, r) => sum + r.w * r.x ** a * r.x ** b, 0)),
  );
  const beta = solve(
    gram,
    terms(0).map((_, a) => near.reduce((sum, r) => sum + r.w * r.x ** a * r.y, 0)),
  );
  const row = solve(
    gram,
    terms(0).map((_, d) => (d === 0 ? 1 : 0)),
  );
  let variance = 0;
  for (const r of near) {
    const z = terms(r.x);
    const leverage = r.w * solve(gram, z).reduce((sum, v, d) => sum + v * z[d], 0);
    const rest = (r.y - z.reduce((sum, v, d) => sum + v * beta[d], 0)) / (1 - leverage);
    variance += (r.w * z.reduce((sum, v, d) => sum + v * row[d], 0) * rest) ** 2;
  }
  return { beta, variance };
}

describe("regressionDiscontinuity", () => {
  // rdrobust 2.1.1: rdrobust(y, x), also with kernel="uniform" and h=0.3; hc3: rdrobust(y, x, h, b, vce="hc3") at the same bandwidths.
  it.each([
    {
      options: {},
      h: 0.2733622787027393,
      b: 0.5781557515491307,
      line: 0.815427826000301,
      lineSe: 0.09738050694794807,
      value: 0.7715065936731428,
      near: 0.10664969071621248,
      hc3: 0.10979573885700326,
      interval: [0.5563108998574514, 0.9867022874888342],
    },
    {
      options: { kernel: "uniform" as const },
      h: 0.2099434238326547,
      b: 0.5937845525154974,
      line: 0.8207775026270542,
      lineSe: 0.1015050868471782,
      value: 0.7734814706583649,
      near: 0.10645876159180144,
      hc3: 0.10937832289386591,
      interval: [0.5591038970969948, 0.987859044219735],
    },
    {
      options: { bandwidth: 0.3 },
      h: 0.3,
      b: 0.3,
      line: 0.8217480780531761,
      lineSe: 0.092733439971901,
      value: 0.7949130223493568,
      near: 0.13792172962101124,
      hc3: 0.14348978087020303,
      interval: [0.5136782196942145, 1.0761478250044991],
    },
  ])("gives rdrobust's numbers with $options", ({ options, h, b, line, lineSe, value, near, hc3, interval }) => {
    const { estimate, interval: own, diagnostics } = answer(formula(), options);
    expect(diagnostics.bandwidth).toBeCloseTo(h, 9);
    expect(diagnostics.biasBandwidth).toBeCloseTo(b, 9);
    expect(diagnostics.uncorrected).toBeCloseTo(line, 9);
    expect(diagnostics.uncorrectedSe).toBeCloseTo(lineSe, 9);
    expect(estimate.value).toBeCloseTo(value, 9);
    expect(diagnostics.nearestNeighbourSe).toBeCloseTo(near, 9);
    expect(estimate.se).toBeCloseTo(hc3, 9);
    expect(own![0]).toBeCloseTo(interval[0], 9);
    expect(own![1]).toBeCloseTo(interval[1], 9);
  });

  it("gives rdrobust's numbers where the running variable has steps, and warns of them", () => {
    const { x, y } = formula();
    const { estimate, diagnostics, warnings } = answer({ x: x.map((one) => Math.round(20 * one) / 20), y });
    expect(diagnostics.bandwidth).toBeCloseTo(0.26277899921598286, 8);
    expect(diagnostics.biasBandwidth).toBeCloseTo(0.4988534254547811, 8);
    expect(diagnostics.uncorrected).toBeCloseTo(0.7270581379104177, 8);
    expect(estimate.value).toBeCloseTo(0.6774531265077658, 8);
    expect(diagnostics.nearestNeighbourSe).toBeCloseTo(0.1423365302001352, 8);
    expect(estimate.se).toBeCloseTo(0.14416736126628849, 8);
    expect(warnings.map(({ id }) => id)).toEqual(["mass-points"]);
    expect(warnings[0].text).toContain("41 distinct values in 600 rows");
  });

  it("is the gap of two lines, and corrected that of two parabolas, where the bandwidth is given", () => {
    for (const [seed, h] of [
      [1, 0.2],
      [2, 0.5],
      [3, 1.5],
    ]) {
      const { x, y } = random(300, seed, bent);
      const gapOf = (degree: number) => {
        const side = (right: boolean) =>
          polynomial(
            x.filter((one) => one >= 0 === right),
            y.filter((_, i) => x[i] >= 0 === right),
            degree,
            h,
          );
        const [left, right] = [side(false), side(true)];
        return { gap: right.beta[0] - left.beta[0], se: Math.sqrt(left.variance + right.variance) };
      };
      const { estimate, diagnostics } = answer({ x, y }, { bandwidth: h });
      expect(diagnostics.uncorrected).toBeCloseTo(gapOf(1).gap, 9);
      expect(estimate.value).toBeCloseTo(gapOf(2).gap, 8);
      expect(estimate.se).toBeCloseTo(gapOf(2).se, 8);
    }
  });

  it("is exact on parabolas without noise", () => {
    const x = Array.from({ length: 81 }, (_, i) => (i - 40) / 40);
    const y = x.map((one) => (one >= 0 ? 2 + one - one * one : -1 + 3 * one * one));
    expect(answer({ x, y }, { bandwidth: 0.6 }).estimate.value).toBeCloseTo(3, 10);
  });

  it("covers the truth in about 95 of 100 tables of 500 and of 2,000 rows, hardly biased", () => {
    const worlds = [bent, (x: number) => x + (x >= 0 ? 1 + x : 0)];
    for (const [n, runs] of [
      [500, 240],
      [2000, 110],
    ]) {
      for (const [w, mean] of worlds.entries()) {
        let [covered, sum, se] = [0, 0, 0];
        for (let r = 0; r < runs; r++) {
          const { estimate, interval } = answer(random(n, 10_000 * (w + 1) + r, mean));
          sum += (estimate.value - 1) / runs;
          se += estimate.se! / runs;
          if (interval![0] <= 1 && 1 <= interval![1]) covered++;
        }
        expect(covered / runs).toBeGreaterThan(0.915);
        expect(covered / runs).toBeLessThan(0.985);
        expect(Math.abs(sum)).toBeLessThan(0.15 * se + (3 * se) / Math.sqrt(runs));
      }
    }
  });

  it("does not change with the order of rows or with counts for copies", () => {
    const { x, y } = random(400, 5, bent);
    const count = x.map((_, i) => 1 + (i % 3));
    const base = answer({ x, y, count }, { kernel: "uniform" });
    const order = shuffled(400, 3);
    const copies = order.flatMap((i) => Array.from({ length: count[i] }, () => i));
    const pick = (values: readonly number[], which: readonly number[]) => which.map((i) => values[i]);
    for (const other of [
      { x: pick(x, order), y: pick(y, order), count: pick(count, order) },
      { x: pick(x, copies), y: pick(y, copies) },
    ]) {
      const again = answer(other, { kernel: "uniform" });
      expect(again.estimate.value).toBeCloseTo(base.estimate.value, 9);
      expect(again.diagnostics.bandwidth).toBeCloseTo(Number(base.diagnostics.bandwidth), 9);
    }
    // Copies are rows of their own to the leverage as well.
    expect(answer({ x: pick(x, copies), y: pick(y, copies) }, { kernel: "uniform" }).estimate.se).toBeCloseTo(
      base.estimate.se!,
      9,
    );
  });

  it("follows an affine outcome, a moved and stretched score, a mirrored rule and swapped arms", () => {
    const { x, y } = random(500, 6, bent);
    const base = answer({ x, y });
    const moved = answer({ x, y: y.map((one) => 100 - 4 * one) });
    expect(moved.estimate.value).toBeCloseTo(-4 * base.estimate.value, 8);
    expect(moved.estimate.se).toBeCloseTo(4 * base.estimate.se!, 8);
    expect(moved.diagnostics.bandwidth).toBeCloseTo(Number(base.diagnostics.bandwidth), 8);
    const t = x.map((one) => (one >= 0 ? 1 : 0));
    const stretched = answer({ x: x.map((one) => 50 + 20 * one), y, t }, { cutoff: 50 });
    expect(stretched.estimate.value).toBeCloseTo(base.estimate.value, 7);
    expect(stretched.diagnostics.bandwidth).toBeCloseTo(20 * Number(base.diagnostics.bandwidth), 6);
    const mirrored = answer({ x: x.map((one) => -one), y, t });
    expect(mirrored.estimate.value).toBeCloseTo(base.estimate.value, 9);
    expect(mirrored.diagnostics.rule).toBe("score <= 0");
    const swapped = answer({ x, y, t: t.map((one) => 1 - one) });
    expect(swapped.estimate.value).toBeCloseTo(-base.estimate.value, 9);
    expect(swapped.estimate.se).toBeCloseTo(base.estimate.se!, 9);
    expect(swapped.diagnostics.rule).toBe("score <= 0");
  });

  it("heeds units: rows written twice as one unit each tell no more than once", () => {
    const { x, y } = random(300, 9, bent);
    const once = answer({ x, y }, { bandwidth: 0.5 });
    const unit = [...x.keys(), ...x.keys()];
    const twice = answer({ x: [...x, ...x], y: [...y, ...y], unit }, { bandwidth: 0.5 });
    expect(twice.estimate.value).toBeCloseTo(once.estimate.value, 9);
    expect(Math.abs(twice.estimate.se! / once.estimate.se! - 1)).toBeLessThan(0.05);
    const independent = answer({ x: [...x, ...x], y: [...y, ...y] }, { bandwidth: 0.5 });
    expect(independent.estimate.se! / once.estimate.se!).toBeLessThan(0.75);
  });

  it("draws the averages and the two lines that are compared", () => {
    const { x, y } = random(800, 4, bent);
    const { discontinuity, diagnostics } = answer({ x, y }, { bandwidth: 0.25 });
    const [left, right] = [discontinuity.left, discontinuity.right];
    expect(right[0][1] - left[1][1]).toBeCloseTo(Number(diagnostics.uncorrected), 10);
    expect([left[0][0], left[1][0], right[0][0], right[1][0]]).toEqual([-0.25, 0, 0, 0.25]);
    const reach = x.filter((one) => Math.abs(one) <= 0.75);
    expect(discontinuity.bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(reach.length);
    const total = y.filter((_, i) => Math.abs(x[i]) <= 0.75).reduce((a, b) => a + b, 0);
    expect(discontinuity.bins.reduce((sum, bin) => sum + bin.rows * bin.mean, 0)).toBeCloseTo(total, 8);
    expect(discontinuity.bins.every((bin, k) => k === 0 || bin.at > discontinuity.bins[k - 1].at)).toBe(true);
  });

  it("warns of few rows, of a heap on one side, and of a covariate that jumps; and is silent otherwise", () => {
    const { x, y } = random(1500, 7, bent);
    const uniform = uniformStream(77);
    const normal = normalStream(uniform);
    const calm = numeric(
      "calm",
      x.map((one) => one + normal()),
    );
    const jumps = numeric(
      "jumps",
      x.map((one) => (one >= 0 ? 1 : 0) + 0.5 * normal()),
    );
    expect(answer({ x, y, given: [calm] }).warnings).toEqual([]);
    const jump = answer({ x, y, given: [calm, jumps] });
    expect(jump.warnings.map(({ id }) => id)).toEqual(["covariate-jump"]);
    expect(jump.warnings[0].text).toMatch(/jumps by (0\.[789]|1\.[0123])\d* \(p = /);
    expect(jump.warnings[0].text).not.toContain("calm");
    // Half of those who just miss the cutoff get themselves across it.
    const pushed = x.map((one, i) => (one < 0 && one > -0.05 && i % 2 === 0 ? -one : one));
    const heap = answer({ x: pushed, y });
    expect(heap.warnings.map(({ id }) => id)).toContain("density-jump");
    const { densityUntreated: n0, densityTreated: n1, densityP } = heap.diagnostics;
    expect(densityP).toBeCloseTo(binomial(Number(n0), Number(n1)), 10);
    const few = answer({ x: x.slice(0, 60), y: y.slice(0, 60) }, { bandwidth: 0.5 });
    expect(few.warnings.map(({ id }) => id)).toEqual(["few-near-cutoff"]);
  });

  it("also tells what one bandwidth for line and parabola gives, which covers where the outcome bends close to the cutoff", () => {
    let covered = 0;
    const runs = 200;
    for (let seed = 1; seed <= runs; seed++) {
      // Model 1 of Calonico, Cattaneo & Titiunik (2014), after Lee's elections.
      const table = random(1000, 70 + seed, lee, 0.1295);
      const { diagnostics } = answer(table);
      const [value, se] = [Number(diagnostics.withOneBandwidth), Number(diagnostics.withOneBandwidthSe)];
      if (Math.abs(value - 0.04) < 1.96 * se) covered++;
      if (seed > 1) continue;
      const given = answer(table, { bandwidth: Number(diagnostics.bandwidth) });
      expect(given.estimate.value).toBeCloseTo(value, 10);
      expect(given.estimate.se).toBeCloseTo(se, 10);
    }
    expect(covered / runs).toBeGreaterThan(0.9);
    expect(covered / runs).toBeLessThan(0.985);
  });

  it("finds a jump in a density without one no more often than it may", () => {
    let found = 0;
    for (let r = 0; r < 400; r++) {
      const p = Number(
        answer(
          random(300, 500 + r, (x) => x),
          { bandwidth: 0.8 },
        ).diagnostics.densityP,
      );
      if (p < 0.05) found++;
    }
    // An exact test of counts keeps below its level.
    expect(found / 400).toBeLessThan(0.075);
    expect(found / 400).toBeGreaterThan(0.01);
  });

  it("refuses a treatment that does not follow the cutoff, with how many rows break the rule", () => {
    const { x, y } = random(200, 2, bent);
    const t = x.map((one, i) => (one >= 0 ? (i % 10 === 0 ? 0 : 1) : 0));
    const broken = x.filter((one, i) => one >= 0 && i % 10 === 0).length;
    expect(() => answer({ x, y, t })).toThrow(
      new RegExp(`${broken} of 200 rows break T = yes where score >=? 0, so the design is not sharp.*instrument`),
    );
  });

  it("refuses what it cannot do", () => {
    const { x, y } = random(200, 2, bent);
    const study = studyOf({ x, y });
    const { running: _, ...without } = study;
    expect(() => regressionDiscontinuity(without, { cutoff: 0 })).toThrow(/no running variable is named/);
    expect(() => answer({ x, y }, { bandwidth: -1 })).toThrow(/bandwidth: not a positive number \(given: -1\)/);
    expect(() => answer({ x, y }, { cutoff: Number.NaN })).toThrow(/cutoff: not a number/);
    expect(() => answer({ x, y }, { bandwidth: 0.001 })).toThrow(/too few distinct values .* give a wider bandwidth/);
    expect(() => answer({ x, y, t: x.map(() => 1) }, { cutoff: -5 })).toThrow(/no row is in arm 'no'/);
    const few = [-2, -1, 0, 1];
    expect(() => answer({ x: few, y: few })).toThrow(
      /a bandwidth cannot be chosen.*give a bandwidth in units of score/,
    );
    const law = { ...study, weights: { kind: "law" as const, values: new Float64Array(200).fill(1 / 200) } };
    expect(() => regressionDiscontinuity(law, { cutoff: 0 })).toThrow(/an exact law/);
    const dose = { ...study, treatment: { kind: "numeric" as const, name: "T", values: Float64Array.from(x) } };
    expect(() => regressionDiscontinuity(dose, { cutoff: 0 })).toThrow(/a cutoff makes two arms/);
  });
});

/** Two-sided probability of so uneven a split by a fair coin, by adding up. */
function binomial(a: number, b: number): number {
  const n = a + b;
  let [term, sum] = [0.5 ** n, 0];
  for (let k = 0; k <= Math.min(a, b); k++) {
    sum += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * sum);
}
