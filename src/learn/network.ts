import { DiscoError } from "../error.js";
import type { Column } from "../num/columns.js";
import { mix } from "../num/hash.js";
import { normalCdf } from "../num/normal.js";
import { constantFit, trainingWeights } from "./constant.js";
import type { Fitted, Learner, LearnNote, Task } from "./learner.js";
import { abductionNet, forward, makePass, startAbduction } from "./network/abduction.js";
import { type NetworkFamily, type NetworkModel, parametersOf, readAction, startAction } from "./network/action.js";
import { probabilityShift } from "./network/calibrate.js";
import { BATCH, defaultHidden, priorWorth } from "./network/defaults.js";
import { type NetworkInputs, networkInputs } from "./network/inputs.js";
import { rowObjective, splitOutputs } from "./network/likelihood.js";
import { cauchyCdf } from "./network/log-probability.js";
import { centreOf, startLevel } from "./network/outcome.js";
import { type ContentRows, contentRows, heldOut } from "./network/rows.js";
import { train } from "./network/train.js";

export interface NetworkOptions {
  /** The law of U and of the noise. `cauchy`: heavy tails; for two-valued outcomes only. Default `gaussian`. */
  readonly family?: NetworkFamily;
  /** Neurons of the hidden layers; none: a linear abduction. Default: one layer of 16 up to 5,000 observations, of 32 above. */
  readonly hidden?: readonly number[];
  /** Worth of the prior on each standardised weight, in observations. Default 1. */
  readonly penalty?: number;
}

/**
 * An abduction-action network as a learner of one mean: U is a linear function of the covariates plus what the hidden layers add, and the
 * outcome is U plus noise (numeric, by least squares), or whether that is above zero (two-valued: Phi(U), or 1/2 + atan(U) / pi). One task
 * has one arm and sees each row once, so the scale of U given the covariates cannot be told from the noise and is left out.
 *
 * Up to 11,000 observations each of five parts is held out in turn for early stopping and the fits' scores are averaged, with more fewer
 * parts are; a last shift makes the average prediction that of the outcomes.
 * @throws DiscoError for a numeric outcome with the Cauchy family, which has no mean; as `networkInputs`
 * Cost: some tens of passes, each of rows x weights.
 */
export function networkMean(options: NetworkOptions = {}): Learner {
  return {
    name: "network",
    prepare(given: readonly Column[], rows: number, weight?: Float64Array) {
      const inputs = networkInputs(given, rows, weight);
      return { notes: [], warm: false, fit: (task) => fitMean(inputs, task, options) };
    },
  };
}

function refuseMean(): never {
  throw new DiscoError({
    who: "network",
    wrong: "a Cauchy law has no mean, so there is no average to learn of a numeric outcome",
    given: "family cauchy",
    next: "use the Gaussian family, or ask fitNetwork for medians or for the probability of being above a threshold",
  });
}

/** A score for each of the given rows. */
type Score = (rows: Int32Array) => Float64Array;

function fitMean(inputs: NetworkInputs, task: Task, options: NetworkOptions): Fitted {
  const { family = "gaussian" } = options;
  if (family === "cauchy" && task.kind === "numeric") refuseMean();
  const weights = trainingWeights(task);
  const constant = constantFit(task, weights) ?? (inputs.width === 0 ? constantFit(task, weights, true) : undefined);
  if (constant) return constant;
  const { rows, rowHash, weight, seed, kind } = task;
  const y = task.y.slice();
  const raw = { inputs, rows, t: new Uint8Array(inputs.rows), y, weight, rowHash, seed };
  const { centre, unit } = centreOf("gaussian", kind, rows, y, weight);
  // Rows with weight may be none, or all alike.
  if (!(unit > 0)) return constantFit(task, weights, true)!;
  for (const row of rows) y[row] = (y[row] - centre) / unit;
  const data = contentRows(raw);
  if (data.row.length === 0) return constantFit(task, weights, true)!;
  const fits = scoresOf(
    data,
    kind,
    options,
    Math.min(options.penalty ?? 1, task.penalty ?? Number.POSITIVE_INFINITY),
    seed,
  );
  const score: Score = (some) => {
    const total = new Float64Array(some.length);
    for (const fit of fits) {
      const own = fit.score(some);
      for (let i = 0; i < total.length; i++) total[i] += own[i] / fits.length;
    }
    return total;
  };
  const cdf = family === "gaussian" ? normalCdf : cauchyCdf;
  const shift = kind === "binary" ? binaryShift(data, score(data.row), cdf) : numericShift(data, score(data.row));
  const notes: LearnNote[] = [];
  const stopped = fits.some(({ status }) => status === "not-converged");
  if (stopped) notes.push({ id: "network-stopped", text: "The network's training was stopped before it had settled." });
  return {
    predict: (some) =>
      score(some).map((value) => (kind === "binary" ? cdf(value + shift) : centre + unit * (value + shift))),
    status: stopped ? "not-converged" : "converged",
    notes,
  };
}

function scoresOf(data: ContentRows, kind: Task["kind"], options: NetworkOptions, penalty: number, seed: number) {
  const { inputs, mass, keys } = data;
  const observations = mass.reduce((a, b) => a + b, 0);
  const held = heldOut(keys, mass, Math.max(1, Math.min(5, Math.round(50_000 / observations))));
  const family = options.family ?? "gaussian";
  const net = abductionNet(inputs.width, options.hidden ?? defaultHidden(observations), 1);
  const model: NetworkModel = { family, outcome: kind, arms: 1, dims: 1, spread: 0, noise: "shared", net };
  const parameters = parametersOf(model);
  const pass = makePass(net, inputs, BATCH);
  const objective = rowObjective(model, data, parameters, pass);
  const level = startLevel(model, data);
  return (held.length > 0 ? held : [undefined]).map((part, m) => {
    const start = new Float64Array(parameters);
    start.set(startAbduction(net, mix(seed, m)));
    startAction(model, start, level);
    const own = {
      seed: mix(seed, m),
      penalty: priorWorth(penalty, observations),
      batch: BATCH,
      ...(part ? { held: part } : {}),
    };
    const { theta, status } = train(objective, start, own);
    const action = readAction(model, theta);
    const score: Score = (rows) => {
      const out = new Float64Array(rows.length);
      const [mu, s] = [new Float64Array(BATCH), new Float64Array(BATCH)];
      for (let from = 0; from < rows.length; from += BATCH) {
        const some = rows.subarray(from, from + BATCH);
        forward(net, theta, inputs, some, pass);
        splitOutputs(model, action, pass.out, some.length, mu, s);
        for (let i = 0; i < some.length; i++) out[from + i] = action.a[0] * mu[i] + action.b[0];
      }
      return out;
    };
    return { score, status };
  });
}

/** What to add to scores so that the average residual is nought. */
function numericShift({ y, mass }: ContentRows, score: Float64Array): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    sum += mass[i] * (y[i] - score[i]);
    total += mass[i];
  }
  return sum / total;
}

function binaryShift({ y, mass }: ContentRows, score: Float64Array, cdf: (x: number) => number): number {
  const successes = y.reduce((sum, value, i) => sum + mass[i] * value, 0);
  return probabilityShift(score, undefined, mass, successes, cdf);
}
