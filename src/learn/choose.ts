import { DiscoError } from "../error.js";
import type { Column } from "../num/columns.js";
import { patternsOf } from "../num/patterns.js";
import type { Weights } from "../num/sample.js";
import { boost } from "./boost.js";
import { calibrate } from "./calibration.js";
import { cells } from "./cells.js";
import { elasticNet } from "./elastic-net.js";
import { forest } from "./forest.js";
import type { Learner, LearnerSpec } from "./learner.js";
import { linear } from "./linear.js";
import { networkMean } from "./network.js";
import { stack } from "./stack.js";

/** What a learner is asked for by. */
export const LEARNERS = ["auto", "cells", "linear", "elastic-net", "boost", "forest", "network", "stack"] as const;

export type LearnerName = (typeof LEARNERS)[number];

/** Which learner, and how big its trees may be. */
export interface LearnerChoice {
  /** `auto`: `cells` where every combination of covariates is well filled, else `linear`. */
  readonly learner?: LearnerName;
  /** At most so many trees (boost), or so many (forest). */
  readonly trees?: number;
  /** How deep a tree may be (boost). */
  readonly depth?: number;
  /** Lay a map over the learner's probabilities that makes them come true (`calibrate`); numbers stay as they are. */
  readonly calibrate?: boolean;
}

/** The rows that are to be learnt from. */
export interface ChoiceRows {
  readonly rows: number;
  readonly given: readonly Column[];
  /** Arm of each row, and how many arms there are. */
  readonly codes: ArrayLike<number>;
  readonly arms: number;
  readonly weights?: Weights;
}

/** Fewest observations of each arm in a combination of covariates for averages within combinations to be trusted. */
const FILLED = 30;

/** Is every combination of covariates seen often enough in every arm? An exact law always is. */
function wellFilled({ rows, given, codes, arms, weights }: ChoiceRows): boolean {
  if (weights?.kind === "law") return true;
  const { id, first } = patternsOf(given, rows);
  if (arms * FILLED * first.length > rows && !weights) return false;
  const mass = new Float64Array(arms * first.length);
  for (let i = 0; i < rows; i++) mass[arms * id[i] + codes[i]] += weights ? weights.values[i] : 1;
  return mass.every((count) => count >= FILLED);
}

/**
 * The learner asked for; `auto` takes averages within combinations of covariates where these are well filled, else the linear model.
 * @param ridge the linear model's penalty, in observations
 */
export function chooseLearner(about: ChoiceRows, choice: LearnerChoice, ridge: number): Learner {
  const named = choice.learner === "auto" ? undefined : choice.learner;
  return learnerOf(specOf({ ...choice, learner: named ?? (wellFilled(about) ? "cells" : "linear") }, ridge));
}

/** A learner asked for by its name, as data. @throws DiscoError for a name that is none, and for trees of a learner that has none */
export function specOf(choice: NamedChoice, ridge: number): LearnerSpec {
  const plain = plainSpec(choice, ridge);
  return choice.calibrate === true ? { kind: "calibrated", of: plain } : plain;
}

/** A choice that leaves nothing to be found out. */
type NamedChoice = LearnerChoice & { readonly learner: Exclude<LearnerName, "auto"> };

function plainSpec({ learner, trees, depth }: NamedChoice, ridge: number): LearnerSpec {
  if (!LEARNERS.includes(learner)) {
    throw new DiscoError({
      who: "learner",
      wrong: "there is no such learner",
      given: String(learner),
      next: `use one of ${LEARNERS.join(", ")}`,
    });
  }
  const grows = learner === "boost" || learner === "forest";
  if (trees !== undefined && !grows) idle("trees", trees, learner, "boost or forest");
  if (depth !== undefined && learner !== "boost") idle("depth", depth, learner, "boost");
  if (learner === "linear") return { kind: learner, ridge };
  if (!grows) return { kind: learner };
  return { kind: learner, ...(trees === undefined ? {} : { trees }), ...(depth === undefined ? {} : { depth }) };
}

function idle(option: string, value: number, learner: string, whose: string): never {
  throw new DiscoError({
    who: option,
    wrong: `the learner has none: ${learner}`,
    given: String(value),
    next: `leave it out, or give learner ${whose}`,
  });
}

/** Makes a learner of its description, on any thread. */
export function learnerOf(made: LearnerSpec): Learner {
  return { ...makeLearner(made), made };
}

function makeLearner(made: LearnerSpec): Learner {
  switch (made.kind) {
    case "cells":
      return cells();
    case "linear":
      return linear({ ridge: made.ridge });
    case "elastic-net":
      return elasticNet();
    case "boost":
      return boost(made);
    case "forest":
      return forest(made);
    case "network":
      return networkMean();
    case "stack":
      return stack();
    case "calibrated":
      return calibrate(learnerOf(made.of));
  }
}

/** Observations beyond which three folds leave each fit more than enough to learn from. */
const MANY = 200_000;

/**
 * Cross-fitting by five folds, by three where there are very many rows; none where rows carry weights, so that a table of distinct rows
 * gives its exact answer (unless the learner is one that can follow single rows).
 */
export function defaultFolds({ weights, rows }: Pick<ChoiceRows, "weights" | "rows">, learner: string): number {
  const plain = learner === "cells" || learner === "linear";
  if (weights?.kind === "law" || (weights?.name !== undefined && plain)) return 1;
  const observations = weights ? weights.values.reduce((a, b) => a + b, 0) : rows;
  return observations > MANY ? 3 : 5;
}

/** With few rows the answer would lean on which rows happened to share a fold, so folds are dealt five times and averaged. */
export function dealsFor(rows: number): number {
  return rows <= 1000 ? 5 : 1;
}
