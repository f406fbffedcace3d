import { mix } from "../num/hash.js";
import type { Sample } from "../num/sample.js";
import { crossFit, type Pause } from "./crossfit.js";
import { assignFolds, type Entries } from "./folds.js";
import type { Learner, LearnNote } from "./learner.js";

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
  /** Called before each fit with the share of fits done; may throw to stop. */
  readonly onFit?: (done: number, of: number) => Promise<void> | void;
}

/** Observations beyond which parametric fits go without halves: their variance is a thousandth of a standard error of the square. */
const MANY = 200_000;

/** Penalty of the propensity: enough to have an answer, too little to hide that some individuals could only have been in one arm. */
const LIGHT = 0.01;

/**
 * Fits propensity and outcome means across folds, each arm's mean on that arm's rows alone, so that no shape of effect is assumed.
 * Assumes both arms have rows. Cost: about 5 x folds fits on a fifth to four fifths of the rows each (folds = 5).
 */
export async function fitNuisances(sample: Sample, options: NuisanceOptions): Promise<Nuisances> {
  const { rows, treatment, outcome } = sample;
  const { seed, learner } = options;
  const entries = assignFolds(sample, options.folds, seed);
  const again = entries.single && entries.folds > 1 ? (options.deals ?? 1) - 1 : 0;
  const deals = [entries];
  for (let r = 1; r <= again; r++) deals.push(assignFolds(sample, options.folds, mix(seed, r)));
  const prepared = learner.prepare(sample.given, rows, sample.weights?.values);
  const { folds } = entries;
  // A parametric fit to very many rows has no variance worth keeping out of a square.
  const wantHalves = folds > 2 && !(prepared.warm && entries.total > MANY);
  const whole = folds === 1 ? 1 : folds + (prepared.warm ? 1 : 0);
  const extra = !wantHalves ? 0 : folds % 2 === 1 ? folds : 2 * folds;
  const of = deals.length * ((outcome.kind === "numeric" ? 5 : 3) * whole + 2 * extra);
  let done = 0;
  const pause: Pause = async () => {
    await options.onFit?.(done++, of);
  };
  const notes = new Map<string, LearnNote>(prepared.notes.map((note) => [note.id, note]));
  const learn = async (
    kind: "binary" | "numeric",
    y: Float64Array,
    include?: Uint8Array,
    halves = false,
    penalty?: number,
  ) => {
    const task = { kind, y, seed, ...(include ? { include } : {}), ...(penalty === undefined ? {} : { penalty }) };
    const mean = new Float64Array(entries.row.length);
    const sum = new Float64Array(halves ? mean.length : 0);
    const product = new Float64Array(sum.length);
    for (const deal of deals) {
      const fit = await crossFit(prepared, rows, deal, task, { halves, pause });
      for (const note of fit.notes) notes.set(note.id, note);
      const [a, b] = fit.halves ?? [fit.predicted, fit.predicted];
      for (let j = 0; j < mean.length; j++) mean[j] += fit.predicted[j] / deals.length;
      for (let j = 0; j < sum.length; j++) {
        sum[j] += (a[j] + b[j]) / deals.length;
        product[j] += (a[j] * b[j]) / deals.length;
      }
    }
    return { mean, sum, product };
  };
  const arms = [treatment.values.map((t) => 1 - t), treatment.values] as const;
  const e = await learn("binary", Float64Array.from(treatment.values), undefined, false, LIGHT);
  const armMean = async (t: 0 | 1): Promise<ArmMean> => {
    const fit = await learn(outcome.kind, outcome.values, arms[t], wantHalves);
    return wantHalves ? fit : { mean: fit.mean, sum: fit.mean.map((q) => 2 * q), product: fit.mean.map((q) => q * q) };
  };
  const m = [await armMean(0), await armMean(1)] as const;
  const base = {
    entries,
    t: Uint8Array.from(entries.row, (row) => treatment.values[row]),
    y: Float64Array.from(entries.row, (row) => outcome.values[row]),
    e: e.mean,
    m,
  };
  if (outcome.kind === "binary") return { ...base, notes: [...notes.values()] };
  const cut = [armAverage(base, 0), armAverage(base, 1)] as const;
  const aboveOf = async (t: 0 | 1) =>
    (
      await learn(
        "binary",
        outcome.values.map((y) => (y > cut[t] ? 1 : 0)),
        arms[t],
      )
    ).mean;
  return { ...base, above: [await aboveOf(0), await aboveOf(1)], cut, notes: [...notes.values()] };
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
