import { DiscoError } from "../../error.js";
import type { Entries } from "../../learn/folds.js";
import type { Fitted, Learner, LearnNote, Prepared } from "../../learn/learner.js";
import { mix } from "../../num/hash.js";
import { indices } from "../../num/indices.js";
import type { Study } from "../../num/study.js";
import { type Arms, dealStudy } from "./rows.js";

export interface MediationOptions {
  readonly learner: Learner;
  /** Cross-fitting folds; 1: none. */
  readonly folds: number;
  readonly seed: number;
  /** How often the folds are dealt anew and the predictions averaged (without weights, and with more than one fold); default once. */
  readonly deals?: number;
  /** Confidence level of the intervals; default .95. */
  readonly level?: number;
  /** Called before each fit with the fits done; may throw to stop. */
  readonly onFit?: (done: number, of: number) => Promise<void> | void;
}

/** A pair of columns, that of the reference first. */
type Pair = readonly [Float64Array, Float64Array];

/** What is learnt of each entry from others: W are the covariates, M the mediators, T the arm (0 the reference). */
export interface Mediated {
  readonly entries: Entries;
  readonly t: Uint8Array;
  readonly y: Float64Array;
  /** e(W) = P(T=1 | W). */
  readonly e: Float64Array;
  /** r(M, W) = P(T=1 | M, W). */
  readonly r: Float64Array;
  /** mu_t(M, W) = E[Y | T=t, M, W]. */
  readonly mu: Pair;
  /** m_t(W) = E[Y | T=t, W]. */
  readonly m: Pair;
  /** n_t(W) = E[mu_t(M, W) | T=1-t, W]: the outcome in arm t with the mediators of the other arm. */
  readonly crossed: Pair;
  readonly notes: readonly LearnNote[];
}

/** Penalty of the two propensities: enough to have an answer, too little to hide that an arm is out of sight. */
const LIGHT = 0.01;
const FITS = 8;

/** Rows in the training set of a fold, with how many of their observations are in it where rows stand for more than themselves. */
interface Training {
  readonly rows: Int32Array;
  readonly weight?: Float64Array;
}

function trainingOf(entries: Entries, rows: number, fold: number): Training {
  const held = (j: number) => entries.folds > 1 && entries.fold[j] === fold;
  if (entries.single) return { rows: Int32Array.from(entries.row.filter((_, j) => !held(j))) };
  const weight = new Float64Array(rows);
  for (let j = 0; j < entries.row.length; j++) if (!held(j)) weight[entries.row[j]] += entries.count[j];
  return { rows: indices(rows).filter((row) => weight[row] > 0), weight };
}

function noRows(arms: Arms, arm: number, folds: number): DiscoError {
  return new DiscoError({
    who: "folds",
    wrong: `a training set has no rows with ${arms.name} = ${arms.arms[arm]}`,
    given: `${folds} folds`,
    next: "use fewer folds (1: no cross-fitting), or give more rows (or units) of that arm",
  });
}

/**
 * Fits all that natural effects and the front door need, as regressions: no density of the mediators is estimated. The outcome in an arm is
 * learnt on that arm's rows and averaged over the mediators of the other arm's rows, in the same training set, so a prediction for a held
 * out entry has never seen its fold, and the second regression never sees an outcome that the first was fitted to.
 * Cost: 8 fits a fold and deal.
 */
export async function fitMediation(study: Study, arms: Arms, options: MediationOptions): Promise<Mediated> {
  const { rows, outcome, given, mediators, weights } = study;
  const { learner, seed, folds } = options;
  const first = dealStudy(study, arms, folds, seed);
  const again = first.single && first.folds > 1 ? (options.deals ?? 1) - 1 : 0;
  const deals = [first, ...Array.from({ length: again }, (_, r) => dealStudy(study, arms, folds, mix(seed, r + 1)))];
  const alone = learner.prepare(given, rows, weights?.values);
  const beside = learner.prepare([...given, ...mediators], rows, weights?.values);
  const notes = new Map<string, LearnNote>();
  const note = (from: readonly LearnNote[]) => {
    for (const one of from) notes.set(one.id, one);
  };
  note(alone.notes);
  note(beside.notes);
  const t = Float64Array.from(arms.codes);
  let done = 0;
  const column = () => new Float64Array(first.row.length);
  const pair = (): Pair => [column(), column()];
  const out = { e: column(), r: column(), mu: pair(), m: pair(), crossed: pair() };
  for (const entries of deals) {
    const { rowHash } = entries;
    for (let fold = 0; fold < entries.folds; fold++) {
      const train = trainingOf(entries, rows, fold);
      const arm = [0, 1].map((a) => ({ ...train, rows: train.rows.filter((row) => arms.codes[row] === a) }));
      for (const a of [0, 1]) if (arm[a].rows.length === 0) throw noRows(arms, a, folds);
      const learn = async (
        on: Prepared,
        kind: "binary" | "numeric",
        y: Float64Array,
        from: Training,
        penalty?: number,
      ) => {
        await options.onFit?.(done++, FITS * first.folds * deals.length);
        const fitted = on.fit({ kind, y, ...from, rowHash, seed, ...(penalty === undefined ? {} : { penalty }) });
        note(fitted.notes);
        return fitted;
      };
      const where = Int32Array.from(entries.row.keys()).filter((j) => entries.fold[j] === fold);
      const held = Int32Array.from(where, (j) => entries.row[j]);
      const fill = (target: Float64Array, fitted: Fitted) => {
        const predicted = fitted.predict(held);
        for (let i = 0; i < held.length; i++) target[where[i]] += predicted[i] / deals.length;
      };
      fill(out.e, await learn(alone, "binary", t, train, LIGHT));
      fill(out.r, await learn(beside, "binary", t, train, LIGHT));
      for (const a of [0, 1]) {
        fill(out.m[a], await learn(alone, outcome.kind, outcome.values, arm[a]));
        const mu = await learn(beside, outcome.kind, outcome.values, arm[a]);
        fill(out.mu[a], mu);
        const other = arm[1 - a];
        const means = new Float64Array(rows);
        const predicted = mu.predict(other.rows);
        for (let i = 0; i < predicted.length; i++) means[other.rows[i]] = predicted[i];
        fill(out.crossed[a], await learn(alone, "numeric", means, other));
      }
    }
  }
  return {
    entries: first,
    t: Uint8Array.from(first.row, (row) => arms.codes[row]),
    y: Float64Array.from(first.row, (row) => outcome.values[row]),
    ...out,
    notes: [...notes.values()],
  };
}
