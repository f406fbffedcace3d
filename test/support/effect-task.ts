import type { EffectTask } from "../../src/learn/effects/effect-learner.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows, mix } from "../../src/num/hash.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { takeColumn } from "./samples.js";

/** The covariates of `effectTask`'s individuals: two numbers from -1 to 1 and one of three groups. */
export interface Who {
  readonly x: number;
  readonly z: number;
  readonly group: 0 | 1 | 2;
}

/** A law with known effects; numeric outcomes have normal noise of `noise`. */
export interface EffectLaw {
  readonly binary?: boolean;
  readonly noise?: number;
  readonly e: (w: Who) => number;
  readonly m0: (w: Who) => number;
  readonly tau: (w: Who) => number;
}

export const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Linear in the covariates all over, so that the linear learner is right. */
export const lines: EffectLaw = {
  e: ({ x, z }) => logistic(0.8 * x - 0.4 * z),
  m0: ({ x, z, group }) => 2 + x - 0.5 * z + (group === 2 ? 1 : 0),
  tau: ({ x, group }) => 1 + 1.5 * x - (group === 1 ? 1 : 0),
};

/** The same, but everybody's effect is 2. */
export const same: EffectLaw = { ...lines, tau: () => 2 };

/** Nobody's outcome is changed. */
export const nothing: EffectLaw = { ...lines, tau: () => 0 };

/** Two-valued outcomes; logits are lines in each arm. */
export const chances: EffectLaw = {
  ...lines,
  binary: true,
  m0: ({ x, z }) => logistic(-0.3 + 0.7 * x - 0.4 * z),
  tau: ({ x, z, group }) =>
    logistic(0.3 - 0.5 * x - 0.4 * z + (group === 2 ? 0.6 : 0)) - logistic(-0.3 + 0.7 * x - 0.4 * z),
};

/** A task with its truth by row. Nuisances are the true ones, so that a learner is seen alone. */
export interface KnownTask {
  readonly task: EffectTask;
  readonly truth: Float64Array;
  readonly m: readonly [Float64Array, Float64Array];
}

export function effectTask(law: EffectLaw, rows: number, seed: number, folds = 5): KnownTask {
  const uniform = uniformStream(seed, 17);
  const normal = normalStream(uniform);
  const [x, z, noise, e, y, m0, m1, truth] = Array.from({ length: 8 }, () => new Float64Array(rows));
  const codes = new Int32Array(rows);
  const t = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    x[i] = 2 * uniform() - 1;
    z[i] = 2 * uniform() - 1;
    noise[i] = uniform();
    codes[i] = Math.floor(3 * uniform());
    const who: Who = { x: x[i], z: z[i], group: codes[i] as 0 | 1 | 2 };
    e[i] = law.e(who);
    t[i] = uniform() < e[i] ? 1 : 0;
    truth[i] = law.tau(who);
    m0[i] = law.m0(who);
    m1[i] = m0[i] + truth[i];
    const mean = t[i] === 1 ? m1[i] : m0[i];
    y[i] = law.binary ? (uniform() < mean ? 1 : 0) : mean + (law.noise ?? 1) * normal();
  }
  const given: Column[] = [
    { kind: "numeric", name: "x", values: x },
    { kind: "numeric", name: "z", values: z },
    { kind: "categorical", name: "group", codes, levels: ["a", "b", "c"] },
    { kind: "numeric", name: "noise", values: noise },
  ];
  const rowHash = hashRows(given, rows);
  const fold = Uint8Array.from(rowHash, (hash) => mix(hash, seed) % folds);
  const outcome = law.binary ? "binary" : "numeric";
  const m = [m0, m1] as const;
  return { task: { rows, given, t, outcome, y, e, m, fold, folds, rowHash, seed: 1 }, truth, m };
}

/** The task's rows at the given places, in that order. */
export function takeTask(task: EffectTask, rows: Int32Array): EffectTask {
  const at = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]);
  return {
    ...task,
    rows: rows.length,
    given: task.given.map((column) => takeColumn(column, rows)),
    t: Uint8Array.from(rows, (i) => task.t[i]),
    y: at(task.y),
    e: at(task.e),
    m: [at(task.m[0]), at(task.m[1])],
    fold: Uint8Array.from(rows, (i) => task.fold[i]),
    ...(task.cluster ? { cluster: Int32Array.from(rows, (i) => task.cluster![i]) } : {}),
    ...(task.weight ? { weight: at(task.weight) } : {}),
    rowHash: Uint32Array.from(rows, (i) => task.rowHash[i]),
  };
}
