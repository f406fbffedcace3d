import type { KernelOps } from "../ops.js";
import { distanceOps } from "./distances.js";
import { gramOps } from "./gram.js";
import { hashOps } from "./hash.js";
import { logisticOps } from "./logistic.js";
import { momentOps } from "./moments.js";
import { noiseOps } from "./noise.js";
import { rowOps } from "./rows.js";
import { treeOps } from "./trees.js";

/** The kernels in TypeScript, on any memory: the oracle of the compiled ones in tests, and what runs where those cannot. */
export function twinOps(memory: ArrayBufferLike): KernelOps {
  const views = {
    bytes: new Uint8Array(memory),
    doubles: new Float64Array(memory),
    words: new Uint32Array(memory),
  };
  return {
    ...rowOps(views),
    ...gramOps(views),
    ...logisticOps(views),
    ...momentOps(views),
    ...noiseOps(views),
    ...distanceOps(views),
    ...hashOps(views),
    ...treeOps(memory),
  };
}
