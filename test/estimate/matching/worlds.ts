import type { Problem } from "../../../src/estimate/problem.js";
import type { Column } from "../../../src/num/columns.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { Target } from "../../../src/query/effect.js";

/** What a problem is made of; what is left out has one arm count each, propensities of a half and means of 0. */
export interface Parts {
  readonly arm: readonly number[];
  readonly y: readonly number[];
  readonly given?: readonly Column[];
  /** P(arm 1 | covariates). */
  readonly e?: readonly number[];
  readonly count?: readonly number[];
  readonly law?: boolean;
  readonly target?: Target;
  readonly seed?: number;
}

export const numeric = (name: string, values: readonly number[]): Column => ({
  kind: "numeric",
  name,
  values: Float64Array.from(values),
});

export const labels = (name: string, values: readonly string[]): Column => {
  const levels = [...new Set(values)];
  return { kind: "categorical", name, levels, codes: Int32Array.from(values, (value) => levels.indexOf(value)) };
};

export function problemOf({ arm, y, given = [], e, count, law = false, target = "ate", seed = 1 }: Parts): Problem {
  const n = arm.length;
  const counts = Float64Array.from(count ?? arm.map(() => 1));
  const e1 = Float64Array.from(e ?? arm.map(() => 0.5));
  const zeros = new Float64Array(n);
  return {
    study: {
      rows: n,
      treatment: {
        kind: "arms",
        name: "T",
        arms: ["0", "1", "2"],
        codes: Int32Array.from(arm, (a) => (a < 0 ? 2 : a)),
      },
      outcome: { kind: "numeric", name: "Y", values: Float64Array.from(y) },
      given,
      instruments: [],
      mediators: [],
      data: { source: "test", read: n, used: n, missing: {}, notes: [] },
    },
    row: Int32Array.from(arm, (_, j) => j),
    arm: Int8Array.from(arm),
    y: Float64Array.from(y),
    count: counts,
    total: counts.reduce((a, b) => a + b, 0),
    law,
    target,
    e: [e1.map((p) => 1 - p), e1],
    m: [zeros, zeros],
    seed,
  };
}

/** The entries of `parts` in another order. */
export function reordered(parts: Parts, order: readonly number[]): Parts {
  const pick = <A>(values: readonly A[] | undefined) => values && order.map((j) => values[j]);
  const column = (one: Column): Column =>
    one.kind === "numeric"
      ? { ...one, values: Float64Array.from(order, (j) => one.values[j]) }
      : { ...one, codes: Int32Array.from(order, (j) => one.codes[j]) };
  const { e, count, given } = parts;
  return {
    ...parts,
    arm: pick(parts.arm)!,
    y: pick(parts.y)!,
    ...(given ? { given: given.map(column) } : {}),
    ...(e ? { e: pick(e)! } : {}),
    ...(count ? { count: pick(count)! } : {}),
  };
}

/** Entries with counts written out one by one. */
export function copied(parts: Parts): Parts {
  const order = parts.count!.flatMap((count, j) => Array.from({ length: count }, () => j));
  const { count: _, ...rest } = parts;
  return reordered(rest, order);
}

/** 0, 1, ..., n - 1 shuffled. */
export function shuffled(n: number, seed: number): number[] {
  const uniform = uniformStream(seed);
  const order = Array.from({ length: n }, (_, j) => j);
  for (let j = n - 1; j > 0; j--) {
    const k = Math.floor(uniform() * (j + 1));
    [order[j], order[k]] = [order[k], order[j]];
  }
  return order;
}

const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));

/** Logistic regression of `arm` on the columns by Newton's method, plainly written; fitted probabilities. */
function logit(arm: readonly number[], columns: readonly (readonly number[])[]): number[] {
  const size = columns.length + 1;
  const x = arm.map((_, i) => [1, ...columns.map((column) => column[i])]);
  let beta = new Array<number>(size).fill(0);
  for (let step = 0; step < 25; step++) {
    const gradient = new Array<number>(size).fill(0);
    const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    x.forEach((row, i) => {
      const p = logistic(row.reduce((sum, v, k) => sum + v * beta[k], 0));
      for (let k = 0; k < size; k++) {
        gradient[k] += row[k] * (arm[i] - p);
        for (let l = 0; l < size; l++) matrix[k][l] += p * (1 - p) * row[k] * row[l];
      }
    });
    const move = solve(matrix, gradient);
    beta = beta.map((b, k) => b + move[k]);
    if (Math.max(...move.map(Math.abs)) < 1e-10) break;
  }
  return x.map((row) => logistic(row.reduce((sum, v, k) => sum + v * beta[k], 0)));
}

/** Gauss's elimination with pivots. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
    [a[k], a[pivot]] = [a[pivot], a[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const f = a[i][k] / a[k][k];
      for (let j = k; j <= n; j++) a[i][j] -= f * a[k][j];
    }
  }
  return a.map((row, i) => row[n] / row[i]);
}

/** A world of two covariates uniform on (-1, 1) whose propensity is a logit and whose effect differs between people. */
export interface Drawn extends Parts {
  readonly truth: { readonly ate: number; readonly att: number; readonly atc: number };
}

/** Effect 1 + x; mean of the untreated 2x + x z + z^2; P(T = 1) = logistic(x - z / 2 - 0.3). `known`: the propensity is not fitted. */
export function draw(n: number, seed: number, known = false): Drawn {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const x = Array.from({ length: n }, () => 2 * uniform() - 1);
  const z = Array.from({ length: n }, () => 2 * uniform() - 1);
  const p = x.map((one, i) => logistic(one - z[i] / 2 - 0.3));
  const arm = p.map((one) => (uniform() < one ? 1 : 0));
  const y = x.map((one, i) => 2 * one + one * z[i] + z[i] ** 2 + arm[i] * (1 + one) + normal());
  return { arm, y, given: [numeric("x", x), numeric("z", z)], e: known ? p : logit(arm, [x, z]), truth: TRUTH };
}

const TRUTH = truth();

function truth(): Drawn["truth"] {
  const steps = 400;
  let [treated, sum, untreated, other] = [0, 0, 0, 0];
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      const [x, z] = [(2 * i + 1) / steps - 1, (2 * j + 1) / steps - 1];
      const p = logistic(x - z / 2 - 0.3);
      treated += p;
      sum += p * (1 + x);
      untreated += 1 - p;
      other += (1 - p) * (1 + x);
    }
  }
  return { ate: 1, att: sum / treated, atc: other / untreated };
}
