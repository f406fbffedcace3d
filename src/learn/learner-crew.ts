import type { Column } from "../num/columns.js";
import { openCrew } from "../num/crew.js";
import { learnerOf } from "./choose.js";
import { type CrossFit, type CrossTask, crossFit } from "./crossfit.js";
import type { Entries } from "./folds.js";
import type { LearnerSpec } from "./learner.js";

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

/** Workers that cross-fit tasks on one table: the same numbers as on one thread, to the last bit. */
export interface LearnerCrew {
  readonly crossFit: (task: CrossTask) => Promise<CrossFit>;
  readonly close: () => void;
}

/**
 * Starts workers; undefined where there are none. They are on their way while the setup is made. Cost: some 100 ms, and a copy of the columns that
 * are not in shared memory.
 */
export async function openLearnerCrew(setup: Promise<CrewSetup>, workers: number): Promise<LearnerCrew | undefined> {
  const script = workerScript();
  const crew = script && (await openCrew(script, setup, workers));
  if (crew === undefined) return undefined;
  return { crossFit: async (task) => (await crew.run(task)) as CrossFit, close: crew.close };
}

/** A worker's side. */
export function learnerWork({
  learner,
  given,
  rows,
  weight,
  entries,
  shared,
}: CrewSetup): (task: CrossTask) => Promise<CrossFit> {
  const own = learnerOf(learner);
  const prepared = shared === undefined ? own.prepare(given, rows, weight) : own.adopt!(shared);
  return async (task) => {
    const fit = await crossFit(prepared, rows, entries, task, { halves: false, pause: async () => {} });
    return { ...fit, notes: [...prepared.notes, ...fit.notes] };
  };
}

/** Memory that all threads see, where there is such a thing: columns written there once are copied by nobody. */
export function sharedMemory(bytes: number): ArrayBuffer {
  if (typeof SharedArrayBuffer === "undefined") return new ArrayBuffer(bytes);
  // A view does not care; the types of this language version do.
  return new SharedArrayBuffer(bytes) as unknown as ArrayBuffer;
}

/** Written so that bundlers see which file it is; a bundle that is one script has no files beside it. */
function workerScript(): URL | undefined {
  try {
    return new URL("./worker.js", import.meta.url);
  } catch {
    return undefined;
  }
}
