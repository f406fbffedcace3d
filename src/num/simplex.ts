import { cholesky, choleskySolve } from "./cholesky.js";

/** Multipliers smaller than this, of the largest number in play, are rounding. */
const TINY = 1e-13;

/** Minimises on the plane sum = 1 over some coordinates. */
function onPlane(matrix: Float64Array, right: Float64Array, size: number, free: readonly number[]): Float64Array {
  const count = free.length;
  const block = new Float64Array(count * count);
  for (let r = 0; r < count; r++) for (let s = 0; s <= r; s++) block[r * count + s] = matrix[free[r] * size + free[s]];
  const factor = cholesky(block, count, 1e-15);
  const plain = choleskySolve(
    factor,
    Float64Array.from(free, (j) => right[j]),
  );
  const toward = choleskySolve(factor, new Float64Array(count).fill(1));
  const sum = (x: Float64Array) => x.reduce((a, b) => a + b, 0);
  const price = (1 - sum(plain)) / sum(toward);
  return plain.map((value, r) => value + price * toward[r]);
}

/**
 * The weights w >= 0 with sum 1 that minimise half w'Qw - c'w, by an active-set method: exact up to rounding, in finitely many steps.
 * @param matrix Q, symmetric positive definite, row-major size x size (lower triangle read)
 * @param right c
 * Cost: size^3 / 6 a step, as a rule fewer than 2 x size steps. Source: Nocedal & Wright, Numerical Optimization, 2006, section 16.5.
 */
export function simplexQuadratic(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const at = (i: number, j: number) => matrix[Math.max(i, j) * size + Math.min(i, j)];
  const scale = right.reduce((most, c, j) => Math.max(most, Math.abs(c), at(j, j)), 0);
  const corner = (j: number) => at(j, j) / 2 - right[j];
  const first = right.reduce((best, _, j) => (corner(j) < corner(best) ? j : best), 0);
  const w = new Float64Array(size);
  w[first] = 1;
  let free = [first];
  for (let step = 0; step < 100 * size; step++) {
    const x = onPlane(matrix, right, size, free);
    let far = 1;
    let stop = -1;
    for (const [r, j] of free.entries()) {
      if (x[r] >= 0) continue;
      const reach = w[j] / (w[j] - x[r]);
      if (reach < far || stop < 0) [far, stop] = [reach, j];
    }
    for (const [r, j] of free.entries()) w[j] = stop < 0 ? x[r] : w[j] + far * (x[r] - w[j]);
    if (stop >= 0) {
      w[stop] = 0;
      free = free.filter((j) => j !== stop);
      continue;
    }
    const slope = Float64Array.from(right, (c, i) => free.reduce((sum, j) => sum + at(i, j) * w[j], -c));
    const level = free.reduce((sum, j) => sum + slope[j], 0) / free.length;
    const next = slope.reduce((best, s, j) => (!free.includes(j) && (best < 0 || s < slope[best]) ? j : best), -1);
    if (next < 0 || slope[next] >= level - TINY * scale) break;
    free = [...free, next].sort((a, b) => a - b);
  }
  const sum = w.reduce((a, b) => a + b, 0);
  return w.map((value) => value / sum);
}
