/** Doubles of one feature's histogram: 256 bins of two numbers each. */
export const FEATURE_STRIDE = 512;

/** Sums over the rows of a node, in the units of the histogram. */
export interface Sums {
  readonly gradient: number;
  /** Hessian, or count and hessian packed together. */
  readonly second: number;
  readonly count: number;
}

/** Weight of the rows behind a second number; without packed counts, the share of the node's hessian times its weight. */
export function countOf(second: number, pack: number, perHessian: number): number {
  return pack > 0 ? Math.floor(second / pack) : second * perHessian;
}

/** The hessian in a second number. */
export function hessianOf(second: number, pack: number): number {
  return pack > 0 ? second - Math.floor(second / pack) * pack : second;
}
