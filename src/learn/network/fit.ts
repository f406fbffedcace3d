import { log } from "../../num/elementary.js";
import type { LearnNote } from "../learner.js";
import type { ResponseMoments } from "../response-moments.js";
import { abductionNet } from "./abduction.js";
import { type NetworkFamily, type NetworkModel, outputsOf } from "./action.js";
import { calibrated } from "./calibrate.js";
import { defaultHidden, priorWorth } from "./defaults.js";
import { learnRows, learnUnits, type Unravelled, unravel } from "./fit-learn.js";
import { checkOptions, checkRows, type NetworkFitOptions, type NetworkTask } from "./fit-task.js";
import { networkInputs } from "./inputs.js";
import { meanMoments, probabilityMoments, type Readout } from "./moments.js";
import { type Centre, centreOf } from "./outcome.js";
import { type Posterior, posteriorOf } from "./posterior.js";
import { type Split, splitNotes, splitOf } from "./split.js";

export type { NetworkFitOptions, NetworkTask } from "./fit-task.js";
export type { Posterior } from "./posterior.js";
export type { Split } from "./split.js";

/** A fitted abduction-action network; what is by row is for all rows of the task, numbers in the outcome's units. */
export interface NetworkFit {
  readonly family: NetworkFamily;
  /** U given the covariates: location and scale by row (`dims` of each, side by side). Each dimension's locations average to 0. */
  readonly law: { readonly location: Float64Array; readonly scale: Float64Array };
  /**
   * Arm t answers with a_t U + b_t plus noise (a variance, or a Cauchy scale). The squares of a dimension's a add up to 2 before they are put into
   * the units of a numeric outcome; two-valued outcomes have noise 1.
   */
  readonly action: { readonly a: Float64Array; readonly b: Float64Array; readonly noise: Float64Array };
  /** Moments of both arms' means or probabilities over U given the covariates; absent for a Cauchy number, which has none. */
  readonly moments?: ResponseMoments;
  /** Medians of a numeric outcome in the reference and in the arm, given the covariates. */
  readonly medians?: readonly [Float64Array, Float64Array];
  /** Of numeric outcomes: moments of P(Y(t) > threshold | U). */
  readonly above?: (threshold: number) => ResponseMoments;
  /** What outcomes say of the individuals of some rows (each row's own outcome, or those of its unit's training rows); absent where U is no scalar. */
  readonly posterior?: (rows: Int32Array) => Posterior;
  /** Log loss by observation on what was held out (for numbers minus the log density), and how many observations that were. */
  readonly heldOut?: { readonly loss: number; readonly observations: number };
  readonly split: Split;
  readonly status: "converged" | "not-converged";
  readonly notes: readonly LearnNote[];
}

/**
 * Fits an abduction-action network (THEORY 7.7): covariates W to the law of the individual's U (a linear function plus hidden layers), and one
 * action for both arms, Y(t) = a_t U + b_t + noise, or for two-valued outcomes whether that is above zero (noise of scale 1, which fixes the
 * units). Noise and U are of one family, so that P(Y | W, T) has a closed form and the fit is maximum likelihood. With `unit` the rows of a unit
 * share U, which is integrated out over all of them.
 *
 * Assumes that W tells all that moves both treatment and outcome, that U given W has the family's law, and that noise is independent between
 * occasions. What one observation a row cannot tell is said in `split` and `notes`. Predictions of training rows have seen them: give `train`
 * to cross-fit. A numeric outcome's noise is held at 0.001 standard deviations or more.
 * @throws DiscoError on an arm without rows, outcomes that are no numbers, not 0 and 1, or all alike, weights with units, several dimensions with
 * units or Cauchy, units with Cauchy; as `networkInputs`
 * Cost: some tens of passes, each of rows x weights; with units and two-valued outcomes 32 quadrature nodes a unit.
 */
export function fitNetwork(task: NetworkTask, options: NetworkFitOptions = {}): NetworkFit {
  const { family = "gaussian", dims = 1, spread = "covariates", noise = "shared", penalty = 1 } = options;
  const { outcome, rowHash, seed, weight, unit, t } = task;
  const rows = task.train ?? Int32Array.from(t, (_, i) => i);
  checkOptions(task, options);
  checkRows(task, rows);
  const inputs = networkInputs(task.given, task.rows, weight);
  const outer = centreOf(family, outcome, rows, task.y, weight);
  const y = task.y.map((value) => (value - outer.centre) / outer.unit);
  const raw = { inputs, rows, t, y, weight, rowHash, seed };
  const observations = weight ? rows.reduce((sum, row) => sum + weight[row], 0) : rows.length;
  const hidden = inputs.width === 0 ? [] : (options.hidden ?? defaultHidden(observations));
  const net = abductionNet(inputs.width, hidden, outputsOf(dims, spread));
  const model: NetworkModel = { family, outcome, arms: 2, dims, spread, noise, net };
  const prior = priorWorth(penalty, observations);
  const { theta, status, held } = unit ? learnUnits(model, raw, unit, prior) : learnRows(model, raw, prior);
  const fitted = calibrated(model, unravel(model, inputs, theta, weight), raw);
  const replicated = unit !== undefined && new Set(Array.from(rows, (row) => unit[row])).size < rows.length;
  const arms = [0, 1].map((arm) =>
    rows.reduce((sum, row) => sum + (t[row] === arm ? (weight ? weight[row] : 1) : 0), 0),
  );
  const split = splitOf(model, fitted, replicated, arms);
  const notes = [...splitNotes(split, model)];
  if (status !== "converged") {
    notes.push({ id: "network-stopped", text: "The network's training was stopped before it had settled." });
  }
  const { location, ...rest } = responses(model, fitted, outer, notes);
  return {
    family,
    law: { location: fitted.mu, scale: fitted.s },
    action: { a: location.a, b: location.b, noise: noiseOf(model, fitted, outer) },
    ...rest,
    ...(dims === 1 ? { posterior: (some) => posteriorAt(model, fitted, { ...task, y, rows }, outer, some) } : {}),
    ...(held ? { heldOut: { ...held, loss: held.loss + log(outer.unit) } } : {}),
    split,
    status,
    notes,
  };
}

function noiseOf({ family }: NetworkModel, { action }: Unravelled, { unit }: Centre): Float64Array {
  return action.noise.map((value) => value * (family === "gaussian" ? unit * unit : unit));
}

/** The readouts in the outcome's units, and the moments that are made of them. */
function responses(
  model: NetworkModel,
  { mu, s, action }: Unravelled,
  { centre, unit }: Centre,
  notes: readonly LearnNote[],
) {
  const { family, outcome, dims } = model;
  const law = { family, rows: mu.length / dims, dims, mu, s };
  const location: Readout = { ...law, a: action.a.map((a) => a * unit), b: action.b.map((b) => centre + unit * b) };
  // In units of each arm's own noise: the probability of being above a score.
  const above = (score: number): ResponseMoments => {
    const noise = action.noise.map((value) => (family === "gaussian" ? Math.sqrt(value) : value));
    const a = action.a.map((value, k) => value / noise[Math.floor(k / dims)]);
    return probabilityMoments({ ...law, a, b: action.b.map((value, arm) => (value - score) / noise[arm]) }, notes);
  };
  if (outcome === "binary") return { location, moments: above(0) };
  const median = (arm: number) => {
    const out = new Float64Array(law.rows).fill(location.b[arm]);
    for (let i = 0; i < out.length; i++)
      for (let k = 0; k < dims; k++) out[i] += location.a[arm * dims + k] * mu[i * dims + k];
    return out;
  };
  return {
    location,
    ...(family === "gaussian" ? { moments: meanMoments(location, notes) } : {}),
    medians: [median(0), median(1)] as const,
    above: (threshold: number) => above((threshold - centre) / unit),
  };
}

/** Training rows with standardised outcomes. */
type Seen = Pick<NetworkTask, "t" | "y" | "unit"> & { readonly rows: Int32Array };

function posteriorAt(
  model: NetworkModel,
  { mu, s, action }: Unravelled,
  seen: Seen,
  { centre, unit }: Centre,
  some: Int32Array,
): Posterior {
  const members = new Map<number, number[]>();
  if (seen.unit) {
    for (const row of seen.rows) {
      const own = members.get(seen.unit[row]);
      if (own) own.push(row);
      else members.set(seen.unit[row], [row]);
    }
  }
  const groups = Array.from(some, (row) => (seen.unit ? (members.get(seen.unit[row]) ?? []) : [row]));
  // The law before the outcomes: a unit's is made of the averages over its rows, as in training.
  const prior = (of: Float64Array) =>
    Float64Array.from(groups, (own, i) =>
      own.length === 0 ? of[some[i]] : own.reduce((sum, row) => sum + of[row], 0) / own.length,
    );
  const flat = groups.flat();
  const from = new Int32Array(groups.length + 1);
  for (const [i, own] of groups.entries()) from[i + 1] = from[i] + own.length;
  const individuals = {
    mu: prior(mu),
    s: prior(s),
    t: Uint8Array.from(flat, (row) => seen.t[row]),
    y: Float64Array.from(flat, (row) => seen.y[row]),
    from,
  };
  const posterior = posteriorOf(model, action, individuals);
  if (model.outcome === "binary") return posterior;
  const outer = (values: Float64Array) => values.map((value) => centre + unit * value);
  return { ...posterior, m0: outer(posterior.m0), m1: outer(posterior.m1) };
}
