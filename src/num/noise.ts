import { hashText, mix } from "./hash.js";

/** Rows that share one stretch of a stream. Part of what a seed means: with another block, other numbers. */
export const BLOCK = 2048;

/**
 * The noise of one quantity in all rows: row r is number r mod BLOCK of a stream (xoshiro128**, Blackman & Vigna 2018) that belongs to its
 * block alone. So it depends on the seed, the name, the vector and the row, and on nothing else: not on who draws it, nor on what else is
 * drawn, nor in which order.
 */
export interface NoiseStream {
  readonly words: readonly [number, number, number, number];
}

/**
 * @param seed whole number, 0 to 2^32 - 1
 * @param name of the quantity
 * @param vector which draw of it: 0 the factual noise, others counterfactual worlds' own
 */
export function noiseStream(seed: number, name: string, vector: number): NoiseStream {
  // Two hashes of the name, so that no two names of a model are ever alike in both.
  const [one, other] = [hashText(name), hashText(`${name}\n`)];
  const word = (salt: number) => mix(mix(mix(mix(salt, seed), one), other), vector);
  return { words: [word(0x243f6a88), word(0x85a308d3), word(0x13198a2e), word(0x03707344)] };
}

/** Where a block's stretch of a stream starts. */
export function blockState(
  { words: [a, b, c, d] }: NoiseStream,
  block: number,
): readonly [number, number, number, number] {
  // More than 2^32 blocks are 8 million million rows.
  return [mix(a, block), mix(b, block), mix(c, block), mix(d, block) | 1];
}

/** Fills `out` with the first `count` numbers of a block: uniform in [0, 1), 53 random bits each. */
export function fillUniform(out: Float64Array, count: number, stream: NoiseStream, block: number): void {
  let [a, b, c, d] = blockState(stream, block);
  for (let i = 0; i < count; i++) {
    // Twice the same step, written out: the state stays in registers.
    let scaled = Math.imul(b, 5);
    const first = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    let t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    scaled = Math.imul(b, 5);
    const second = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    // 27 bits above 26: 2^-27 and 2^-53.
    out[i] = (first >>> 5) * 7.450580596923828e-9 + (second >>> 6) * 1.1102230246251565e-16;
  }
}
