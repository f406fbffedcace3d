import { exp } from "../../num/elementary.js";

/** Nodes and weights of a quadrature rule. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss-Legendre on [-1, 1]: zeros of the Legendre polynomial by Newton's method from their asymptotic places (Abramowitz & Stegun 25.4.29). */
export function gaussLegendre(count: number): Rule {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 50; step++) {
      let [before, value] = [0, 1];
      for (let n = 0; n < count; n++) [before, value] = [value, ((2 * n + 1) * x * value - n * before) / (n + 1)];
      slope = (count * (x * value - before)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** The orthonormal Hermite polynomial of this degree, the one before it, and their common scale kept near one by the weight's root. */
function hermite(count: number, x: number): readonly [value: number, before: number] {
  let [before, value] = [0, exp((-x * x) / 4)];
  for (let n = 0; n < count; n++) {
    [before, value] = [value, (x * value - Math.sqrt(n) * before) / Math.sqrt(n + 1)];
  }
  return [value, before];
}

/**
 * Gauss-Hermite for a standard normal variable: the weights add up to one. Zeros of the Hermite polynomial between the sign changes of a fine
 * grid, by bisection and Newton's method; weights by Christoffel's formula. For up to about 60 nodes.
 */
export function gaussHermite(count: number): Rule {
  const roots: number[] = [];
  const reach = 2 * Math.sqrt(count) + 1;
  const cells = 40 * count;
  const at = (cell: number) => reach * ((2 * (cell + 0.5)) / cells - 1) + 1e-9;
  for (let cell = 0; cell + 1 < cells; cell++) {
    let [low, high] = [at(cell), at(cell + 1)];
    const sign = Math.sign(hermite(count, low)[0]);
    if (sign === Math.sign(hermite(count, high)[0])) continue;
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (Math.sign(hermite(count, middle)[0]) === sign) low = middle;
      else high = middle;
    }
    roots.push((low + high) / 2);
  }
  const nodes = Float64Array.from(roots);
  const weights = nodes.map((x) => exp((-x * x) / 2) / (count * hermite(count, x)[1] ** 2));
  return { nodes, weights };
}
