import { type Uniform, uniformStream } from "../../num/random.js";
import { climb, type EmFit, type EmOptions } from "./em.js";
import { blankLaw, type ClassLaw } from "./law.js";
import type { Occasions } from "./occasions.js";

/** Patterns that a first look at a start is taken with; more are thinned evenly. */
const LOOK = 4000;
/** Steps of a first look, and how many of the starts are followed to the end. */
const GLANCE = 30;
const FOLLOWED = 4;

/** Averages over everybody: where a unit's own few occasions are drawn to. */
export interface Pooled {
  readonly treated: number;
  readonly mean: readonly [number, number];
  /** Numbers only: spread within units and arms, and over all. */
  readonly within: number;
  readonly spread: number;
}

/** Cost: O(patterns). */
export function pool({ size, count, seen, sum, within, rows }: Occasions): Pooled {
  const n = [0, 0];
  const total = [0, 0];
  let inside = 0;
  let freedom = 0;
  for (let j = 0; j < size; j++) {
    for (let t = 0; t < 2; t++) {
      n[t] += count[j] * seen[t][j];
      total[t] += count[j] * sum[t][j];
      if (!within || seen[t][j] === 0) continue;
      inside += count[j] * within[t][j];
      freedom += count[j] * (seen[t][j] - 1);
    }
  }
  const mean = [n[0] > 0 ? total[0] / n[0] : 0, n[1] > 0 ? total[1] / n[1] : 0] as const;
  let between = 0;
  if (within) {
    for (let j = 0; j < size; j++) {
      for (let t = 0; t < 2; t++) {
        if (seen[t][j] === 0) continue;
        between += count[j] * (within[t][j] + seen[t][j] * (sum[t][j] / seen[t][j] - mean[t]) ** 2);
      }
    }
  }
  const spread = Math.sqrt(between / rows);
  const own = freedom > 0 ? Math.sqrt(inside / freedom) : spread;
  return { treated: n[1] / rows, mean, within: own > 0 ? own : spread, spread };
}

/** Every so-manieth pattern, so that a first look costs little however many units there are. */
function thin(occasions: Occasions): Occasions {
  const { size, count, seen, sum, within, covariates } = occasions;
  if (size <= LOOK) return occasions;
  const places = Int32Array.from({ length: LOOK }, (_, k) => Math.floor((k * size) / LOOK));
  const pick = (values: Float64Array) => Float64Array.from(places, (j) => values[j]);
  const both = (pair: readonly [Float64Array, Float64Array]) => [pick(pair[0]), pick(pair[1])] as const;
  const thinned = { ...occasions, size: LOOK, count: pick(count), seen: both(seen), sum: both(sum) };
  const units = thinned.count.reduce((a, b) => a + b, 0);
  const rows = thinned.count.reduce((a, c, k) => a + c * (thinned.seen[0][k] + thinned.seen[1][k]), 0);
  const wide = covariates?.width ?? 0;
  const kept = { width: wide, values: new Float64Array(LOOK * wide) };
  if (covariates) {
    places.forEach((j, k) => {
      kept.values.set(covariates.values.subarray(j * wide, (j + 1) * wide), k * wide);
    });
  }
  return {
    ...thinned,
    units,
    rows,
    ...(within ? { within: both(within) } : {}),
    ...(covariates ? { covariates: kept } : {}),
  };
}

/** A pattern drawn with the units it stands for. */
function draw(cumulative: Float64Array, uniform: Uniform): number {
  const aim = uniform() * cumulative[cumulative.length - 1];
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > aim) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Moves a probability on the logit scale, away from 0 and 1. */
function jitter(p: number, by: number): number {
  const inside = Math.min(0.98, Math.max(0.02, p));
  const odds = (inside / (1 - inside)) * Math.exp(by);
  return odds / (1 + odds);
}

/** A law whose classes are units met at random, each drawn to the average as if it had had one occasion more, and shaken. */
function startLaw(
  occasions: Occasions,
  classes: number,
  pooled: Pooled,
  options: EmOptions,
  uniform: Uniform,
): ClassLaw {
  const { seen, sum, count } = occasions;
  const law = blankLaw(occasions.kind, classes, occasions.covariates?.width);
  let running = 0;
  const cumulative = count.map((c) => {
    running += c;
    return running;
  });
  for (let k = 0; k < classes; k++) {
    const j = draw(cumulative, uniform);
    law.weight[k] = 1 / classes;
    const n = seen[0][j] + seen[1][j];
    const e = (seen[1][j] + 2 * pooled.treated) / (n + 2);
    law.treated[k] = options.arms === "at-random" ? pooled.treated : jitter(e, uniform() - 0.5);
    for (let t = 0; t < 2; t++) {
      const mean = (sum[t][j] + pooled.mean[t]) / (seen[t][j] + 1);
      law.mean[t][k] = law.sd ? mean + pooled.within * (uniform() - 0.5) : jitter(mean, 2 * uniform() - 1);
      if (law.sd) law.sd[t][k] = pooled.within;
    }
  }
  return law;
}

/** Does a class of this law stand at the least spread? */
export function onFloor(law: ClassLaw, floor: number): boolean {
  return law.sd?.some((sd) => sd.some((value) => value <= floor * (1 + 1e-9))) ?? false;
}

/**
 * The best of many climbs (short looks from every start, the best few followed to the end; Biernacki, Celeux & Govaert 2003). Starts are a
 * function of the seed and of the patterns in their order of content. A law with a class shrunk onto one value is taken only where every
 * climb ends so. Above 4000 patterns the search is among 4000 of them, evenly thinned, and only its best goes on with all.
 * Cost: O(((starts x 30 + 4 x steps) x min(patterns, 4000) + steps x patterns) x classes).
 */
export function bestClimb(
  occasions: Occasions,
  classes: number,
  pooled: Pooled,
  options: EmOptions,
  search: { readonly starts: number; readonly seed: number },
): EmFit {
  const few = thin(occasions);
  const looks = Array.from({ length: classes === 1 ? 1 : search.starts }, (_, s) => {
    const uniform = uniformStream(search.seed, 64 * s + classes);
    return climb(few, startLaw(few, classes, pooled, options, uniform), { ...options, steps: GLANCE });
  });
  const better = (a: EmFit, b: EmFit) =>
    Number(onFloor(a.law, options.floor)) - Number(onFloor(b.law, options.floor)) || b.height - a.height;
  const followed = looks.sort(better).slice(0, FOLLOWED);
  const ends = followed.map((look) => climb(few, look.law, options)).sort(better);
  return few === occasions ? ends[0] : climb(occasions, ends[0].law, options);
}
