// What a worker runs: opened by `crew.ts` by its file name, and imported by nobody.
import { serveCrew } from "../../num/crew.js";
import { type ForestSetup, type ForestTask, forestWork } from "./work.js";

serveCrew((setup) => {
  const work = forestWork(setup as ForestSetup);
  return (task) => {
    const result = work(task as ForestTask);
    const arrays = Object.values(result).filter((value) => ArrayBuffer.isView(value));
    return { result, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
  };
});
