import { openCrew, scriptAt } from "../../num/crew.js";
import type { Packed } from "./packed.js";
import type { EffectsAt } from "./predict-effect.js";
import { type ForestSetup, type ForestTask, forestWork } from "./work.js";

/** Whoever grows a forest: this thread, or several. */
export interface Hands {
  /** What each task comes to, in the order of the tasks; `onDone` is called after each that is done, and may throw to stop. */
  readonly all: <Result extends Packed | EffectsAt>(
    tasks: readonly ForestTask[],
    onDone: () => Promise<void> | void,
  ) => Promise<Result[]>;
  readonly close: () => void;
}

/** Starts workers; with one, or where there are none, this thread does the work: the same numbers, to the last bit. */
export async function openHands(setup: ForestSetup, workers: number): Promise<Hands> {
  const script = workers > 1 ? workerScript() : undefined;
  const crew = script && (await openCrew(script, setup, workers));
  if (crew !== undefined) {
    const all = <Result>(tasks: readonly ForestTask[], onDone: () => Promise<void> | void) =>
      Promise.all(
        tasks.map(async (task) => {
          const result = (await crew.run(task)) as Result;
          await onDone();
          return result;
        }),
      );
    return { all, close: crew.close };
  }
  const work = forestWork(setup);
  const all = async <Result>(tasks: readonly ForestTask[], onDone: () => Promise<void> | void) => {
    const results: Result[] = [];
    for (const task of tasks) {
      results.push(work(task) as Result);
      await onDone();
    }
    return results;
  };
  return { all, close: () => {} };
}

// Written so that bundlers see which file it is.
const workerScript = () => scriptAt(() => new URL("./worker.js", import.meta.url));
