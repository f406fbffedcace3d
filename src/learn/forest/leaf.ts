import type { Ground } from "./ground.js";
import type { Space } from "./space.js";

/** Writes the means over a leaf's observations `fill[start..end)`, the numbers of `LEAF_SIZE`. Cost: O(end - start). */
export function fillLeaf(
  ground: Ground,
  space: Space,
  start: number,
  end: number,
  out: Float64Array,
  leaf: number,
): void {
  const { target } = ground;
  const { fill, fillCount } = space;
  let mass = 0;
  let sumZ = 0;
  let sumY = 0;
  let sumZY = 0;
  let sumZZ = 0;
  for (let i = start; i < end; i++) {
    const g = fill[i];
    const m = fillCount[g];
    const y = target.y[g];
    mass += m;
    sumY += m * y;
    if (target.kind === "mean") continue;
    const z = target.z[g];
    sumZ += m * z;
    sumZY += m * z * y;
    sumZZ += m * z * z;
  }
  if (target.kind === "mean") {
    out[leaf] = sumY / mass;
    return;
  }
  out[4 * leaf] = sumZ / mass;
  out[4 * leaf + 1] = sumY / mass;
  out[4 * leaf + 2] = sumZY / mass;
  out[4 * leaf + 3] = sumZZ / mass;
}
