import { describe, expect, it } from "vitest";
import { bernoulli } from "../../src/law/bernoulli.js";
import { beta } from "../../src/law/beta.js";
import { categorical } from "../../src/law/categorical.js";
import { cauchy } from "../../src/law/cauchy.js";
import { probabilityGreater } from "../../src/law/comparison.js";
import { empirical } from "../../src/law/empirical.js";
import { expectation } from "../../src/law/expectation.js";
import { fuse, power } from "../../src/law/fuse.js";
import { gamma } from "../../src/law/gamma.js";
import { entropy, kl, totalVariation } from "../../src/law/information.js";
import { cdf, type Law, logDensity } from "../../src/law/law.js";
import { mix } from "../../src/law/mix.js";
import { normal } from "../../src/law/normal.js";
import { uniform } from "../../src/law/uniform.js";
import { halfLine, integral, interval, real, type Variable } from "./oracle.js";

const density = (law: Law, x: number) => Math.exp(logDensity<Law>(law, x));

describe("divergence across families, against the integral", () => {
  const cases: readonly (readonly [Law, Law, Variable])[] = [
    [normal(1, 2), cauchy(0, 1), real(1, 2)],
    [normal(0, 1), mix([normal(-1, 1), normal(3, 0.2)], [1, 1]), real(0, 1)],
    [mix([normal(-1, 1), normal(3, 0.5)], [1, 1]), normal(0, 2), real(0, 1)],
    [mix([cauchy(0, 1), normal(2, 1)], [1, 1]), cauchy(1, 1), real(0, 1)],
    [gamma(2, 1), normal(2, 2), halfLine(0, 1)],
    [gamma(2, 1), mix([gamma(1, 1), gamma(5, 1)], [1, 1]), halfLine(0, 1)],
    [beta(2, 3), uniform(0, 1), interval(0, 1)],
    [beta(2, 3), gamma(2, 3), interval(0, 1)],
    [uniform(0, 1), beta(2, 3), interval(0, 1)],
    [uniform(1, 2), normal(0, 1), interval(1, 2)],
    [fuse(cauchy(0, 1), cauchy(1, 1)), cauchy(0, 1), real(0, 1)],
    [cauchy(0, 1), fuse(cauchy(0, 1), cauchy(1, 1)), real(0, 1)],
    [fuse(cauchy(0, 1), cauchy(1, 1)), normal(0, 3), real(0, 1)],
  ];
  const titled = cases.map(([a, b, over], i) => [i, a.kind, b.kind, a, b, over] as const);
  it.each(titled)("%d: %s || %s", (_, _a, _b, a, b, over) => {
    const truth = integral((x) => density(a, x) * (logDensity<Law>(a, x) - logDensity<Law>(b, x)), over);
    expect(Math.abs(kl(a, b) - truth)).toBeLessThan(1e-9);
  });

  it.each<readonly [string, Law, Law]>([
    ["heavy tails against light ones", cauchy(0, 1), normal(0, 1)],
    ["no variance against light tails", power(cauchy(0, 1), 1.2), mix([normal(0, 1), normal(2, 1)], [1, 1])],
    ["a part with heavy tails", mix([normal(0, 1), cauchy(0, 1)], [9, 1]), normal(0, 1)],
    ["the line against the positive numbers", normal(5, 1), gamma(5, 1)],
    ["beyond the interval", normal(0, 1), uniform(-9, 9)],
    ["a gap", uniform(0, 3), mix([uniform(0, 1), uniform(2, 3)], [1, 1])],
    ["certainty against its contrary", bernoulli(1), bernoulli(0)],
    ["an outcome that the other does not have", categorical(["a", "b"], [1, 1]), categorical(["a"], [1])],
    ["an outcome that the other excludes", categorical(["a", "b"], [1, 1]), categorical(["a", "b"], [1, 0])],
  ])("is infinite for %s", (_, a, b) => expect(kl(a, b)).toBe(Infinity));

  it("is finite where only the second law has more outcomes", () => {
    expect(kl(categorical(["a"], [1]), categorical(["a", "b"], [1, 3]))).toBeCloseTo(Math.log(4), 14);
    expect(kl(bernoulli(1), bernoulli(0.25))).toBeCloseTo(Math.log(4), 14);
    expect(kl(empirical([0, 1, 1, 1]), bernoulli(0.5))).toBeCloseTo(Math.LN2 - entropy(bernoulli(0.75)), 14);
  });

  it("keeps its digits when laws are close", () => {
    // d^2/2 p(1-p) to first order in the log-odds; half the squared distance for normals.
    const d = 1e-7;
    const close = (actual: number, wanted: number) => expect(Math.abs(actual / wanted - 1)).toBeLessThan(1e-6);
    close(kl(bernoulli(0.3), bernoulli(0.3 + d)), (d * d) / (2 * 0.3 * 0.7));
    close(kl(normal(0, 1), normal(d, 1)), (d * d) / 2);
    close(kl(normal(0, 1), normal(0, 1 + d)), d * d);
    close(kl(cauchy(0, 1), cauchy(d, 1)), (d * d) / 4);
  });

  it("refuses a finite law against a density", () => {
    expect(() => kl(bernoulli(0.5), normal(0, 1))).toThrow("one law is finite and the other has a density");
    expect(() => totalVariation(normal(0, 1), normal(1, 1))).toThrow("use kl for densities");
  });
});

describe("total variation", () => {
  it("is the largest difference that an event shows", () => {
    const [a, b] = [categorical(["x", "y", "z"], [0.5, 0.3, 0.2]), categorical(["z", "y", "w"], [0.4, 0.1, 0.5])];
    expect(totalVariation(a, b)).toBeCloseTo(0.7, 14);
    expect(totalVariation(a, a)).toBe(0);
    expect(totalVariation(bernoulli(1), bernoulli(0))).toBe(1);
    expect(totalVariation(bernoulli(0.25), empirical([0, 0, 1, 1]))).toBe(0.25);
    // Pinsker: at most sqrt(KL / 2).
    expect(totalVariation(bernoulli(0.3), bernoulli(0.4))).toBeLessThan(
      Math.sqrt(kl(bernoulli(0.3), bernoulli(0.4)) / 2),
    );
  });
});

describe("who is greater", () => {
  it("is the integral, whatever the families", () => {
    const pairs: readonly (readonly [Law, Law, Variable])[] = [
      [normal(1, 1), normal(0, 2), real(1, 1)],
      [cauchy(1, 1), cauchy(0, 2), real(1, 1)],
      [normal(1, 1), cauchy(0, 2), real(1, 1)],
      [gamma(2, 1), uniform(0, 3), interval(0, 3)],
      [mix([normal(0, 1), normal(4, 1)], [1, 1]), gamma(2, 1), real(0, 1)],
    ];
    for (const [a, b, over] of pairs) {
      const truth =
        a.kind === "gamma"
          ? integral((x) => density(b, x) * (1 - cdf<Law>(a, x)), over)
          : integral((x) => density(a, x) * cdf<Law>(b, x), over);
      expect(Math.abs(probabilityGreater(a, b) - truth)).toBeLessThan(1e-10);
      expect(probabilityGreater(a, b) + probabilityGreater(b, a)).toBeCloseTo(1, 10);
    }
  });

  it("keeps its digits where one hardly ever wins", () => {
    expect(probabilityGreater(cauchy(-1e20, 1), cauchy(0, 1)) / (2e-20 / Math.PI)).toBeCloseTo(1, 12);
    expect(probabilityGreater(normal(-20, 1), normal(0, 1))).toBeLessThan(1e-40);
  });

  it("counts ties as no", () => {
    expect(probabilityGreater(bernoulli(0.5), bernoulli(0.5))).toBeCloseTo(0.25, 15);
    expect(probabilityGreater(empirical([1, 2, 3]), empirical([2, 2]))).toBeCloseTo(1 / 3, 15);
    expect(probabilityGreater(bernoulli(0.5), uniform(0, 1))).toBeCloseTo(0.5, 12);
    expect(probabilityGreater(uniform(0, 1), bernoulli(0.5))).toBeCloseTo(0.5, 12);
    expect(() => probabilityGreater(categorical(["a"], [1]), bernoulli(0.5))).toThrow(
      "names are not larger or smaller",
    );
  });
});

describe("expectations", () => {
  it("see jumps that they are told of, and narrow parts", () => {
    expect(expectation(normal(0, 1), (x) => (x > 0.3 ? 1 : 0), [0.3])).toBeCloseTo(1 - cdf(normal(0, 1), 0.3), 11);
    const law = mix([normal(0, 1e-6), normal(1e3, 1)], [1, 1]);
    expect(expectation(law, (x) => x)).toBeCloseTo(500, 8);
    expect(expectation(law, (x) => Math.exp(-x * x * 1e12))).toBeCloseTo(0.5 / Math.sqrt(3), 9);
  });

  it("of names are sums", () => {
    const worth: Readonly<Record<string, number>> = { a: 1, b: 10 };
    expect(expectation(categorical(["a", "b", "c"], [1, 1, 0]), (x) => worth[x])).toBe(5.5);
  });
});
