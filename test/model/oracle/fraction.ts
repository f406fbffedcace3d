/**
 * Exact rational numbers. A fraction is reduced only when asked (`reduced`): sums of products over one unit share their denominator, and
 * keeping it spares most of the work. The denominator is always positive.
 */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export const ZERO: Fraction = { over: 0n, under: 1n };
export const ONE: Fraction = { over: 1n, under: 1n };

export function fraction(over: number | bigint, under: number | bigint = 1n): Fraction {
  const below = BigInt(under);
  if (below === 0n) throw new RangeError("a fraction with denominator 0");
  return below < 0n ? { over: -BigInt(over), under: -below } : { over: BigInt(over), under: below };
}

const decimals = new Map<number, Fraction>();

/** What the decimal text of a number says: .1 is 1/10, not the double nearest to it. */
export function decimal(value: number): Fraction {
  let found = decimals.get(value);
  if (found === undefined) {
    const parts = /^(-?\d+)(?:\.(\d+))?$/.exec(String(value));
    if (parts === null) throw new RangeError(`${value} is not a plain decimal number`);
    const [, whole, rest = ""] = parts;
    found = reduced(fraction(BigInt(whole + rest), 10n ** BigInt(rest.length)));
    decimals.set(value, found);
  }
  return found;
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.under === b.under) return { over: a.over + b.over, under: a.under };
  if (a.under % b.under === 0n) return { over: a.over + b.over * (a.under / b.under), under: a.under };
  if (b.under % a.under === 0n) return plus(b, a);
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under };
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { over: -b.over, under: b.under });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under };
}

export function divided(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.under, a.under * b.over);
}

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isZero(a: Fraction): boolean {
  return a.over === 0n;
}

export function sum(list: readonly Fraction[]): Fraction {
  return list.reduce(plus, ZERO);
}

export function reduced(a: Fraction): Fraction {
  let [x, y] = [a.over < 0n ? -a.over : a.over, a.under];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 1n ? a : { over: a.over / x, under: a.under / x };
}

/** The double nearest to it, but for the last bit. */
export function approximately(a: Fraction): number {
  const { over, under } = reduced(a);
  // 70 more bits than the quotient has, so that nothing but the last rounding is lost.
  const bits = Math.max(0, under.toString(2).length - over.toString(2).length + 70);
  return Number((over << BigInt(bits)) / under) / 2 ** bits;
}

/** As in the tables of goldens: `1747/2330`. */
export function written(a: Fraction): string {
  const { over, under } = reduced(a);
  return under === 1n ? `${over}` : `${over}/${under}`;
}
