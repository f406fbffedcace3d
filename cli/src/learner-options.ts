import type { Option } from "commander";
import { seedOption } from "./model-options.js";
import { number, oneOf, option } from "./options.js";

export const LEARNERS = ["auto", "cells", "linear", "boost"] as const;

/** How the commands that learn from rows are told to. */
export interface LearnerFlags {
  level?: number;
  learner?: (typeof LEARNERS)[number];
  folds?: number;
  trees?: number;
  depth?: number;
  trim?: number;
  seed?: number;
}

/** `--level`, alike everywhere. */
export function levelOption(): Option {
  return option("--level <level>", "confidence level of the intervals (default 0.95)", (flag) =>
    number(flag, { low: 0, high: 1, open: true, example: "0.95" }),
  );
}

/** The options of learning; the defaults told here are those of the library. */
export function learnerOptions(whose: string): Option[] {
  return [
    option("--learner <name>", `auto (default), cells, linear or boost${whose}`, (flag) => oneOf(flag, LEARNERS)),
    option(
      "--folds <k>",
      "parts for cross-fitting (default 5; 3 above 200,000 rows; 1 with --weight, unless boost); 1: none",
      (flag) => number(flag, { low: 1, high: 50, whole: true, example: "5" }),
    ),
    option("--trees <n>", "boost: at most so many trees", (flag) =>
      number(flag, { low: 1, high: 100_000, whole: true, example: "200" }),
    ),
    option("--depth <n>", "boost: how deep a tree may be", (flag) =>
      number(flag, { low: 1, high: 16, whole: true, example: "3" }),
    ),
    option("--trim <a>", "leave out rows whose propensity is below a or above 1 - a", (flag) =>
      number(flag, { low: 0, high: 0.5, open: true, example: "0.01" }),
    ),
    seedOption("the same seed gives the same answer (default 1)"),
  ];
}
