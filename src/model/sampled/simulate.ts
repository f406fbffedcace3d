import { DiscoError } from "../../error.js";
import { BLOCK } from "../../num/noise.js";
import type { Model } from "../model.js";
import { openSamplers } from "./parallel.js";
import {
  bytesFor,
  copyOf,
  type RowSource,
  rowSource,
  type SimulatedColumn,
  type SimulatedSettings,
  type SimulatedValues,
  viewsIn,
} from "./rows.js";

/** How rows are drawn. */
export interface SimulateOptions {
  readonly rows: number;
  /** Whole number, 0 to 2^32 - 1; default 1. Row i is the same for every number of rows, of workers, and size of chunk. */
  readonly seed?: number;
  /** What is set, by name: `{ T: 1 }`. The noise stays: row i is the same individual on the same day. */
  readonly set?: SimulatedSettings;
}

/** How rows are drawn bit by bit. */
export interface StreamOptions extends SimulateOptions {
  /** Threads that draw, default 1, which is this one. */
  readonly workers?: number;
  /** Rows at a time, rounded up to whole blocks of 2048. */
  readonly chunk?: number;
  /** A chunk's columns are overwritten once the next chunk is asked for: faster, for who keeps none of them. Default false. */
  readonly reuse?: boolean;
}

/** Some rows of a simulation. */
export interface SimulatedChunk {
  /** Number of its first row, from 0. */
  readonly from: number;
  readonly rows: number;
  /** In the order of `Simulation.columns`. */
  readonly columns: readonly SimulatedValues[];
}

export interface Simulation {
  readonly columns: readonly SimulatedColumn[];
  /** To be gone through once. Rows are drawn as they are asked for. */
  readonly chunks: AsyncIterable<SimulatedChunk>;
}

/** Whole columns of a simulation, for numbers of rows that memory holds. */
export interface SimulatedTable {
  readonly columns: readonly (SimulatedColumn & { readonly values: SimulatedValues })[];
}

/** Rows of a chunk unless told otherwise: few enough to stay near the processor; with workers enough to be worth a message, within memory. */
function usualChunk(columns: number, workers: number): number {
  return workers === 1 ? 8 * BLOCK : Math.max(8 * BLOCK, Math.floor(4e6 / (8 * columns)));
}

/**
 * Draws individuals and what happens to them: the unit (its name, or the attributes of a continuous population), then all variables in the
 * order of the file, as the model says or with some variables set. Memory does not depend on the number of rows.
 * @throws DiscoError for names and values that the model does not have, and (from `chunks`) when a law is none for values that were drawn
 * Cost: rows x variables, some 10 to 20 ns each.
 */
export function simulate(model: Model, options: StreamOptions): Simulation {
  const { workers = 1, reuse = false } = options;
  const { rows, seed, set } = checked(options);
  refuseUnless("workers", workers, Number.isSafeInteger(workers) && workers >= 1, "a whole number, at least 1");
  const source = rowSource(model, set, seed);
  const { chunk = usualChunk(source.columns.length, workers) } = options;
  refuseUnless("chunk", chunk, Number.isSafeInteger(chunk) && chunk >= 1, "a whole number, at least 1");
  const parts = { rows, size: Math.ceil(chunk / BLOCK) * BLOCK };
  const alone = workers === 1 || rows <= parts.size;
  const chunks = alone
    ? drawAlone(source, parts, reuse)
    : drawByWorkers(model, source, parts, { seed, set, workers, reuse });
  return { columns: source.columns, chunks };
}

/**
 * As `simulate`, all rows at once, on this thread.
 * @throws DiscoError as `simulate` does
 */
export function simulateColumns(model: Model, options: SimulateOptions): SimulatedTable {
  const { rows, seed, set } = checked(options);
  const { columns, draw } = rowSource(model, set, seed);
  const values = draw(0, rows);
  return { columns: columns.map((column, i) => ({ ...column, values: values[i] })) };
}

interface Parts {
  readonly rows: number;
  readonly size: number;
}

/** The chunk at a place: its first row, its rows, its first block. */
function partAt({ rows, size }: Parts, place: number) {
  const from = place * size;
  return { from, rows: Math.min(size, rows - from), firstBlock: from / BLOCK };
}

async function* drawAlone({ draw }: RowSource, parts: Parts, reuse: boolean): AsyncGenerator<SimulatedChunk> {
  let before: readonly SimulatedValues[] | undefined;
  for (let place = 0; place * parts.size < parts.rows; place++) {
    const { from, rows, firstBlock } = partAt(parts, place);
    const columns = draw(firstBlock, rows, reuse && rows === parts.size ? before : undefined);
    before = columns;
    yield { from, rows, columns };
  }
}

/** Workers draw ahead, a few chunks each, and the chunks come in order. */
async function* drawByWorkers(
  model: Model,
  source: RowSource,
  parts: Parts,
  { seed, set, workers, reuse }: Required<Omit<StreamOptions, "rows" | "chunk">>,
): AsyncGenerator<SimulatedChunk> {
  const samplers = await openSamplers(model, workers);
  if (samplers.workers === 0) {
    yield* drawAlone(source, parts, reuse);
    return;
  }
  const job = samplers.newJob();
  const { columns } = source;
  const free = sharedMemory(bytesFor(columns, parts.size), 2 * workers + 1);
  const draw = async (place: number): Promise<Drawn> => {
    const { from, rows, firstBlock } = partAt(parts, place);
    const memory = free?.shift();
    const task = { kind: "rows", job, settings: set, seed, firstBlock, rows } as const;
    const sent = await samplers.run(memory === undefined ? task : { ...task, memory });
    if (memory === undefined) return { from, rows, columns: sent as readonly SimulatedValues[] };
    return { from, rows, columns: viewsIn(columns, rows, memory), memory };
  };
  const ahead: Promise<Drawn>[] = [];
  try {
    for (let place = 0; place * parts.size < parts.rows || ahead.length > 0; place++) {
      const more = place * parts.size < parts.rows;
      if (more) {
        const chunk = draw(place);
        // Whoever reads them in order will hear of it; until then a failure is no accident.
        chunk.catch(() => undefined);
        ahead.push(chunk);
      }
      if (more && ahead.length < 2 * workers) continue;
      const { memory, ...chunk } = await ahead.shift()!;
      yield reuse || memory === undefined ? chunk : { ...chunk, columns: chunk.columns.map(copyOf) };
      if (memory !== undefined) free!.push(memory);
    }
  } finally {
    samplers.close();
  }
}

/** A chunk, and the shared memory in which it lies, if it does. */
interface Drawn extends SimulatedChunk {
  readonly memory?: SharedArrayBuffer;
}

/**
 * Memory that threads share. Sending columns away instead costs more: each is made, cleared and thrown away by turns, and once one was given
 * away all loops over arrays become slower. Undefined where there is none: pages must be isolated to have it.
 */
function sharedMemory(bytes: number, pieces: number): SharedArrayBuffer[] | undefined {
  if (typeof SharedArrayBuffer === "undefined") return undefined;
  return Array.from({ length: pieces }, () => new SharedArrayBuffer(bytes));
}

function checked({ rows, seed = 1, set = {} }: SimulateOptions) {
  refuseUnless("rows", rows, Number.isSafeInteger(rows) && rows >= 0, "a whole number, 0 or more");
  refuseUnless(
    "seed",
    seed,
    Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32,
    "a whole number from 0 to 4294967295",
  );
  return { rows, seed, set };
}

function refuseUnless(who: string, given: number, fine: boolean, next: string): void {
  if (!fine)
    throw new DiscoError({ who, wrong: "this number is out of range", given: String(given), next: `give ${next}` });
}
