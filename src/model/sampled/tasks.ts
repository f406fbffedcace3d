import type { Work } from "../../num/crew.js";
import type { ModelFile } from "../file/model-file.js";
import { modelOf } from "../file/read.js";
import type { Model } from "../model.js";
import type { Request } from "../request.js";
import { type Batch, makeSampler, planBatches, type Sampler } from "./batches.js";
import { type RowSource, rowSource, type SimulatedSettings, viewsIn } from "./rows.js";

/** What a worker is made with: the file that another thread made its model of. */
export interface Setup {
  readonly file: ModelFile;
}

/** What a worker does: a batch of a request, or rows of a simulation. Tasks of one `job` have all but the last fields in common. */
export type Task =
  | {
      readonly kind: "batch";
      readonly job: number;
      readonly request: Omit<Request, "model">;
      readonly draws: number;
      readonly seed: number;
      readonly batch: Batch;
    }
  | {
      readonly kind: "rows";
      readonly job: number;
      readonly settings: SimulatedSettings;
      readonly seed: number;
      readonly firstBlock: number;
      readonly rows: number;
      /** Where to draw them; without it they are sent. */
      readonly memory?: SharedArrayBuffer;
    };

/** A worker's side: the results are a `Tally`, or the columns. */
export function workOf(setup: unknown): Work {
  const model = modelOf((setup as Setup).file);
  let job = -1;
  let made: Sampler | RowSource | undefined;
  return (given) => {
    const task = given as Task;
    if (task.job !== job || made === undefined) made = make(model, task);
    job = task.job;
    if (task.kind === "batch") return { result: (made as Sampler).draw(task.batch) };
    const { draw, columns } = made as RowSource;
    if (task.memory !== undefined) {
      draw(task.firstBlock, task.rows, viewsIn(columns, task.rows, task.memory));
      return { result: undefined };
    }
    const drawn = draw(task.firstBlock, task.rows);
    return { result: drawn, transfer: drawn.map(({ buffer }) => buffer as ArrayBuffer) };
  };
}

function make(model: Model, task: Task): Sampler | RowSource {
  if (task.kind === "rows") return rowSource(model, task.settings, task.seed);
  const request: Request = { ...task.request, model };
  return makeSampler(request, planBatches(request, task.draws), task.seed);
}
