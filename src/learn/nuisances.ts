import { mix } from "../num/hash.js";
import { promised } from "../num/promised.js";
import type { Sample } from "../num/sample.js";
import { sharedCopy } from "../num/shared-memory.js";
import { type CrossFit, type CrossTask, crossFit, type Pause } from "./crossfit.js";
import { assignFolds, type Entries } from "./folds.js";
import { inOrder, oneByOne } from "./in-turn.js";
import { covariatesFor, type Learner, type LearnNote, type Prepared } from "./learner.js";
import { type CrewSetup, type LearnerCrew, openLearnerCrew } from "./learner-crew.js";

/**
 * The mean of the outcome in one arm given the covariates, by entry, with what its square needs: sum and product of two predictions from
 * training sets that share no observation (of one prediction twice where there are no halves).
 */
export interface ArmMean {
  readonly mean: Float64Array;
  readonly sum: Float64Array;
  readonly product: Float64Array;
}

/** What every estimate on data starts from: who is in which arm with which outcome, and what is learnt of each entry from others. */
export interface Nuisances {
  readonly entries: Entries;
  /** By entry: arm (0, 1) and outcome. */
  readonly t: Uint8Array;
  readonly y: Float64Array;
  /** Propensity e(W) = P(T=1 | W), by entry. */
  readonly e: Float64Array;
  /** m_t(W) = E[Y | T=t, W], by entry: index 0 the control arm, 1 the treated. */
  readonly m: readonly [ArmMean, ArmMean];
  /** Numeric outcomes: P(Y > cut_t | T=t, W), by entry. */
  readonly above?: readonly [Float64Array, Float64Array];
  /** Numeric outcomes: the average outcome of each arm. */
  readonly cut?: readonly [number, number];
  readonly notes: readonly LearnNote[];
}

export interface NuisanceOptions {
  readonly learner: Learner;
  readonly folds: number;
  /** How often the folds are dealt anew and the predictions averaged (without weights, and with more than one fold); default once. */
  readonly deals?: number;
  readonly seed: number;
  /** Threads for tables of very many rows; default 2. The numbers do not depend on it. */
  readonly workers?: number;
  /** Called before each fit (on several threads: when one is done) with the share of fits done; may throw to stop. */
  readonly onFit?: (done: number, of: number) => Promise<void> | void;
}

/**
 * Observations beyond which parametric fits go without halves (their variance is a thousandth of a standard error of the square), and workers are
 * worth their start.
 */
const MANY = 200_000;

/** Penalty of the propensity: enough to have an answer, too little to hide that some individuals could only have been in one arm. */
const LIGHT = 0.01;

/**
 * Fits propensity and outcome means across folds, each arm's mean on that arm's rows alone, so that no shape of effect is assumed.
 * Assumes both arms have rows. Cost: about 5 x folds fits on a fifth to four fifths of the rows each (folds = 5).
 */
export async function fitNuisances(sample: Sample, options: NuisanceOptions): Promise<Nuisances> {
  const { seed, learner } = options;
  const entries = assignFolds(sample, options.folds, seed);
  const again = entries.single && entries.folds > 1 ? (options.deals ?? 1) - 1 : 0;
  const deals = [entries];
  for (let r = 1; r <= again; r++) deals.push(assignFolds(sample, options.folds, mix(seed, r)));
  const asksCrew = entries.single && again === 0 && entries.total > MANY && learner.adopt !== undefined;
  const { prepared, crew } = await prepareFor(sample, entries, learner, asksCrew ? (options.workers ?? 2) : 1);
  try {
    return await learnAll(sample, options, deals, prepared, crew);
  } finally {
    crew?.close();
  }
}

/** A preparation, and workers that share it where there are to be several. */
async function prepareFor(
  sample: Sample,
  entries: Entries,
  learner: Learner,
  workers: number,
): Promise<{ readonly prepared: Prepared; readonly crew: LearnerCrew | undefined }> {
  const { rows, weights } = sample;
  const given = covariatesFor(learner, sample);
  const { made } = learner;
  if (workers < 2 || made === undefined) {
    return { prepared: learner.prepare(given, rows, weights?.values), crew: undefined };
  }
  const { promise: setup, resolve: setUp, reject: giveUp } = promised<CrewSetup>();
  // They are on their way while this thread prepares; whatever keeps them from coming, the work can be done here.
  const opening = openLearnerCrew(setup, workers).catch(() => undefined);
  try {
    const prepared = learner.prepare(given, rows, weights?.values);
    const { shared } = prepared;
    if (shared === undefined) giveUp(new Error("this preparation cannot be shared"));
    else setUp({ learner: made, given: [], rows, entries: inSharedMemory(entries), shared });
    return { prepared, crew: await opening };
  } catch (error) {
    giveUp(error);
    throw error;
  }
}

function inSharedMemory(entries: Entries): Entries {
  const { row, fold, count, rowHash } = entries;
  return {
    ...entries,
    row: sharedCopy(row),
    fold: sharedCopy(fold),
    count: sharedCopy(count),
    rowHash: sharedCopy(rowHash),
  };
}

/** Parts of a cross-fit that workers take from each other: as many as there are folds where rows are very many, so that parts are about equal. */
const PARTS = 3;

async function learnAll(
  sample: Sample,
  options: NuisanceOptions,
  deals: readonly Entries[],
  prepared: Prepared,
  crew: LearnerCrew | undefined,
): Promise<Nuisances> {
  const { rows, treatment, outcome } = sample;
  const { seed } = options;
  const [entries] = deals;
  const { folds } = entries;
  // A parametric fit to very many rows has no variance worth keeping out of a square.
  const wantHalves = folds > 2 && !(prepared.warm && entries.total > MANY);
  const tasks = outcome.kind === "numeric" ? 5 : 3;
  const whole = folds === 1 ? 1 : folds + (prepared.warm ? 1 : 0);
  const extra = !wantHalves ? 0 : folds % 2 === 1 ? folds : 2 * folds;
  const of = crew === undefined ? deals.length * (tasks * whole + 2 * extra) : tasks;
  let done = 0;
  const pause: Pause = async () => {
    await options.onFit?.(done++, of);
  };
  const here = (deal: Entries, task: CrossTask, halves: boolean) =>
    crossFit(prepared, rows, deal, task, { halves, pause });
  const there = async (workers: LearnerCrew, task: CrossTask, halves: boolean) => {
    const fit = await workers.crossFit(task, { halves, parts: prepared.warm ? 1 : PARTS });
    await options.onFit?.(++done, of);
    return fit;
  };
  const learn = async (task: CrossTask, halves: boolean): Promise<Learnt> => {
    const mean = new Float64Array(entries.row.length);
    const sum = new Float64Array(halves ? mean.length : 0);
    const product = new Float64Array(sum.length);
    const notes: LearnNote[] = [];
    for (const deal of deals) {
      const fit: CrossFit = await (crew ? there(crew, task, halves) : here(deal, task, halves));
      notes.push(...fit.notes);
      const [a, b] = fit.halves ?? [fit.predicted, fit.predicted];
      for (let j = 0; j < mean.length; j++) mean[j] += fit.predicted[j] / deals.length;
      for (let j = 0; j < sum.length; j++) {
        sum[j] += (a[j] + b[j]) / deals.length;
        product[j] += (a[j] * b[j]) / deals.length;
      }
    }
    return { mean, sum, product, notes };
  };
  // All are asked at once: one thread takes them in turn, several share them.
  const ask = crew === undefined ? oneByOne(learn) : learn;
  if (crew !== undefined) await options.onFit?.(0, of);
  const arms = [treatment.values.map((t) => 1 - t), treatment.values] as const;
  const base = {
    entries,
    t: Uint8Array.from(entries.row, (row) => treatment.values[row]),
    y: Float64Array.from(entries.row, (row) => outcome.values[row]),
  };
  const cut = outcome.kind === "numeric" ? ([armAverage(base, 0), armAverage(base, 1)] as const) : undefined;
  const asked = [
    ask({ kind: "binary", y: Float64Array.from(treatment.values), seed, penalty: LIGHT }, false),
    ...arms.map((include) => ask({ kind: outcome.kind, y: outcome.values, seed, include }, wantHalves)),
    ...(cut ?? []).map((least, t) => {
      const y = outcome.values.map((value) => (value > least ? 1 : 0));
      return ask({ kind: "binary", y, seed, include: arms[t] }, false);
    }),
  ];
  const [e, control, treated, ...above] = await inOrder(asked);
  const notes = new Map<string, LearnNote>(prepared.notes.map((note) => [note.id, note]));
  for (const note of [e, control, treated, ...above].flatMap((fit) => fit.notes)) notes.set(note.id, note);
  const m = [armMean(control, wantHalves), armMean(treated, wantHalves)] as const;
  return {
    ...base,
    e: e.mean,
    m,
    ...(cut ? { above: [above[0].mean, above[1].mean] as const, cut } : {}),
    notes: [...notes.values()],
  };
}

interface Learnt extends ArmMean {
  readonly notes: readonly LearnNote[];
}

function armMean({ mean, sum, product }: Learnt, halves: boolean): ArmMean {
  return halves ? { mean, sum, product } : { mean, sum: mean.map((q) => 2 * q), product: mean.map((q) => q * q) };
}

function armAverage({ entries, t, y }: Pick<Nuisances, "entries" | "t" | "y">, arm: 0 | 1): number {
  let mass = 0;
  let sum = 0;
  for (let j = 0; j < t.length; j++) {
    if (t[j] !== arm) continue;
    mass += entries.count[j];
    sum += entries.count[j] * y[j];
  }
  return sum / mass;
}
