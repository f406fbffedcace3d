import { describe, expect, it } from "vitest";
import { BLOCK, fillUniform, noiseStream } from "../../src/num/noise.js";
import { normalCdf } from "../../src/num/normal.js";
import { fillNormal } from "../../src/num/ziggurat.js";

type Fill = typeof fillUniform;

/** `blocks` blocks of a stream, one after the other. */
function take(fill: Fill, blocks: number, seed: number, name = "x", vector = 0): Float64Array {
  const stream = noiseStream(seed, name, vector);
  const all = new Float64Array(blocks * BLOCK);
  for (let block = 0; block < blocks; block++) fill(all.subarray(block * BLOCK), BLOCK, stream, block);
  return all;
}

/** Largest distance between the distribution function of the values and the law's, times sqrt(n): above 1.95 once in a thousand times. */
function kolmogorov(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  let most = 0;
  sorted.forEach((value, i) => {
    const p = cdf(value);
    most = Math.max(most, Math.abs(p - i / sorted.length), Math.abs(p - (i + 1) / sorted.length));
  });
  return most * Math.sqrt(sorted.length);
}

function mean(values: Float64Array, of: (x: number) => number = (x) => x): number {
  return values.reduce((sum, x) => sum + of(x), 0) / values.length;
}

/** sqrt(n) times the correlation of standardised values, about N(0, 1). */
function correlation(a: Float64Array, b: Float64Array, variance: number): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0) / variance / Math.sqrt(a.length);
}

describe("streams of noise", () => {
  it("do not depend on how much of a block is drawn", () => {
    for (const fill of [fillUniform, fillNormal]) {
      const whole = take(fill, 3, 7);
      for (const count of [1, 2, 1000, BLOCK]) {
        const part = new Float64Array(count);
        fill(part, count, noiseStream(7, "x", 0), 2);
        expect([...part]).toEqual([...whole.subarray(2 * BLOCK, 2 * BLOCK + count)]);
      }
    }
  });

  it("are xoshiro128** from the block's state", async () => {
    const { blockState } = await import("../../src/num/noise.js");
    const mask = 0xffffffffn;
    const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
    const stream = noiseStream(5, "price", 2);
    const s = blockState(stream, 9).map((word) => BigInt(word >>> 0));
    const word = () => {
      const result = (rotate((s[1] * 5n) & mask, 7n) * 9n) & mask;
      const t = (s[1] << 9n) & mask;
      s[2] ^= s[0];
      s[3] ^= s[1];
      s[1] ^= s[2];
      s[0] ^= s[3];
      s[2] ^= t;
      s[3] = rotate(s[3], 11n);
      return Number(result);
    };
    const out = new Float64Array(500);
    fillUniform(out, 500, stream, 9);
    for (const value of out) expect(value).toBe(((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53);
  });

  it("differ by seed, name, vector and block", () => {
    const firsts = [
      take(fillUniform, 40, 1),
      take(fillUniform, 40, 2),
      take(fillUniform, 40, 1, "y"),
      take(fillUniform, 40, 1, "x", 1),
    ];
    const numbers = firsts.flatMap((one) => [...one]);
    // 53 bits: two equal ones among 330,000 would be a rare chance, an equal stretch is none.
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe("uniform noise", () => {
  const values = take(fillUniform, 200, 3);
  it("is in [0, 1) and uniform", () => {
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(kolmogorov(values, (x) => x)).toBeLessThan(1.95);
  });
  it("is uniform across blocks: the first numbers of many streams", () => {
    const firsts = new Float64Array(20_000);
    const one = new Float64Array(1);
    firsts.forEach((_, block) => {
      fillUniform(one, 1, noiseStream(block % 7, "first", block % 3), block);
      firsts[block] = one[0];
    });
    expect(kolmogorov(firsts, (x) => x)).toBeLessThan(1.95);
  });
});

describe("normal noise", () => {
  const n = 400 * BLOCK;
  const values = take(fillNormal, 400, 11);
  it("has the normal law (Kolmogorov), another seed too", () => {
    expect(kolmogorov(values, normalCdf)).toBeLessThan(1.95);
    expect(kolmogorov(take(fillNormal, 200, 12), normalCdf)).toBeLessThan(1.95);
  });
  it("has its moments, up to the eighth", () => {
    // E[z^2k] = 1, 3, 15, 105; variances of the averages from E[z^4k] - E[z^2k]^2.
    for (const [power, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
      [6, 15, 10170],
      [8, 105, 2016000],
    ]) {
      const found = mean(values, (x) => x ** power);
      expect(Math.abs(found - expected) / Math.sqrt(variance / n), `moment ${power}`).toBeLessThan(4);
    }
  });
  it("has its tails: as many as expected beyond each of these, and beyond the last strip", () => {
    for (const end of [0.2152, 1, 2, 3, 3.6541528853610088, 4, 4.5]) {
      const p = 2 * normalCdf(-end);
      const beyond = values.reduce((count, x) => count + Number(Math.abs(x) > end), 0);
      expect(Math.abs(beyond - n * p) / Math.sqrt(n * p * (1 - p)), `beyond ${end}`).toBeLessThan(4);
    }
  });
  it("has the law of the tail there", () => {
    const far = take(fillNormal, 4000, 13).filter((x) => Math.abs(x) > 3.6541528853610088);
    expect(far.length).toBeGreaterThan(1500);
    const edge = normalCdf(-3.6541528853610088);
    expect(kolmogorov(far.map(Math.abs), (x) => 1 - normalCdf(-x) / edge)).toBeLessThan(1.95);
    expect(Math.abs(far.filter((x) => x > 0).length - far.length / 2)).toBeLessThan(4 * Math.sqrt(far.length / 4));
  });
  it("is uncorrelated with itself a step on, with other names, vectors, seeds and blocks, and so are its squares", () => {
    const others = [
      values.subarray(1),
      values.subarray(BLOCK),
      take(fillNormal, 400, 11, "y"),
      take(fillNormal, 400, 11, "x", 1),
      take(fillNormal, 400, 12),
    ];
    const spread = (x: Float64Array) => x.map((z) => z * z - 1);
    const squares = spread(values);
    for (const other of others) {
      const size = other.length;
      expect(Math.abs(correlation(values.subarray(0, size), other, 1))).toBeLessThan(4);
      expect(Math.abs(correlation(squares.subarray(0, size), spread(other), 2))).toBeLessThan(4);
    }
  });
  it("is not correlated with the uniform noise of another name", () => {
    const uniform = take(fillUniform, 400, 11, "y").map((e) => (e - 0.5) * Math.sqrt(12));
    expect(Math.abs(correlation(values, uniform, 1))).toBeLessThan(4);
  });
});
