// Against mpmath 1.3 (40 digits; the rows say so), against the closed form at the origin, and against quadratures written here that know
// nothing of the code: over the correlation (Drezner & Wesolowsky 1990), and Simpson's rule over the plane.
import { describe, expect, it } from "vitest";
import { bivariateUpperTail, type Interval, truncatedPair } from "../../src/num/bivariate-normal.js";
import { normalCdf, truncatedNormal } from "../../src/num/normal.js";
import { uniformStream } from "../../src/num/random.js";

const INF = Number.POSITIVE_INFINITY;
const relative = (found: number, expected: number) => Math.abs(found / expected - 1);

/** Simpson's rule with an even number of panels. */
function simpson(f: (x: number) => number, from: number, to: number, panels: number): number {
  const h = (to - from) / panels;
  let sum = f(from) + f(to);
  for (let i = 1; i < panels; i++) sum += f(from + i * h) * (i % 2 === 1 ? 4 : 2);
  return (sum * h) / 3;
}

/** P(X > h, Y > k) = P(X > h) P(Y > k) + the integral of the density at (h, k) over correlations from 0 to r, with r = sin of an angle. */
function overCorrelation(h: number, k: number, r: number): number {
  const f = (angle: number) =>
    Math.exp(-(h * h + k * k - 2 * h * k * Math.sin(angle)) / (2 * Math.cos(angle) ** 2)) / (2 * Math.PI);
  return normalCdf(-h) * normalCdf(-k) + simpson(f, 0, Math.asin(r), 4000);
}

describe("one standard normal variable between two ends", () => {
  // low, high, log probability, mean, variance: mpmath with 80 digits.
  const rows: readonly (readonly [number, number, number, number, number])[] = [
    [-30, INF, 0, 0, 1],
    [-1.5, INF, -0.06914345561223398, 0.13878975045885075, 0.7725527794792938],
    [0, INF, -Math.LN2, 0.7978845608028654, 0.3633802276324187],
    [1, INF, -1.8410216450092636, 1.525135276160981, 0.1990976655703488],
    [1.5, INF, -2.7059444008238898, 1.938677166622543, 0.1495465935502027],
    [2, INF, -3.783184333682032, 2.373215532822841, 0.11427910041408125],
    [8, INF, -35.01343715991455, 8.121368112236112, 0.014324883443340911],
    [20, INF, -203.91715537109727, 20.04975306852785, 0.0024632616150521637],
    [50, INF, -1254.8313611394199, 50.019984031905636, 0.0003990431868038996],
    [0.4821579264325665, 2.7037650784249063, -1.1666161856543775, 1.107344861975034, 0.23411379397961996],
    [-1.2237910170140645, 10.285326233826579, -0.11711323909425249, 0.2121084622459216, 0.6954335695144448],
    [9.964364642440957, 10.174427384232548, -52.997815066988, 10.034909886663053, 0.0029779382684475856],
    [-2.658255167725904, -2.6426724058542908, -8.592946703085564, -2.6504101560691615, 2.0233316122130915e-5],
    [-20.161605028985747, -20.15786619798099, -209.71515469438376, -20.159712131545405, 1.164573401928199e-6],
    [-34.93525588974737, -34.93525371027345, -624.1913795365991, -34.93525479999658, 3.9584221275464013e-13],
  ];
  for (const [low, high, log, mean, variance] of rows) {
    it(`${low} to ${high}`, () => {
      const found = truncatedNormal(low, high);
      expect(Math.abs(found.log - log)).toBeLessThan(1e-15 * Math.max(1, Math.abs(log)));
      expect(Math.abs(found.mean - mean)).toBeLessThan(2e-15 * Math.max(1, Math.abs(mean)));
      expect(relative(found.variance, variance)).toBeLessThan(1e-13);
      const mirrored = truncatedNormal(-high, -low);
      expect([mirrored.log, mirrored.mean + 0, mirrored.variance]).toEqual([
        found.log,
        -found.mean + 0,
        found.variance,
      ]);
    });
  }
  it("is the whole law without ends, and nothing where there is no room", () => {
    expect(truncatedNormal(-INF, INF)).toEqual({ log: 0, mean: 0, variance: 1 });
    for (const [low, high] of [
      [1, 1],
      [2, 1],
      [INF, INF],
      [Number.NaN, 1],
    ]) {
      expect(truncatedNormal(low, high).log).toBe(-INF);
    }
  });
  it("adds up: an interval is its two parts", () => {
    const uniform = uniformStream(4);
    for (let i = 0; i < 500; i++) {
      const [a, b, c] = [0, 0, 0].map(() => 16 * uniform() - 8).sort((x, y) => x - y);
      const [whole, left, right] = [truncatedNormal(a, c), truncatedNormal(a, b), truncatedNormal(b, c)];
      const [p, q] = [Math.exp(left.log - whole.log), Math.exp(right.log - whole.log)];
      expect(Math.abs(p + q - 1)).toBeLessThan(1e-13);
      expect(Math.abs(p * left.mean + q * right.mean - whole.mean)).toBeLessThan(1e-13 * Math.max(1, Math.abs(a), c));
      const spread = p * (left.variance + left.mean ** 2) + q * (right.variance + right.mean ** 2) - whole.mean ** 2;
      expect(Math.abs(spread - whole.variance)).toBeLessThan(1e-12);
    }
  });
});

describe("the upper tail of two", () => {
  it("is 1/4 + asin(r) / 2 pi at the origin", () => {
    for (let r = -0.99; r < 1; r += 0.03) {
      expect(Math.abs(bivariateUpperTail(0, 0, r) - (0.25 + Math.asin(r) / (2 * Math.PI)))).toBeLessThan(1e-15);
    }
  });
  it("gives P(S' > c | S > c) of THEORY G6", () => {
    const again = (r: number, c: number) => bivariateUpperTail(c, c, r) / normalCdf(-c);
    expect(Math.abs(again(0.5, 0) - 2 / 3)).toBeLessThan(1e-15);
    expect(Math.abs(again(0.8, 0) - (0.5 + Math.asin(0.8) / Math.PI))).toBeLessThan(1e-15);
    expect(Math.abs(again(0.8, 0) - 0.7951672353)).toBeLessThan(5e-11);
    expect(Math.abs(again(0.8, 1) - 0.6154004778)).toBeLessThan(5e-11);
    expect(Math.abs(again(0.5, 2) - 0.1781504496)).toBeLessThan(5e-11);
  });
  // h, k, r, log probability: mpmath, 40 digits.
  const rows: readonly (readonly [number, number, number, number])[] = [
    [5, 5, 0.5, -20.91599095164802],
    [8, 6, -0.3, -77.1841164512073],
    [-3, 4, 0.95, -10.36010148652729],
    [2, 2, 0.9999, -3.7966638759742803],
    [1, -1.0001, -0.9999, -6.587675654509405],
    [20, 25, 0.2, -437.3449675650101],
    [0.5, 0.25, -0.75, -3.8334766102517275],
    [-1, -2, 0.3, -0.189609032215186],
  ];
  for (const [h, k, r, log] of rows) {
    it(`at (${h}, ${k}), correlation ${r}`, () => {
      for (const [a, b] of [
        [h, k],
        [k, h],
      ]) {
        const found = truncatedPair([a, INF], [b, INF], r).log;
        // Where 1 - r is small, r as a double is itself known to less.
        expect(Math.abs(found - log)).toBeLessThan(
          Math.abs(r) > 0.999 ? 3e-12 : 2e-14 * Math.max(1, Math.abs(log) / 8),
        );
      }
    });
  }
  it("is the quadrature over the correlation", () => {
    const uniform = uniformStream(7);
    for (let i = 0; i < 300; i++) {
      const [h, k, r] = [8 * uniform() - 4, 8 * uniform() - 4, 1.9 * uniform() - 0.95];
      expect(Math.abs(bivariateUpperTail(h, k, r) - overCorrelation(h, k, r))).toBeLessThan(1e-14);
    }
  });
  it("adds up over the four quarters of the plane, also when the two are nearly one", () => {
    const uniform = uniformStream(8);
    for (let i = 0; i < 200; i++) {
      const [h, k] = [6 * uniform() - 3, 6 * uniform() - 3];
      const r = Math.sign(uniform() - 0.5) * (1 - 10 ** (-9 * uniform()));
      const quarters = [
        bivariateUpperTail(h, k, r),
        bivariateUpperTail(-h, k, -r),
        bivariateUpperTail(h, -k, -r),
        bivariateUpperTail(-h, -k, r),
      ];
      expect(Math.abs(quarters.reduce((a, b) => a + b) - 1)).toBeLessThan(2e-14);
      expect(Math.abs(quarters[0] + quarters[1] - normalCdf(-k))).toBeLessThan(2e-14);
    }
  });
  it("knows independence, and two that are one", () => {
    expect(relative(bivariateUpperTail(1, 2, 0), normalCdf(-1) * normalCdf(-2))).toBeLessThan(1e-14);
    expect(relative(bivariateUpperTail(1, 2, 1), normalCdf(-2))).toBeLessThan(1e-14);
    expect(relative(bivariateUpperTail(-1, -2, -1), normalCdf(2) - normalCdf(-1))).toBeLessThan(1e-14);
    expect(bivariateUpperTail(1, 2, -1)).toBe(0);
    expect(bivariateUpperTail(-INF, -INF, 0.3)).toBeCloseTo(1, 15);
    expect(bivariateUpperTail(INF, 0, 0.3)).toBe(0);
  });
});

describe("two in a box", () => {
  const density = (x: number, y: number, r: number) =>
    Math.exp(-(x * x - 2 * r * x * y + y * y) / (2 * (1 - r * r))) / (2 * Math.PI * Math.sqrt(1 - r * r));
  /** Simpson over the plane, cut at 7.5. */
  function brute(first: Interval, second: Interval, r: number) {
    const panels = 700;
    const [a, b, c, d] = [...first, ...second].map((end) => Math.max(-7.5, Math.min(7.5, end)));
    const factor = (i: number) => (i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2);
    let [p, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i <= panels; i++) {
      for (let j = 0; j <= panels; j++) {
        const [u, v] = [a + ((b - a) * i) / panels, c + ((d - c) * j) / panels];
        const weight = factor(i) * factor(j) * density(u, v, r);
        p += weight;
        x += weight * u;
        y += weight * v;
        xx += weight * u * u;
        yy += weight * v * v;
        xy += weight * u * v;
      }
    }
    const area = ((b - a) * (d - c)) / (9 * panels * panels);
    return {
      p: p * area,
      means: [x / p, y / p],
      variances: [xx / p - (x / p) ** 2, yy / p - (y / p) ** 2],
      covariance: xy / p - ((x / p) * y) / p,
    };
  }
  const boxes: readonly (readonly [Interval, Interval, number])[] = [
    [[-1, 2], [0, 1.5], 0.6],
    [[1, INF], [-INF, 0.5], 0.4],
    [[0, INF], [0, INF], -0.7],
    [[-INF, INF], [1, 2], 0.5],
    [[2, 3], [-3, -2], 0.3],
    [[-0.5, 0.25], [-INF, INF], -0.2],
  ];
  for (const [first, second, r] of boxes) {
    it(`${first} by ${second}, correlation ${r}: probability, means, covariances by Simpson's rule`, () => {
      const found = truncatedPair(first, second, r);
      const expected = brute(first, second, r);
      expect(relative(Math.exp(found.log), expected.p)).toBeLessThan(4e-9);
      found.means.forEach((mean, i) => {
        expect(Math.abs(mean - expected.means[i])).toBeLessThan(4e-9);
      });
      found.variances.forEach((variance, i) => {
        expect(Math.abs(variance - expected.variances[i])).toBeLessThan(4e-9);
      });
      expect(Math.abs(found.covariance - expected.covariance)).toBeLessThan(4e-9);
    });
  }
  it("keeps its digits in a box of a millionth", () => {
    const [x, y, r, width] = [1.3, -0.4, 0.7, 2 ** -20];
    const found = truncatedPair([x, x + width], [y, y + width], r);
    const middle = density(x + width / 2, y + width / 2, r);
    expect(relative(Math.exp(found.log), middle * width * width)).toBeLessThan(1e-11);
    expect(relative(found.variances[0], width ** 2 / 12)).toBeLessThan(1e-9);
    expect(relative(found.variances[1], width ** 2 / 12)).toBeLessThan(1e-9);
  });
  it("is that of the second variable alone where the first has no bounds", () => {
    for (const r of [-0.9, 0.3, 0.999999]) {
      const [pair, alone] = [truncatedPair([-INF, INF], [0.5, 1.25], r), truncatedNormal(0.5, 1.25)];
      expect(Math.abs(pair.log - alone.log)).toBeLessThan(1e-13);
      expect(Math.abs(pair.means[1] - alone.mean)).toBeLessThan(1e-13);
      expect(Math.abs(pair.means[0] - r * alone.mean)).toBeLessThan(1e-13);
      expect(Math.abs(pair.variances[1] - alone.variance)).toBeLessThan(1e-13);
      expect(Math.abs(pair.variances[0] - (1 - r * r + r * r * alone.variance))).toBeLessThan(1e-13);
    }
  });
  it("is nothing where there is no room", () => {
    expect(truncatedPair([1, 1], [0, 1], 0.5).log).toBe(-INF);
    expect(truncatedPair([0, 1], [1, 0], 0.5).log).toBe(-INF);
    expect(truncatedPair([1, 2], [-2, -1], 1).log).toBe(-INF);
  });
  it("takes a millisecond at most, typically a tenth", () => {
    const uniform = uniformStream(9);
    const start = performance.now();
    for (let i = 0; i < 200; i++) {
      truncatedPair([4 * uniform() - 2, INF], [4 * uniform() - 2, INF], 2 * uniform() - 1);
    }
    expect((performance.now() - start) / 200).toBeLessThan(5);
  });
});
