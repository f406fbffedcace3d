import { xoshiro } from "../../xoshiro.js";
import type { KernelOps } from "../ops.js";
import type { Views } from "./views.js";

/** The twin of assembly/noise.ts: one number after the other, so that it needs no jumps. */
export function noiseOps({ doubles, words }: Views): Pick<KernelOps, "uniforms" | "normals"> {
  const uniforms: KernelOps["uniforms"] = (state, _jumps, count, out) => {
    const from = state >>> 2;
    const { word } = xoshiro(words[from], words[from + 1], words[from + 2], words[from + 3]);
    for (let i = 0, to = out >>> 3; i < count; i++, to++) {
      const first = word();
      const second = word();
      // 27 bits above 26: 2^-27 and 2^-53.
      doubles[to] = (first >>> 5) * 7.450580596923828e-9 + (second >>> 6) * 1.1102230246251565e-16;
    }
  };
  const normals: KernelOps["normals"] = (state, _jumps, count, out, strips, rare) => {
    const from = state >>> 2;
    const { word } = xoshiro(words[from], words[from + 1], words[from + 2], words[from + 3]);
    let undecided = 0;
    for (let i = 0, to = out >>> 3; i < count; i++, to++) {
      const first = word();
      const second = word();
      // The strip from the lowest 8 bits; from 23 and 30 others a number in [-1, 1).
      const strip = first & 255;
      const u = (first >> 9) * 2.384185791015625e-7 + (second >>> 2) * 2.220446049250313e-16;
      const place = (strips >>> 3) + 2 * strip;
      doubles[to] = u * doubles[place];
      if (Math.abs(u) >= doubles[place + 1]) {
        const entry = rare + 16 * undecided++;
        words[entry >>> 2] = i;
        words[(entry >>> 2) + 1] = strip;
        doubles[(entry >>> 3) + 1] = u;
      }
    }
    return undecided;
  };
  return { uniforms, normals };
}
