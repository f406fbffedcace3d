import { mix } from "./hash.js";
import { xoshiro } from "./xoshiro.js";

/** A stream of uniform numbers in [0, 1) with 53 random bits each. */
export type Uniform = () => number;

/**
 * xoshiro128** (Blackman & Vigna 2018), seeded by mixing `seed` and `stream`: streams of one seed are independent for our purposes, so
 * that noise can be a function of (seed, block) and never of who computed what first.
 */
export function uniformStream(seed: number, stream = 0): Uniform {
  const a = mix(seed, stream ^ 0x243f6a88);
  const b = mix(a, 0x85a308d3);
  const c = mix(b, 0x13198a2e);
  const { word } = xoshiro(a, b, c, mix(c, 0x03707344) | 1);
  return () => (word() >>> 5) / 134217728 + (word() >>> 6) / 9007199254740992;
}

/** A stream of standard normal numbers drawn from `uniform` (Box & Muller 1958, both of each pair used). */
export function normalStream(uniform: Uniform): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
