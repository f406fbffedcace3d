import type { Option } from "commander";
import { seedOption } from "./model-options.js";
import { number, oneOf, option } from "./options.js";

const LEARNERS = ["auto", "cells", "linear", "elastic-net", "boost", "forest", "network", "stack"] as const;

/** How the commands that learn from rows are told to. */
export interface LearnerFlags {
  level?: number;
  learner?: (typeof LEARNERS)[number];
  folds?: number;
  trees?: number;
  depth?: number;
  calibrate?: true;
  trim?: number;
  seed?: number;
}

/** `--level`, alike everywhere. */
export function levelOption(): Option {
  return option("--level <level>", "confidence level of the intervals (default 0.95)", (flag) =>
    number(flag, { low: 0, high: 1, open: true, example: "0.95" }),
  );
}

/** The options of learning; the defaults told here are those of the library. `more`: learners that only this command knows. */
export function learnerOptions(whose: string, more: readonly "classes"[] = []): Option[] {
  const names = [...LEARNERS, ...more];
  const [first, ...rest] = names;
  const told = `${first} (default), ${rest.slice(0, -1).join(", ")} or ${rest.at(-1)}${whose}`;
  return [
    option("--learner <name>", told, (flag) => oneOf(flag, names)),
    option(
      "--folds <k>",
      "parts for cross-fitting (default 5; 3 above 200,000 rows; 1 with --weight, if cells or linear); 1: none",
      (flag) => number(flag, { low: 1, high: 50, whole: true, example: "5" }),
    ),
    option("--trees <n>", "boost: at most so many trees; forest: so many", (flag) =>
      number(flag, { low: 1, high: 100_000, whole: true, example: "200" }),
    ),
    option("--depth <n>", "boost: how deep a tree may be", (flag) =>
      number(flag, { low: 1, high: 16, whole: true, example: "3" }),
    ),
    option("--calibrate", "make the learner's probabilities come true, by a map learnt across its own folds"),
    option("--trim <a>", "leave out rows whose propensity is below a or above 1 - a", (flag) =>
      number(flag, { low: 0, high: 0.5, open: true, example: "0.01" }),
    ),
    seedOption("the same seed gives the same answer (default 1)"),
  ];
}
