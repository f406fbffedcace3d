import type { PairFunction } from "../law/response.js";
import type { Nuisances } from "../learn/nuisances.js";

/** One entry seen from an event (arm t, outcome y): all that an orthogonal score of the event is made of. */
export interface EventView {
  /** 1 when the entry is in arm t. */
  in: number;
  /** 1 when the entry showed y (in whichever arm it is). */
  hit: number;
  /** q = P(Y=y | T=t, W), r = P(Y=y | T=other, W). */
  q: number;
  r: number;
  /** Sum and product of q from two training sets that share no row. */
  sum: number;
  product: number;
  /** P(T=t | W). */
  e: number;
}

/** Fills `view` with entry j seen from the event (t, y) of a two-valued outcome. */
export function viewEvent(learnt: Nuisances, t: 0 | 1, y: 0 | 1, j: number, view: EventView): void {
  const own = learnt.m[t];
  const other = learnt.m[1 - t];
  view.in = learnt.t[j] === t ? 1 : 0;
  view.e = t === 1 ? learnt.e[j] : 1 - learnt.e[j];
  if (y === 1) {
    view.hit = learnt.y[j];
    view.q = own.mean[j];
    view.r = other.mean[j];
    view.sum = own.sum[j];
    view.product = own.product[j];
  } else {
    view.hit = 1 - learnt.y[j];
    view.q = 1 - own.mean[j];
    view.r = 1 - other.mean[j];
    view.sum = 2 - own.sum[j];
    view.product = 1 - own.sum[j] + own.product[j];
  }
}

/**
 * Score of E[1(T=t) g(q, r)]: the function, its slope in q times arm t's residual, its slope in r times the other arm's residual carried
 * over by the odds of the propensity. Product errors only (THEORY 12, which gives it for g = q r and q^2).
 */
export function inArmScore(g: PairFunction, { in: inArm, hit, q, r, e }: EventView): number {
  const { value, first, second } = g(q, r);
  return inArm === 1 ? value + first * (hit - q) : second === 0 ? 0 : (e / (1 - e)) * second * (hit - r);
}

/** Score of E[g(q, r)] over everybody: slopes times residuals over the probability of the arm (augmented inverse probability weighting). */
export function everybodyScore(g: PairFunction, { in: inArm, hit, q, r, e }: EventView): number {
  const { value, first, second } = g(q, r);
  return value + (inArm === 1 ? (first * (hit - q)) / e : (second * (hit - r)) / (1 - e));
}

/** Score of E[1(T=t) q^2]: the square from two independent fits, so that their variance does not enter (THEORY 12, phi_A). */
export function inArmSquare({ in: inArm, hit, sum, product }: EventView): number {
  return inArm === 1 ? sum * hit - product : 0;
}

/** Score of E[1(T=t) q^2 r], the square as above. */
export function inArmSquareTimes({ in: inArm, hit, q, r, sum, product, e }: EventView): number {
  return inArm === 1 ? r * (sum * hit - product) : (e / (1 - e)) * q * q * (hit - r);
}
