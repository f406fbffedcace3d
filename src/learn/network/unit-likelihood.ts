import { exp, log } from "../../num/elementary.js";
import { normalCdf } from "../../num/normal.js";
import { backward, forward, type Pass } from "./abduction.js";
import { type Action, emptyAction, type NetworkModel, readAction, returnAction } from "./action.js";
import { gaussHermite } from "./gauss-rules.js";
import { joinOutputs, type Objective, splitOutputs } from "./likelihood.js";
import { type LogProbability, logNormalCdf } from "./log-probability.js";
import type { UnitRows } from "./rows.js";

/** What one individual did: arms and outcomes of its rows, from `from` to `to`. */
export interface Occasions {
  readonly t: Uint8Array;
  readonly y: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** Minus the log likelihood of one individual's occasions, its derivatives, and what they say of its U and of its response in each arm. */
export interface UnitView {
  loss: number;
  mu: number;
  s: number;
  mean: number;
  variance: number;
  readonly m: Float64Array;
}

/** With 32 nodes up to 60 occasions give five digits of the log likelihood and four of the posterior (test/learn/network-moments.test.ts). */
const RULE = gaussHermite(32);
const upper: LogProbability = { log: 0, slope: 0 };
const lower: LogProbability = { log: 0, slope: 0 };

/**
 * The occasions of one individual share its U ~ Normal(mu, s^2) and are independent given it, so U is integrated out over all of them at once:
 * exactly for numbers, for two-valued outcomes by adaptive Gauss-Hermite quadrature about the posterior's peak (Naylor & Smith 1982; Liu & Pierce
 * 1994). The gradient is the posterior mean of the complete likelihood's (Fisher's identity), added `weight` times to `d` for the action. A scalar Gaussian U.
 */
export function viewUnit(
  model: NetworkModel,
  action: Action,
  seen: Occasions,
  mu: number,
  s: number,
  view: UnitView,
  d?: Action,
  weight = 1,
): void {
  if (model.outcome === "numeric") viewNumbers(action, seen, mu, s, view, d, weight);
  else viewSuccesses(model, action, seen, mu, s, view, d, weight);
}

function viewNumbers(
  { a, b, noise }: Action,
  { t, y, from, to }: Occasions,
  mu: number,
  s: number,
  view: UnitView,
  d?: Action,
  weight = 1,
): void {
  // In units of U's own scale: x = (U - mu) / s, which stays sound as s goes to nought.
  let [precision, pull, loss] = [0, 0, 0];
  for (let j = from; j < to; j++) {
    const [slope, v] = [a[t[j]], noise[t[j]]];
    const off = y[j] - b[t[j]] - slope * mu;
    precision += (slope * slope) / v;
    pull += (slope * off) / v;
    loss += 0.5 * log(2 * Math.PI * v) + (0.5 * off * off) / v;
  }
  const variance = 1 / (1 + s * s * precision);
  const x = s * pull * variance;
  view.loss = loss - 0.5 * log(variance) - 0.5 * s * pull * x;
  view.mean = mu + s * x;
  view.variance = s * s * variance;
  view.mu = -(pull - precision * s * x);
  view.s = -(pull * x - precision * s * (x * x + variance));
  for (let arm = 0; arm < b.length; arm++) view.m[arm] = a[arm] * view.mean + b[arm];
  if (!d) return;
  for (let j = from; j < to; j++) {
    const arm = t[j];
    const [slope, v] = [a[arm], noise[arm]];
    const rest = y[j] - b[arm] - slope * view.mean;
    d.b[arm] -= (weight * rest) / v;
    d.a[arm] -= (weight * (rest * view.mean - slope * view.variance)) / v;
    d.noise[arm] += (weight * (0.5 - (0.5 * (rest * rest + slope * slope * view.variance)) / v)) / v;
  }
}

function viewSuccesses(
  { arms }: NetworkModel,
  { a, b }: Action,
  { t, y, from, to }: Occasions,
  mu: number,
  s: number,
  view: UnitView,
  d?: Action,
  weight = 1,
): void {
  const [hits, misses] = [new Float64Array(arms), new Float64Array(arms)];
  for (let j = from; j < to; j++) {
    if (y[j] === 1) hits[t[j]]++;
    else misses[t[j]]++;
  }
  // Log likelihood at x = (U - mu) / s, and by arm its first and second derivative in the score.
  const [first, second] = [new Float64Array(arms), new Float64Array(arms)];
  const at = (x: number) => {
    let sum = 0;
    for (let arm = 0; arm < arms; arm++) {
      [first[arm], second[arm]] = [0, 0];
      const z = a[arm] * (mu + s * x) + b[arm];
      if (hits[arm] > 0) {
        logNormalCdf(z, upper);
        sum += hits[arm] * upper.log;
        first[arm] += hits[arm] * upper.slope;
        second[arm] -= hits[arm] * upper.slope * (upper.slope + z);
      }
      if (misses[arm] > 0) {
        logNormalCdf(-z, lower);
        sum += misses[arm] * lower.log;
        first[arm] -= misses[arm] * lower.slope;
        second[arm] -= misses[arm] * lower.slope * (lower.slope - z);
      }
    }
    return sum;
  };
  const { x: peak, curvature } = peakOf(at, a, s, first, second);
  const width = 1 / Math.sqrt(curvature);
  const count = RULE.nodes.length;
  const [logs, xs] = [new Float64Array(count), new Float64Array(count)];
  const slopes = new Float64Array(count * arms);
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < count; k++) {
    const z = RULE.nodes[k];
    const x = peak + width * z;
    xs[k] = x;
    logs[k] = at(x) - 0.5 * x * x + 0.5 * z * z;
    top = Math.max(top, logs[k]);
    for (let arm = 0; arm < arms; arm++) slopes[k * arms + arm] = first[arm];
  }
  let whole = 0;
  for (let k = 0; k < count; k++) whole += RULE.weights[k] * exp(logs[k] - top);
  view.loss = -(top + log(width * whole));
  [view.mu, view.s] = [0, 0];
  view.m.fill(0);
  let [mean, square] = [0, 0];
  for (let k = 0; k < count; k++) {
    const share = (RULE.weights[k] * exp(logs[k] - top)) / whole;
    const x = xs[k];
    mean += share * x;
    square += share * x * x;
    for (let arm = 0; arm < arms; arm++) {
      const slope = share * slopes[k * arms + arm];
      view.mu -= slope * a[arm];
      view.s -= slope * a[arm] * x;
      if (d) {
        d.a[arm] -= weight * slope * (mu + s * x);
        d.b[arm] -= weight * slope;
      } else view.m[arm] += share * normalCdf(a[arm] * (mu + s * x) + b[arm]);
    }
  }
  view.mean = mu + s * mean;
  view.variance = s * s * (square - mean * mean);
}

/** The top of a log concave likelihood times the normal density, by Newton's method, halving steps that go too far. */
function peakOf(at: (x: number) => number, a: Float64Array, s: number, first: Float64Array, second: Float64Array) {
  let x = 0;
  let height = at(0);
  for (let step = 0; ; step++) {
    let slope = -x;
    let curvature = 1;
    for (let arm = 0; arm < a.length; arm++) {
      slope += s * a[arm] * first[arm];
      curvature -= (s * a[arm]) ** 2 * second[arm];
    }
    const change = slope / curvature;
    // The rule's centre need not be the peak to more digits than this.
    if (step === 40 || Math.abs(change) * Math.sqrt(curvature) < 1e-3) return { x, curvature };
    let factor = 1;
    let next = at(x + change) - 0.5 * (x + change) ** 2;
    while (!(next >= height) && factor > 1e-3) {
      factor /= 2;
      next = at(x + factor * change) - 0.5 * (x + factor * change) ** 2;
    }
    x += factor * change;
    height = next;
  }
}

/**
 * Minus the log likelihood of individuals, each with all of its occasions. The law of U is made of the averages of what the net says of the
 * unit's rows, so that covariates may change between occasions. Cost of a call: O(rows x weights), and 32 nodes a unit for two-valued outcomes.
 */
export function unitObjective(model: NetworkModel, data: UnitRows, parameters: number, pass: Pass): Objective {
  const { net } = model;
  const { inputs, row, from, mass } = data;
  const units = from.length - 1;
  const view: UnitView = { loss: 0, mu: 0, s: 0, mean: 0, variance: 0, m: new Float64Array(model.arms) };
  const [mu, s, dMu, dS] = [0, 1, 2, 3].map(() => new Float64Array(pass.room));
  const loss: Objective["loss"] = (theta, items, share, gradient) => {
    const action = readAction(model, theta);
    const d = emptyAction(model);
    const rows = Int32Array.from([...items].flatMap((u) => [...row.subarray(from[u], from[u + 1])]));
    forward(net, theta, inputs, rows, pass);
    splitOutputs(model, action, pass.out, rows.length, mu, s);
    let sum = 0;
    let place = 0;
    for (let i = 0; i < items.length; i++) {
      const u = items[i];
      const count = from[u + 1] - from[u];
      const seen = { t: data.t, y: data.y, from: from[u], to: from[u + 1] };
      if (share[i] > 0) {
        viewUnit(model, action, seen, mean(mu, place, count), mean(s, place, count), view, gradient && d, share[i]);
        sum += share[i] * view.loss;
      }
      dMu.fill((share[i] * view.mu) / count, place, place + count);
      dS.fill((share[i] * view.s) / count, place, place + count);
      place += count;
    }
    if (gradient) {
      joinOutputs(model, d, pass.out, rows.length, dMu, dS, s);
      backward(net, theta, rows.length, pass, pass.out, gradient);
      returnAction(model, theta, d, gradient);
    }
    return sum;
  };
  return { items: units, mass, net, parameters, loss };
}

function mean(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[from + i];
  return sum / count;
}
