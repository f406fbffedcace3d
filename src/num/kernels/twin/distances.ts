import type { KernelOps } from "../ops.js";
import type { Views } from "./views.js";

/** The twin of assembly/distances.ts. */
export function distanceOps({ doubles }: Views): Pick<KernelOps, "distances"> {
  const distances: KernelOps["distances"] = (place, block, dims, count, out) => {
    const here = place >>> 3;
    const first = block >>> 3;
    const to = out >>> 3;
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let d = 0, x = first + k; d < dims; d++, x += count) {
        const by = doubles[here + d] - doubles[x];
        sum += by * by;
      }
      doubles[to + k] = sum;
    }
  };
  return { distances };
}
