import { DiscoError } from "../error.js";
import { indices } from "../num/indices.js";
import type { Entries } from "./folds.js";
import type { Fitted, LearnNote, Prepared, Task } from "./learner.js";

/** What is learnt across folds: the mean of `y` among the rows that `include` marks, predicted for every entry. */
export interface CrossTask {
  readonly kind: "binary" | "numeric";
  readonly y: Float64Array;
  /** 1 for rows that may be trained on; absent: all. */
  readonly include?: Uint8Array;
  readonly seed: number;
  readonly penalty?: number;
}

/** Called between fits, so that a page stays alive, progress can be shown and work can be stopped (by throwing). */
export type Pause = () => Promise<void>;

/** Predictions aligned with the entries, each from fits that never saw the entry's fold. */
export interface CrossFit {
  readonly predicted: Float64Array;
  /** Two predictions from training sets that share no observation (THEORY 12 needs a square; see crossFit); absent with fewer than 3 folds. */
  readonly halves?: readonly [Float64Array, Float64Array];
  readonly notes: readonly LearnNote[];
}

interface Training {
  readonly rows: Int32Array;
  readonly weight?: Float64Array;
}

/** Observations of the marked rows whose fold is among `from`; weights only where some row stands for more than itself. */
function training(
  entries: Entries,
  rows: number,
  include: Uint8Array | undefined,
  from: (fold: number) => boolean,
): Training {
  const wanted = Uint8Array.from({ length: entries.folds }, (_, fold) => (from(fold) ? 1 : 0));
  if (entries.single) {
    const list = new Int32Array(rows);
    let count = 0;
    for (let i = 0; i < rows; i++) if (wanted[entries.fold[i]] && (!include || include[i])) list[count++] = i;
    return { rows: list.slice(0, count) };
  }
  const weight = new Float64Array(rows);
  for (let j = 0; j < entries.row.length; j++) {
    const row = entries.row[j];
    if (wanted[entries.fold[j]] && (!include || include[row])) weight[row] += entries.count[j];
  }
  const all = indices(rows);
  return { rows: all.filter((row) => weight[row] > 0), weight };
}

function noRows(folds: number): DiscoError {
  return new DiscoError({
    who: "folds",
    wrong: "a training set has no rows of one arm: all of them belong to the units of the folds left out",
    given: `${folds} folds`,
    next: "use fewer folds (1: no cross-fitting), or give more units of that arm",
  });
}

/** Are there enough rows of the task in each of the given runs of folds for two fits to be worth more than one? */
function fillsHalves(entries: Entries, include: Uint8Array | undefined, lengths: readonly number[]): boolean {
  const { folds } = entries;
  const rows = new Float64Array(folds);
  for (let j = 0; j < entries.row.length; j++) {
    if (!include || include[entries.row[j]]) rows[entries.fold[j]] += 1;
  }
  return lengths.every((length) =>
    rows.every((_, from) => {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += rows[(from + k) % folds];
      return sum > 0;
    }),
  );
}

/** Writes the fit's predictions for one fold's entries. */
function fill(out: Float64Array, entries: Entries, fold: number, fitted: Fitted): void {
  let count = 0;
  for (let j = 0; j < out.length; j++) if (entries.fold[j] === fold) count++;
  const where = new Int32Array(count);
  const rows = new Int32Array(count);
  count = 0;
  for (let j = 0; j < out.length; j++) {
    if (entries.fold[j] !== fold) continue;
    where[count] = j;
    rows[count++] = entries.row[j];
  }
  const predicted = fitted.predict(rows);
  for (let i = 0; i < count; i++) out[where[i]] = predicted[i];
}

/**
 * Cross-fitting (Chernozhukov et al. 2018): each entry's prediction comes from the other folds. With `halves`, the other folds are also
 * split into two runs of neighbouring folds and fitted separately: the product of two such predictions estimates a square without the
 * variance of the fit in it (Newey & Robins 2018), and as neighbouring runs serve two folds each the extra cost is one fit a fold.
 * Cost: `folds` fits (twice that with halves, on half the rows), plus one to all rows for learners that start from it.
 */
export async function crossFit(
  prepared: Prepared,
  rows: number,
  entries: Entries,
  task: CrossTask,
  options: { readonly halves: boolean; readonly pause: Pause },
): Promise<CrossFit> {
  const { folds } = entries;
  const notes = new Map<string, LearnNote>();
  const learn = async (from: (fold: number) => boolean, start?: Fitted): Promise<Fitted> => {
    await options.pause();
    const data = training(entries, rows, task.include, from);
    if (data.rows.length === 0) throw noRows(folds);
    const { kind, y, seed, penalty } = task;
    const whole: Task = {
      kind,
      y,
      ...data,
      rowHash: entries.rowHash,
      seed,
      ...(penalty === undefined ? {} : { penalty }),
    };
    const fitted = prepared.fit(start ? { ...whole, start } : whole);
    for (const note of fitted.notes) notes.set(note.id, note);
    return fitted;
  };
  const predicted = new Float64Array(entries.row.length);
  if (folds === 1) {
    fill(predicted, entries, 0, await learn(() => true));
    return { predicted, notes: [...notes.values()] };
  }
  const start = prepared.warm ? await learn(() => true) : undefined;
  for (let k = 0; k < folds; k++) fill(predicted, entries, k, await learn((fold) => fold !== k, start));
  const lengths = [Math.floor((folds - 1) / 2), Math.ceil((folds - 1) / 2)];
  if (!options.halves || folds < 3 || !fillsHalves(entries, task.include, lengths)) {
    return { predicted, notes: [...notes.values()] };
  }
  const halves = [new Float64Array(entries.row.length), new Float64Array(entries.row.length)] as const;
  const runs = new Map<string, Fitted>();
  for (let k = 0; k < folds; k++) {
    for (const side of [0, 1]) {
      const from = (k + 1 + (side === 0 ? 0 : lengths[0])) % folds;
      const key = `${from}+${lengths[side]}`;
      const run = runs.get(key) ?? (await learn((fold) => (fold - from + folds) % folds < lengths[side], start));
      runs.set(key, run);
      fill(halves[side], entries, k, run);
    }
  }
  return { predicted, halves, notes: [...notes.values()] };
}
