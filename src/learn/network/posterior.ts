import type { Action, NetworkModel } from "./action.js";
import { cauchyCdf } from "./log-probability.js";
import { angleOf, eachCauchyNode } from "./moments.js";
import { type Occasions, type UnitView, viewUnit } from "./unit-likelihood.js";

/** What is known of individuals once their own outcomes have been looked at. */
export interface Posterior {
  /** Of U: its mean, or for Cauchy its median. */
  readonly centre: Float64Array;
  /** Of U: its standard deviation, or for Cauchy half the distance between its quartiles. */
  readonly spread: Float64Array;
  /** Of the response in each arm on a new occasion: its mean (a probability, for two-valued outcomes), or for a Cauchy number its median. */
  readonly m0: Float64Array;
  readonly m1: Float64Array;
}

/** Individuals: the prior law of U of each, and its occasions (from `from[i]` to `from[i + 1]`). */
export interface Individuals {
  readonly mu: Float64Array;
  readonly s: Float64Array;
  readonly t: Uint8Array;
  readonly y: Float64Array;
  readonly from: Int32Array;
}

/**
 * Posterior of a scalar U given covariates, arms and outcomes (THEORY 2.4, abduction), and what it says of new occasions in each arm: exact for
 * Gaussian numbers, by quadrature else. Cauchy: one occasion each. Cost: tens of evaluations of the likelihood an individual, thousands for
 * Cauchy.
 */
export function posteriorOf(model: NetworkModel, action: Action, { mu, s, t, y, from }: Individuals): Posterior {
  const [centre, spread, m0, m1] = [0, 1, 2, 3].map(() => new Float64Array(mu.length));
  const view: UnitView = { loss: 0, mu: 0, s: 0, mean: 0, variance: 0, m: new Float64Array(2) };
  for (let i = 0; i < mu.length; i++) {
    const seen = { t, y, from: from[i], to: from[i + 1] };
    if (model.family === "gaussian") viewUnit(model, action, seen, mu[i], s[i], view);
    else viewCauchy(model, action, seen, mu[i], s[i], view);
    centre[i] = view.mean;
    spread[i] = Math.sqrt(view.variance);
    m0[i] = view.m[0];
    m1[i] = view.m[1];
  }
  return { centre, spread, m0, m1 };
}

function viewCauchy(
  { outcome }: NetworkModel,
  { a, b, noise }: Action,
  { t, y, from }: Occasions,
  mu: number,
  s: number,
  view: UnitView,
): void {
  const arm = t[from];
  const value = y[from];
  const [slope, level, scale] = [a[arm], b[arm], noise[arm]];
  const score = (k: number, u: number) => (a[k] === 0 ? 0 : a[k] * u) + b[k];
  // Up to a factor that does not depend on U.
  const likelihood = (u: number) => {
    if (outcome === "binary") return cauchyCdf(value === 1 ? score(arm, u) : -score(arm, u));
    const x = (value - score(arm, u)) / scale;
    return 1 / (1 + x * x);
  };
  if (s === 0) {
    [view.mean, view.variance] = [mu, 0];
    for (const k of [0, 1]) view.m[k] = outcome === "binary" ? cauchyCdf(score(k, mu)) : score(k, mu);
    return;
  }
  const places = [outcome === "numeric" && slope !== 0 ? (value - level) / slope : Number.NaN];
  if (outcome === "binary") for (const k of [0, 1]) places.push(-b[k] / a[k]);
  const turns = [0, ...places.filter(Number.isFinite).map((u) => angleOf(u, mu, s))];
  const over = (f: (u: number) => number, high = 0.5) => {
    let sum = 0;
    const add = (u: number, weight: number) => {
      sum += weight * f(u);
    };
    eachCauchyNode(add, mu, s, turns, -0.5, high);
    return sum;
  };
  const whole = over(likelihood);
  const quantile = (p: number) => {
    let [low, high] = [-0.5, 0.5];
    for (let step = 0; step < 46; step++) {
      const middle = (low + high) / 2;
      if (over(likelihood, middle) < p * whole) low = middle;
      else high = middle;
    }
    return mu + s * Math.tan((Math.PI * (low + high)) / 2);
  };
  view.mean = quantile(0.5);
  view.variance = ((quantile(0.75) - quantile(0.25)) / 2) ** 2;
  for (const k of [0, 1]) {
    const mean = () => over((u) => likelihood(u) * cauchyCdf(score(k, u))) / whole;
    view.m[k] = outcome === "binary" ? mean() : score(k, view.mean);
  }
}
