import { forward, makePass, startAbduction } from "./abduction.js";
import { type Action, type NetworkModel, parametersOf, readAction, startAction } from "./action.js";
import { BATCH } from "./defaults.js";
import type { NetworkInputs } from "./inputs.js";
import { rowObjective, splitOutputs } from "./likelihood.js";
import { startLevel } from "./outcome.js";
import { contentRows, contentUnits, heldOut, type RawRows } from "./rows.js";
import { type Trained, train } from "./train.js";
import { unitObjective } from "./unit-likelihood.js";

/** What was learnt, and the loss by observation on what was held out. */
export interface Learnt {
  readonly theta: Float64Array;
  readonly status: Trained["status"];
  readonly held?: { readonly loss: number; readonly observations: number };
}

function startOf(model: NetworkModel, level: readonly number[], seed: number): Float64Array {
  const theta = new Float64Array(parametersOf(model));
  theta.set(startAbduction(model.net, seed));
  startAction(model, theta, level);
  return theta;
}

/** Maximum likelihood for rows that are their own units. */
export function learnRows(model: NetworkModel, raw: RawRows, penalty: number): Learnt {
  const data = contentRows(raw);
  const objective = rowObjective(model, data, parametersOf(model), makePass(model.net, raw.inputs, BATCH));
  const held = heldOut(data.keys, data.mass, 1)[0];
  const options = { seed: raw.seed, penalty, batch: BATCH, ...(held ? { held } : {}) };
  const { theta, status, heldLoss, heldMass } = train(
    objective,
    startOf(model, startLevel(model, data), raw.seed),
    options,
  );
  return { theta, status, ...(heldLoss === undefined ? {} : { held: { loss: heldLoss, observations: heldMass } }) };
}

/** Maximum likelihood for rows that share their unit's individual; whole units are held out. */
export function learnUnits(model: NetworkModel, raw: RawRows, unit: Int32Array, penalty: number): Learnt {
  const data = contentUnits(raw, unit);
  const sizes = data.mass.map((_, u) => data.from[u + 1] - data.from[u]);
  const batch = Math.max(16, Math.min(BATCH, Math.round((4 * BATCH * sizes.length) / data.row.length)));
  const largest = sizes.slice().sort((a, b) => b - a);
  const room = largest.subarray(0, batch).reduce((sum, size) => sum + size, 0);
  const objective = unitObjective(model, data, parametersOf(model), makePass(model.net, raw.inputs, room));
  const held = heldOut(data.keys, data.mass, 1)[0];
  const level = startLevel(model, { ...data, mass: new Float64Array(data.row.length).fill(1) });
  const options = { seed: raw.seed, penalty, batch, ...(held ? { held } : {}) };
  const { theta, status, heldLoss, heldMass } = train(objective, startOf(model, level, raw.seed), options);
  if (!held || heldLoss === undefined) return { theta, status };
  const observations = held.reduce((sum, share, u) => sum + share * sizes[u], 0);
  return { theta, status, held: { loss: (heldLoss * heldMass) / observations, observations } };
}

/** The fitted law of U by row, moved so that each dimension's locations average to nought, and the action that goes with it. */
export interface Unravelled {
  readonly mu: Float64Array;
  readonly s: Float64Array;
  readonly action: Action;
}

export function unravel(
  model: NetworkModel,
  inputs: NetworkInputs,
  theta: Float64Array,
  weight?: Float64Array,
): Unravelled {
  const { dims, arms, net } = model;
  const { rows } = inputs;
  const action = readAction(model, theta);
  const pass = makePass(net, inputs, BATCH);
  const [mu, s] = [new Float64Array(rows * dims), new Float64Array(rows * dims)];
  for (let from = 0; from < rows; from += BATCH) {
    const some = Int32Array.from({ length: Math.min(BATCH, rows - from) }, (_, i) => from + i);
    forward(net, theta, inputs, some, pass);
    splitOutputs(model, action, pass.out, some.length, mu.subarray(from * dims), s.subarray(from * dims));
  }
  const b = action.b.slice();
  for (let k = 0; k < dims; k++) {
    let [sum, mass] = [0, 0];
    for (let i = 0; i < rows; i++) {
      const w = weight ? weight[i] : 1;
      sum += w * mu[i * dims + k];
      mass += w;
    }
    const mean = sum / mass;
    for (let i = 0; i < rows; i++) mu[i * dims + k] -= mean;
    for (let t = 0; t < arms; t++) b[t] += action.a[t * dims + k] * mean;
  }
  return { mu, s, action: { ...action, b } };
}
