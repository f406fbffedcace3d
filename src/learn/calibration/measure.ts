import type { BrierParts, Calibration, CalibrationBin, Measured } from "../../num/calibration.js";
import { cholesky, choleskySolve } from "../../num/cholesky.js";
import { normalCdf, normalQuantile } from "../../num/normal.js";
import { logOdds } from "../../num/special.js";
import { gammaTails } from "../../num/special-gamma.js";
import { fewLogistic } from "./newton.js";

/** Weights with this sum or less are an exact law: there is no chance in it. */
const LAW = 1 + 1e-6;

/** Least variance of what came, in outcomes, for the law of a test to be near. */
const IN_DOUBT = 5;

/** Rows by their probability, and the place of each among all: 0 to 1, in the middle of those that are the same. */
interface Sorted {
  readonly order: Int32Array;
  readonly place: Float64Array;
  readonly mass: number;
}

function sorted(p: Float64Array, count: Float64Array): Sorted {
  const order = Int32Array.from(p.keys())
    .filter((i) => count[i] > 0)
    .sort((a, b) => p[a] - p[b]);
  const mass = order.reduce((sum, i) => sum + count[i], 0);
  const place = new Float64Array(p.length);
  let below = 0;
  for (let r = 0; r < order.length; ) {
    let [s, own] = [r, 0];
    for (; s < order.length && p[order[s]] === p[order[r]]; s++) own += count[order[s]];
    for (; r < s; r++) place[order[r]] = (below + own / 2) / mass;
    below += own;
  }
  return { order, place, mass };
}

/** Sums over the rows of a bin. */
interface Bin {
  from: number;
  to: number;
  mass: number;
  p: number;
  y: number;
  pp: number;
  py: number;
  /** Of p (1 - p): the variance of what comes, were the probabilities right. */
  doubt: number;
}

function binned(p: Float64Array, y: Float64Array, count: Float64Array, { order, place }: Sorted, bins: number): Bin[] {
  const out = new Map<number, Bin>();
  for (const i of order) {
    const key = Math.min(bins - 1, Math.floor(bins * place[i]));
    const bin = out.get(key) ?? { from: p[i], to: p[i], mass: 0, p: 0, y: 0, pp: 0, py: 0, doubt: 0 };
    out.set(key, bin);
    bin.to = p[i];
    bin.mass += count[i];
    bin.p += count[i] * p[i];
    bin.y += count[i] * y[i];
    bin.pp += count[i] * p[i] * p[i];
    bin.py += count[i] * p[i] * y[i];
    bin.doubt += count[i] * p[i] * (1 - p[i]);
  }
  return [...out.values()];
}

/** Wilson's interval for a share. */
function wilson(share: number, n: number, z: number): [number, number] {
  const middle = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}

function brierOf(bins: readonly Bin[], mass: number, came: number): BrierParts {
  const sum = (of: (bin: Bin) => number) => bins.reduce((total, bin) => total + of(bin), 0) / mass;
  return {
    score: sum(({ pp, py, y }) => pp - 2 * py + y),
    reliability: sum((bin) => (bin.p - bin.y) ** 2 / bin.mass),
    resolution: sum((bin) => bin.mass * (bin.y / bin.mass - came) ** 2),
    uncertainty: came * (1 - came),
    spread: sum((bin) => bin.pp - bin.p ** 2 / bin.mass),
    covariance: 2 * sum((bin) => bin.py - (bin.p * bin.y) / bin.mass),
  };
}

/** Mean of |X| for X normal with this mean and standard deviation. */
function meanDistance(mean: number, sd: number): number {
  if (sd === 0) return Math.abs(mean);
  const z = mean / sd;
  return sd * Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) + mean * (1 - 2 * normalCdf(-z));
}

function errorOf(bins: readonly Bin[], mass: number, law: boolean): Calibration["error"] {
  const sum = (of: (bin: Bin) => number) => bins.reduce((total, bin) => total + of(bin), 0) / mass;
  const plain = sum(({ p, y }) => Math.abs(p - y));
  if (law) return { plain, debiased: plain, byChance: 0 };
  const expected = sum(({ p, y, doubt }) => meanDistance(p - y, Math.sqrt(doubt)));
  return { plain, debiased: 2 * plain - expected, byChance: sum(({ doubt }) => meanDistance(0, Math.sqrt(doubt))) };
}

/**
 * The score test of calibration against four smooth ways to be off: all too high, too extreme, too high in the middle, too steep at the ends
 * (Legendre polynomials of the place of a probability among all; Neyman 1937).
 */
function scoreTest(
  p: Float64Array,
  y: Float64Array,
  count: Float64Array,
  { order, place }: Sorted,
): Calibration["test"] {
  const size = 4;
  const slope = new Float64Array(size);
  const matrix = new Float64Array(size * size);
  for (const i of order) {
    const u = 2 * place[i] - 1;
    const z = [1, u, (3 * u * u - 1) / 2, (5 * u * u * u - 3 * u) / 2];
    const spread = count[i] * p[i] * (1 - p[i]);
    for (let j = 0; j < size; j++) {
      slope[j] += count[i] * z[j] * (y[i] - p[i]);
      for (let k = 0; k <= j; k++) matrix[j * size + k] += spread * z[j] * z[k];
    }
  }
  if (!(matrix[0] >= IN_DOUBT)) return undefined;
  const factor = cholesky(matrix, size, 1e-9);
  const freedom = factor.kept.reduce((a, b) => a + b, 0);
  const x = choleskySolve(factor, slope);
  const statistic = x.reduce((sum, value, j) => sum + value * slope[j], 0);
  return { statistic, freedom, p: gammaTails(freedom / 2, statistic / 2).upper };
}

/** Recalibration on the log-odds scale; rows that are certain have no place on it. */
function recalibrated(p: Float64Array, y: Float64Array, count: Float64Array, law: boolean) {
  const rows = Int32Array.from(p.keys()).filter((i) => count[i] > 0 && p[i] > 0 && p[i] < 1);
  const pick = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]);
  const base = { y: pick(y), weight: pick(count) };
  const odds = Float64Array.from(rows, (i) => logOdds(p[i]));
  const one = new Float64Array(rows.length).fill(1);
  const measured = (value: number, se: number): Measured => ({ value, se: law ? 0 : se });
  const both = base.y.includes(0) && base.y.includes(1);
  const line = both ? fewLogistic({ ...base, columns: [one, odds], offset: odds }) : undefined;
  const level = both ? fewLogistic({ ...base, columns: [one], offset: odds }) : undefined;
  return {
    ...(line ? { intercept: measured(line.beta[0], line.se[0]), slope: measured(1 + line.beta[1], line.se[1]) } : {}),
    ...(level ? { shift: measured(level.beta[0], level.se[0]) } : {}),
  };
}

/**
 * Holds probabilities against what came. The probabilities must not have been learnt from these outcomes (or must be cross-fitted).
 * @param p probabilities, 0 to 1
 * @param y what came, 0 or 1
 * @param count observations each row stands for (absent: one each); weights with sum 1 are an exact law, which has no errors, intervals or test
 * @param options `bins`: about so many equal parts of the observations, equal probabilities never parted (default 10)
 * Assumes independent observations: intervals and test are too sure of themselves where rows come in clusters. Cost: O(n log n).
 */
export function calibrationOf(
  p: Float64Array,
  y: Float64Array,
  count: Float64Array = new Float64Array(p.length).fill(1),
  options: { readonly bins?: number } = {},
): Calibration {
  const ranks = sorted(p, count);
  const { mass, order } = ranks;
  const law = mass <= LAW;
  const bins = binned(p, y, count, ranks, options.bins ?? 10);
  const total = (of: (bin: Bin) => number) => bins.reduce((sum, bin) => sum + of(bin), 0);
  const came = total((bin) => bin.y) / mass;
  const z = normalQuantile(0.975);
  let [certain, wrong, loss] = [0, 0, 0];
  for (const i of order) {
    if (p[i] > 0 && p[i] < 1) loss -= count[i] * Math.log(y[i] === 1 ? p[i] : 1 - p[i]);
    else {
      certain += count[i];
      if (p[i] !== y[i]) wrong += count[i];
    }
  }
  const test = law ? undefined : scoreTest(p, y, count, ranks);
  return {
    observations: mass,
    predicted: total((bin) => bin.p) / mass,
    came,
    bins: bins.map((bin): CalibrationBin => {
      const share = bin.y / bin.mass;
      return {
        from: bin.from,
        to: bin.to,
        observations: bin.mass,
        predicted: bin.p / bin.mass,
        came: share,
        ...(law ? {} : { interval: wilson(share, bin.mass, z) }),
      };
    }),
    ...recalibrated(p, y, count, law),
    ...(test ? { test } : {}),
    error: errorOf(bins, mass, law),
    brier: brierOf(bins, mass, came),
    logLoss: wrong > 0 ? null : loss / mass,
    certain,
    wrong,
  };
}
