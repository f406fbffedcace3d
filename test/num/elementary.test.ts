// Elementary functions against exact fractions (series in BigInt), to units in the last place.
import { describe, expect, it } from "vitest";
import {
  asin,
  atan,
  cosSinPi,
  exp,
  expm1,
  exponentOf,
  log,
  log1p,
  logistic,
  pow,
  scalb,
  tanPi,
} from "../../src/num/elementary.js";

/** Fixed-point numbers with 200 binary places. */
const PLACES = 200n;
const ONE = 1n << PLACES;

function fixed(x: number): bigint {
  // A double is a whole number times a power of two.
  let [mantissa, shift] = [x, 0n];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    shift++;
  }
  return (BigInt(mantissa) << PLACES) >> shift;
}
const times = (a: bigint, b: bigint) => (a * b) >> PLACES;
const over = (a: bigint, b: bigint) => (a << PLACES) / b;

function exactExp(x: bigint): bigint {
  // e^x = (e^(x / 2^8))^(2^8)
  const small = x >> 8n;
  let [term, sum] = [ONE, ONE];
  for (let n = 1n; term !== 0n && n < 80n; n++) {
    term = times(term, small) / n;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = times(sum, sum);
  return sum;
}
function exactLog(x: bigint): bigint {
  // Newton on e^y = x, from the double.
  let y = fixed(Math.log(toNumber(x)));
  for (let i = 0; i < 4; i++) y += 2n * over(x - exactExp(y), x + exactExp(y));
  return y;
}
function exactAtan(x: bigint): bigint {
  const root = (square: bigint) => {
    let r = fixed(Math.sqrt(toNumber(square)));
    for (let i = 0; i < 5; i++) r = (r + over(square, r)) / 2n;
    return r;
  };
  let [y, doubled] = [x, 0n];
  for (; doubled < 6n; doubled++) y = over(y, ONE + root(ONE + times(y, y)));
  let [power, sum] = [y, 0n];
  for (let n = 1n; power !== 0n && n < 200n; n += 2n) {
    sum += (n % 4n === 1n ? power : -power) / n;
    power = times(power, times(y, y));
  }
  return sum << doubled;
}
function toNumber(x: bigint): number {
  const sign = x < 0n ? -1 : 1;
  const size = x < 0n ? -x : x;
  const extra = Math.max(0, size.toString(2).length - 60);
  return sign * Number(size >> BigInt(extra)) * 2 ** (extra - Number(PLACES));
}
/** |found - exact| in units of the last place of the exact value. */
function units(found: number, exact: bigint): number {
  const value = toNumber(exact);
  const ulp = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 52);
  return Math.abs(toNumber(fixed(found) - exact)) / ulp;
}

let state = 20261124;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const many = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const worst = (xs: readonly number[], f: (x: number) => number, exact: (x: bigint) => bigint) =>
  Math.max(...xs.map((x) => units(f(x), exact(fixed(x)))));

describe("against exact values", () => {
  it("exp", () => {
    expect(
      worst(
        many(400, () => random() * 60 - 40),
        exp,
        exactExp,
      ),
    ).toBeLessThan(1.2);
  });
  it("log", () => {
    expect(
      worst(
        many(400, () => exp(random() * 40 - 20)),
        log,
        exactLog,
      ),
    ).toBeLessThan(1.2);
    expect(
      worst(
        many(400, () => 0.6 + random()),
        log,
        exactLog,
      ),
    ).toBeLessThan(1.2);
    expect(
      worst(
        many(100, () => 1 + (random() - 0.5) * 1e-6),
        log,
        exactLog,
      ),
    ).toBeLessThan(1.2);
  });
  it("log1p and expm1, near 0 too", () => {
    const near = [...many(200, () => random() - 0.5), ...many(200, () => (random() - 0.5) * 1e-5)];
    expect(worst(near, log1p, (x) => exactLog(ONE + x))).toBeLessThan(1.5);
    expect(worst(near, expm1, (x) => exactExp(x) - ONE)).toBeLessThan(2);
    expect(
      worst(
        many(100, () => 1 + random() * 50),
        log1p,
        (x) => exactLog(ONE + x),
      ),
    ).toBeLessThan(1.5);
  });
  it("atan", () => {
    expect(
      worst(
        many(400, () => (random() - 0.5) * 20),
        atan,
        exactAtan,
      ),
    ).toBeLessThan(2.5);
  });
});

describe("against the platform's, which are right but for the last bits", () => {
  const close = (found: number, expected: number) => {
    if (Number.isNaN(expected) || !Number.isFinite(expected) || expected === 0) expect(found).toBe(expected);
    else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-15);
  };
  it("tan, sin and cos of pi t, asin, logistic", () => {
    for (const t of many(2000, () => random() - 0.5)) {
      const [cos, sin] = cosSinPi(t);
      expect(Math.abs(cos - Math.cos(Math.PI * t))).toBeLessThan(4e-16);
      expect(Math.abs(sin - Math.sin(Math.PI * t))).toBeLessThan(4e-16);
      if (Math.abs(t) < 0.4) expect(Math.abs(tanPi(t) / Math.tan(Math.PI * t) - 1)).toBeLessThan(2e-15);
      expect(Math.abs(asin(2 * t) - Math.asin(2 * t))).toBeLessThan(5e-16);
      close(logistic(20 * t), 1 / (1 + Math.exp(-20 * t)));
    }
    expect(tanPi(0.25)).toBeCloseTo(1, 15);
    expect(cosSinPi(1.5)[1]).toBe(-1);
    expect(cosSinPi(-7)[0]).toBe(-1);
  });
  it("pow", () => {
    for (let i = 0; i < 3000; i++) {
      const [a, b] = [random() * 10, random() * 10 - 5];
      expect(Math.abs(pow(a, b) / a ** b - 1)).toBeLessThan(5e-15);
    }
    for (const [a, b] of [
      [2, 10],
      [-3, 3],
      [10, -2],
      [0, 0],
      [0, 3],
      [4, 0.5],
      [-8, 1 / 3],
      [2, 0.5],
      [0, -1],
    ])
      close(pow(a, b), a ** b);
    expect(Math.abs(pow(-1.01, 101) / (-1.01) ** 101 - 1)).toBeLessThan(1e-14);
  });
  it("ends and exceptions", () => {
    for (const x of [0, -0, 1, -1, 709.7, 710, -745, -746, Infinity, -Infinity, Number.NaN, 1e-320]) {
      if (x > -740 || x < -746) close(exp(x), Math.exp(x));
      close(log(x), Math.log(x));
      close(atan(x), Math.atan(x));
    }
    for (const x of [-1, -2, 0, 1e300, Infinity, -0.5]) close(log1p(x), Math.log1p(x));
    expect(log(1)).toBe(0);
    expect(exp(0)).toBe(1);
    expect(Object.is(log1p(0), 0)).toBe(true);
  });
  it("powers of two", () => {
    for (const k of [-1074, -1022, -500, -1, 0, 1, 52, 1023]) {
      expect(scalb(1, k)).toBe(2 ** k);
      expect(exponentOf(2 ** k)).toBe(k);
    }
    expect(exponentOf(3)).toBe(1);
    expect(scalb(3, -1075)).toBe(2 ** -1073 * 0.75 * 1);
  });
});
