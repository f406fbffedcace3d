import { type Crew, openCrew, scriptAt } from "../../num/crew.js";
import { addParts, type LogisticData, type LogisticPass, logisticPart, partsOf } from "../../num/gram.js";
import { promised } from "../../num/promised.js";
import { sharedCopy, sharedMemory } from "../../num/shared-memory.js";
import { adoptDesign, type SharedDesign, shareDesign } from "./design.js";
import type { Look } from "./irls.js";

/** The data of a fit as other threads are sent them. */
export interface LooksSetup {
  readonly design: SharedDesign;
  readonly rows: Int32Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
  /** The next part that nobody has taken yet, and how many are written. */
  readonly state: Int32Array;
}

/** A part of a look, and which one it is. */
export interface LookedPart {
  readonly part: number;
  readonly pass: LogisticPass;
}

/** Looks at the data of a logistic fit. */
export interface Looks {
  /** How many threads look, this one included, once all are there. */
  readonly threads: Promise<number>;
  readonly look: (wanted: Look) => Promise<LogisticPass>;
  readonly close: () => void;
}

/** Parts of the rows fewer than which are not worth a second thread. */
const FEW = 8;

/** Parts that this thread does before it lets others speak: workers that have come, whoever wants to stop. */
const SLICE = 4;

/** Places in the state. */
const [NEXT, WRITTEN] = [0, 1];

/** More parts than there are. */
const EVERY = 2 ** 31 - 1;

/** Workers on their way: they start while the data are made ready. */
export interface LooksOpening {
  /**
   * Looks by this thread and by workers, in memory that all of them see; by this thread alone where there is no such thing or rows are few. Whoever is free
   * takes the next part, and parts are added in their order: the same bits for any number of threads.
   * `write` writes a part of the design, where that was left until now: this thread does, before anybody looks at it.
   */
  readonly open: (data: LogisticData, write?: (part: number) => void) => Looks;
  /** For when there will be no data. */
  readonly cancel: (reason: unknown) => void;
}

/** Starts workers, one fewer than `threads`, for looks at so many rows. Cost: some 100 ms until they are there, on threads of their own. */
export function startLooks(rows: number, threads: number): LooksOpening {
  const script = threads > 1 && partsOf(rows) >= FEW ? workerScript() : undefined;
  if (script === undefined) return { open: looksAlone, cancel: () => {} };
  const { promise, resolve, reject } = promised<LooksSetup>();
  const opening = openCrew(script, promise, threads - 1);
  opening.catch(() => undefined);
  const open: LooksOpening["open"] = (data, write) => {
    const setup = setupOf(data);
    if (setup === undefined) {
      reject(new Error("the design is not in memory that threads share"));
      return looksAlone(data, write);
    }
    resolve(setup);
    return sharedLooks(data, write, setup.state, opening);
  };
  return { open, cancel: reject };
}

function looksAlone(data: LogisticData, write?: (part: number) => void): Looks {
  const ready = writer(write, new Int32Array(2));
  const look = async (wanted: Look) => addParts(data.design.size, passes(data, wanted, ready));
  return { threads: Promise.resolve(1), look, close: () => {} };
}

function* passes(data: LogisticData, { beta, wantGram }: Look, ready: (part: number) => void): Generator<LogisticPass> {
  for (let part = 0; part < partsOf(data.rows.length); part++) {
    ready(part);
    yield logisticPart(data, beta, wantGram, part);
  }
}

/** Writes what is not written yet, up to a part. */
function writer(write: ((part: number) => void) | undefined, state: Int32Array): (part: number) => void {
  if (write === undefined) state[WRITTEN] = EVERY;
  return (part) => {
    while (state[WRITTEN] <= part) {
      write?.(state[WRITTEN]);
      Atomics.add(state, WRITTEN, 1);
      Atomics.notify(state, WRITTEN);
    }
  };
}

function sharedLooks(
  data: LogisticData,
  write: ((part: number) => void) | undefined,
  state: Int32Array,
  opening: Promise<Crew | undefined>,
): Looks {
  const parts = partsOf(data.rows.length);
  const ready = writer(write, state);
  let arrived: { readonly crew?: Crew | undefined; readonly error?: unknown } | undefined;
  const arrival = opening.then(
    (crew) => {
      arrived = { crew };
    },
    (error) => {
      arrived = { error };
    },
  );
  const look = async (wanted: Look) => {
    Atomics.store(state, NEXT, 0);
    const done: LookedPart[] = [];
    let others: Promise<unknown[]> | undefined;
    for (let over = false; !over; await turn()) {
      if (arrived?.error !== undefined) throw arrived.error;
      if (arrived?.crew !== undefined && others === undefined) {
        const { run, size } = arrived.crew;
        others = Promise.all(Array.from({ length: size }, () => run(wanted)));
        // Heard of below, when this thread has done its own.
        others.catch(() => undefined);
      }
      if (others !== undefined && state[WRITTEN] < parts) {
        // Nobody else can write, and others already look at what is written.
        ready(Math.min(parts, state[WRITTEN] + SLICE) - 1);
      } else {
        const own = partsInTurn(data, wanted, state, ready, SLICE);
        done.push(...own);
        over = own.length === 0;
      }
    }
    for (const some of (await others) ?? []) done.push(...(some as LookedPart[]));
    const inOrder: LogisticPass[] = [];
    for (const { part, pass } of done) inOrder[part] = pass;
    return addParts(data.design.size, inOrder);
  };
  return {
    threads: arrival.then(() => 1 + (arrived?.crew?.size ?? 0)),
    look,
    close: () => void arrival.then(() => arrived?.crew?.close()),
  };
}

/** Takes and looks at parts of the rows that nobody has taken yet, up to `most` of them. */
function partsInTurn(
  data: LogisticData,
  { beta, wantGram }: Look,
  state: Int32Array,
  ready: (part: number) => void,
  most: number,
): LookedPart[] {
  const parts = partsOf(data.rows.length);
  const own: LookedPart[] = [];
  while (own.length < most) {
    const part = Atomics.add(state, NEXT, 1);
    if (part >= parts) break;
    ready(part);
    own.push({ part, pass: logisticPart(data, beta, wantGram, part) });
  }
  return own;
}

/** Lets messages come in. */
const turn = () => new Promise((resolve) => soon(resolve));

// Node's own comes at once, where a timer takes a millisecond.
const soon: (then: (value: unknown) => void) => unknown = globalThis.setImmediate ?? setTimeout;

function setupOf({ design, rows, y, weight }: LogisticData): LooksSetup | undefined {
  const shared = shareDesign(design);
  if (shared === undefined) return undefined;
  const state = new Int32Array(sharedMemory(8));
  return { design: shared, rows: seenByAll(rows), y: seenByAll(y), weight: seenByAll(weight), state };
}

const seenByAll = <T extends Float64Array | Int32Array>(values: T): T =>
  (values.buffer as ArrayBufferLike) instanceof ArrayBuffer ? sharedCopy(values) : values;

/** A worker's side. */
export function looksWork({ design, state, ...rest }: LooksSetup): (wanted: Look) => LookedPart[] {
  const data = { design: adoptDesign(design), ...rest };
  const written = (part: number) => {
    for (let so = Atomics.load(state, WRITTEN); so <= part; so = Atomics.load(state, WRITTEN)) {
      Atomics.wait(state, WRITTEN, so);
    }
  };
  return (wanted) => partsInTurn(data, wanted, state, written, partsOf(data.rows.length));
}

// Written so that bundlers see which file it is.
const workerScript = () => scriptAt(() => new URL("./worker.js", import.meta.url));
