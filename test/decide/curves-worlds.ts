import type { Scored } from "../../src/decide/scored.js";
import type { Column } from "../../src/num/columns.js";
import { uniformStream } from "../../src/num/random.js";

/** What a table of a test says of each individual; the rest has defaults. */
export interface Said {
  readonly benefit: ArrayLike<number>;
  readonly score: ArrayLike<number>;
  readonly t?: ArrayLike<number>;
  readonly y?: ArrayLike<number>;
  readonly e?: ArrayLike<number>;
  readonly count?: ArrayLike<number>;
  readonly fold?: ArrayLike<number>;
  readonly folds?: number;
  readonly given?: readonly Column[];
}

/** The record that curves and trees are made of. */
export function scoredOf({ benefit, score, folds = 1, given = [], ...said }: Said): Scored {
  const rows = benefit.length;
  const fill = (values: ArrayLike<number> | undefined, value: (j: number) => number) =>
    Float64Array.from({ length: rows }, (_, j) => values?.[j] ?? value(j));
  const count = fill(said.count, () => 1);
  const views = (values: ArrayLike<number>) => {
    const value = Float64Array.from(values);
    return { value, low: value, high: value };
  };
  return {
    count,
    total: count.reduce((a, b) => a + b, 0),
    law: false,
    row: Int32Array.from({ length: rows }, (_, j) => j),
    fold: Uint8Array.from(fill(said.fold, () => 0)),
    folds,
    given,
    t: Uint8Array.from(fill(said.t, (j) => j % 2)),
    y: fill(said.y, (j) => (j % 3 === 0 ? 1 : 0)),
    e: fill(said.e, () => 0.5),
    p: [fill(undefined, () => 0.5), fill(undefined, () => 0.5)],
    benefit: views(benefit),
    score: views(score),
    effectScore: Float64Array.from(score),
    baseScore: fill(undefined, () => 0.5),
  };
}

/**
 * A trial with known truth. x is uniform from 0 to 1, p0 = 0.3 and p1 = p0 + tau(x); individuals are ranked by x, or as `rank` says. Nuisances are
 * the true ones, so that the interval is seen alone.
 */
export interface Trial {
  readonly tau: (x: number) => number;
  readonly e: (x: number) => number;
  readonly rank?: (x: number) => number;
}

export function trialOf({ tau, e, rank = (x) => x }: Trial, rows: number, seed: number, folds = 1): Scored {
  const uniform = uniformStream(seed, 23);
  const x = Float64Array.from({ length: rows }, uniform);
  const t = x.map((v) => (uniform() < e(v) ? 1 : 0));
  const y = x.map((v, j) => (uniform() < 0.3 + t[j] * tau(v) ? 1 : 0));
  const score = x.map((v, j) => {
    const rest = t[j] === 1 ? (y[j] - 0.3 - tau(v)) / e(v) : -(y[j] - 0.3) / (1 - e(v));
    return tau(v) + rest;
  });
  const fold = x.map((_, j) => j % folds);
  return scoredOf({ benefit: x.map(rank), score, t, y, e: x.map(e), fold, folds });
}
