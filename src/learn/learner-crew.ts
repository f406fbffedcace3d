import type { Column } from "../num/columns.js";
import { openCrew, scriptAt } from "../num/crew.js";
import { learnerOf } from "./choose.js";
import { type CrossFit, type CrossTask, crossFit } from "./crossfit.js";
import type { Entries } from "./folds.js";
import type { LearnerSpec, Prepared } from "./learner.js";

/** What every worker is made with: one table, dealt once, and a learner. */
export interface CrewSetup {
  readonly learner: LearnerSpec;
  readonly given: readonly Column[];
  readonly rows: number;
  readonly weight?: Float64Array;
  readonly entries: Entries;
  /** What the learner prepared already, in memory that threads share; `given` is not looked at then. */
  readonly shared?: unknown;
}

/** How a cross-fit is done. */
export interface CrewOptions {
  readonly halves?: boolean;
  /** In how many parts, by different workers, where no fit starts from another; default 1. */
  readonly parts?: number;
}

/** Workers that cross-fit tasks on one table: the same numbers as on one thread, to the last bit. */
export interface LearnerCrew {
  readonly crossFit: (task: CrossTask, options?: CrewOptions) => Promise<CrossFit>;
  readonly close: () => void;
}

/** What a worker is asked: every `parts`-th fit of a cross-fit, from the `part`-th on. */
export interface CrewTask {
  readonly task: CrossTask;
  readonly halves: boolean;
  readonly part: number;
  readonly parts: number;
}

/**
 * Starts workers; undefined where there are none. They are on their way while the setup is made. Cost: some 100 ms, and a copy of the columns that
 * are not in shared memory.
 */
export async function openLearnerCrew(setup: Promise<CrewSetup>, workers: number): Promise<LearnerCrew | undefined> {
  const script = workerScript();
  const crew = script && (await openCrew(script, setup, workers));
  if (crew === undefined) return undefined;
  const run = (task: CrewTask) => crew.run(task) as Promise<CrossFit>;
  const inParts = async (task: CrossTask, { halves = false, parts = 1 }: CrewOptions = {}) =>
    joined(await Promise.all(Array.from({ length: parts }, (_, part) => run({ task, halves, part, parts }))));
  return { crossFit: inParts, close: crew.close };
}

/** A worker's side. */
export function learnerWork({
  learner,
  given,
  rows,
  weight,
  entries,
  shared,
}: CrewSetup): (task: CrewTask) => Promise<CrossFit> {
  const own = learnerOf(learner);
  const prepared = shared === undefined ? own.prepare(given, rows, weight) : own.adopt!(shared);
  return async ({ task, halves, part, parts }) => {
    const own = parts === 1 ? prepared : everyOf(prepared, part, parts);
    const fit = await crossFit(own, rows, entries, task, { halves, pause: async () => {} });
    return { ...fit, notes: [...prepared.notes, ...fit.notes] };
  };
}

/** Makes every `parts`-th fit from the `part`-th on; the others, which somebody else makes, predict nothing. */
function everyOf({ notes, warm, fit: make }: Prepared, part: number, parts: number): Prepared {
  let fits = 0;
  const nothing = { predict: (rows: Int32Array) => new Float64Array(rows.length).fill(Number.NaN) };
  return {
    notes,
    warm,
    fit: (task) => (fits++ % parts === part ? make(task) : { ...nothing, status: "constant", notes: [] }),
  };
}

/** What the parts predict together: each entry is predicted by one of them. */
function joined(parts: readonly CrossFit[]): CrossFit {
  if (parts.length === 1) return parts[0];
  const [first, ...others] = parts;
  const join = (into: Float64Array, from: Float64Array) => {
    for (let j = 0; j < into.length; j++) if (Number.isNaN(into[j])) into[j] = from[j];
  };
  for (const other of others) {
    join(first.predicted, other.predicted);
    first.halves?.forEach((half, side) => {
      join(half, other.halves![side]);
    });
  }
  const notes = new Map(parts.flatMap((part) => part.notes).map((note) => [note.id, note]));
  return { ...first, notes: [...notes.values()] };
}

// Written so that bundlers see which file it is.
const workerScript = () => scriptAt(() => new URL("./worker.js", import.meta.url));
