import { blankLaw, type ClassLaw, copyLaw, partsOf } from "./law.js";
import { logitStep, penaltyOf } from "./logit.js";
import type { Occasions } from "./occasions.js";
import { posterior } from "./posterior.js";

/** How the search goes and when it ends. */
export interface EmOptions {
  /** Does each class have its own probability of treatment, or all the same? */
  readonly arms: "by-class" | "at-random";
  /** Most steps; a step that moves no parameter by more than `tolerance` (of its unit, or of the outcome's spread) is the last. */
  readonly steps: number;
  readonly tolerance: number;
  /** Also the last is a round of steps that climbs by less than this; absent: none is. */
  readonly gain?: number;
  /** Numbers only: least standard deviation a class may have, and the outcome's spread. */
  readonly floor: number;
  readonly spread: number;
  /** Penalty on the slopes of class weights in standardised covariates, in units; 0 or absent: none. */
  readonly ridge?: number;
}

/** Where a search ended. */
export interface EmFit {
  readonly law: ClassLaw;
  readonly logLikelihood: number;
  /** The same less the penalty: what is climbed. */
  readonly height: number;
  readonly converged: boolean;
  readonly steps: number;
  /** The height on the way; it never falls (Dempster, Laird & Rubin 1977). */
  readonly path: readonly number[];
}

/** The law that fits best when unit j belongs to class k with probability r[j, k]. What a class never saw stays as it was. */
function maximise(occasions: Occasions, r: Float64Array, before: ClassLaw, options: EmOptions): ClassLaw {
  const { size, count, seen, sum, within, units, rows } = occasions;
  const { classes } = before;
  const width = occasions.covariates?.width ?? 0;
  const law = blankLaw(before.kind, classes, before.logit ? width : 0);
  if (before.logit) law.logit!.set(logitStep(occasions, r, before, options.ridge ?? 0));
  const mass = [new Float64Array(classes), new Float64Array(classes)];
  const total = [new Float64Array(classes), new Float64Array(classes)];
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < classes; k++) {
      const w = count[j] * r[j * classes + k];
      law.weight[k] += w;
      for (let t = 0; t < 2; t++) {
        mass[t][k] += w * seen[t][j];
        total[t][k] += w * sum[t][j];
      }
    }
  }
  const treatedRows = mass[1].reduce((a, b) => a + b, 0);
  for (let k = 0; k < classes; k++) {
    law.weight[k] /= units;
    const own = mass[0][k] + mass[1][k];
    law.treated[k] = options.arms === "at-random" ? treatedRows / rows : own > 0 ? mass[1][k] / own : before.treated[k];
    for (let t = 0; t < 2; t++) {
      const mean = mass[t][k] > 0 ? total[t][k] / mass[t][k] : before.mean[t][k];
      law.mean[t][k] = law.sd ? mean : Math.min(1, mean);
    }
  }
  if (!within || !law.sd || !before.sd) return law;
  for (let t = 0; t < 2; t++) {
    for (let j = 0; j < size; j++) {
      const n = seen[t][j];
      if (n === 0) continue;
      for (let k = 0; k < classes; k++) {
        const off = sum[t][j] / n - law.mean[t][k];
        law.sd[t][k] += count[j] * r[j * classes + k] * (within[t][j] + n * off * off);
      }
    }
    for (let k = 0; k < classes; k++) {
      const sd = mass[t][k] > 0 ? Math.sqrt(law.sd[t][k] / mass[t][k]) : before.sd[t][k];
      // The likelihood has no maximum where a class may shrink onto one value (Day 1969): the least spread is a wall, and is told of.
      law.sd[t][k] = Math.max(options.floor, sd);
    }
  }
  return law;
}

/** Largest change of any parameter, in its own unit. */
function distance(a: ClassLaw, b: ClassLaw, spread: number): number {
  const others = partsOf(b);
  let far = 0;
  partsOf(a).forEach((part, which) => {
    const unit = which >= 2 && a.sd ? spread : 1;
    part.forEach((value, k) => {
      far = Math.max(far, Math.abs(value - others[which][k]) / unit);
    });
  });
  a.logit?.forEach((value, c) => {
    far = Math.max(far, Math.abs(value - b.logit![c]));
  });
  return far;
}

/** The point that three steps in a row aim at (squared extrapolation, Varadhan & Roland 2008), or nothing where it is not a law. */
function extrapolate(zero: ClassLaw, one: ClassLaw, two: ClassLaw, options: EmOptions): ClassLaw | undefined {
  const [a, b, c] = [zero, one, two].map(partsOf);
  let first = 0;
  let second = 0;
  a.forEach((part, which) => {
    const unit = which >= 2 && zero.sd ? options.spread : 1;
    part.forEach((value, k) => {
      first += ((b[which][k] - value) / unit) ** 2;
      second += ((c[which][k] - 2 * b[which][k] + value) / unit) ** 2;
    });
  });
  zero.logit?.forEach((value, c) => {
    first += (one.logit![c] - value) ** 2;
    second += (two.logit![c] - 2 * one.logit![c] + value) ** 2;
  });
  if (!(second > 0)) return undefined;
  const far = Math.sqrt(first / second);
  if (far <= 1) return undefined;
  const law = copyLaw(two);
  let valid = true;
  partsOf(law).forEach((part, which) => {
    const probability = which < 2 || !law.sd;
    const low = probability ? 0 : which >= 4 ? options.floor : Number.NEGATIVE_INFINITY;
    for (let k = 0; k < part.length; k++) {
      const [x, y, z] = [a[which][k], b[which][k], c[which][k]];
      part[k] = x + 2 * far * (y - x) + far * far * (z - 2 * y + x);
      if (z === y) part[k] = z;
      if (!(part[k] >= low) || (probability && part[k] > 1)) valid = false;
    }
  });
  law.logit?.forEach((z, c) => {
    const [x, y] = [zero.logit![c], one.logit![c]];
    law.logit![c] = x + 2 * far * (y - x) + far * far * (z - 2 * y + x);
  });
  return valid ? law : undefined;
}

/**
 * Climbs the likelihood of a mixture of classes from a law: expectation and maximisation in turn, every second step lengthened by squared
 * extrapolation and taken back where it would fall. The likelihood never falls. Cost: O(steps x patterns x classes).
 */
export function climb(occasions: Occasions, start: ClassLaw, options: EmOptions): EmFit {
  const r = new Float64Array(occasions.size * start.classes);
  const path: number[] = [];
  const penalty = (law: ClassLaw) => penaltyOf(law, occasions.covariates?.width ?? 0, options.ridge ?? 0);
  const step = (law: ClassLaw) => {
    const height = posterior(occasions, law, r) - penalty(law);
    return { height, next: maximise(occasions, r, law, options) };
  };
  let law = start;
  let converged = false;
  let steps = 0;
  let reached = Number.NEGATIVE_INFINITY;
  while (steps < options.steps && !converged) {
    const first = step(law);
    const second = step(first.next);
    path.push(first.height, second.height);
    steps += 2;
    converged = distance(first.next, second.next, options.spread) < options.tolerance;
    converged ||= second.height - reached < (options.gain ?? Number.NEGATIVE_INFINITY);
    reached = second.height;
    const guess = converged ? undefined : extrapolate(law, first.next, second.next, options);
    law = second.next;
    if (!guess) continue;
    const third = step(guess);
    steps++;
    if (third.height < second.height) continue;
    path.push(third.height);
    law = third.next;
  }
  const logLikelihood = posterior(occasions, law, r);
  const height = logLikelihood - penalty(law);
  path.push(height);
  return { law, logLikelihood, height, converged, steps, path };
}
