// Linear models by hand: covariances, partial covariances, total effects.
import type { Plain } from "../../graph/algorithms/plain.js";
import type { Draw } from "./random-graph.js";

/** Each node is the sum of its causes times their coefficients, and a noise of variance 1; `shared` pairs have a noise in common besides. */
export interface LinearModel {
  readonly plain: Plain;
  /** By cause and effect; 0 where there is no edge. */
  readonly coefficients: readonly (readonly number[])[];
}

/** Coefficients between 1/3 and 1 of either sign, so that nothing is nearly 0. */
export function randomLinear(draw: Draw, plain: Plain): LinearModel {
  const coefficients = square(plain.size, () => 0);
  for (const [from, to] of plain.directed)
    coefficients[from][to] = (draw() < 0.5 ? -1 : 1) * (1 / 3 + (2 / 3) * draw());
  return { plain, coefficients };
}

/** Effects along all directed paths, by cause and effect: the sum of the powers of the coefficients, that of power 0 included. */
export function totalEffects({ plain: { size }, coefficients }: LinearModel): number[][] {
  let power = square(size, (a, b) => (a === b ? 1 : 0));
  const total = square(size, () => 0);
  for (let length = 0; length <= size; length++) {
    for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) total[a][b] += power[a][b];
    power = square(size, (a, b) => sum(size, (k) => power[a][k] * coefficients[k][b]));
  }
  return total;
}

/** What the noises bring about: T' Ω T with the total effects T. */
export function covariances(model: LinearModel): number[][] {
  const { size, shared } = model.plain;
  const total = totalEffects(model);
  const noise = square(size, (a, b) => (a === b ? 1 : 0));
  for (const [a, b] of shared)
    for (const [i, j] of [
      [a, a],
      [a, b],
      [b, a],
      [b, b],
    ])
      noise[i][j] += 1;
  return square(size, (a, b) => sum(size, (i) => sum(size, (j) => total[i][a] * noise[i][j] * total[j][b])));
}

/** The covariance of two nodes when some are held: those are taken out one after the other. */
export function partial(
  covariance: readonly (readonly number[])[],
  a: number,
  b: number,
  held: readonly number[],
): number {
  const [one, ...rest] = held;
  if (one === undefined) return covariance[a][b];
  const own = partial(covariance, one, one, rest);
  return (
    partial(covariance, a, b, rest) - (partial(covariance, a, one, rest) * partial(covariance, one, b, rest)) / own
  );
}

function square(size: number, entry: (a: number, b: number) => number): number[][] {
  return Array.from({ length: size }, (_, a) => Array.from({ length: size }, (__, b) => entry(a, b)));
}

function sum(size: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < size; k++) total += term(k);
  return total;
}
