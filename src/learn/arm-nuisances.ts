import { mix } from "../num/hash.js";
import type { Sample } from "../num/sample.js";
import type { ArmStudy } from "../num/study.js";
import { propensities } from "./arm-models.js";
import { type CrossFit, type CrossTask, crossFit } from "./crossfit.js";
import { assignFolds, type Entries } from "./folds.js";
import type { Learner, LearnNote } from "./learner.js";
import { type CrewSetup, type LearnerCrew, openLearnerCrew, sharedMemory } from "./learner-crew.js";
import { sortRows } from "./sorted-rows.js";

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
  const { seed, folds } = options;
  const entries = dealStudy(study, folds, seed);
  const again = entries.single && entries.folds > 1 ? (options.deals ?? 1) - 1 : 0;
  const deals = [entries, ...Array.from({ length: again }, (_, r) => dealStudy(study, folds, mix(seed, r + 1)))];
  const { learn, notes, close } = await learningOf(study, deals, options);
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

/** All results, or the first failure in order, so that the complaint is the same each time. */
async function inOrder(tasks: readonly Promise<Float64Array>[]): Promise<Float64Array[]> {
  for (const task of tasks) task.catch(() => undefined);
  const results: Float64Array[] = [];
  for (const task of tasks) results.push(await task);
  return results;
}

/** Observations beyond which workers are worth their start. */
const MANY = 200_000;

interface Learning {
  /** Predictions by entry, averaged over the deals. */
  readonly learn: (task: CrossTask) => Promise<Float64Array>;
  /** Filled as tasks come to their end. */
  readonly notes: ReadonlyMap<string, LearnNote>;
  readonly close: () => void;
}

/** On workers where there are very many rows and the learner can be made again there, else here, one task after the other. */
async function learningOf(study: ArmStudy, deals: readonly Entries[], options: ArmNuisanceOptions): Promise<Learning> {
  const { rows, given, weights, treatment } = study;
  const { learner, workers = 2, onFit } = options;
  const [entries] = deals;
  const tasks = 2 * treatment.arms.length - 1;
  const notes = new Map<string, LearnNote>();
  const keep = (fit: CrossFit) => {
    for (const note of fit.notes) notes.set(note.id, note);
    return fit.predicted;
  };
  let done = 0;
  const table = { given, rows, entries, ...(weights ? { weight: weights.values } : {}) };
  if (entries.total > MANY && entries.single && deals.length === 1) {
    const sorted = sortRows(table, treatment.codes, sharedMemory);
    const share = await sharedLearning(learner, { ...sorted, rows }, Math.min(workers, tasks));
    const prepared = share === undefined ? learner.prepare(sorted.given, rows, sorted.weight) : undefined;
    const here = (task: CrossTask) =>
      crossFit(prepared!, rows, sorted.entries, task, { halves: false, pause: async () => {} });
    await onFit?.(0, tasks);
    const learn = async ({ y, include, ...task }: CrossTask) => {
      const own = { ...task, y: sorted.sort(y), ...(include ? { include: sorted.sort(include) } : {}) };
      const predicted = keep(await (share?.crossFit ?? here)(own));
      await onFit?.(++done, tasks);
      return sorted.restore(predicted);
    };
    return { learn: share === undefined ? oneByOne(learn) : learn, notes, close: () => share?.close() };
  }
  const prepared = learner.prepare(given, rows, weights?.values);
  for (const note of prepared.notes) notes.set(note.id, note);
  const of = deals.length * tasks * (entries.folds === 1 ? 1 : entries.folds + (prepared.warm ? 1 : 0));
  const pause = async () => {
    await onFit?.(done++, of);
  };
  const alone = async (task: CrossTask) => {
    const mean = new Float64Array(entries.row.length);
    for (const deal of deals) {
      const predicted = keep(await crossFit(prepared, rows, deal, task, { halves: false, pause }));
      for (let j = 0; j < mean.length; j++) mean[j] += predicted[j] / deals.length;
    }
    return mean;
  };
  return { learn: oneByOne(alone), notes, close: () => {} };
}

function sharedLearning(
  learner: Learner,
  table: Omit<CrewSetup, "learner">,
  workers: number,
): Promise<LearnerCrew | undefined> {
  const { given, rows, weight, entries } = table;
  if (workers < 2 || learner.made === undefined) return Promise.resolve(undefined);
  return openLearnerCrew({ learner: learner.made, given, rows, entries, ...(weight ? { weight } : {}) }, workers);
}

/** One task after the other, in the order in which they were asked for. */
function oneByOne(run: (task: CrossTask) => Promise<Float64Array>): (task: CrossTask) => Promise<Float64Array> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const own = last.then(() => run(task));
    last = own.catch(() => undefined);
    return own;
  };
}

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
