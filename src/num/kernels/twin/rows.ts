import type { KernelOps } from "../ops.js";
import type { Views } from "./views.js";

/** The twin of assembly/rows.ts: two lanes a sum, even rows and odd rows, added at the end. */
export function rowOps({ doubles, words }: Views): Pick<KernelOps, "addProducts" | "weightedSums" | "scaleRows"> {
  const place = (columns: number, j: number) => words[(columns >> 2) + j] >>> 3;
  const addProducts: KernelOps["addProducts"] = (columns, width, beta, count, out) => {
    const to = out >>> 3;
    const b = beta >>> 3;
    let j = 0;
    for (; j + 3 < width; j += 4) {
      const [x0, x1, x2, x3] = [place(columns, j), place(columns, j + 1), place(columns, j + 2), place(columns, j + 3)];
      const [b0, b1, b2, b3] = [doubles[b + j], doubles[b + j + 1], doubles[b + j + 2], doubles[b + j + 3]];
      for (let i = 0; i < count; i++) {
        const left = b0 * doubles[x0 + i] + b1 * doubles[x1 + i];
        doubles[to + i] += left + (b2 * doubles[x2 + i] + b3 * doubles[x3 + i]);
      }
    }
    for (; j < width; j++) {
      const x = place(columns, j);
      for (let i = 0; i < count; i++) doubles[to + i] += doubles[b + j] * doubles[x + i];
    }
  };
  const weightedSums: KernelOps["weightedSums"] = (columns, width, r, count, out) => {
    const weights = r >>> 3;
    for (let j = 0; j < width; j++) {
      const x = place(columns, j);
      const lanes = [0, 0];
      for (let i = 0; i < count; i++) lanes[i & 1] += doubles[weights + i] * doubles[x + i];
      doubles[(out >>> 3) + j] += lanes[0] + lanes[1];
    }
  };
  const scaleRows: KernelOps["scaleRows"] = (columns, width, w, count, out) => {
    for (let j = 0; j < width; j++) {
      const x = place(columns, j);
      const to = (out >>> 3) + j * count;
      for (let i = 0; i < count; i++) doubles[to + i] = doubles[(w >>> 3) + i] * doubles[x + i];
    }
  };
  return { addProducts, weightedSums, scaleRows };
}
