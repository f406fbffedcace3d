import { type Complaint, type ComplaintKind, DiscoError } from "../../error.js";
import { openCrew, scriptAt } from "../../num/crew.js";
import type { Model } from "../model.js";
import type { Request, Unable } from "../request.js";
import { planBatches } from "./batches.js";
import { combine } from "./combine.js";
import { finish, refuse, type Sampled, type SampleOptions, sample } from "./sample.js";
import type { Tally } from "./tally.js";
import type { Setup, Task } from "./tasks.js";

/** Workers with one model, for any number of requests. */
export interface Samplers {
  /** How many there are; 0 where workers cannot be had, and the work is done on this thread. */
  readonly workers: number;
  /** As `sample`, the same numbers to the last bit. */
  readonly sample: (request: Request, options: SampleOptions) => Promise<Sampled | Unable>;
  /** One task by itself. */
  readonly run: (task: Task) => Promise<unknown>;
  /** A number for tasks that belong together. */
  readonly newJob: () => number;
  readonly close: () => void;
}

/**
 * Starts workers for a model, in Node or in a browser. Close them when done: a process with open workers does not end.
 * Cost: some 100 ms a worker.
 */
export async function openSamplers(model: Model, workers: number): Promise<Samplers> {
  const script = workers > 1 ? workerScript() : undefined;
  const crew = script && (await openCrew(script, { file: model.file } satisfies Setup, workers));
  let jobs = 0;
  const newJob = () => jobs++;
  const run = async (task: Task) => {
    if (crew === undefined) throw new Error("there are no workers");
    try {
      return await crew.run(task);
    } catch (error) {
      throw asComplaint(error);
    }
  };
  return {
    workers: crew?.size ?? 0,
    sample: async (request, options) =>
      crew === undefined ? sample(request, options) : sampleBy(run, newJob(), request, options),
    run,
    newJob,
    close: () => crew?.close(),
  };
}

// Written so that bundlers see which file it is.
const workerScript = () => scriptAt(() => new URL("./worker.js", import.meta.url));

/**
 * As `sample`, its batches shared among `workers`: the same numbers to the last bit, whatever their number.
 * @throws DiscoError as `sample` does
 */
export async function sampleParallel(
  request: Request,
  { workers, ...options }: SampleOptions & { readonly workers: number },
): Promise<Sampled | Unable> {
  const samplers = await openSamplers(request.model, workers);
  try {
    return await samplers.sample(request, options);
  } finally {
    samplers.close();
  }
}

async function sampleBy(run: (task: Task) => Promise<unknown>, job: number, request: Request, options: SampleOptions) {
  const refusal = refuse(request);
  if (refusal !== undefined) return refusal;
  const { draws, seed } = options;
  const plan = planBatches(request, draws);
  const { model: _model, ...rest } = request;
  const tasks = plan.batches.map((batch) => run({ kind: "batch", job, request: rest, draws, seed, batch }));
  const tallies = await inOrder(tasks);
  return finish(request, combine(request, plan, tallies as readonly Tally[]), options);
}

/** All results, or the first failure in order, so that the complaint is the same each time. */
async function inOrder(tasks: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  for (const task of tasks) task.catch(() => undefined);
  const results: unknown[] = [];
  for (const task of tasks) results.push(await task);
  return results;
}

/** A user's mistake that a worker found is a user's mistake here. */
function asComplaint(error: unknown): unknown {
  const { fields } = error as { fields?: { complaint?: Complaint; kind?: ComplaintKind } };
  return fields?.complaint === undefined ? error : new DiscoError(fields.complaint, fields.kind);
}
