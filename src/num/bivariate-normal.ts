import { cosSinPi, exp, log } from "./elementary.js";
import { truncatedNormal } from "./normal.js";

/** Low end first; either may be infinite. */
export type Interval = readonly [number, number];

/** A pair (X, Y) of standard normal variables of which it is known that each lies in its interval. */
export interface TruncatedPair {
  /** log P(X in first, Y in second). */
  readonly log: number;
  /** Means, variances and covariance of X and Y, given that. */
  readonly means: readonly [number, number];
  readonly variances: readonly [number, number];
  readonly covariance: number;
}

/**
 * P(X > h, Y > k) for standard normal X and Y with this correlation, to a relative error of about 1e-14, in the tails too.
 * Cost: as `truncatedPair`.
 */
export function bivariateUpperTail(h: number, k: number, correlation: number): number {
  return exp(truncatedPair([h, Infinity], [k, Infinity], correlation).log);
}

/**
 * Probability and moments of a pair of standard normal variables in a box: the integral over x of its density times the probability that
 * Y = r x + sqrt(1 - r^2) Z falls into its interval. That integrand is positive and its logarithm concave (Prekopa 1973), so it has one
 * peak, steepens on both sides of it, and Gauss-Legendre panels that are halved where they must be resolve it without cancellation. The
 * methods of Drezner & Wesolowsky (1990) and Genz (2004) integrate over the correlation and lose the digits of small differences.
 * An empty box has log -Infinity. Correlations of -1 and 1 are allowed.
 * @param rest sqrt(1 - r^2), for callers who know more digits of it than 1 - r has
 * Cost: some hundred to a few thousand values of `truncatedNormal`.
 */
export function truncatedPair(
  first: Interval,
  second: Interval,
  correlation: number,
  rest = Math.sqrt((1 - correlation) * (1 + correlation)),
): TruncatedPair {
  if (rest === 0) return onLine(first, second, correlation);
  if (!(first[0] < first[1]) || !(second[0] < second[1])) return NOWHERE;
  const given = (x: number) =>
    truncatedNormal((second[0] - correlation * x) / rest, (second[1] - correlation * x) / rest);
  if (correlation === 0) return independent(first, given(0));
  const height = (x: number) => given(x).log - (x * x) / 2;
  const peak = peakOf((x) => (correlation / rest) * given(x).mean - x, first);
  const top = height(peak);
  if (top === -Infinity) return NOWHERE;
  const [left, right] = [-1, 1].map((side) => reach(side, peak, first, (x) => height(x) - top));
  const nodeAt = (x: number): Node => {
    const { log, mean, variance } = given(x);
    const weight = exp(log - (x * x) / 2 - top);
    return { x, weight, y: correlation * x + rest * mean, spread: rest * rest * variance };
  };
  // Where x takes an end of the second interval across its middle, the integrand changes within a few times rest / r.
  const [step, turns] = [Math.abs(rest / correlation), second.map((end) => end / correlation)];
  const inner = [peak, ...turns.flatMap((turn) => [turn - 9 * step, turn, turn + 9 * step])];
  const ends = [left, ...inner.filter((x) => x > left && x < right), right].sort((a, b) => a - b);
  return momentsOf(integrate(nodeAt, ends, AGREE - ROUNDING * top), top);
}

const NOWHERE: TruncatedPair = {
  log: -Infinity,
  means: [Number.NaN, Number.NaN],
  variances: [Number.NaN, Number.NaN],
  covariance: Number.NaN,
};

/** Y = X or Y = -X. */
function onLine(first: Interval, [low, high]: Interval, sign: number): TruncatedPair {
  const [from, to] = sign > 0 ? [low, high] : [-high, -low];
  const { log, mean, variance } = truncatedNormal(Math.max(first[0], from), Math.min(first[1], to));
  return { log, means: [mean, sign * mean], variances: [variance, variance], covariance: sign * variance };
}

function independent(first: Interval, y: ReturnType<typeof truncatedNormal>): TruncatedPair {
  const x = truncatedNormal(first[0], first[1]);
  return {
    log: x.log + y.log,
    means: [x.mean, y.mean],
    variances: [x.variance, y.variance],
    covariance: 0,
  };
}

/**
 * The highest point in the interval of a function whose slope falls, to a tenth of a unit of height: doubling to find two ends, then halving.
 */
function peakOf(slope: (x: number) => number, [low, high]: Interval): number {
  let [left, right] = [low, high];
  for (let step = 1; left === -Infinity; step *= 2) {
    const x = Math.min(high, 0) - step;
    if (slope(x) >= 0) left = x;
  }
  for (let step = 1; right === Infinity; step *= 2) {
    const x = Math.max(low, 0) + step;
    if (slope(x) <= 0) right = x;
  }
  if (slope(left) <= 0) return left;
  if (slope(right) >= 0) return right;
  for (let halving = 0; halving < 100; halving++) {
    const middle = (left + right) / 2;
    const here = slope(middle);
    if (Math.abs(here) * (right - left) < 0.1) return middle;
    if (here > 0) left = middle;
    else right = middle;
  }
  return left;
}

/** What is further down than this (as a logarithm) is nothing: e^-41 is less than the last bit. */
const DEPTH = -41;

/** How far the integrand reaches on one side of its peak. The logarithm falls at least like -t^2 / 2. */
function reach(side: number, peak: number, [low, high]: Interval, fall: (x: number) => number): number {
  const end = side < 0 ? low : high;
  const far = side * Math.min(Math.abs(end - peak), 9.1);
  if (!(fall(peak + far) < DEPTH)) return peak + far;
  let [near, out] = [0, far];
  for (let halving = 0; halving < 60 && Math.abs(out - near) > Math.abs(out) / 16; halving++) {
    const middle = (near + out) / 2;
    if (fall(peak + middle) < DEPTH) out = middle;
    else near = middle;
  }
  return peak + out;
}

/** One x with its weight, and mean and variance of Y there. */
interface Node {
  readonly x: number;
  readonly weight: number;
  readonly y: number;
  readonly spread: number;
}

/** Nodes and weights of Gauss and Legendre on [-1, 1], by Newton's method on the Legendre polynomial. */
function gaussLegendre(count: number): { readonly at: Float64Array; readonly weight: Float64Array } {
  const at = new Float64Array(count);
  const weight = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = cosSinPi((i + 0.75) / (count + 0.5))[0];
    let slope = 0;
    for (let turn = 0; turn < 8; turn++) {
      let [before, value] = [1, x];
      for (let n = 2; n <= count; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
      slope = (count * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    at[i] = x;
    weight[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { at, weight };
}

const RULE = gaussLegendre(16);
/** A panel this many times halved is narrower than the spacing of doubles. */
const DEEPEST = 60;
/** Halving divides the error of a smooth panel by 2^32: two halves that agree with their whole as well as this are right to the last bit. */
const AGREE = 1e-11;
/** A logarithm of size t has rounding errors of this times t, and halves cannot agree better. */
const ROUNDING = 1e-14;

/** A stretch of x with its nodes and its integral. */
interface Panel {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly nodes: readonly Node[];
  readonly sum: number;
}

function panelOf(nodeAt: (x: number) => Node, from: number, to: number, depth: number): Panel {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  const nodes: Node[] = [];
  let sum = 0;
  for (let i = 0; i < RULE.at.length; i++) {
    const node = nodeAt(middle + half * RULE.at[i]);
    const weight = node.weight * RULE.weight[i] * half;
    nodes.push({ ...node, weight });
    sum += weight;
  }
  return { from, to, depth, nodes, sum };
}

/** The nodes of all panels that need no more halving, their weights adding up to the integral. */
function integrate(nodeAt: (x: number) => Node, ends: readonly number[], agree: number): readonly Node[] {
  const open: Panel[] = [];
  for (let i = 1; i < ends.length; i++) {
    if (ends[i - 1] < ends[i]) open.push(panelOf(nodeAt, ends[i - 1], ends[i], 0));
  }
  let total = open.reduce((sum, panel) => sum + panel.sum, 0);
  const nodes: Node[] = [];
  for (let whole = open.pop(); whole !== undefined; whole = open.pop()) {
    const { from, to, depth, sum } = whole;
    const middle = (from + to) / 2;
    const halves = [panelOf(nodeAt, from, middle, depth + 1), panelOf(nodeAt, middle, to, depth + 1)];
    const change = halves[0].sum + halves[1].sum - sum;
    total += change;
    if (Math.abs(change) <= agree * total || depth === DEEPEST) nodes.push(...halves[0].nodes, ...halves[1].nodes);
    else open.push(...halves);
  }
  return nodes;
}

/** Moments about the means, so that nothing cancels. */
function momentsOf(nodes: readonly Node[], top: number): TruncatedPair {
  const mass = nodes.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (node: Node) => number) => nodes.reduce((sum, node) => sum + node.weight * of(node), 0) / mass;
  const [x, y] = [mean((node) => node.x), mean((node) => node.y)];
  return {
    log: top + log(mass) - LOG_ROOT_TWO_PI,
    means: [x, y],
    variances: [mean((node) => (node.x - x) * (node.x - x)), mean((node) => (node.y - y) * (node.y - y) + node.spread)],
    covariance: mean((node) => (node.x - x) * (node.y - y)),
  };
}

const LOG_ROOT_TWO_PI = 0.5 * log(2 * Math.PI);
