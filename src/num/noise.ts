import { hashText, mix } from "./hash.js";
import { BLOCK, type NoiseBench, noiseBench } from "./noise-bench.js";

export { BLOCK } from "./noise-bench.js";

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

/** This thread's kernels at the start of a block. */
export function benchAt(stream: NoiseStream, block: number): NoiseBench {
  const bench = noiseBench();
  const [a, b, c, d] = blockState(stream, block);
  const { state } = bench;
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
  return bench;
}

/** Copies the first numbers of a bench. */
export function takeFrom({ out: from }: NoiseBench, out: Float64Array, count: number): void {
  out.set(count === BLOCK ? from : from.subarray(0, count));
}

/** Fills `out` with the first `count` numbers of a block, at most BLOCK: uniform in [0, 1), 53 random bits each. */
export function fillUniform(out: Float64Array, count: number, stream: NoiseStream, block: number): void {
  const bench = benchAt(stream, block);
  bench.ops.uniforms(bench.state.byteOffset, bench.jumps.byteOffset, count, bench.out.byteOffset);
  takeFrom(bench, out, count);
}
