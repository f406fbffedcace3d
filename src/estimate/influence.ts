import type { Contrast } from "../query/effect.js";
import type { Estimate } from "./scores.js";

/** Who is averaged: how many observations each entry stands for, and whose cluster it is in. */
export interface Observations {
  /** By entry. */
  readonly count: Float64Array;
  /** Sum of `count`: observations, or 1 for an exact law. */
  readonly total: number;
  /** An exact law has no sampling error. */
  readonly law: boolean;
  /** Cluster of each entry, where rows of one unit hang together, and how many clusters there are. */
  readonly cluster?: Int32Array;
  readonly clusters?: number;
}

/**
 * The average outcome of the target population in each of two arms, the reference first, with the influence of each entry on it: what that
 * observation moves n times the average by, to first order. Influences average (by count) to zero.
 */
export interface ArmMeans {
  readonly mean: readonly [number, number];
  readonly influence: readonly [Float64Array, Float64Array];
  /** Is each average a plain mean of n scores? Then n - 1 divides their squares, else n (the delta method). */
  readonly plain?: boolean;
}

/** A comparison with the influence of each entry. */
export interface Contrasted extends Estimate {
  readonly influence: Float64Array;
}

/**
 * Standard error of an average from its influences: sqrt(sum count phi^2) / n; clustered, from the sums by cluster with g / (g - 1)
 * (Liang & Zeger 1986). Undefined for an exact law. Cost: O(entries).
 */
export function standardError(influence: Float64Array, about: Observations, plain = false): number | undefined {
  const { count, total, law, cluster, clusters = 0 } = about;
  if (law) return undefined;
  if (cluster) {
    const sums = new Float64Array(clusters);
    for (let j = 0; j < influence.length; j++) sums[cluster[j]] += count[j] * influence[j];
    const squares = sums.reduce((sum, s) => sum + s * s, 0);
    return clusters < 2 ? Number.NaN : Math.sqrt((squares * clusters) / (clusters - 1)) / total;
  }
  let squares = 0;
  for (let j = 0; j < influence.length; j++) squares += count[j] * influence[j] * influence[j];
  return Math.sqrt(squares / (plain ? total - 1 : total) / total);
}

/**
 * Two averages compared, with the first-order influence of each entry (the delta method). A ratio's interval is best taken on its logarithm:
 * `logSe` is the standard error there.
 */
export function contrastOf(
  { mean, influence, plain }: ArmMeans,
  contrast: Contrast,
  about: Observations,
): Contrasted & { readonly logSe?: number } {
  const [a, b] = mean;
  const slopes = slopesOf(a, b, contrast);
  const phi = new Float64Array(influence[0].length);
  for (let j = 0; j < phi.length; j++) phi[j] = slopes.reference * influence[0][j] + slopes.arm * influence[1][j];
  const se = standardError(phi, about, plain === true && contrast === "difference");
  const result = { value: slopes.value, influence: phi, ...(se === undefined ? {} : { se }) };
  return contrast === "difference" || se === undefined ? result : { ...result, logSe: se / Math.abs(slopes.value) };
}

/** Two averages compared, without their uncertainty. */
export function compareMeans([a, b]: readonly [number, number], contrast: Contrast): number {
  return slopesOf(a, b, contrast).value;
}

function slopesOf(a: number, b: number, contrast: Contrast): { value: number; reference: number; arm: number } {
  if (contrast === "difference") return { value: b - a, reference: -1, arm: 1 };
  if (contrast === "ratio") return { value: b / a, reference: -b / (a * a), arm: 1 / a };
  const value = (b * (1 - a)) / (a * (1 - b));
  return { value, reference: -value / (a * (1 - a)), arm: value / (b * (1 - b)) };
}
