import type { KernelOps } from "../ops.js";
import type { Views } from "./views.js";

/** The twin of assembly/gram.ts. */
export function gramOps({ doubles, words }: Views): Pick<KernelOps, "addGram"> {
  const addGram: KernelOps["addGram"] = (columns, scaled, width, count, out, stride) => {
    for (let i = 0; i < width; i++) {
      const a = (scaled >>> 3) + i * count;
      for (let j = 0; j <= i; j++) {
        const x = words[(columns >> 2) + j] >>> 3;
        let even = 0;
        let odd = 0;
        let r = 0;
        for (; r + 1 < count; r += 2) {
          even += doubles[a + r] * doubles[x + r];
          odd += doubles[a + r + 1] * doubles[x + r + 1];
        }
        if (r < count) even += doubles[a + r] * doubles[x + r];
        doubles[(out >>> 3) + i * stride + j] += even + odd;
      }
    }
  };
  return { addGram };
}
