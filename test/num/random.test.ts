import { describe, expect, it } from "vitest";
import { mix } from "../../src/num/hash.js";
import { normalCdf } from "../../src/num/normal.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

/** xoshiro128** as published (Blackman & Vigna, prng.di.unimi.it/xoshiro128starstar.c), in arithmetic without tricks. */
function xoshiro(state: readonly number[]): () => number {
  const mask = 0xffffffffn;
  const s = state.map((word) => BigInt(word >>> 0));
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  return () => {
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
}

/** Chi-square of counts against equal shares; its mean is cells - 1 and its variance twice that. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Six standard deviations of the chi-square law about its mean. */
function expectUniform(counts: readonly number[]): void {
  const freedom = counts.length - 1;
  expect(Math.abs(chiSquare(counts) - freedom)).toBeLessThan(6 * Math.sqrt(2 * freedom));
}

function take(n: number, draw: () => number): number[] {
  return Array.from({ length: n }, draw);
}

function moment(values: readonly number[], power: number): number {
  return values.reduce((sum, value) => sum + value ** power, 0) / values.length;
}

function binned(values: readonly number[], bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.floor(value * bins)]++;
  return counts;
}

describe("uniform numbers", () => {
  it("are xoshiro128** started from the mixed seed, 27 + 26 bits each", () => {
    for (const [seed, stream] of [
      [0, 0],
      [1, 0],
      [1, 7],
      [123456789, 4294967295],
    ]) {
      const a = mix(seed, stream ^ 0x243f6a88);
      const b = mix(a, 0x85a308d3);
      const c = mix(b, 0x13198a2e);
      const word = xoshiro([a, b, c, mix(c, 0x03707344) | 1]);
      const uniform = uniformStream(seed, stream);
      for (let i = 0; i < 200; i++) {
        const bits = (BigInt(word()) >> 5n) * 2n ** 26n + (BigInt(word()) >> 6n);
        expect(uniform()).toBe(Number(bits) / 2 ** 53);
      }
    }
  });
  it("are the same for the same seed and stream, and 0 is the stream when none is named", () => {
    expect(take(50, uniformStream(9, 3))).toEqual(take(50, uniformStream(9, 3)));
    expect(take(50, uniformStream(9))).toEqual(take(50, uniformStream(9, 0)));
  });
  it("lie in [0, 1) with the moments of the uniform law", () => {
    const n = 400_000;
    const values = take(n, uniformStream(2));
    expect(Math.min(...values.slice(0, 100_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values.slice(0, 100_000))).toBeLessThan(1);
    for (const power of [1, 2, 3, 4]) {
      const mean = 1 / (power + 1);
      const se = Math.sqrt((1 / (2 * power + 1) - mean ** 2) / n);
      expect(Math.abs(moment(values, power) - mean)).toBeLessThan(4 * se);
    }
  });
  it("fill 1,000 bins evenly, and 32 x 32 bins in pairs", () => {
    const values = take(400_000, uniformStream(3));
    expectUniform(binned(values, 1000));
    const pairs = new Array<number>(1024).fill(0);
    for (let i = 0; i < values.length; i += 2)
      pairs[Math.floor(values[i] * 32) * 32 + Math.floor(values[i + 1] * 32)]++;
    expectUniform(pairs);
  });
  it("are even in their low bits too", () => {
    const counts = new Array<number>(256).fill(0);
    for (const value of take(100_000, uniformStream(4))) counts[Number(BigInt(value * 2 ** 53) & 255n)]++;
    expectUniform(counts);
  });
  it("are not correlated with the numbers before them", () => {
    const values = take(200_000, uniformStream(5)).map((value) => value - 0.5);
    for (const lag of [1, 2, 3, 4, 8]) {
      let sum = 0;
      for (let i = lag; i < values.length; i++) sum += values[i] * values[i - lag];
      // The variance of one product is 1/144.
      expect(Math.abs(sum)).toBeLessThan((4.5 * Math.sqrt(values.length)) / 12);
    }
  });
});

describe("streams", () => {
  it("of neighbouring numbers, and of neighbouring seeds, share nothing", () => {
    const n = 20_000;
    for (const [a, b] of [
      [uniformStream(1, 0), uniformStream(1, 1)],
      [uniformStream(1, 0), uniformStream(2, 0)],
      [uniformStream(3, 4), uniformStream(4, 3)],
    ]) {
      const [x, y] = [take(n, a), take(n, b)];
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (x[i] - 0.5) * (y[i] - 0.5);
      expect(Math.abs(sum)).toBeLessThan((4.5 * Math.sqrt(n)) / 12);
      expect(x.filter((value) => y.includes(value)).length).toBe(0);
    }
  });
  it("of one seed all differ, and their first numbers are as uniform as one stream's", () => {
    const firsts = Array.from({ length: 100_000 }, (_, stream) => uniformStream(11, stream)());
    expect(new Set(firsts).size).toBe(firsts.length);
    expectUniform(binned(firsts, 1000));
    const seeds = Array.from({ length: 100_000 }, (_, seed) => uniformStream(seed)());
    expect(new Set(seeds).size).toBe(seeds.length);
    expectUniform(binned(seeds, 1000));
  });
});

describe("normal numbers", () => {
  const n = 400_000;
  const values = take(n, normalStream(uniformStream(6)));
  it("have the moments 0, 1, 0, 3, 0, 15", () => {
    const moments = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395];
    for (const power of [1, 2, 3, 4, 5, 6]) {
      const se = Math.sqrt((moments[2 * power] - moments[power] ** 2) / n);
      expect(Math.abs(moment(values, power) - moments[power])).toBeLessThan(4 * se);
    }
  });
  it("fill the quantiles of the normal law evenly", () => {
    expectUniform(
      binned(
        values.map((value) => Math.min(normalCdf(value), 1 - 1e-12)),
        500,
      ),
    );
  });
  it("are as many as asked for beyond 3", () => {
    const share = 2 * 0.0013498980316300946;
    const beyond = values.filter((value) => Math.abs(value) > 3).length;
    expect(Math.abs(beyond - n * share)).toBeLessThan(4 * Math.sqrt(n * share));
  });
  it("come in uncorrelated pairs, whose sizes are uncorrelated too", () => {
    let plain = 0;
    let sizes = 0;
    for (let i = 0; i < n; i += 2) {
      plain += values[i] * values[i + 1];
      sizes += (values[i] ** 2 - 1) * (values[i + 1] ** 2 - 1);
    }
    expect(Math.abs(plain)).toBeLessThan(4 * Math.sqrt(n / 2));
    expect(Math.abs(sizes)).toBeLessThan(4 * 2 * Math.sqrt(n / 2));
  });
  it("are finite even when the uniform number is 0 or next to 1", () => {
    for (const edge of [0, 1 - 2 ** -53]) {
      const draw = normalStream(() => edge);
      for (let i = 0; i < 4; i++) expect(Number.isFinite(draw())).toBe(true);
    }
  });
});
