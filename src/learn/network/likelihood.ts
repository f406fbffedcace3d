import { type Abduction, backward, forward, type Pass } from "./abduction.js";
import {
  type Action,
  emptyAction,
  type Loss,
  lossAt,
  type NetworkModel,
  positive,
  positiveSlope,
  readAction,
  returnAction,
} from "./action.js";
import type { NetworkInputs } from "./inputs.js";

/** What a network is trained on: things (rows, or units with their rows) that each have a loss. */
export interface Objective {
  readonly items: number;
  /** Observations in each item. */
  readonly mass: Float64Array;
  readonly net: Abduction;
  readonly parameters: number;
  /** Sum over the items of their share times their loss; adds the gradient of that to `gradient`. */
  readonly loss: (theta: Float64Array, items: Int32Array, share: Float64Array, gradient?: Float64Array) => number;
}

/** Observations: rows of the inputs, their arms and outcomes (numeric ones standardised). */
export interface Observations {
  readonly inputs: NetworkInputs;
  readonly row: Int32Array;
  readonly t: Uint8Array;
  readonly y: Float64Array;
  /** How many observations each stands for. */
  readonly mass: Float64Array;
}

/**
 * Location and spread of one row's score in one arm, U and noise together: over the dimensions of U a Gaussian one adds a^2 s^2 to the noise's
 * variance and a Cauchy one |a| s to its scale.
 */
export function scoreOf(
  { dims, family }: NetworkModel,
  action: Action,
  t: number,
  mu: Float64Array,
  s: Float64Array,
  at: number,
) {
  let [location, spread] = [action.b[t], action.noise[t]];
  for (let k = 0; k < dims; k++) {
    const a = action.a[t * dims + k];
    location += a * mu[at + k];
    spread += family === "gaussian" ? (a * s[at + k]) ** 2 : Math.abs(a) * s[at + k];
  }
  return { location, spread };
}

/** Locations and scales of U, by row, out of what the net says. */
export function splitOutputs(
  { dims, spread }: NetworkModel,
  action: Action,
  out: Float64Array,
  count: number,
  mu: Float64Array,
  s: Float64Array,
): void {
  const outputs = spread === "covariates" ? 2 * dims : dims;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dims; k++) {
      mu[i * dims + k] = out[i * outputs + k];
      s[i * dims + k] = spread === "covariates" ? positive(out[i * outputs + dims + k]) : action.spread[k];
    }
  }
}

/** The gradient in the net's outputs (or in the one spread) from that in locations and scales. */
export function joinOutputs(
  model: NetworkModel,
  d: Action,
  out: Float64Array,
  count: number,
  dMu: Float64Array,
  dS: Float64Array,
  s: Float64Array,
): void {
  const { dims, spread } = model;
  const outputs = spread === "covariates" ? 2 * dims : dims;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dims; k++) {
      const r = out[i * outputs + dims + k];
      out[i * outputs + k] = dMu[i * dims + k];
      if (spread === "covariates") out[i * outputs + dims + k] = dS[i * dims + k] * positiveSlope(r, s[i * dims + k]);
      else d.spread[k] += dS[i * dims + k];
    }
  }
}

/** Minus the log likelihood of observations that are independent given their covariates. Cost of a call: O(items x weights). */
export function rowObjective(model: NetworkModel, data: Observations, parameters: number, pass: Pass): Objective {
  const { net, dims, family } = model;
  const { inputs, row, t, y, mass } = data;
  const room = () => new Float64Array(pass.room * dims);
  const [mu, s, dMu, dS] = [room(), room(), room(), room()];
  const own: Loss = { loss: 0, location: 0, spread: 0 };
  const loss: Objective["loss"] = (theta, items, share, gradient) => {
    const action = readAction(model, theta);
    const d = emptyAction(model);
    let sum = 0;
    forward(
      net,
      theta,
      inputs,
      items.map((item) => row[item]),
      pass,
    );
    splitOutputs(model, action, pass.out, items.length, mu, s);
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      const arm = t[item];
      const { location, spread } = scoreOf(model, action, arm, mu, s, i * dims);
      lossAt(model, y[item], location, spread, own);
      const w = share[i];
      sum += w * own.loss;
      const [dLocation, dSpread] = [w * own.location, w * own.spread];
      d.b[arm] += dLocation;
      d.noise[arm] += dSpread;
      for (let k = 0; k < dims; k++) {
        const [a, m, scale] = [action.a[arm * dims + k], mu[i * dims + k], s[i * dims + k]];
        dMu[i * dims + k] = dLocation * a;
        dS[i * dims + k] = dSpread * (family === "gaussian" ? 2 * a * a * scale : Math.abs(a));
        d.a[arm * dims + k] +=
          dLocation * m + dSpread * (family === "gaussian" ? 2 * a * scale * scale : Math.sign(a) * scale);
      }
    }
    if (gradient) {
      joinOutputs(model, d, pass.out, items.length, dMu, dS, s);
      backward(net, theta, items.length, pass, pass.out, gradient);
      returnAction(model, theta, d, gradient);
    }
    return sum;
  };
  return { items: row.length, mass, net, parameters, loss };
}
