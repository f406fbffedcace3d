import { DiscoError } from "../../error.js";
import { normalCdf } from "../../num/normal.js";
import { betaTails } from "../../num/special-beta.js";
import type { Method, Sensitivity } from "../../query/effect.js";
import { chance, fold } from "./say.js";

/** Pairs of a treated and an untreated individual, none in two pairs: the treated's outcome less the other's. */
export interface Pairs {
  readonly differences: Float64Array;
  /** Is the outcome two-valued? Then differences are -1, 0 and 1, and McNemar's test is used; else Wilcoxon's signed ranks. */
  readonly binary: boolean;
}

/** Pairs up to which the signed ranks' law is computed and not approximated. */
const EXACT = 60;

/** Odds up to which a limit is looked for. */
const MOST = 1000;

/** Largest p-value of a one-sided test when within a pair the odds of being the treated one are at most `gamma` to 1. */
export type BoundedTest = (gamma: number) => number;

/**
 * Upper bounds on the one-sided p-values against "no effect on anybody": that the treatment raises the outcome, and that it lowers it. Each pair's
 * sign is then positive with probability gamma / (1 + gamma) at most. Pairs without difference say nothing and take no part. Two-valued
 * outcomes: the binomial law, exactly. Numbers: signed ranks, ties by their average rank; exactly up to 60 pairs, then by the normal law.
 * Source: P. Rosenbaum, Observational Studies, 2nd ed. 2002, section 4.3.
 */
export function boundedTests({ differences, binary }: Pairs): {
  readonly raises: BoundedTest;
  readonly lowers: BoundedTest;
} {
  const moved = differences.filter((difference) => difference !== 0);
  const weights = binary ? new Float64Array(moved.length).fill(1) : ranks(moved);
  const sum = (sign: number) =>
    moved.reduce((total, one, i) => (Math.sign(one) === sign ? total + weights[i] : total), 0);
  const tail = binary ? binomialTail(moved.length) : rankTail(weights);
  const [up, down] = [sum(1), sum(-1)];
  return { raises: (gamma) => tail(up, gamma / (1 + gamma)), lowers: (gamma) => tail(down, gamma / (1 + gamma)) };
}

/** P(sum of the positive weights >= observed), each positive with probability p. */
type Tail = (observed: number, p: number) => number;

function binomialTail(count: number): Tail {
  return (observed, p) => (observed === 0 ? 1 : betaTails(observed, count - observed + 1, p, 1 - p).lower);
}

function rankTail(weights: Float64Array): Tail {
  if (weights.length <= EXACT) return (observed, p) => exactTail(weights, observed, p);
  const total = weights.reduce((a, b) => a + b, 0);
  const squares = weights.reduce((a, b) => a + b * b, 0);
  return (observed, p) => normalCdf(-(observed - p * total) / Math.sqrt(p * (1 - p) * squares));
}

/** Average ranks are whole or half, so twice the sum runs over whole numbers. Cost: O(pairs^3). */
function exactTail(weights: Float64Array, observed: number, p: number): number {
  const most = weights.reduce((a, b) => a + 2 * b, 0);
  const law = new Float64Array(most + 1);
  law[0] = 1;
  let reach = 0;
  for (const weight of weights) {
    const step = 2 * weight;
    reach += step;
    for (let s = reach; s >= 0; s--) law[s] = (1 - p) * law[s] + (s >= step ? p * law[s - step] : 0);
  }
  let tail = 0;
  for (let s = most; s >= 2 * observed; s--) tail += law[s];
  return Math.min(1, tail);
}

function ranks(values: Float64Array): Float64Array {
  const size = values.map(Math.abs);
  const order = Array.from(size.keys()).sort((a, b) => size[a] - size[b]);
  const out = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && size[order[end]] === size[order[start]]) end++;
    for (let k = start; k < end; k++) out[order[k]] = (start + 1 + end) / 2;
    start = end;
  }
  return out;
}

/** The largest gamma at which the p-value is still at most alpha: undefined when it is not even at 1, infinite beyond a thousand. */
export function largestGamma(test: BoundedTest, alpha: number): number | undefined {
  if (!(test(1) <= alpha)) return undefined;
  if (test(MOST) <= alpha) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, Math.log(MOST)];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (test(Math.exp(middle)) <= alpha) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}

export interface RosenbaumOptions {
  readonly method: Method;
  /** The tests are one-sided at 1 - level; default .95. */
  readonly level?: number;
}

/**
 * Rosenbaum's bounds for matched pairs: the largest odds, within pairs, of being the treated one that leave the effect significant.
 * Undefined without a pair that differs. `values.gamma` is of the direction the pairs point to, absent where it is not significant even at 1;
 * `rows` has the bounds on both p-values over a grid of gamma.
 * @throws DiscoError when a difference is not a number, or a two-valued outcome has differences other than -1, 0 and 1
 * Cost: O(pairs log pairs), some forty times O(pairs^3) up to 60 pairs.
 */
export function rosenbaum(pairs: Pairs, { method, level = 0.95 }: RosenbaumOptions): Sensitivity | undefined {
  const { differences, binary } = pairs;
  const odd = differences.find((one) => !Number.isFinite(one) || (binary && ![-1, 0, 1].includes(one)));
  if (odd !== undefined) {
    throw new DiscoError({
      who: "Rosenbaum bounds",
      wrong: binary
        ? "a pair of two-valued outcomes differs by -1, 0 or 1"
        : "a pair's difference must be a finite number",
      given: String(odd),
      next: "give the treated's outcome less the other's for every pair",
    });
  }
  const differing = differences.reduce((count, one) => count + (one === 0 ? 0 : 1), 0);
  if (differing === 0) return undefined;
  const { raises, lowers } = boundedTests(pairs);
  const alpha = 1 - level;
  const up = raises(1) <= lowers(1);
  const [ahead, against] = up ? [raises, lowers] : [lowers, raises];
  const gamma = largestGamma(ahead, alpha);
  return {
    id: "rosenbaum",
    name: "Rosenbaum bounds",
    method,
    finding: finding(up, gamma, ahead(1), alpha),
    can: "It can show by how much the odds of treatment may differ within matched pairs, for reasons nobody measured, before chance alone could have made such an effect.",
    cannot:
      "It cannot show whether the odds differ so much, nor how large the effect then is; it tests that the treatment does nothing to anybody.",
    values: {
      ...(gamma === undefined ? {} : { gamma: Math.min(gamma, MOST) }),
      beyond: gamma === Number.POSITIVE_INFINITY,
      direction: up ? "raises" : "lowers",
      p: ahead(1),
      pOtherDirection: against(1),
      alpha,
      pairs: differences.length,
      differing,
      test: binary ? "McNemar" : "Wilcoxon signed rank",
      exact: binary || differing <= EXACT,
    },
    rows: grid(gamma).map((g) => ({ gamma: g, pRaises: raises(g), pLowers: lowers(g) })),
  };
}

/** From 1 to somewhat beyond the limit. */
function grid(gamma: number | undefined): readonly number[] {
  const end = gamma === undefined ? 2 : Math.max(2, Math.min(gamma, MOST) * 1.5);
  return Array.from({ length: 21 }, (_, i) => (i === 20 ? end : end ** (i / 20)));
}

function finding(up: boolean, gamma: number | undefined, p: number, alpha: number): string {
  const says = up ? "raises" : "lowers";
  if (gamma === undefined)
    return `Even if within pairs treatment were decided by lot, the pairs would not show at the ${Number(alpha.toPrecision(3))} level that it ${says} the outcome (one-sided p ${chance(p)}).`;
  if (gamma === Number.POSITIVE_INFINITY)
    return `That the treatment ${says} the outcome stays significant even if, within a pair, one had odds of treatment ${MOST} times the other's.`;
  return `That the treatment ${says} the outcome stays significant (one-sided, ${Number(alpha.toPrecision(3))}) until something unmeasured makes the odds of treatment within a pair differ ${fold(gamma)}.`;
}
