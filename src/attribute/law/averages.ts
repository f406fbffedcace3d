import type { Scores } from "../../estimate/scores.js";
import { smallestBoth } from "../../law/response.js";
import { type ClassTerm, classAverages } from "../../learn/classes/averages.js";
import type { ClassFit } from "../../learn/classes.js";

/**
 * Averages over the rows of one arm, of what the law says of each row's individual: everything about a two-valued outcome is a function of
 * twice ten of them. Place of average a in arm t: PER_ARM t + a.
 */
export const PER_ARM = 10;
export const ONE = 0; // P(T=t)
export const P1 = 1; // E[1(T=t) p1]
export const P0 = 2;
export const P11 = 3; // E[1(T=t) p1^2]
export const P00 = 4;
export const P10 = 5; // E[1(T=t) p1 p0]
const P110 = 6; // E[1(T=t) p1^2 p0]
const P100 = 7;
export const LESS = 8; // E[1(T=t) min(p1, p0)]
export const OVER = 9; // E[1(T=t) max(0, p1 + p0 - 1)]

/** The averages of one law. */
export interface LawAverages {
  readonly scores: Scores;
}

const OF: readonly ClassTerm["of"][] = [
  () => 1,
  ({ mean1 }) => mean1,
  ({ mean0 }) => mean0,
  ({ mean1 }) => mean1 * mean1,
  ({ mean0 }) => mean0 * mean0,
  ({ mean1, mean0 }) => mean1 * mean0,
  ({ mean1, mean0 }) => mean1 * mean1 * mean0,
  ({ mean1, mean0 }) => mean1 * mean0 * mean0,
  ({ mean1, mean0 }) => Math.min(mean1, mean0),
  ({ mean1, mean0 }) => smallestBoth(mean1, mean0).value,
];

/** Averages of terms over the rows of a panel, each unit with its influence on the fitted classes, so that functions of them have intervals. */
export function scoresOf(fit: ClassFit, terms: readonly ClassTerm[]): Scores {
  const { occasions, law, byPattern } = fit;
  const { count, seen, rows } = occasions;
  const width = terms.length;
  const { total, byPattern: influence } = classAverages(
    occasions,
    law,
    byPattern,
    fit.arms === "by-class",
    terms,
    fit.ridge,
  );
  const mean = total.map((sum) => sum / rows);
  if (occasions.law) return { size: width, mean, observations: Number.POSITIVE_INFINITY };
  const counts = count.map((copies, j) => copies * (seen[0][j] + seen[1][j]));
  const sums = influence.map((value, at) => value * count[Math.floor(at / width)]);
  return { size: width, mean, observations: rows, clusters: { sums, counts, copies: Float64Array.from(count) } };
}

/** From latent classes: sums over P(class | all rows of the unit). Cost: O(patterns x classes x parameters). */
export function fromClasses(fit: ClassFit): LawAverages {
  const terms = fit.occasions.seen.flatMap((times) => OF.map((of) => ({ times, of })));
  return { scores: scoresOf(fit, terms) };
}

/** Averages of one event (arm t, outcome y), q the probability of y in arm t and r in the other; named as in THEORY 12. */
export interface EventAverages {
  /** P(T=t, Y=y), E[1(T=t) q^2], E[1(T=t) q r]. */
  readonly b: number;
  readonly a: number;
  readonly c: number;
  /** E[1(T=t) min(q, r)], E[1(T=t) max(0, q + r - 1)], E[1(T=t) q^2 r]. */
  readonly big: number;
  readonly small: number;
  readonly squareTimes: number;
  /** E[q], E[r] over everybody. */
  readonly same: number;
  readonly other: number;
}

/** Reads an event's averages; a failure's are those of 1 - p. */
export function eventAverages(z: Float64Array, t: 0 | 1, y: 0 | 1): EventAverages {
  const at = PER_ARM * t;
  const one = z[at + ONE];
  const [own, rest] = t === 1 ? [P1, P0] : [P0, P1];
  const p = z[at + own];
  const o = z[at + rest];
  const pp = z[at + (t === 1 ? P11 : P00)];
  const po = z[at + P10];
  const ppo = z[at + (t === 1 ? P110 : P100)];
  const everybody = z[ONE] + z[PER_ARM + ONE];
  const same = (z[own] + z[PER_ARM + own]) / everybody;
  const other = (z[rest] + z[PER_ARM + rest]) / everybody;
  if (y === 1) {
    return { b: p, a: pp, c: po, big: z[at + LESS], small: z[at + OVER], squareTimes: ppo, same, other };
  }
  return {
    b: one - p,
    a: one - 2 * p + pp,
    c: one - p - o + po,
    big: one - p - o + z[at + LESS],
    small: one - p - o + z[at + OVER],
    squareTimes: one - 2 * p + pp - o + 2 * po - ppo,
    same: 1 - same,
    other: 1 - other,
  };
}
