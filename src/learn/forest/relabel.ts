import type { Target } from "./ground.js";
import type { Space } from "./space.js";
import type { NodeSums } from "./split.js";

/** A node whose pseudo-outcomes vary less than this (relative to the outcomes they come from) has nothing to split. */
const NOTHING = 1e-14;

/**
 * Writes the pseudo-outcomes of the node's rows `start..end`, side by side, and returns their sums; undefined where nothing varies.
 * Means: y less the node's mean. Effects (Athey, Tibshirani & Wager 2019, section 6.1, without the matrix that is the same for all rows of
 * the node): (z - mean z)(y - mean y - (z - mean z) tau), tau the node's own effect; and how far the treatment varies about its mean.
 * Cost: O(rows).
 */
export function relabel(target: Target, space: Space, start: number, end: number): NodeSums | undefined {
  return target.kind === "mean"
    ? relabelMeans(target.y, space, start, end)
    : relabelEffects(target.y, target.z, target.arm, space, start, end);
}

function relabelMeans(y: Float64Array, space: Space, start: number, end: number): NodeSums | undefined {
  const { order, own, ownCount, mass, rho } = space;
  let total = 0;
  let sum = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) {
    const r = order[i];
    const value = y[own[r]];
    mass[i - start] = ownCount[r];
    total += ownCount[r];
    sum += ownCount[r] * value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low < high)) return undefined;
  const mean = sum / total;
  let rest = 0;
  for (let i = start; i < end; i++) {
    const r = order[i];
    const value = ownCount[r] * (y[own[r]] - mean);
    rho[i - start] = value;
    rest += value;
  }
  return { mass: total, treated: 0, rho: rest, vary: 0 };
}

function relabelEffects(
  y: Float64Array,
  z: Float64Array,
  arm: Uint8Array,
  space: Space,
  start: number,
  end: number,
): NodeSums | undefined {
  const { order, own, ownCount, mass, treated, rho, vary } = space;
  const count = end - start;
  let n = 0;
  let arms = 0;
  let sumZ = 0;
  let sumY = 0;
  // Until the pseudo-outcomes are known, their places hold y and z: gathered once, then read side by side.
  for (let i = start, k = 0; i < end; i++, k++) {
    const r = order[i];
    const g = own[r];
    const m = ownCount[r];
    const inArm = m * arm[g];
    mass[k] = m;
    treated[k] = inArm;
    rho[k] = y[g];
    vary[k] = z[g];
    n += m;
    arms += inArm;
    sumZ += m * vary[k];
    sumY += m * rho[k];
  }
  const meanZ = sumZ / n;
  const meanY = sumY / n;
  let zz = 0;
  let zy = 0;
  let yy = 0;
  for (let k = 0; k < count; k++) {
    const dz = vary[k] - meanZ;
    const dy = rho[k] - meanY;
    const part = mass[k] * dz;
    zz += part * dz;
    zy += part * dy;
    yy += mass[k] * dy * dy;
  }
  if (!(zz > NOTHING * n) || !(yy > 0)) return undefined;
  const tau = zy / zz;
  let sum = 0;
  let most = 0;
  for (let k = 0; k < count; k++) {
    const dz = vary[k] - meanZ;
    const value = dz * (rho[k] - meanY - dz * tau);
    if (value * value > most) most = value * value;
    const part = mass[k] * value;
    rho[k] = part;
    vary[k] = mass[k] * dz * dz;
    sum += part;
  }
  // An effect that is the same for all leaves residuals of rounding only.
  if (!(most > NOTHING * yy)) return undefined;
  return { mass: n, treated: arms, rho: sum, vary: zz };
}
