// What a worker runs: opened by `looks.ts` by its file name, and imported by nobody.
import { serveCrew } from "../../num/crew.js";
import type { Look } from "./irls.js";
import { type LooksSetup, looksWork } from "./looks.js";

serveCrew((setup) => {
  const work = looksWork(setup as LooksSetup);
  return (task) => ({ result: work(task as Look) });
});
