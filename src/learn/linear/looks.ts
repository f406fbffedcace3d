import { type Crew, openCrew } from "../../num/crew.js";
import { addParts, type LogisticData, type LogisticPass, logisticPart, logisticPass, partsOf } from "../../num/gram.js";
import { sharedMemory } from "../learner-crew.js";
import { adoptDesign, type SharedDesign, shareDesign } from "./design.js";
import type { Look } from "./irls.js";

/** The data of a fit as other threads are sent them. */
export interface LooksSetup {
  readonly design: SharedDesign;
  readonly rows: Int32Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

/** Parts `from` to `to` of one look. */
export interface LooksTask extends Look {
  readonly from: number;
  readonly to: number;
}

/** Looks at the data of a logistic fit. */
export interface Looks {
  /** Workers that do it; 0: this thread alone. */
  readonly workers: number;
  readonly look: (wanted: Look) => Promise<LogisticPass>;
  readonly close: () => void;
}

/** Parts of the rows fewer than which are not worth a second thread. */
const FEW = 8;

/** Tasks that a worker has in one look: more than one, so that nobody waits long for the slower one. */
const SHARES = 2;

/**
 * Looks by workers, each at its share of the rows, in memory that all of them see; by this thread alone where there is no such thing or rows are few. The
 * sums are of the same parts in the same order, so the same bits for any number of workers. Cost: some 100 ms for the start.
 */
export async function openLooks(data: LogisticData, workers: number): Promise<Looks> {
  const parts = partsOf(data.rows.length);
  const crew = workers > 1 && parts >= FEW ? await crewFor(data, workers) : undefined;
  if (crew === undefined) {
    return { workers: 0, look: async ({ beta, wantGram }) => logisticPass(data, beta, wantGram), close: () => {} };
  }
  const shares = workers * SHARES;
  const bounds = Array.from({ length: shares + 1 }, (_, k) => Math.round((k * parts) / shares));
  const look = async (wanted: Look) => {
    const tasks = bounds.slice(1).map((to, k) => crew.run({ ...wanted, from: bounds[k], to } satisfies LooksTask));
    const done = (await Promise.all(tasks)) as LogisticPass[][];
    return addParts(data.design.size, done.flat());
  };
  return { workers: crew.size, look, close: crew.close };
}

async function crewFor({ design, rows, y, weight }: LogisticData, workers: number): Promise<Crew | undefined> {
  const shared = shareDesign(design);
  const script = workerScript();
  if (shared === undefined || script === undefined) return undefined;
  const setup: LooksSetup = {
    design: shared,
    rows: new Int32Array(sharedMemory(rows.byteLength)),
    y: new Float64Array(sharedMemory(y.byteLength)),
    weight: new Float64Array(sharedMemory(weight.byteLength)),
  };
  setup.rows.set(rows);
  setup.y.set(y);
  setup.weight.set(weight);
  return openCrew(script, setup, workers);
}

/** A worker's side. */
export function looksWork({ design, ...rest }: LooksSetup): (task: LooksTask) => LogisticPass[] {
  const data = { design: adoptDesign(design), ...rest };
  return ({ beta, wantGram, from, to }) =>
    Array.from({ length: to - from }, (_, k) => logisticPart(data, beta, wantGram, from + k));
}

/** Written so that bundlers see which file it is; a bundle that is one script has no files beside it. */
function workerScript(): URL | undefined {
  try {
    return new URL("./worker.js", import.meta.url);
  } catch {
    return undefined;
  }
}
