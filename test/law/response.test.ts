import { describe, expect, it } from "vitest";
import {
  type ArmLaws,
  largestBoth,
  type PairFunction,
  policySlack,
  product,
  smallestBoth,
  tianPearl,
} from "../../src/law/response.js";
import { uniformStream } from "../../src/num/random.js";
import { subsidy } from "../support/samples.js";

const grid = Array.from({ length: 11 }, (_, i) => i / 10);
const pairs = grid.flatMap((q) => grid.map((r) => [q, r] as const));

/** Every law of two Bernoulli variables with means q and r: P(both) in thousandths, the ends included. */
function bothsOf(q: number, r: number): number[] {
  return Array.from({ length: 1001 }, (_, i) => i / 1000).filter(
    (both) => q - both > -1e-9 && r - both > -1e-9 && 1 - q - r + both > -1e-9,
  );
}

describe("pair functions", () => {
  it("product is the share of both when two independent noises decide", () => {
    for (const [q, r] of pairs) {
      // Cells of a 10 x 10 board of equally likely noises.
      let cells = 0;
      for (let a = 0; a < 10; a++) for (let b = 0; b < 10; b++) cells += a < 10 * q && b < 10 * r ? 1 : 0;
      expect(product(q, r).value).toBeCloseTo(cells / 100, 12);
    }
  });
  it("largestBoth and smallestBoth are the ends of all joint laws of two Bernoullis", () => {
    for (const [q, r] of pairs) {
      const boths = bothsOf(q, r);
      expect(largestBoth(q, r).value).toBeCloseTo(Math.max(...boths), 12);
      expect(smallestBoth(q, r).value).toBeCloseTo(Math.min(...boths), 12);
    }
  });
  it("bracket the product", () => {
    for (const [q, r] of pairs) {
      expect(smallestBoth(q, r).value).toBeLessThanOrEqual(product(q, r).value + 1e-15);
      expect(product(q, r).value).toBeLessThanOrEqual(largestBoth(q, r).value + 1e-15);
    }
  });
});

describe("slopes", () => {
  /** Distance from the nearest kink, by what the kinks are: where two of the candidates for the value meet. */
  const kinks: Record<string, (q: number, r: number) => number> = {
    product: () => 1,
    largestBoth: (q, r) => Math.abs(q - r),
    smallestBoth: (q, r) => Math.abs(q + r - 1),
    policySlack: (q, r) => {
      const candidates = [0.5, q / r, (1 - q) / (1 - r)].sort((a, b) => a - b);
      return candidates[1] - candidates[0];
    },
  };
  const functions: Record<string, PairFunction> = { product, largestBoth, smallestBoth, policySlack };
  for (const [name, f] of Object.entries(functions)) {
    it(`of ${name} are its finite differences, away from kinks`, () => {
      const h = 1e-6;
      let checked = 0;
      for (let i = 1; i < 40; i++) {
        for (let j = 1; j < 40; j++) {
          const [q, r] = [i / 40, j / 40 - 0.003];
          if (kinks[name](q, r) < 1e-3) continue;
          checked++;
          const { first, second } = f(q, r);
          expect(Math.abs((f(q + h, r).value - f(q - h, r).value) / (2 * h) - first)).toBeLessThan(1e-8);
          expect(Math.abs((f(q, r + h).value - f(q, r - h).value) / (2 * h) - second)).toBeLessThan(1e-8);
        }
      }
      expect(checked).toBeGreaterThan(1300);
    });
    it(`of ${name} are finite on the whole square, edges included`, () => {
      for (const [q, r] of pairs)
        for (const number of Object.values(f(q, r))) expect(Number.isFinite(number)).toBe(true);
    });
  }
});

type Point = readonly [p1: number, p0: number];
const points: readonly Point[] = grid.flatMap((p1) => grid.map((p0): Point => [p1, p0]));

/** Weights of three points with the given means and sum 1 (Cramer's rule), or nothing when they lie on a line. */
function weightsOf(a: Point, b: Point, c: Point, q: number, r: number): readonly number[] | undefined {
  const area = (u: Point, v: Point, w: Point) => (v[0] - u[0]) * (w[1] - u[1]) - (w[0] - u[0]) * (v[1] - u[1]);
  const whole = area(a, b, c);
  if (Math.abs(whole) < 1e-9) return undefined;
  const mean: Point = [q, r];
  return [area(mean, b, c) / whole, area(a, mean, c) / whole, area(a, b, mean) / whole];
}

/** Least and largest E[p1 (p1 - p0)] over the laws on the 11 x 11 grid with means (q, r): a linear program, by all its basic solutions. */
function extremes(q: number, r: number): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let a = 0; a < points.length; a++) {
    for (let b = a + 1; b < points.length; b++) {
      for (let c = b + 1; c < points.length; c++) {
        const weights = weightsOf(points[a], points[b], points[c], q, r);
        if (!weights || Math.min(...weights) < -1e-12) continue;
        const value = [a, b, c].reduce(
          (sum, at, i) => sum + weights[i] * points[at][0] * (points[at][0] - points[at][1]),
          0,
        );
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return [low, high];
}

describe("policySlack", () => {
  // For these means the best law lies on the grid: p1 is (.8, .3), (.4, 0) and (1, .8) where p0 is (1, 0).
  for (const [q, r] of [
    [0.5, 0.4],
    [0.2, 0.5],
    [0.9, 0.5],
  ] as const) {
    it(`is how far a linear program over laws with means (${q}, ${r}) falls below q (q - r)`, () => {
      const [low, high] = extremes(q, r);
      expect(q * (q - r) + policySlack(q, r).value).toBeCloseTo(low, 12);
      expect(q - smallestBoth(q, r).value).toBeCloseTo(high, 12);
    });
  }
  it("is never beaten by 200,000 random laws", () => {
    const uniform = uniformStream(1);
    for (let trial = 0; trial < 200_000; trial++) {
      const size = 1 + Math.floor(4 * uniform());
      let [q, r, value, mass] = [0, 0, 0, 0];
      const law = Array.from({ length: size }, () => {
        // Corners and edges are where the least is: half of the draws go there.
        const draw = () => (uniform() < 0.5 ? uniform() : Math.round(uniform()));
        return { weight: uniform(), p1: draw(), p0: draw() };
      });
      for (const { weight } of law) mass += weight;
      for (const { weight, p1, p0 } of law) {
        q += (weight / mass) * p1;
        r += (weight / mass) * p0;
        value += (weight / mass) * p1 * (p1 - p0);
      }
      q = Math.min(1, q);
      r = Math.min(1, r);
      if (value < q * (q - r) + policySlack(q, r).value - 1e-12)
        expect.fail(`${JSON.stringify(law)} falls to ${value}`);
      if (value > q - smallestBoth(q, r).value + 1e-12) expect.fail(`${JSON.stringify(law)} rises to ${value}`);
    }
  });
  it("is attained by a law with two kinds, everywhere on the square", () => {
    for (const [q, r] of pairs) {
      // p0 is 1 for a share r; p1 there is a, elsewhere b, which follows from the mean: scan a, the last possible one included.
      let low = r === 0 || r === 1 ? q * q - r * q : Infinity;
      for (let i = 0; i <= 4001 && r > 0 && r < 1; i++) {
        const a = i <= 4000 ? i / 4000 : Math.min(1, q / r);
        const b = (q - r * a) / (1 - r);
        if (b > -1e-12 && b < 1 + 1e-12) low = Math.min(low, r * a * (a - 1) + (1 - r) * b * b);
      }
      // The best a is at most 1/8000 from a scanned one, and half the curvature there is r / (1 - r).
      const formula = q * (q - r) + policySlack(q, r).value;
      expect(formula).toBeLessThan(low + 1e-12);
      expect(formula).toBeGreaterThan(low - r / (1 - r + 1e-9) / 8000 ** 2 - 1e-12);
    }
  });
  it("is never positive, and nothing when one of the arms is certain", () => {
    for (const [q, r] of pairs) {
      expect(policySlack(q, r).value).toBeLessThanOrEqual(0);
      if (r === 0 || r === 1 || q === 0 || q === 1) expect(Math.abs(policySlack(q, r).value)).toBe(0);
    }
  });
});

/** A kind of individual with its share, propensity and success probabilities: THEORY 4.2's u. */
interface Kind {
  readonly weight: number;
  readonly pt: number;
  readonly p0: number;
  readonly p1: number;
}

function lawsOf(kinds: readonly Kind[]): ArmLaws {
  const sum = (f: (kind: Kind) => number) => kinds.reduce((total, kind) => total + kind.weight * f(kind), 0);
  return {
    y1: sum((u) => u.p1),
    y0: sum((u) => u.p0),
    p11: sum((u) => u.pt * u.p1),
    p10: sum((u) => u.pt * (1 - u.p1)),
    p01: sum((u) => (1 - u.pt) * u.p0),
    p00: sum((u) => (1 - u.pt) * (1 - u.p0)),
  };
}

type Three = "pns" | "pn" | "ps";
const three: readonly Three[] = ["pns", "pn", "ps"];

/** THEORY 4.2: the value of each under independent noises. */
function icn(kinds: readonly Kind[]): Record<Three, number> {
  const { p11, p00 } = lawsOf(kinds);
  const sum = (f: (kind: Kind) => number) => kinds.reduce((total, kind) => total + kind.weight * f(kind), 0);
  return {
    pns: sum((u) => u.p1 * (1 - u.p0)),
    pn: sum((u) => u.pt * u.p1 * (1 - u.p0)) / p11,
    ps: sum((u) => (1 - u.pt) * (1 - u.p0) * u.p1) / p00,
  };
}

/** THEORY 4.4: the units' own intervals averaged over the right posterior, each written with the pair functions. */
function stratified(kinds: readonly Kind[]): Record<Three, readonly [number, number]> {
  const { p11, p00 } = lawsOf(kinds);
  const average = (weight: (kind: Kind) => number, end: PairFunction) =>
    kinds.reduce((total, u) => total + u.weight * weight(u) * (u.p1 - end(u.p1, u.p0).value), 0);
  const interval = (weight: (kind: Kind) => number) =>
    [average(weight, largestBoth), average(weight, smallestBoth)] as const;
  const divided = ([low, high]: readonly [number, number], by: number) => [low / by, high / by] as const;
  return {
    pns: interval(() => 1),
    pn: divided(
      interval((u) => u.pt),
      p11,
    ),
    ps: divided(
      interval((u) => 1 - u.pt),
      p00,
    ),
  };
}

function randomKinds(uniform: () => number): Kind[] {
  const raw = Array.from({ length: 1 + Math.floor(4 * uniform()) }, () => ({
    weight: 0.05 + uniform(),
    pt: 0.05 + 0.9 * uniform(),
    p0: uniform(),
    p1: uniform(),
  }));
  const mass = raw.reduce((sum, kind) => sum + kind.weight, 0);
  return raw.map((kind) => ({ ...kind, weight: kind.weight / mass }));
}

describe("THEORY 4.3 and 4.4, on 20,000 random populations", () => {
  const uniform = uniformStream(7);
  const populations = Array.from({ length: 20_000 }, () => randomKinds(uniform));
  const outside = (value: number, [low, high]: readonly [number, number]) =>
    value < low - 1e-12 || value > high + 1e-12;
  it("a unit's value under independent noises lies in its own interval, which is the Frechet one", () => {
    for (const [{ pt, p0, p1 }] of populations) {
      const unit = [{ weight: 1, pt, p0, p1 }];
      const bounds = tianPearl(lawsOf(unit));
      for (const [name, expected] of Object.entries({
        pns: [Math.max(0, p1 - p0), Math.min(p1, 1 - p0)],
        pn: [Math.max(0, 1 - p0 / p1), Math.min(1, (1 - p0) / p1)],
        ps: [Math.max(0, (p1 - p0) / (1 - p0)), Math.min(1, p1 / (1 - p0))],
      })) {
        for (const end of [0, 1])
          if (Math.abs(bounds[name as Three][end] - expected[end]) > 1e-9) expect.fail(JSON.stringify(unit));
      }
      for (const name of three) if (outside(icn(unit)[name], bounds[name])) expect.fail(JSON.stringify(unit));
    }
  });
  it("the population's value lies in the stratified interval, and that in the population's interval", () => {
    for (const kinds of populations) {
      const bounds = tianPearl(lawsOf(kinds));
      const inner = stratified(kinds);
      for (const name of three) {
        if (outside(icn(kinds)[name], inner[name])) expect.fail(`${name} ${JSON.stringify(kinds)}`);
        for (const end of inner[name]) if (outside(end, bounds[name])) expect.fail(`${name} ${JSON.stringify(kinds)}`);
      }
    }
  });
});

describe("Tian-Pearl bounds", () => {
  it("contain the truth of every response-type model and are reached, by a search over all models in sixtieths", () => {
    const uniform = uniformStream(3);
    let tried = 0;
    while (tried < 300) {
      // n[t][y0][y1]: how many of 60 people have this arm and these two responses.
      const n = [0, 1].map(() => [0, 1].map(() => [0, 0]));
      for (let person = 0; person < 60; person++) {
        const skew = (power: number) => (uniform() ** power < 0.5 ? 1 : 0);
        n[skew(1 + (tried % 3))][skew(1)][skew(1 + (tried % 2))]++;
      }
      const p11 = n[1][0][1] + n[1][1][1];
      const p10 = n[1][0][0] + n[1][1][0];
      const p01 = n[0][1][0] + n[0][1][1];
      const p00 = n[0][0][0] + n[0][0][1];
      if (p11 === 0 || p00 === 0) continue;
      tried++;
      const y1 = p11 + n[0][0][1] + n[0][1][1];
      const y0 = p01 + n[1][1][0] + n[1][1][1];
      const bounds = tianPearl({
        y1: y1 / 60,
        y0: y0 / 60,
        p11: p11 / 60,
        p10: p10 / 60,
        p01: p01 / 60,
        p00: p00 / 60,
      });
      const truth = { pns: (n[0][0][1] + n[1][0][1]) / 60, pn: n[1][0][1] / p11, ps: n[0][0][1] / p00 };
      const found: Record<Three, number[]> = { pns: [], pn: [], ps: [] };
      // Everything seen is kept; free are: `x` of the treated successes and `v` of the untreated failures that respond to the arm.
      for (let x = 0; x <= p11; x++) {
        const treatedFailuresThatWouldSucceed = y0 - p01 - (p11 - x);
        if (treatedFailuresThatWouldSucceed < 0 || treatedFailuresThatWouldSucceed > p10) continue;
        for (let v = 0; v <= p00; v++) {
          const untreatedSuccessesThatStay = y1 - p11 - v;
          if (untreatedSuccessesThatStay < 0 || untreatedSuccessesThatStay > p01) continue;
          found.pns.push((x + v) / 60);
          found.pn.push(x / p11);
          found.ps.push(v / p00);
        }
      }
      for (const name of three) {
        expect(truth[name]).toBeGreaterThan(bounds[name][0] - 1e-12);
        expect(truth[name]).toBeLessThan(bounds[name][1] + 1e-12);
        expect(bounds[name][0]).toBeCloseTo(Math.min(...found[name]), 12);
        expect(bounds[name][1]).toBeCloseTo(Math.max(...found[name]), 12);
      }
    }
  });
  it("are probabilities in the right order, when the truth is at an end", () => {
    // Nobody ever changes, everybody complies, everybody defies; thirds and sevenths do not add up exactly in doubles.
    for (const [p0, p1] of [
      [0, 1],
      [1, 0],
      [1 / 3, 1 / 3],
      [1 / 7, 1],
      [0, 1 / 3],
      [1 / 3, 1],
    ]) {
      for (const pt of [0.1, 1 / 3, 1 / 7, 0.9]) {
        const laws = lawsOf([{ weight: 1, pt, p0, p1 }]);
        const bounds = tianPearl(laws);
        for (const name of three) {
          if ((name === "pn" && laws.p11 === 0) || (name === "ps" && laws.p00 === 0)) continue;
          const [low, high] = bounds[name];
          // Never outside [0, 1] on the side that is cut, and crossing by rounding at most.
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low - high).toBeLessThan(1e-14);
        }
      }
    }
  });
  it("of the published drug example (Tian & Pearl 2000, table 2): PN is 1, PS and PNS as printed there", () => {
    // Experiment: 16 of 1,000 die with the drug, 14 without. Choosing freely, half take it: 2 of 1,000 takers die, 28 of the others.
    const bounds = tianPearl({ y1: 0.016, y0: 0.014, p11: 0.001, p10: 0.499, p01: 0.014, p00: 0.486 });
    const expected = { pn: [1, 1], ps: [0.001 / 0.486, 0.015 / 0.486], pns: [0.002, 0.016] };
    for (const name of three) for (const end of [0, 1]) expect(bounds[name][end]).toBeCloseTo(expected[name][end], 10);
    expect(bounds.ps[0]).toBeCloseTo(0.0020576, 7);
    expect(bounds.ps[1]).toBeCloseTo(0.0308642, 7);
  });
});

describe("THEORY G2", () => {
  const golden: Record<Three, readonly (readonly [number, number])[]> = {
    pns: [
      [21 / 100, 97 / 200],
      [21 / 100, 17 / 50],
    ],
    pn: [
      [91 / 233, 228 / 233],
      [91 / 233, 143 / 233],
    ],
    ps: [
      [119 / 492, 257 / 492],
      [119 / 492, 197 / 492],
    ],
  };
  const values = { pns: 57 / 200, pn: 591 / 1165, ps: 139 / 410 };
  const bounds = tianPearl(lawsOf(subsidy));
  const inner = stratified(subsidy);
  for (const name of three) {
    it(`the interval of ${name}, of the population and by unit, and its value under independent noises`, () => {
      for (const end of [0, 1]) {
        expect(bounds[name][end]).toBeCloseTo(golden[name][0][end], 12);
        expect(inner[name][end]).toBeCloseTo(golden[name][1][end], 12);
      }
      expect(icn(subsidy)[name]).toBeCloseTo(values[name], 12);
    });
  }
});
