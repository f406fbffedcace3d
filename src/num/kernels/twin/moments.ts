import type { KernelOps } from "../ops.js";
import type { Views } from "./views.js";

/** The twin of assembly/moments.ts. */
export function momentOps({ bytes, doubles, words }: Views): Pick<KernelOps, "addMoments"> {
  const addMoments: KernelOps["addMoments"] = (bins, ids, count, moments, hist) => {
    const first = ids >>> 2;
    const to = hist >>> 3;
    for (let i = 0, from = moments >>> 3; i < count; i++, from += 4) {
      const h = to + (bytes[bins + words[first + i]] << 2);
      doubles[h] += doubles[from];
      doubles[h + 1] += doubles[from + 1];
      doubles[h + 2] += doubles[from + 2];
      doubles[h + 3] += doubles[from + 3];
    }
  };
  return { addMoments };
}
