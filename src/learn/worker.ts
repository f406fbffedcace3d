// What a worker runs: opened by `learner-crew.ts` by its file name, and imported by nobody.
import { serveCrew } from "../num/crew.js";
import type { CrossTask } from "./crossfit.js";
import { type CrewSetup, learnerWork } from "./learner-crew.js";

serveCrew((setup) => {
  const work = learnerWork(setup as CrewSetup);
  return async (task) => {
    const result = await work(task as CrossTask);
    return { result, transfer: [result.predicted.buffer as ArrayBuffer] };
  };
});
