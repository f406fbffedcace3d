import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import { normalCdf, normalQuantile } from "../../num/normal.js";
import type { Target } from "../../query/effect.js";
import type { Uncertain } from "../../query/heterogeneity.js";
import { type Observations, standardError } from "../influence.js";

/** Whose effects are judged, by entry: rows of two arms, what was learnt of each from other rows, and the effect predicted for it. */
export interface JudgedRows extends Observations {
  readonly given: readonly Column[];
  readonly t: Uint8Array;
  readonly y: Float64Array;
  /** P(arm | covariates, either arm). */
  readonly e: Float64Array;
  readonly m: readonly [Float64Array, Float64Array];
  readonly fold: Uint8Array;
  readonly folds: number;
  readonly effect: Float64Array;
}

/** The same with the doubly robust score of the target population. */
export interface Judged extends JudgedRows {
  /** How much of each row the target population has: 1, e, 1 - e or e (1 - e). */
  readonly tilt: Float64Array;
  /** The sum of `gain` over any group, over its sum of `mass`, estimates the group's average effect in the target population. */
  readonly gain: Float64Array;
  readonly mass: Float64Array;
  readonly level: number;
}

const TILTS: Readonly<Record<Target, (e: number) => readonly [tilt: number, slope: number]>> = {
  ate: () => [1, 0],
  att: (e) => [e, 1],
  atc: (e) => [1 - e, -1],
  overlap: (e) => [e * (1 - e), 1 - 2 * e],
};

/**
 * Scores of the target population: h g + h' (T - e) (m1 - m0) over h + h' (T - e), where g is the AIPW score and h(e) the target's tilt; the
 * terms in h' take out what the estimation of h would move (for the treated this is the score of `aipw`).
 * @throws DiscoError (refused) where a row's own arm has propensity 0
 */
export function judge(rows: JudgedRows, target: Target, level: number): Judged {
  const { t, y, e, m } = rows;
  const [tilt, gain, mass] = Array.from({ length: 3 }, () => new Float64Array(t.length));
  for (let j = 0; j < t.length; j++) {
    const [h, slope] = TILTS[target](e[j]);
    const learnt = m[1][j] - m[0][j];
    const rest = t[j] === 1 ? (y[j] - m[1][j]) / e[j] : -(y[j] - m[0][j]) / (1 - e[j]);
    tilt[j] = h;
    // A tilt of 0 leaves nothing to divide.
    gain[j] = h * learnt + (h === 0 ? 0 : h * rest) + slope * (t[j] - e[j]) * learnt;
    mass[j] = h + slope * (t[j] - e[j]);
  }
  if (gain.every(Number.isFinite)) return { ...rows, tilt, gain, mass, level };
  throw new DiscoError(
    {
      who: "heterogeneity",
      wrong: "some rows are in an arm whose propensity is 0, so their effects cannot be judged",
      given: `${gain.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0)} rows`,
      next: "leave out rows without overlap (--trim), or give fewer covariates",
    },
    "refused",
  );
}

/** Sum of the values, each as often as its row counts. */
export function sum(values: Float64Array, { count }: Observations): number {
  let all = 0;
  for (let j = 0; j < values.length; j++) all += count[j] * values[j];
  return all;
}

/** An average effect with the influence of each entry on it. */
export interface Averaged {
  readonly value: number;
  readonly influence: Float64Array;
  /** Observations that it is the plain mean of; absent where it is a ratio of two sums. */
  readonly plain?: number;
}

/** The average effect of the marked part of the target population; undefined where that is empty. */
export function averageEffect(judged: Judged, part: (entry: number) => boolean): Averaged | undefined {
  const { gain, mass, count, total } = judged;
  let [top, bottom] = [0, 0];
  let plain = true;
  for (let j = 0; j < gain.length; j++) {
    if (!part(j)) continue;
    if (mass[j] !== 1) plain = false;
    top += count[j] * gain[j];
    bottom += count[j] * mass[j];
  }
  if (!(bottom > 0)) return undefined;
  const value = top / bottom;
  const influence = gain.map((g, j) => (part(j) ? ((g - value * mass[j]) * total) / bottom : 0));
  return { value, influence, ...(plain ? { plain: bottom } : {}) };
}

/**
 * What a number is tested against: nought, with predictions that are `given`, or with ones that were `learnt` across folds. Those were learnt
 * from each other's rows: where there is nothing to learn, what row i does to the score of row j and j to that of i is the same chance counted
 * twice, so the variance is up to twice what it seems (the predictions are then a U-statistic's kernel; Wager 2024 on why such tests
 * reject too often). The p-value takes it for twice, which to first order is never too little; intervals are those of a ranking that was given.
 */
export type Test = "given" | "learnt";

/** A value with its interval; with a `test` also the one-sided p-value against "not above nought". */
export function uncertain(value: number, se: number | undefined, level: number, test?: Test): Uncertain {
  if (se === undefined || !Number.isFinite(se)) return { value };
  const half = normalQuantile(0.5 + level / 2) * se;
  const interval = [value - half, value + half] as const;
  return {
    value,
    interval,
    level,
    ...(test && se > 0 ? { p: 1 - normalCdf(value / (test === "learnt" ? Math.SQRT2 * se : se)) } : {}),
  };
}

/** An average with the interval that its influences give it; of a plain mean of n scores n - 1 divides the squares, as it does for `aipw`. */
export function withInterval({ value, influence, plain }: Averaged, judged: Judged, test?: Test): Uncertain {
  const se = standardError(influence, judged);
  const small = plain === undefined || judged.cluster !== undefined ? 1 : Math.sqrt(plain / (plain - 1));
  return uncertain(value, se === undefined ? undefined : se * small, judged.level, test);
}
