import type { Target } from "./ground.js";
import { MASS, RHO, type Space, TREATED, VARY } from "./space.js";
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
  const { order, own, ownCount, moments } = space;
  let total = 0;
  let sum = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) {
    const r = order[i];
    const value = y[own[r]];
    const at = 4 * (i - start);
    moments[at + MASS] = ownCount[r];
    moments[at + TREATED] = 0;
    moments[at + VARY] = 0;
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
    moments[4 * (i - start) + RHO] = value;
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
  const { order, own, ownCount, moments } = space;
  const last = 4 * (end - start);
  let n = 0;
  let arms = 0;
  let sumZ = 0;
  let sumY = 0;
  // Until the pseudo-outcomes are known, their places hold y and z: gathered once, then read side by side.
  for (let i = start, at = 0; i < end; i++, at += 4) {
    const r = order[i];
    const g = own[r];
    const m = ownCount[r];
    const inArm = m * arm[g];
    moments[at + MASS] = m;
    moments[at + TREATED] = inArm;
    moments[at + RHO] = y[g];
    moments[at + VARY] = z[g];
    n += m;
    arms += inArm;
    sumZ += m * z[g];
    sumY += m * y[g];
  }
  const meanZ = sumZ / n;
  const meanY = sumY / n;
  let zz = 0;
  let zy = 0;
  let yy = 0;
  for (let at = 0; at < last; at += 4) {
    const dz = moments[at + VARY] - meanZ;
    const dy = moments[at + RHO] - meanY;
    const part = moments[at + MASS] * dz;
    zz += part * dz;
    zy += part * dy;
    yy += moments[at + MASS] * dy * dy;
  }
  if (!(zz > NOTHING * n) || !(yy > 0)) return undefined;
  const tau = zy / zz;
  let sum = 0;
  let most = 0;
  for (let at = 0; at < last; at += 4) {
    const dz = moments[at + VARY] - meanZ;
    const value = dz * (moments[at + RHO] - meanY - dz * tau);
    if (value * value > most) most = value * value;
    const part = moments[at + MASS] * value;
    moments[at + RHO] = part;
    moments[at + VARY] = moments[at + MASS] * dz * dz;
    sum += part;
  }
  // An effect that is the same for all leaves residuals of rounding only.
  if (!(most > NOTHING * yy)) return undefined;
  return { mass: n, treated: arms, rho: sum, vary: zz };
}
