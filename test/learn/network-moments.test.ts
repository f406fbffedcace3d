// Oracle: adaptive Gauss-Kronrod quadrature over U (num/quadrature.ts), over its quantiles where its tails are heavy.
import { describe, expect, it } from "vitest";
import { abductionNet } from "../../src/learn/network/abduction.js";
import type { Action, NetworkModel } from "../../src/learn/network/action.js";
import { gaussHermite, gaussLegendre } from "../../src/learn/network/gauss-rules.js";
import { bothBelow, meanMoments, probabilityMoments, type Readout } from "../../src/learn/network/moments.js";
import { posteriorOf } from "../../src/learn/network/posterior.js";
import { viewUnit } from "../../src/learn/network/unit-likelihood.js";
import { bivariateUpperTail } from "../../src/num/bivariate-normal.js";
import { normalCdf } from "../../src/num/normal.js";
import { integrate } from "../../src/num/quadrature.js";
import { type Uniform, uniformStream } from "../../src/num/random.js";

type Family = NetworkModel["family"];

const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const cdf = { gaussian: normalCdf, cauchy: (x: number) => 0.5 + Math.atan(x) / Math.PI };

/** E f(U) for U of the family with this location and scale. */
function expected(
  family: Family,
  f: (u: number) => number,
  mu: number,
  s: number,
  turns: readonly number[] = [],
): number {
  if (s === 0) return f(mu);
  if (family === "gaussian") {
    const edges = [-10, -3, 0, 3, 10, ...turns.map((u) => (u - mu) / s).filter((x) => Math.abs(x) < 10)];
    return integrate(
      (x) => density(x) * f(mu + s * x),
      edges.sort((a, b) => a - b),
      1e-12,
    ).value;
  }
  const edges = [-0.5, 0, 0.5, ...turns.map((u) => Math.atan((u - mu) / s) / Math.PI)].sort((a, b) => a - b);
  return integrate((p) => f(mu + s * Math.tan(Math.PI * p)), edges, 1e-12).value;
}

const between = (uniform: Uniform, low: number, high: number) => low + (high - low) * uniform();

function readouts(family: Family, count: number): Readout[] {
  const uniform = uniformStream(family === "gaussian" ? 1 : 2);
  return Array.from({ length: count }, (_, i) => ({
    family,
    rows: 1,
    dims: 1,
    mu: Float64Array.of(between(uniform, -2, 2)),
    s: Float64Array.of(i % 5 === 0 ? [0, 1e-6, 0.05, 8, 60][(i / 5) % 5] : between(uniform, 0, 3)),
    a: Float64Array.of(between(uniform, -2, 2), i === 7 ? 0 : between(uniform, -2, 2)),
    b: Float64Array.of(between(uniform, -2, 2), between(uniform, -2, 2)),
  }));
}

const model = (family: Family, outcome: NetworkModel["outcome"], dims = 1): NetworkModel => ({
  family,
  outcome,
  arms: 2,
  dims,
  spread: "covariates",
  noise: "own",
  net: abductionNet(0, [], 2 * dims),
});

const noView = () => ({ loss: 0, mu: 0, s: 0, mean: 0, variance: 0, m: new Float64Array(2) });

describe("quadrature rules", () => {
  it("integrate polynomials exactly, up to twice their number of nodes", () => {
    for (const count of [1, 2, 5, 20, 32]) {
      const [legendre, hermite] = [gaussLegendre(count), gaussHermite(count)];
      expect(hermite.nodes.length).toBe(count);
      let moment = 1;
      for (let power = 0; power < Math.min(2 * count, 24); power += 2) {
        if (power > 0) moment *= power - 1;
        const sum = (rule: typeof legendre) =>
          rule.nodes.reduce((total, x, i) => total + rule.weights[i] * x ** power, 0);
        expect(sum(legendre) * (power + 1)).toBeCloseTo(2, 12);
        expect(sum(hermite) / moment).toBeCloseTo(1, 10);
      }
    }
  });
});

describe("bothBelow()", () => {
  it("is the bivariate normal probability, by quite another road", () => {
    const uniform = uniformStream(3);
    for (let i = 0; i < 200; i++) {
      const [h, k, r] = [between(uniform, -6, 6), between(uniform, -6, 6), between(uniform, -0.99, 0.99)];
      expect(bothBelow(h, k, r)).toBeCloseTo(bivariateUpperTail(-h, -k, r), 13);
    }
  });
});

describe("moments of the responses", () => {
  for (const family of ["gaussian", "cauchy"] as const) {
    it(`of two-valued outcomes are the integrals over a ${family} U`, () => {
      for (const readout of readouts(family, 60)) {
        const { mu, s, a, b } = readout;
        const found = probabilityMoments(readout, []);
        const p = (t: number) => (u: number) => cdf[family]((a[t] === 0 ? 0 : a[t] * u) + b[t]);
        const turns = [0, 1].map((t) => -b[t] / a[t]).filter(Number.isFinite);
        const over = (f: (u: number) => number) => expected(family, f, mu[0], s[0], turns);
        const what = JSON.stringify([mu[0], s[0], ...a, ...b]);
        expect(found.m0[0], what).toBeCloseTo(over(p(0)), 9);
        expect(found.m1[0], what).toBeCloseTo(over(p(1)), 9);
        expect(found.m00[0], what).toBeCloseTo(
          over((u) => p(0)(u) ** 2),
          9,
        );
        expect(found.m11[0], what).toBeCloseTo(
          over((u) => p(1)(u) ** 2),
          9,
        );
        expect(found.m10[0], what).toBeCloseTo(
          over((u) => p(0)(u) * p(1)(u)),
          9,
        );
      }
    });
  }
  it("of two dimensions are the integrals over both", () => {
    const [mu, s] = [Float64Array.of(0.3, -0.5), Float64Array.of(0.8, 1.4)];
    const [a, b] = [Float64Array.of(1.1, -0.6, 0.4, 0.9), Float64Array.of(0.2, -0.3)];
    const readout: Readout = { family: "gaussian", rows: 1, dims: 2, mu, s, a, b };
    const score = (t: number, u: number, v: number) => a[2 * t] * u + a[2 * t + 1] * v + b[t];
    const over = (f: (u: number, v: number) => number) =>
      expected("gaussian", (u) => expected("gaussian", (v) => f(u, v), mu[1], s[1]), mu[0], s[0]);
    const [p, m] = [probabilityMoments(readout, []), meanMoments(readout, [])];
    const phi = (t: number) => (u: number, v: number) => normalCdf(score(t, u, v));
    expect(p.m10[0]).toBeCloseTo(
      over((u, v) => phi(0)(u, v) * phi(1)(u, v)),
      9,
    );
    expect(p.m11[0]).toBeCloseTo(
      over((u, v) => phi(1)(u, v) ** 2),
      9,
    );
    expect(m.m0[0]).toBeCloseTo(
      over((u, v) => score(0, u, v)),
      9,
    );
    expect(m.m10[0]).toBeCloseTo(
      over((u, v) => score(0, u, v) * score(1, u, v)),
      9,
    );
    expect(m.m11[0]).toBeCloseTo(
      over((u, v) => score(1, u, v) ** 2),
      9,
    );
  });
  it("keep the order of probabilities: squares of means, mean squares, means", () => {
    for (const family of ["gaussian", "cauchy"] as const) {
      for (const readout of readouts(family, 60)) {
        const { m0, m1, m00, m11, m10 } = probabilityMoments(readout, []);
        for (const [m, square] of [
          [m0[0], m00[0]],
          [m1[0], m11[0]],
        ]) {
          expect(square).toBeGreaterThan(m * m - 1e-10);
          expect(square).toBeLessThan(m + 1e-10);
        }
        expect(m10[0] ** 2).toBeLessThan(m00[0] * m11[0] + 1e-10);
      }
    }
  });
});

describe("units and posteriors", () => {
  const actions = (outcome: NetworkModel["outcome"]): Action[] => {
    const uniform = uniformStream(5);
    return Array.from({ length: 12 }, () => ({
      a: Float64Array.of(between(uniform, -1.5, 1.5), between(uniform, 0.2, 1.5)),
      b: Float64Array.of(between(uniform, -1, 1), between(uniform, -1, 1)),
      noise:
        outcome === "binary"
          ? Float64Array.of(1, 1)
          : Float64Array.of(between(uniform, 0.3, 2), between(uniform, 0.3, 2)),
      spread: new Float64Array(1),
    }));
  };
  /** P(y | u, arm), up to nothing. */
  const likelihood = (
    family: Family,
    outcome: NetworkModel["outcome"],
    { a, b, noise }: Action,
    t: number,
    y: number,
    u: number,
  ) => {
    const score = a[t] * u + b[t];
    if (outcome === "binary") return cdf[family](y === 1 ? score : -score);
    if (family === "cauchy") return 1 / (Math.PI * noise[t] * (1 + ((y - score) / noise[t]) ** 2));
    return density((y - score) / Math.sqrt(noise[t])) / Math.sqrt(noise[t]);
  };

  for (const outcome of ["binary", "numeric"] as const) {
    it(`integrate U out of a unit's ${outcome} occasions`, () => {
      // 32 nodes claim four digits of the posterior, and one more of the likelihood, at up to 60 occasions; closed forms claim all.
      const digits = outcome === "numeric" ? 9 : 4;
      const uniform = uniformStream(8);
      for (const action of actions(outcome)) {
        for (const [size, s] of [
          [1, 0.5],
          [3, 1.2],
          [12, 2],
          [60, 3],
          [4, 1e-6],
          [0, 1],
        ]) {
          const mu = between(uniform, -1, 1);
          const t = Uint8Array.from({ length: size }, () => (uniform() < 0.5 ? 1 : 0));
          const y = Float64Array.from({ length: size }, () =>
            outcome === "binary" ? (uniform() < 0.7 ? 1 : 0) : between(uniform, -2, 2),
          );
          const joint = (u: number) =>
            t.reduce((product, arm, j) => product * likelihood("gaussian", outcome, action, arm, y[j], u), 1);
          const grid = Array.from({ length: 41 }, (_, k) => mu + s * (k / 4 - 5));
          const over = (f: (u: number) => number) => expected("gaussian", (u) => joint(u) * f(u), mu, s, grid);
          const whole = over(() => 1);
          const view = noView();
          viewUnit(model("gaussian", outcome), action, { t, y, from: 0, to: size }, mu, s, view);
          const what = `${size} rows, s ${s}`;
          expect(view.loss, what).toBeCloseTo(-Math.log(whole), digits + 1);
          const mean = over((u) => u) / whole;
          expect(view.mean, what).toBeCloseTo(mean, digits);
          expect(view.variance, what).toBeCloseTo(over((u) => (u - mean) ** 2) / whole, digits);
          for (const arm of [0, 1]) {
            const response = (u: number) =>
              outcome === "binary" ? normalCdf(action.a[arm] * u + action.b[arm]) : action.a[arm] * u + action.b[arm];
            expect(view.m[arm], what).toBeCloseTo(over(response) / whole, digits);
          }
        }
      }
    });
    it(`find a Cauchy individual's posterior from one ${outcome} outcome`, () => {
      const uniform = uniformStream(9);
      for (const action of actions(outcome).slice(0, 6)) {
        const [mu, s, arm] = [between(uniform, -1, 1), between(uniform, 0.2, 2), uniform() < 0.5 ? 1 : 0];
        const y = outcome === "binary" ? (uniform() < 0.5 ? 1 : 0) : between(uniform, -6, 6);
        const one = {
          mu: Float64Array.of(mu),
          s: Float64Array.of(s),
          t: Uint8Array.of(arm),
          y: Float64Array.of(y),
          from: Int32Array.of(0, 1),
        };
        const { centre, spread, m0, m1 } = posteriorOf(model("cauchy", outcome), action, one);
        const joint = (u: number) => likelihood("cauchy", outcome, action, arm, y, u);
        const whole = expected("cauchy", joint, mu, s);
        const below = (u: number) =>
          integrate((p) => joint(mu + s * Math.tan(Math.PI * p)), [-0.5, Math.atan((u - mu) / s) / Math.PI], 1e-11)
            .value / whole;
        expect(below(centre[0])).toBeCloseTo(0.5, 8);
        // Half the distance between the quartiles: the upper one is as far above the lower as that says.
        let [low, high] = [mu - 1e4 * s, mu + 1e4 * s];
        for (let step = 0; step < 80; step++) {
          const middle = (low + high) / 2;
          if (below(middle) < 0.25) low = middle;
          else high = middle;
        }
        expect(below(low + 2 * spread[0])).toBeCloseTo(0.75, 7);
        for (const [k, m] of [m0[0], m1[0]].entries()) {
          const score = (u: number) => action.a[k] * u + action.b[k];
          const truth =
            outcome === "binary"
              ? expected("cauchy", (u) => joint(u) * cdf.cauchy(score(u)), mu, s) / whole
              : score(centre[0]);
          expect(m).toBeCloseTo(truth, 8);
        }
      }
    });
  }
});
