import type { Draw } from "../../identify/oracle/random-graph.js";
import type { Connections } from "./paths.js";
import { nodesIn, type Plain } from "./plain.js";

/** The largest prime below 2^26, so that products are exact in a double. */
const P = 67_108_859;

const times = (a: number, b: number) => (a * b) % P;
const minus = (a: number, b: number) => (a - b + P) % P;

/** 1 / a by Fermat's little theorem: a^(P - 2). */
function inverse(a: number): number {
  let [result, base] = [1, a];
  for (let power = P - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = times(result, base);
    base = times(base, base);
  }
  return result;
}

/**
 * Dependence in a linear-Gaussian law drawn at random, each bidirected edge being a latent root with an effect of its own on both ends. Two
 * variables are independent given Z when their conditional covariance is 0. That is a polynomial in the coefficients over one that is not 0,
 * and it vanishes everywhere just when they are separated (global Markov property; for the converse P. Spirtes, C. Glymour & R. Scheines,
 * Causation, Prediction, and Search, 2000, theorem 3.2). Where it does not vanish everywhere it is 0 at a random point with a chance of at
 * most its degree over the number of points; so the coefficients are drawn from the field of P elements, where there is no rounding and 0 is
 * 0. Nothing here knows of paths.
 */
export function connectionsByLaw({ size, directed, shared }: Plain, draw: Draw): Connections {
  const full = size + shared.length;
  const some = () => 1 + Math.floor(draw() * (P - 1));
  const effects = [
    ...directed,
    ...shared.flatMap(([one, other], root) => [[size + root, one] as const, [size + root, other] as const]),
  ].map(([from, to]) => ({ from, to, coefficient: some() }));
  // Total effects of the noises: what is so far known of a cause is handed on as often as a path may be long.
  let total = identity(full);
  for (let round = 0; round < full; round++) {
    const next = identity(full);
    for (const { from, to, coefficient } of effects)
      total[from].forEach((effect, noise) => {
        next[to][noise] = (next[to][noise] + times(coefficient, effect)) % P;
      });
    total = next;
  }
  const variances = total.map(some);
  const covariance = (a: number, b: number) =>
    variances.reduce((sum, variance, noise) => (sum + times(variance, times(total[a][noise], total[b][noise]))) % P, 0);
  const measured = Array.from({ length: size }, (_, a) => Array.from({ length: size }, (_, b) => covariance(a, b)));
  return (given) => {
    const left = measured.map((row) => [...row]);
    for (const z of nodesIn(given)) {
      if (left[z][z] === 0) throw new Error("an unlucky draw: a conditional variance is 0");
      const scale = inverse(left[z][z]);
      const [column, row] = [left.map((one) => times(one[z], scale)), [...left[z]]];
      for (const a of left.keys())
        for (const b of left.keys()) left[a][b] = minus(left[a][b], times(column[a], row[b]));
    }
    // Rows of what is given are 0 by now: the given depends on nothing.
    return left.map((row, a) => row.reduce((bits, value, b) => (value === 0 || a === b ? bits : bits | (1 << b)), 0));
  };
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, a) => Array.from({ length: size }, (_, b) => (a === b ? 1 : 0)));
}
