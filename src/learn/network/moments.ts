import { bivariateUpperTail } from "../../num/bivariate-normal.js";
import { atan, cosSinPi, exp, tanPi } from "../../num/elementary.js";
import { normalCdf } from "../../num/normal.js";
import type { LearnNote } from "../learner.js";
import type { ResponseMoments } from "../response-moments.js";
import type { NetworkFamily } from "./action.js";
import { gaussLegendre } from "./gauss-rules.js";
import { cauchyCdf } from "./log-probability.js";

/** Laws of U by row (locations and scales, `dims` of each), and each arm's readout a U + b: arm t has a[t * dims ...] and b[t]. */
export interface Readout {
  readonly family: NetworkFamily;
  readonly rows: number;
  readonly dims: number;
  readonly mu: Float64Array;
  readonly s: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

type Moments = Omit<ResponseMoments, "notes">;

function roomFor(rows: number): Moments {
  const [m0, m1, m00, m11, m10] = [0, 1, 2, 3, 4].map(() => new Float64Array(rows));
  return { m0, m1, m00, m11, m10 };
}

/** Mean and covariances of both arms' scores over a Gaussian U. */
function scores({ dims, mu, s, a, b }: Readout, i: number) {
  let [first, second, v0, v1, c] = [b[0], b[1], 0, 0, 0];
  for (let k = 0; k < dims; k++) {
    const [m, v] = [mu[i * dims + k], s[i * dims + k] ** 2];
    const [a0, a1] = [a[k], a[dims + k]];
    first += a0 * m;
    second += a1 * m;
    v0 += a0 * a0 * v;
    v1 += a1 * a1 * v;
    c += a0 * a1 * v;
  }
  return { first, second, v0, v1, c };
}

/** Moments of m_t(U) = a_t U + b_t, the mean of a numeric outcome, for Gaussian U: exact. Cost: O(rows). */
export function meanMoments(readout: Readout, notes: readonly LearnNote[]): ResponseMoments {
  const to = roomFor(readout.rows);
  for (let i = 0; i < readout.rows; i++) {
    const { first, second, v0, v1, c } = scores(readout, i);
    to.m0[i] = first;
    to.m1[i] = second;
    to.m00[i] = first * first + v0;
    to.m11[i] = second * second + v1;
    to.m10[i] = first * second + c;
  }
  return { ...to, notes };
}

/**
 * Moments of m_t(U) = F(a_t U + b_t), F the distribution function of a noise of scale one: the probability that arm t's score is above zero.
 * Gaussian: P(two scores with correlated errors are both above zero), a bivariate normal probability. Cauchy: the means exactly, the products by
 * tanh-sinh quadrature over the angle of U. Absolute errors below 1e-10. Cost: about 60 exponentials or 400 arc tangents a row.
 */
export function probabilityMoments(readout: Readout, notes: readonly LearnNote[]): ResponseMoments {
  const to = roomFor(readout.rows);
  const fill = readout.family === "gaussian" ? probitMoments : cauchitMoments;
  for (let i = 0; i < readout.rows; i++) fill(readout, i, to);
  return { ...to, notes };
}

function probitMoments(readout: Readout, i: number, to: Moments): void {
  const { first, second, v0, v1, c } = scores(readout, i);
  const [h, k] = [first / Math.sqrt(1 + v0), second / Math.sqrt(1 + v1)];
  to.m0[i] = normalCdf(h);
  to.m1[i] = normalCdf(k);
  to.m00[i] = bothBelow(h, h, v0 / (1 + v0));
  to.m11[i] = bothBelow(k, k, v1 / (1 + v1));
  to.m10[i] = bothBelow(h, k, c / Math.sqrt((1 + v0) * (1 + v1)));
}

const LEGENDRE = gaussLegendre(20);

/** Up to here 20 nodes have 14 digits (Genz 2004). */
const MODERATE = 0.925;

/** P(X < h, Y < k) of a standard normal pair, by Plackett's integral over the correlation's angle (Drezner & Wesolowsky 1990). */
export function bothBelow(h: number, k: number, correlation: number): number {
  if (Math.abs(correlation) > MODERATE) return bivariateUpperTail(-h, -k, correlation);
  // The angle by its tangent: asin of small numbers as good as of large ones.
  const angle = atan(correlation / Math.sqrt((1 - correlation) * (1 + correlation)));
  const [squares, product] = [(h * h + k * k) / 2, h * k];
  let sum = 0;
  for (let n = 0; n < LEGENDRE.nodes.length; n++) {
    const [cos, sin] = cosSinPi((angle * (1 + LEGENDRE.nodes[n])) / (2 * Math.PI));
    sum += LEGENDRE.weights[n] * exp((sin * product - squares) / (cos * cos));
  }
  return normalCdf(h) * normalCdf(k) + (sum * angle) / (4 * Math.PI);
}

/** Nodes of the tanh-sinh rule (Takahasi & Mori 1974) on (0, 1), as distances from the nearer end. */
const ENDS = Array.from({ length: 33 }, (_, n) => {
  const t = 0.1 * n;
  const bend = (Math.PI / 2) * ((exp(t) - exp(-t)) / 2);
  const near = exp(-2 * bend) / (1 + exp(-2 * bend));
  return { near, weight: 0.1 * Math.PI * ((exp(t) + exp(-t)) / 2) * near * (1 - near) };
});

/**
 * Calls back with nodes u and weights of the integral over U ~ Cauchy(mu, s), s > 0, from angle `low` to `high` (in half turns, -1/2 to 1/2:
 * U = mu + s tan(pi angle)). `turns`: angles where what is integrated bends; the nodes crowd about them.
 */
export function eachCauchyNode(
  take: (u: number, weight: number) => void,
  mu: number,
  s: number,
  turns: readonly number[],
  low = -0.5,
  high = 0.5,
): void {
  const ends = [low, ...turns.filter((turn) => turn > low && turn < high).sort((a, b) => a - b), high];
  for (let e = 1; e < ends.length; e++) {
    const [from, to] = [ends[e - 1], ends[e]];
    const length = to - from;
    if (!(length > 0)) continue;
    take(mu + s * tanPi(from + length / 2), length * ENDS[0].weight);
    for (let n = 1; n < ENDS.length; n++) {
      const { near, weight } = ENDS[n];
      take(mu + s * tanPi(from + length * near), length * weight);
      take(mu + s * tanPi(to - length * near), length * weight);
    }
  }
}

/** The angle (in half turns) at which U = mu + s tan(pi angle) is at `u`. */
export function angleOf(u: number, mu: number, s: number): number {
  return atan((u - mu) / s) / Math.PI;
}

function cauchitMoments({ mu, s, a, b }: Readout, i: number, to: Moments): void {
  const [m, scale] = [mu[i], s[i]];
  // U may be infinite at the ends, where nought times it must be nought.
  const p = (arm: number, u: number) => cauchyCdf((a[arm] === 0 ? 0 : a[arm] * u) + b[arm]);
  const mean = (arm: number) => cauchyCdf((a[arm] * m + b[arm]) / (1 + Math.abs(a[arm]) * scale));
  to.m0[i] = mean(0);
  to.m1[i] = mean(1);
  [to.m00[i], to.m11[i], to.m10[i]] = [0, 0, 0];
  const add = (u: number, weight: number) => {
    const [p0, p1] = [p(0, u), p(1, u)];
    to.m00[i] += weight * p0 * p0;
    to.m11[i] += weight * p1 * p1;
    to.m10[i] += weight * p1 * p0;
  };
  if (scale === 0) {
    add(m, 1);
    return;
  }
  const turns = [0, 1].filter((arm) => a[arm] !== 0).map((arm) => angleOf(-b[arm] / a[arm], m, scale));
  eachCauchyNode(add, m, scale, turns);
}
