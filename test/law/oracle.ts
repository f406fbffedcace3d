// Integrals the slow, obvious way: the trapezoidal rule after a change of variable that makes the integrand fall off at both ends. For
// analytic integrands it converges faster than any power of the step (Trefethen & Weideman 2014). Nothing here knows the code under test.

/** A change of variable: x and dx/dt at t. */
export type Variable = (t: number) => readonly [x: number, slope: number];

export const real =
  (centre: number, scale: number): Variable =>
  (t) => [centre + scale * Math.sinh(t), scale * Math.cosh(t)];

/** From `end` to infinity, or from minus infinity to `end` when the scale is negative. */
export const halfLine =
  (end: number, scale: number): Variable =>
  (t) => [end + scale * Math.exp(t), Math.abs(scale) * Math.exp(t)];

export const interval =
  (low: number, high: number): Variable =>
  (t) => {
    const [left, right] = [1 / (1 + Math.exp(-t)), 1 / (1 + Math.exp(t))];
    return [low + (high - low) * left, (high - low) * left * right];
  };

export function integral(f: (x: number) => number, over: Variable, range = 60, step = 1 / 128): number {
  let sum = 0;
  for (let k = -Math.round(range / step); k <= range / step; k++) {
    const [x, slope] = over(k * step);
    const term = f(x) * slope * step;
    // Where the density has vanished, what it multiplies may be infinite.
    if (!Number.isNaN(term) && Number.isFinite(term)) sum += term;
  }
  return sum;
}
