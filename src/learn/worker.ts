// What a worker runs: opened by `learner-crew.ts` by its file name, and imported by nobody.
import { serveCrew } from "../num/crew.js";
import { type CrewSetup, type CrewTask, learnerWork } from "./learner-crew.js";

serveCrew((setup) => {
  const work = learnerWork(setup as CrewSetup);
  return async (task) => {
    const result = await work(task as CrewTask);
    const made = [result.predicted, ...(result.halves ?? [])];
    return { result, transfer: made.map((values) => values.buffer as ArrayBuffer) };
  };
});
