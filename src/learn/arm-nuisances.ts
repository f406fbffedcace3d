import { mix } from "../num/hash.js";
import { promised } from "../num/promised.js";
import type { Sample } from "../num/sample.js";
import { sharedMemory } from "../num/shared-memory.js";
import type { ArmStudy } from "../num/study.js";
import { propensities } from "./arm-models.js";
import { type CrossFit, type CrossTask, crossFit } from "./crossfit.js";
import { assignFolds, type Entries } from "./folds.js";
import { inOrder, oneByOne } from "./in-turn.js";
import { covariatesFor, type Learner, type LearnNote, type Prepared } from "./learner.js";
import { type CrewSetup, openLearnerCrew } from "./learner-crew.js";
import { type SortedRows, sortRows } from "./sorted-rows.js";

/** What doubly robust estimators start from, by entry: propensity of each arm and the outcome's mean in it, learnt from other rows. */
export interface ArmNuisances {
  readonly entries: Entries;
  readonly e: readonly Float64Array[];
  readonly m: readonly Float64Array[];
  readonly notes: readonly LearnNote[];
}

export interface ArmNuisanceOptions {
  readonly learner: Learner;
  /** 1: no cross-fitting. */
  readonly folds: number;
  /** How often folds are dealt anew and the predictions averaged (without weights, and with more than one fold); default once. */
  readonly deals?: number;
  readonly seed: number;
  /** Threads for tables of very many rows; default 2. The numbers do not depend on it. */
  readonly workers?: number;
  /** Called before each fit with the share of fits done; may throw to stop. */
  readonly onFit?: (done: number, of: number) => Promise<void> | void;
}

/** Penalty of the propensity: enough to have an answer, too little to hide that some individuals could only have been in one arm. */
const LIGHT = 0.01;

/** Folds know nothing of how arms are called: a study with arms is dealt like a sample. */
export function dealStudy(study: ArmStudy, folds: number, seed: number): Entries {
  const { codes, name } = study.treatment;
  const treatment: Sample["treatment"] = { name, values: Uint8Array.from(codes), labels: { yes: 1, no: 0 } };
  return assignFolds({ ...study, treatment }, folds, seed);
}

/**
 * Fits propensities and means across folds, each arm's mean on its own rows. More than two arms: each against the reference, as in
 * `fitArmModels`. Cost: (2 arms - 1) x folds fits, and as many again to all rows for learners that start from these.
 */
export async function fitArmNuisances(study: ArmStudy, options: ArmNuisanceOptions): Promise<ArmNuisances> {
  const { rows, treatment, outcome } = study;
  const { codes, arms } = treatment;
  const { seed } = options;
  const { entries, learn, notes, close } = await (sharesWork(study, options)
    ? sharedLearning(study, options)
    : ownLearning(study, options));
  try {
    // All are asked at once: one thread takes them in turn, several share them.
    const against = arms.slice(1).map((_, at) => {
      const k = at + 1;
      const y = marks(codes, k, new Float64Array(rows));
      const among = arms.length === 2 ? undefined : pairMarks(codes, k);
      return learn({ kind: "binary", y, seed, penalty: LIGHT, ...(among ? { include: among } : {}) });
    });
    const m = arms.map((_, k) =>
      learn({ kind: outcome.kind, y: outcome.values, seed, include: marks(codes, k, new Uint8Array(rows)) }),
    );
    const [e, means] = [await inOrder(against), await inOrder(m)];
    return { entries, e: propensities(e, entries.row.length), m: means, notes: [...notes.values()] };
  } finally {
    close();
  }
}

/** Observations beyond which workers are worth their start. */
const MANY = 200_000;

interface Learning {
  readonly entries: Entries;
  /** Predictions by entry, averaged over the deals. */
  readonly learn: (task: CrossTask) => Promise<Float64Array>;
  /** Filled as tasks come to their end. */
  readonly notes: ReadonlyMap<string, LearnNote>;
  readonly close: () => void;
}

function sharesWork({ rows, weights }: ArmStudy, { deals = 1, folds }: ArmNuisanceOptions): boolean {
  return rows > MANY && weights === undefined && (deals === 1 || folds === 1);
}

/** Very many rows: sorted, so that a fit reads its own only, and learnt on workers where there are some and the learner can be made there. */
async function sharedLearning(study: ArmStudy, options: ArmNuisanceOptions): Promise<Learning> {
  const { rows, treatment } = study;
  const given = covariatesFor(options.learner, study);
  const { learner, folds, seed, workers = 2, onFit } = options;
  const tasks = 2 * treatment.arms.length - 1;
  const notes = new Map<string, LearnNote>();
  const { promise: setup, resolve, reject } = promised<CrewSetup>();
  const several = workers > 1 && learner.made !== undefined;
  const opening = several ? openLearnerCrew(setup, Math.min(workers, tasks)) : Promise.resolve(undefined);
  // Whoever fails first is heard below.
  opening.catch(() => undefined);
  let prepared: Prepared | undefined;
  const prepare = (sorted: SortedRows) => {
    prepared ??= learner.prepare(sorted.given, rows);
    return prepared;
  };
  let sorted: SortedRows;
  try {
    const entries = dealStudy(study, folds, seed);
    const shares = several && learner.adopt !== undefined;
    sorted = sortRows({ given, entries }, treatment.codes, shares ? ownMemory : sharedMemory);
    const shared = shares ? prepare(sorted).shared : undefined;
    const table = { rows, entries: sorted.entries, given: shared === undefined ? sorted.given : [] };
    if (several) resolve({ ...table, learner: learner.made, ...(shared === undefined ? {} : { shared }) });
  } catch (error) {
    reject(error);
    throw error;
  }
  const { entries } = sorted;
  const crew = await opening;
  const here = (task: CrossTask) =>
    crossFit(prepare(sorted), rows, entries, task, { halves: false, pause: async () => {} });
  const keep = (fit: CrossFit) => {
    for (const note of [...(prepared?.notes ?? []), ...fit.notes]) notes.set(note.id, note);
    return fit.predicted;
  };
  let done = 0;
  try {
    await onFit?.(0, tasks);
  } catch (error) {
    // Who stops now has no workers to send home yet.
    crew?.close();
    throw error;
  }
  const learn = async ({ y, include, ...task }: CrossTask) => {
    const own = { ...task, y: sorted.sort(y), ...(include ? { include: sorted.sort(include) } : {}) };
    const predicted = keep(await (crew?.crossFit ?? here)(own));
    await onFit?.(++done, tasks);
    return sorted.restore(predicted);
  };
  return {
    entries: sorted.dealt,
    learn: crew === undefined ? oneByOne(learn) : learn,
    notes,
    close: () => crew?.close(),
  };
}

/** One task after the other on this thread. */
async function ownLearning(study: ArmStudy, options: ArmNuisanceOptions): Promise<Learning> {
  const { rows, weights, treatment } = study;
  const given = covariatesFor(options.learner, study);
  const { learner, folds, seed, onFit } = options;
  const entries = dealStudy(study, folds, seed);
  const again = entries.single && entries.folds > 1 ? (options.deals ?? 1) - 1 : 0;
  const deals = [entries, ...Array.from({ length: again }, (_, r) => dealStudy(study, folds, mix(seed, r + 1)))];
  const prepared = learner.prepare(given, rows, weights?.values);
  const notes = new Map(prepared.notes.map((note) => [note.id, note]));
  const tasks = 2 * treatment.arms.length - 1;
  const of = deals.length * tasks * (entries.folds === 1 ? 1 : entries.folds + (prepared.warm ? 1 : 0));
  let done = 0;
  const pause = async () => {
    await onFit?.(done++, of);
  };
  const alone = async (task: CrossTask) => {
    const mean = new Float64Array(entries.row.length);
    for (const deal of deals) {
      const fit = await crossFit(prepared, rows, deal, task, { halves: false, pause });
      for (const note of fit.notes) notes.set(note.id, note);
      for (let j = 0; j < mean.length; j++) mean[j] += fit.predicted[j] / deals.length;
    }
    return mean;
  };
  return { entries, learn: oneByOne(alone), notes, close: () => {} };
}

const ownMemory = (bytes: number) => new ArrayBuffer(bytes);

/** 1 where a row is in the reference or in the arm. */
function pairMarks(codes: Int32Array, arm: number): Uint8Array {
  const out = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) out[i] = codes[i] === 0 || codes[i] === arm ? 1 : 0;
  return out;
}

/** 1 where a row has the code. */
function marks<T extends Float64Array | Uint8Array>(codes: Int32Array, code: number, out: T): T {
  for (let i = 0; i < codes.length; i++) out[i] = codes[i] === code ? 1 : 0;
  return out;
}
