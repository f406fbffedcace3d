import type { Column } from "../num/columns.js";
import { type DesignColumns, linearPredictor, logisticMean, rowsOfDesign } from "../num/gram.js";
import { mix } from "../num/hash.js";
import { indices } from "../num/indices.js";
import { constantFit, trainingWeights } from "./constant.js";
import type { Fitted, Learner, LearnNote, Prepared, Task } from "./learner.js";
import { adoptDesign, linearDesign, type SharedDesign, shareDesign } from "./linear/design.js";
import { type LinearFit, leastSquares, logistic } from "./linear/irls.js";

export interface LinearOptions {
  /** Penalty on the squared standardised coefficients, in observations. 0 (the default) is maximum likelihood. */
  readonly ridge?: number;
}

/** Are all training rows told apart, each on its side of one half? Looked at in growing parts: as a rule the first few rows say no. */
function tellsAll(design: DesignColumns, beta: Float64Array, rows: Int32Array, y: Float64Array): boolean {
  for (let start = 0, step = 256; start < rows.length; start += step, step *= 2) {
    const eta = linearPredictor(design, beta, rows.subarray(start, start + step));
    for (let i = 0; i < eta.length; i++) if (y[start + i] === 1 ? eta[i] <= 0 : eta[i] >= 0) return false;
  }
  return true;
}

/** The penalty taken when the likelihood has no maximum: a prior worth one observation on each standardised coefficient. */
const RESCUE = 1;

/** A fit with its coefficients; without them where the mean is the same everywhere. */
export interface LinearFitted extends Fitted {
  readonly fit?: LinearFit;
  readonly penalty?: number;
}

function separatedNote(): LearnNote {
  return {
    id: "separation",
    text: "In some fit the covariates tell the outcome or the arm exactly (perfect separation); a ridge penalty worth one observation keeps its probabilities away from 0 and 1. Look for a covariate that is decided after the arm or the outcome, drop it or group its levels, or use --learner boost.",
  };
}

function crowdedNote(columns: number, rows: number): LearnNote {
  return {
    id: "more-columns-than-rows",
    text: `The linear model has ${columns} columns for ${rows} rows; it was held by a ridge penalty worth ${RESCUE} observation. Give fewer covariates, group levels, or use --learner boost.`,
  };
}

/** Training sets beyond this are first fitted in part: a start so near that the whole costs gradients, not Gram matrices. */
const LARGE = 100_000;

/** Rows of that first part. */
const PART = 30_000;

/** A fit to a part of a large training set, chosen by content and copied out, so that its passes do not go through the whole. */
function fitPart(design: DesignColumns, task: Task, ridge: number): LinearFitted | undefined {
  if (task.rows.length <= LARGE) return undefined;
  const among = Math.floor(task.rows.length / PART);
  const chosen = task.rows.filter((row) => mix(task.rowHash[row], task.seed ^ 0x7a17) % among === 0);
  if (chosen.length <= PART / 2 || chosen.length >= LARGE) return undefined;
  const own: Task = {
    ...task,
    rows: indices(chosen.length),
    y: take(task.y, chosen),
    ...(task.weight ? { weight: take(task.weight, chosen) } : {}),
    rowHash: Uint32Array.from(chosen, (row) => task.rowHash[row]),
  };
  const part = fitLinear(rowsOfDesign(design, chosen), own, ridge);
  // A part may be separated where the whole is not: what had to be rescued is no start.
  return part && part.fit?.status === "converged" && part.penalty === ridge ? part : undefined;
}

function take(values: Float64Array, rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let i = 0; i < taken.length; i++) taken[i] = values[rows[i]];
  return taken;
}

/** Fits the linear or logistic mean of one task on a design, as the learner of this file does. */
export function fitLinear(design: DesignColumns, task: Task, ridge: number): LinearFitted {
  const weight = trainingWeights(task);
  const constant = constantFit(task, weight);
  if (constant || design.size === 1) return constant ?? constantFit(task, weight, true)!;
  const y = take(task.y, task.rows);
  const base = { design, rows: task.rows, y, weight, ownCurvature: task.start === undefined };
  const notes: LearnNote[] = [];
  // An exact law has mass 1 however many observations it could have come from, and is never too small.
  let mass = 0;
  for (let i = 0; i < weight.length; i++) mass += weight[i];
  const crowded = mass > 2 && design.size >= mass;
  if (crowded) notes.push(crowdedNote(design.size, mass));
  const rescue = mass > 2 ? RESCUE : mass / 1000;
  let penalty = crowded ? Math.max(ridge, rescue) : ridge;
  let fit: LinearFit;
  if (task.kind === "numeric") {
    fit = leastSquares({ ...base, ridge: penalty });
  } else {
    const start = (task.start as LinearFitted | undefined) ?? fitPart(design, task, ridge);
    const usable = start?.fit?.status === "not-converged" ? undefined : start?.fit;
    const warm = usable ? { start: usable } : {};
    // What separates all the rows separates any part of them, so a start that had to be rescued rescues this fit too.
    const doomed = usable !== undefined && (start?.penalty ?? 0) > penalty;
    if (!doomed) fit = logistic({ ...base, ridge: penalty, ...warm });
    else fit = { ...usable, status: "separated" };
    // A start may lie on the wrong side of a sharp bend; from the middle Newton's way is longer but safe.
    if (!doomed && usable && fit.status !== "converged") fit = logistic({ ...base, ridge: penalty });
    if (doomed || fit.status !== "converged") {
      penalty = Math.max(penalty, rescue);
      notes.push(separatedNote());
      const rescued = logistic({ ...base, ridge: penalty, ...(doomed ? warm : {}) });
      fit = { ...rescued, status: rescued.status === "converged" ? "separated" : "not-converged" };
    } else if (penalty > 0 && fit.extreme > 2 && tellsAll(design, fit.beta, task.rows, y)) {
      notes.push(separatedNote());
    }
  }
  const { beta } = fit;
  const predict = (rows: Int32Array) => (task.kind === "numeric" ? linearPredictor : logisticMean)(design, beta, rows);
  return { predict, status: fit.status, notes, fit, penalty };
}

/**
 * Logistic regression for two-valued outcomes, least squares for numbers: additive in the covariates, indicators for labels.
 * Columns that repeat what others say change nothing. Cost of a fit: O(rows x columns^2) a Newton step, about six steps.
 */
export function linear(options: LinearOptions = {}): Learner {
  return {
    name: "linear",
    prepare(given: readonly Column[], rows: number, weight?: Float64Array): Prepared {
      return preparedOf(linearDesign(given, rows, weight), options);
    },
    adopt: (shared) => preparedOf(adoptDesign(shared as SharedDesign), options),
  };
}

/** A prepared linear learner, whose design others may look at. */
export interface LinearPrepared extends Prepared {
  readonly design: DesignColumns;
}

function preparedOf(design: DesignColumns, { ridge = 0 }: LinearOptions): LinearPrepared {
  const shared = shareDesign(design);
  return {
    notes: [],
    warm: true,
    design,
    fit: (task) => fitLinear(design, task, Math.min(ridge, task.penalty ?? Number.POSITIVE_INFINITY)),
    ...(shared === undefined ? {} : { shared }),
  };
}
