import type { KernelOps } from "./kernels/ops.js";
import { openSpace, roomFor } from "./kernels/space.js";
import { xoshiro } from "./xoshiro.js";

/** Rows that share one stretch of a stream. Part of what a seed means: with another block, other numbers. */
export const BLOCK = 2048;

/** Where this thread's kernels draw the numbers of one block: of use until the next draw. */
export interface NoiseBench {
  readonly ops: KernelOps;
  readonly state: Uint32Array;
  readonly jumps: Uint32Array;
  readonly out: Float64Array;
  /** By strip of the ziggurat: its width, and the share of it that is safe. */
  readonly strips: Float64Array;
  /** Rows that are not decided: by `rows` the row and the strip, two words of four, by `places` the second double of two. */
  readonly rows: Uint32Array;
  readonly places: Float64Array;
}

let bench: NoiseBench | undefined;

/** Cost: some milliseconds once a thread. */
export function noiseBench(): NoiseBench {
  bench ??= makeBench();
  return bench;
}

function makeBench(): NoiseBench {
  const space = openSpace(roomFor([16, 8192, 8 * BLOCK, 4096, 16 * BLOCK]), false);
  const state = space.words(4);
  const jumps = space.words(32 * 16 * 4);
  const out = space.doubles(BLOCK);
  const strips = space.doubles(512);
  const places = space.doubles(2 * BLOCK);
  fillJumps(jumps);
  const rows = new Uint32Array(space.buffer, places.byteOffset, 4 * BLOCK);
  return { ops: space.ops, state, jumps, out, strips, rows, places };
}

/** A quarter of a block's numbers, two words each. */
const STEPS = BLOCK / 2;

/**
 * xoshiro128** goes from state to state by shifts and exclusive ors, which is linear in the bits: what a state becomes is the exclusive or of what its bits
 * become. By four bits at a time and their sixteen values.
 */
function fillJumps(jumps: Uint32Array): void {
  for (let k = 0; k < 32; k++) {
    for (let bit = 0; bit < 4; bit++) {
      const value = 1 << bit;
      const to = later(k >> 3, (k & 7) * 4 + bit);
      // With those below it, this bit makes as many values again.
      for (let v = 0; v < value; v++) {
        for (let w = 0; w < 4; w++) jumps[(16 * k + value + v) * 4 + w] = jumps[(16 * k + v) * 4 + w] ^ to[w];
      }
    }
  }
}

/** The state a quarter of a block after that in which one bit of one word is set. */
function later(word: number, bit: number): readonly number[] {
  const [a, b, c, d] = [0, 1, 2, 3].map((at) => (at === word ? 1 << bit : 0));
  const generator = xoshiro(a, b, c, d);
  for (let i = 0; i < STEPS; i++) generator.word();
  return generator.state();
}
