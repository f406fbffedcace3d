import { DiscoError } from "../error.js";
import { type CalibrationMethod, calibrationMap, type Judged, methodFor, rarer } from "./calibration/maps.js";
import { calibrationOf } from "./calibration/measure.js";
import { isOff } from "./calibration/words.js";
import { constantFit, trainingWeights } from "./constant.js";
import type { Fitted, Learner, LearnNote, Prepared, Task } from "./learner.js";
import { contentKeys, dealParts, massOf, partsFor, partTask, splitsOf } from "./stack/deal.js";

export { calibrationOf } from "./calibration/measure.js";
export { calibrationWords } from "./calibration/words.js";

export interface CalibrateOptions {
  /**
   * Default "auto", by the observations of the rarer outcome: none below 20, platt below 200, beta from there; from 1,000 isotonic where the test of
   * calibration still finds beta's probabilities off.
   */
  readonly method?: CalibrationMethod | "auto";
  /** Parts of the cross-fitting. Default 5; fewer where a part would have less than 10 observations. */
  readonly folds?: number;
}

const LEAST = 10;

const SALT = 0xca11b;

const WORDS = {
  platt: "a straight line of log odds",
  beta: "a curve of two bends of log odds (beta)",
  isotonic: "isotonic regression",
};

function movedNote(name: string, method: keyof typeof WORDS, low: number, high: number): LearnNote {
  const points = (value: number) => `${value < 0 ? "-" : "+"}${(100 * Math.abs(value)).toFixed(1)}`;
  return {
    id: "recalibrated",
    text: `Probabilities of the learner ${name} were recalibrated by ${WORDS[method]} on rows it had not seen; that moves them by ${points(low)} to ${points(high)} points (in one of its fits).`,
  };
}

function asItIsNote(name: string, why: string): LearnNote {
  return {
    id: "not-recalibrated",
    text: `Probabilities of the learner ${name} were left as they are in some fit: ${why}.`,
  };
}

/** What the learner says of each training row from fits that did not see it; undefined where some fit did not converge. */
function crossFitted(prepared: Prepared, task: Task, whole: Fitted, folds: number): Judged | undefined {
  const weight = trainingWeights(task);
  const y = Float64Array.from(task.rows, (row) => task.y[row]);
  const splits = splitsOf(dealParts(contentKeys(task, y, weight), weight, folds, SALT), weight);
  const p: number[] = [];
  for (const split of splits) {
    const part = partTask(task, split);
    const fit = prepared.fit(prepared.warm ? { ...part, start: whole } : part);
    if (fit.status === "not-converged") return undefined;
    for (const value of fit.predict(Int32Array.from(split.judged, (i) => task.rows[i]))) p.push(value);
  }
  return {
    p: Float64Array.from(p),
    y: Float64Array.from(splits.flatMap(({ judged }) => [...judged].map((i) => y[i]))),
    weight: Float64Array.from(splits.flatMap(({ judgedWeight }) => [...judgedWeight])),
  };
}

/**
 * The smoother map where it is enough: isotonic regression wavers by the cube root of the rows, a curve of three numbers by the square root, and
 * most learners are off in a way that the curve can follow.
 */
function needed(judged: Judged, method: Exclude<CalibrationMethod, "none">): Exclude<CalibrationMethod, "none"> {
  if (method !== "isotonic") return method;
  const curve = judged.p.map(calibrationMap(judged, "beta"));
  return isOff(calibrationOf(curve, judged.y, judged.weight)) ? "isotonic" : "beta";
}

function fitTask(name: string, prepared: Prepared, task: Task, options: CalibrateOptions): Fitted {
  const { start: _, ...plain } = task;
  const whole = prepared.fit(plain);
  const weight = trainingWeights(task);
  const { mass, law } = massOf(weight);
  // A number, an exact law or the same for all: there is nothing to recalibrate.
  if (task.kind === "numeric" || law || whole.status === "constant" || constantFit(task, weight)) return whole;
  const count = rarer({ y: Float64Array.from(task.rows, (row) => task.y[row]), weight });
  const method = options.method === undefined || options.method === "auto" ? methodFor(count) : options.method;
  if (options.method === "none") return whole;
  const asItIs = (why: string): Fitted => ({ ...whole, notes: [...whole.notes, asItIsNote(name, why)] });
  const folds = partsFor(mass, options.folds ?? 5, LEAST);
  if (method === "none" || folds < 2)
    return asItIs(`${count} rows of the rarer outcome are too few to recalibrate them`);
  const judged = crossFitted(prepared, task, whole, folds);
  if (!judged) return asItIs("a fit to a part of the rows did not converge");
  const chosen = options.method === method ? method : needed(judged, method);
  const map = calibrationMap(judged, chosen);
  let [low, high] = [0, 0];
  for (const p of judged.p) [low, high] = [Math.min(low, map(p) - p), Math.max(high, map(p) - p)];
  return {
    predict: (rows) => whole.predict(rows).map(map),
    status: whole.status,
    notes: [...whole.notes, movedNote(name, chosen, low, high)],
  };
}

/**
 * The same learner, its probabilities made to come true as often as they say: the map from what it said of rows it had not seen (cross-fitted by
 * content) to what came is laid over the fit to all rows. Numbers and exact laws pass unchanged. Ranks are kept, so it cannot help a learner that
 * does not know who is likelier; a learner that is calibrated already loses a little. The map is learnt from fits to four fifths of the rows: for a
 * learner whose confidence grows with its rows it corrects a little too much. Cost: one fit more than there are folds.
 * @throws DiscoError when folds make no sense
 */
export function calibrate(learner: Learner, options: CalibrateOptions = {}): Learner {
  if (!((options.folds ?? 5) >= 2)) {
    throw new DiscoError({
      who: "calibrate",
      wrong: "cross-fitting needs two parts",
      given: `${options.folds} folds`,
      next: "give 2 folds or more",
    });
  }
  return {
    name: `calibrated ${learner.name}`,
    prepare(given, rows, weight) {
      const prepared = learner.prepare(given, rows, weight);
      return { notes: prepared.notes, warm: false, fit: (task) => fitTask(learner.name, prepared, task, options) };
    },
  };
}
