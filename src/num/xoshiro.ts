/** A generator that gives one 32-bit word after the other, and tells where it stands. */
export interface Xoshiro {
  readonly word: () => number;
  readonly state: () => readonly [number, number, number, number];
}

/** xoshiro128** (Blackman & Vigna 2018) from a state of four words that are not all 0. Words are from 0 to 2^32 - 1. */
export function xoshiro(a: number, b: number, c: number, d: number): Xoshiro {
  const word = () => {
    const scaled = Math.imul(b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
  return { word, state: () => [a, b, c, d] };
}
