import { mix } from "../../mix.js";
import type { KernelOps } from "../ops.js";
import type { Views } from "./views.js";

/** The twin of assembly/hash.ts. */
export function hashOps({ words }: Views): Pick<KernelOps, "hashNumbers" | "mixWords"> {
  const hashNumbers: KernelOps["hashNumbers"] = (values, count, out) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const low = words[(values >>> 2) + 2 * i];
      const high = words[(values >>> 2) + 2 * i + 1];
      // Of -0 the bits of 0, which is the same number.
      const hash = mix(low, low === 0 && high === 0x80000000 ? 0 : high);
      words[(out >>> 2) + i] = hash;
      sum = (sum + hash) | 0;
    }
    return sum;
  };
  const mixWords: KernelOps["mixWords"] = (from, count, hashes) => {
    for (let i = 0; i < count; i++) {
      const at = (hashes >>> 2) + i;
      words[at] = mix(words[at], words[(from >>> 2) + i]);
    }
  };
  return { hashNumbers, mixWords };
}
