import { normalQuantile } from "../num/normal.js";
import type { Range } from "../query/answer.js";

/**
 * Averages of several scores over the observations, with what is needed to say how sure a function of them is. A score is an orthogonal
 * moment: its average is the quantity, its spread the uncertainty, the learnt parts having no first-order effect (Chernozhukov et al. 2018).
 */
export interface Scores {
  readonly size: number;
  readonly mean: Float64Array;
  /** Observations averaged over; infinite for an exact law. */
  readonly observations: number;
  /** Covariance of the averages, row-major; absent for an exact law and for clustered scores. */
  readonly covariance?: Float64Array;
  /** Sums of the scores by cluster (row-major clusters x size), observations by cluster, and how many like clusters each stands for. */
  readonly clusters?: { readonly sums: Float64Array; readonly counts: Float64Array; readonly copies: Float64Array };
}

/** Who is averaged: how many observations each entry stands for, and the cluster of each entry when rows of one unit hang together. */
export interface ScoreRows {
  readonly count: Float64Array;
  readonly total: number;
  readonly law: boolean;
  readonly cluster?: Int32Array;
  /** How many like clusters each cluster stands for. */
  readonly copies?: Float64Array;
}

/** Averages `size` scores; `fill(j, z)` writes entry j's scores into z. Cost: O(entries x size^2). */
export function averageScores(
  rows: ScoreRows,
  size: number,
  fill: (entry: number, scores: Float64Array) => void,
): Scores {
  const z = new Float64Array(size);
  const n = rows.total;
  const mean = new Float64Array(size);
  const entries = rows.count.length;
  if (rows.cluster && rows.copies && !rows.law) {
    const clusters = rows.copies.length;
    const sums = new Float64Array(clusters * size);
    const counts = new Float64Array(clusters);
    for (let j = 0; j < entries; j++) {
      fill(j, z);
      const at = rows.cluster[j] * size;
      counts[rows.cluster[j]] += rows.count[j];
      for (let k = 0; k < size; k++) sums[at + k] += rows.count[j] * z[k];
    }
    for (let c = 0; c < clusters; c++) for (let k = 0; k < size; k++) mean[k] += sums[c * size + k] / n;
    return { size, mean, observations: n, clusters: { sums, counts, copies: rows.copies } };
  }
  // Squares are summed about a first guess of the mean, so that large outcomes do not swallow their own spread.
  const guess = new Float64Array(size);
  if (entries > 0) {
    const step = Math.max(1, Math.floor(entries / 1000));
    let mass = 0;
    for (let j = 0; j < entries; j += step) {
      fill(j, z);
      mass += rows.count[j];
      for (let k = 0; k < size; k++) guess[k] += rows.count[j] * z[k];
    }
    // Entries that stand for nobody may be all that was looked at; any guess is right, only less good.
    for (let k = 0; k < size; k++) guess[k] = mass > 0 ? guess[k] / mass : 0;
  }
  const squares = new Float64Array(size * size);
  for (let j = 0; j < entries; j++) {
    fill(j, z);
    const count = rows.count[j];
    for (let k = 0; k < size; k++) {
      z[k] -= guess[k];
      mean[k] += count * z[k];
    }
    if (rows.law) continue;
    for (let k = 0; k < size; k++) {
      const scaled = count * z[k];
      for (let l = 0; l <= k; l++) squares[k * size + l] += scaled * z[l];
    }
  }
  for (let k = 0; k < size; k++) mean[k] /= n;
  const covariance = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let l = 0; l <= k; l++) {
      covariance[k * size + l] = (squares[k * size + l] / n - mean[k] * mean[l]) / n;
      covariance[l * size + k] = covariance[k * size + l];
    }
  }
  for (let k = 0; k < size; k++) mean[k] += guess[k];
  return rows.law
    ? { size, mean, observations: Number.POSITIVE_INFINITY }
    : { size, mean, observations: n, covariance };
}

/** A number and how far chance may have moved it; no standard error for an exact law. */
export interface Estimate {
  readonly value: number;
  readonly se?: number;
}

/**
 * A smooth function of the averages with its standard error: by the delta method, or, when scores are clustered, by the jackknife that
 * leaves out one cluster at a time. Cost: O(size) calls of `f`, clustered O(clusters).
 */
export function estimateOf(scores: Scores, f: (mean: Float64Array) => number): Estimate {
  const { size, mean, clusters, covariance } = scores;
  const value = f(mean);
  if (clusters) {
    const { sums, counts, copies } = clusters;
    const n = scores.observations;
    const without = new Float64Array(size);
    let present = 0;
    let sum = 0;
    let square = 0;
    for (let c = 0; c < counts.length; c++) {
      if (counts[c] === 0) continue;
      const share = 1 / copies[c];
      for (let k = 0; k < size; k++) without[k] = (mean[k] * n - sums[c * size + k] * share) / (n - counts[c] * share);
      const change = f(without) - value;
      present += copies[c];
      sum += copies[c] * change;
      square += copies[c] * change * change;
    }
    const spread = square - (sum * sum) / present;
    return { value, se: Math.sqrt((Math.max(0, spread) * (present - 1)) / present) };
  }
  if (!covariance) return { value };
  const gradient = new Float64Array(size);
  const moved = Float64Array.from(mean);
  for (let k = 0; k < size; k++) {
    // Central differences a thousandth of a standard error wide: exact for ratios to far more digits than an interval shows.
    const h = Math.sqrt(Math.max(0, covariance[k * size + k])) * 1e-3;
    if (h === 0) continue;
    moved[k] = mean[k] + h;
    const up = f(moved);
    moved[k] = mean[k] - h;
    gradient[k] = (up - f(moved)) / (2 * h);
    moved[k] = mean[k];
  }
  let variance = 0;
  for (let k = 0; k < size; k++)
    for (let l = 0; l < size; l++) variance += gradient[k] * gradient[l] * covariance[k * size + l];
  return { value, se: Math.sqrt(Math.max(0, variance)) };
}

/** Wald interval at the given level. */
export function waldInterval(estimate: Estimate, level: number): Range | undefined {
  if (estimate.se === undefined || !Number.isFinite(estimate.se)) return undefined;
  const half = normalQuantile(0.5 + level / 2) * estimate.se;
  return [estimate.value - half, estimate.value + half];
}
