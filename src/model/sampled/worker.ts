// What a worker runs: opened by `parallel.ts` by its file name, and imported by nobody.
import { serveCrew } from "../../num/crew.js";
import { workOf } from "./tasks.js";

serveCrew(workOf);
