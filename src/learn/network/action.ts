import { log, log1p } from "../../num/elementary.js";
import type { Abduction } from "./abduction.js";
import { type LogProbability, logCauchyCdf, logNormalCdf } from "./log-probability.js";

export type NetworkFamily = "gaussian" | "cauchy";

/** The shape of an abduction-action network. */
export interface NetworkModel {
  readonly family: NetworkFamily;
  readonly outcome: "binary" | "numeric";
  readonly arms: number;
  /** Dimension of U. */
  readonly dims: number;
  /** The scale of U: learnt from the covariates, one for all, or given. */
  readonly spread: "covariates" | "constant" | number;
  /** Numeric outcomes: the noise is one for all arms, or each arm's own. For two-valued outcomes its scale is 1, which fixes the units. */
  readonly noise: "shared" | "own";
  readonly net: Abduction;
}

/**
 * The action: arm t answers with a_t U + b_t plus noise. `noise` is by arm: a variance (Gaussian) or a scale (Cauchy). `spread`: the one scale
 * of each dimension of U, where it does not come from the covariates.
 */
export interface Action {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly noise: Float64Array;
  readonly spread: Float64Array;
}

/** Least noise, in standard deviations of the outcome: a density of what the covariates tell exactly has no maximum. */
const LEAST_NOISE = 1e-3;

/** A positive number of any real one: (r + sqrt(r^2 + 4)) / 2, of plus, times and square root alone. */
export function positive(r: number): number {
  const root = Math.sqrt(r * r + 4);
  return r < 0 ? 2 / (root - r) : (r + root) / 2;
}

/** Slope of `positive` at r, given its value there. */
export function positiveSlope(r: number, value: number): number {
  return value / Math.sqrt(r * r + 4);
}

/** Outputs of the abduction net: a location for each dimension of U, and what its scale is made of. */
export function outputsOf(dims: number, spread: NetworkModel["spread"]): number {
  return spread === "covariates" ? 2 * dims : dims;
}

function places({ arms, dims, spread, noise, outcome, net }: NetworkModel) {
  const b = net.parameters + arms * dims;
  const scale = b + arms;
  const rest = scale + (spread === "constant" ? dims : 0);
  const noises = outcome === "binary" ? 0 : noise === "own" ? arms : 1;
  return { a: net.parameters, b, scale, rest, noises, end: rest + noises };
}

/** How many parameters the whole network has. */
export function parametersOf(model: NetworkModel): number {
  return places(model).end;
}

/** `positive` of this is 0.7: half of a standardised outcome's variance. */
const START_SPREAD = -0.73;

/** Where the action starts: all arms alike in the first dimension of U, apart in the others; `b` at the arms' own averages. */
export function startAction(model: NetworkModel, theta: Float64Array, level: readonly number[]): void {
  const { arms, dims } = model;
  const at = places(model);
  for (let t = 0; t < arms; t++) {
    for (let k = 0; k < dims; k++) theta[at.a + t * dims + k] = k === 0 ? 1 : (t === 0 ? -1 : 1) * (1 + 0.1 * k);
    theta[at.b + t] = level[t];
  }
  theta.fill(START_SPREAD, at.scale, at.end);
}

/** Size of the readouts of one dimension of U, over the arms: the squares add up to the number of arms, which fixes the units of U. */
function sizeOf(theta: Float64Array, at: number, { arms, dims }: NetworkModel, k: number): number {
  let square = 0;
  for (let t = 0; t < arms; t++) square += theta[at + t * dims + k] ** 2;
  return Math.sqrt(square / arms);
}

/** The action that the parameters stand for. */
export function readAction(model: NetworkModel, theta: Float64Array): Action {
  const { arms, dims, family, outcome, noise, spread } = model;
  const at = places(model);
  const a = new Float64Array(arms * dims);
  for (let k = 0; k < dims; k++) {
    const size = sizeOf(theta, at.a, model, k);
    for (let t = 0; t < arms; t++) a[t * dims + k] = theta[at.a + t * dims + k] / size;
  }
  const noises = new Float64Array(arms).fill(1);
  for (let t = 0; outcome === "numeric" && t < arms; t++) {
    const scale = positive(theta[at.rest + (noise === "own" ? t : 0)]);
    noises[t] = family === "gaussian" ? scale * scale + LEAST_NOISE * LEAST_NOISE : scale + LEAST_NOISE;
  }
  const scales = new Float64Array(dims);
  for (let k = 0; k < dims; k++) {
    scales[k] = typeof spread === "number" ? spread : spread === "constant" ? positive(theta[at.scale + k]) : 0;
  }
  return { a, b: theta.slice(at.b, at.b + arms), noise: noises, spread: scales };
}

/** Adds to `gradient` what a gradient in the action's own terms means for the parameters. */
export function returnAction(model: NetworkModel, theta: Float64Array, d: Action, gradient: Float64Array): void {
  const { arms, dims, family, outcome, noise, spread } = model;
  const at = places(model);
  for (let k = 0; k < dims; k++) {
    const size = sizeOf(theta, at.a, model, k);
    let along = 0;
    for (let t = 0; t < arms; t++) along += (d.a[t * dims + k] * theta[at.a + t * dims + k]) / (size * arms);
    for (let t = 0; t < arms; t++) {
      gradient[at.a + t * dims + k] += (d.a[t * dims + k] - (along * theta[at.a + t * dims + k]) / size) / size;
    }
    if (spread === "constant") {
      const r = theta[at.scale + k];
      gradient[at.scale + k] += d.spread[k] * positiveSlope(r, positive(r));
    }
  }
  for (let t = 0; t < arms; t++) {
    gradient[at.b + t] += d.b[t];
    if (outcome === "binary") continue;
    const place = at.rest + (noise === "own" ? t : 0);
    const scale = positive(theta[place]);
    const slope = positiveSlope(theta[place], scale);
    gradient[place] += d.noise[t] * (family === "gaussian" ? 2 * scale * slope : slope);
  }
}

export function emptyAction({ arms, dims }: NetworkModel): Action {
  return {
    a: new Float64Array(arms * dims),
    b: new Float64Array(arms),
    noise: new Float64Array(arms),
    spread: new Float64Array(dims),
  };
}

/** Minus the log likelihood of one outcome, and its derivatives in the location and in the whole spread of the score. */
export interface Loss {
  loss: number;
  location: number;
  spread: number;
}

const tail: LogProbability = { log: 0, slope: 0 };

/**
 * Of a score with this location and spread (variance, or scale for Cauchy), U and noise together: of its value y for numeric outcomes, of
 * whether it is above zero (y = 1) for two-valued ones.
 */
export function lossAt({ family, outcome }: NetworkModel, y: number, location: number, spread: number, to: Loss): void {
  if (outcome === "numeric") {
    const off = y - location;
    if (family === "gaussian") {
      to.loss = 0.5 * log(2 * Math.PI * spread) + (0.5 * off * off) / spread;
      to.location = -off / spread;
      to.spread = (0.5 - (0.5 * off * off) / spread) / spread;
      return;
    }
    const x = off / spread;
    // Without the square of what may be huge.
    const [inverse, far] = [1 / x, Math.abs(x) > 1];
    to.loss = log(Math.PI * spread) + (far ? 2 * log(Math.abs(x)) + log1p(inverse * inverse) : log1p(x * x));
    const pull = far ? 2 / (x + inverse) : (2 * x) / (1 + x * x);
    to.location = -pull / spread;
    to.spread = (1 - x * pull) / spread;
    return;
  }
  const side = y === 1 ? 1 : -1;
  const unit = family === "gaussian" ? Math.sqrt(spread) : spread;
  const z = location / unit;
  if (family === "gaussian") logNormalCdf(side * z, tail);
  else logCauchyCdf(side * z, tail);
  const slope = -side * tail.slope;
  to.loss = -tail.log;
  to.location = slope / unit;
  to.spread = (-slope * z) / (family === "gaussian" ? 2 * spread : spread);
}
