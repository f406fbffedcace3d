import { type Crew, openCrew, scriptAt } from "../../num/crew.js";
import { addParts, type LogisticData, type LogisticPass, logisticPart, logisticPass, partsOf } from "../../num/gram.js";
import { promised } from "../../num/promised.js";
import { sharedCopy } from "../../num/shared-memory.js";
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

/** Workers on their way: they start while the data are made ready. */
export interface LooksOpening {
  /**
   * Looks by workers, each at its share of the rows, in memory that all of them see; by this thread alone where there is no such thing or rows are few. The
   * sums are of the same parts in the same order, so the same bits for any number of workers.
   */
  readonly open: (data: LogisticData) => Promise<Looks>;
  /** For when there will be no data. */
  readonly cancel: (reason: unknown) => void;
}

/** Starts workers for looks at so many rows. Cost: some 100 ms until they are there, on threads of their own. */
export function startLooks(rows: number, workers: number): LooksOpening {
  const script = workers > 1 && partsOf(rows) >= FEW ? workerScript() : undefined;
  const alone = (data: LogisticData): Looks => ({
    workers: 0,
    look: async ({ beta, wantGram }) => logisticPass(data, beta, wantGram),
    close: () => {},
  });
  if (script === undefined) return { open: async (data) => alone(data), cancel: () => {} };
  const { promise, resolve, reject } = promised<LooksSetup>();
  const opening = openCrew(script, promise, workers);
  opening.catch(() => undefined);
  const open = async (data: LogisticData) => {
    const setup = setupOf(data);
    if (setup === undefined) {
      reject(new Error("the design is not in memory that threads share"));
      return alone(data);
    }
    resolve(setup);
    const crew = await opening;
    return crew === undefined ? alone(data) : sharedLooks(data, crew, workers);
  };
  return { open, cancel: reject };
}

function sharedLooks({ design, rows }: LogisticData, crew: Crew, workers: number): Looks {
  const parts = partsOf(rows.length);
  const shares = workers * SHARES;
  const bounds = Array.from({ length: shares + 1 }, (_, k) => Math.round((k * parts) / shares));
  const look = async (wanted: Look) => {
    const tasks = bounds.slice(1).map((to, k) => crew.run({ ...wanted, from: bounds[k], to } satisfies LooksTask));
    const done = (await Promise.all(tasks)) as LogisticPass[][];
    return addParts(design.size, done.flat());
  };
  return { workers: crew.size, look, close: crew.close };
}

function setupOf({ design, rows, y, weight }: LogisticData): LooksSetup | undefined {
  const shared = shareDesign(design);
  if (shared === undefined) return undefined;
  return { design: shared, rows: sharedCopy(rows), y: sharedCopy(y), weight: sharedCopy(weight) };
}

/** A worker's side. */
export function looksWork({ design, ...rest }: LooksSetup): (task: LooksTask) => LogisticPass[] {
  const data = { design: adoptDesign(design), ...rest };
  return ({ beta, wantGram, from, to }) =>
    Array.from({ length: to - from }, (_, k) => logisticPart(data, beta, wantGram, from + k));
}

// Written so that bundlers see which file it is.
const workerScript = () => scriptAt(() => new URL("./worker.js", import.meta.url));
