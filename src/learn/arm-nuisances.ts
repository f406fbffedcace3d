import { mix } from "../num/hash.js";
import type { Sample } from "../num/sample.js";
import type { ArmStudy } from "../num/study.js";
import { propensities } from "./arm-models.js";
import { crossFit } from "./crossfit.js";
import { assignFolds, type Entries } from "./folds.js";
import type { Learner, LearnNote } from "./learner.js";

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
  const { seed, learner, folds } = options;
  const entries = dealStudy(study, folds, seed);
  const again = entries.single && entries.folds > 1 ? (options.deals ?? 1) - 1 : 0;
  const deals = [entries, ...Array.from({ length: again }, (_, r) => dealStudy(study, folds, mix(seed, r + 1)))];
  const prepared = learner.prepare(study.given, rows, study.weights?.values);
  const whole = entries.folds === 1 ? 1 : entries.folds + (prepared.warm ? 1 : 0);
  const of = deals.length * (2 * arms.length - 1) * whole;
  let done = 0;
  const pause = async () => {
    await options.onFit?.(done++, of);
  };
  const notes = new Map<string, LearnNote>(prepared.notes.map((note) => [note.id, note]));
  const learn = async (kind: "binary" | "numeric", y: Float64Array, include?: Uint8Array, penalty?: number) => {
    const task = { kind, y, seed, ...(include ? { include } : {}), ...(penalty === undefined ? {} : { penalty }) };
    const mean = new Float64Array(entries.row.length);
    for (const deal of deals) {
      const fit = await crossFit(prepared, rows, deal, task, { halves: false, pause });
      for (const note of fit.notes) notes.set(note.id, note);
      for (let j = 0; j < mean.length; j++) mean[j] += fit.predicted[j] / deals.length;
    }
    return mean;
  };
  const against: Float64Array[] = [];
  for (let k = 1; k < arms.length; k++) {
    const y = marks(codes, k, new Float64Array(rows));
    const among = arms.length === 2 ? undefined : Uint8Array.from(codes, (code) => (code === 0 || code === k ? 1 : 0));
    against.push(await learn("binary", y, among, LIGHT));
  }
  const m: Float64Array[] = [];
  for (let k = 0; k < arms.length; k++) {
    m.push(await learn(outcome.kind, outcome.values, marks(codes, k, new Uint8Array(rows))));
  }
  return { entries, e: propensities(against, entries.row.length), m, notes: [...notes.values()] };
}

/** 1 where a row has the code. */
function marks<T extends Float64Array | Uint8Array>(codes: Int32Array, code: number, out: T): T {
  for (let i = 0; i < codes.length; i++) out[i] = codes[i] === code ? 1 : 0;
  return out;
}
