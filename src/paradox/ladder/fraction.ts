/** An exact rational number, always in lowest terms, with a positive denominator. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** `over / under`, whole numbers. */
export function fraction(over: number | bigint, under: number | bigint = 1): Fraction {
  return lowest(BigInt(over), BigInt(under));
}

export const ZERO = fraction(0);
export const ONE = fraction(1);

export function plus(a: Fraction, b: Fraction): Fraction {
  return lowest(a.over * b.under + b.over * a.under, a.under * b.under);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return lowest(a.over * b.under - b.over * a.under, a.under * b.under);
}

export function times(...factors: readonly Fraction[]): Fraction {
  return factors.reduce((a, b) => lowest(a.over * b.over, a.under * b.under));
}

export function over(a: Fraction, b: Fraction): Fraction {
  return lowest(a.over * b.under, a.under * b.over);
}

/** 1 - a. */
export function rest(a: Fraction): Fraction {
  return minus(ONE, a);
}

export function equal(a: Fraction, b: Fraction): boolean {
  return a.over === b.over && a.under === b.under;
}

/** The nearest double, up to its last bit; terms here are far below 2^53. */
export function numberOf({ over: a, under: b }: Fraction): number {
  return Number(a) / Number(b);
}

/** "7/25", "1". */
export function written({ over: a, under: b }: Fraction): string {
  return b === 1n ? String(a) : `${a}/${b}`;
}

function lowest(a: bigint, b: bigint): Fraction {
  if (b === 0n) throw new RangeError("a fraction with denominator 0");
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  const sign = b < 0n ? -x : x;
  return { over: a / sign, under: b / sign };
}
