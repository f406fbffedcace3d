// Small tables for forests: numbers with gaps, labels, few distinct values; and the observations they come to.
import { binColumns } from "../../src/learn/bins/binned.js";
import type { EffectTask } from "../../src/learn/effects/effect-learner.js";
import { groundOf, type Target } from "../../src/learn/forest/ground.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { indices } from "../../src/num/indices.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { takeColumn } from "./samples.js";

/** Two smooth columns (the second with a seventh of it missing), one of few values, one of five labels. */
export function mixedColumns(n: number, seed: number): Column[] {
  const uniform = uniformStream(seed, 1);
  const normal = normalStream(uniform);
  const x = Float64Array.from({ length: n }, normal);
  const z = Float64Array.from({ length: n }, () => (uniform() < 1 / 7 ? Number.NaN : normal()));
  return [
    { kind: "numeric", name: "x", values: x },
    { kind: "numeric", name: "z", values: z, gaps: z.filter(Number.isNaN).length },
    { kind: "numeric", name: "few", values: Float64Array.from({ length: n }, () => Math.floor(4 * uniform())) },
    {
      kind: "categorical",
      name: "label",
      codes: Int32Array.from({ length: n }, () => Math.floor(5 * uniform())),
      levels: ["a", "b", "c", "d", "e"],
    },
  ];
}

/** A task of effects with known nuisances: e depends on x, the effect on x, on the label and on whether z is missing. */
export function effectTask(n: number, seed: number, given = mixedColumns(n, seed)): EffectTask & { tau: Float64Array } {
  const uniform = uniformStream(seed, 2);
  const normal = normalStream(uniform);
  const [x, z] = given.slice(0, 2).map((column) => (column as { values: Float64Array }).values);
  const label = (given[3] as { codes: Int32Array }).codes;
  const tau = x.map((v, i) => Math.max(v, 0) + (label[i] < 2 ? 0.5 : 0) + (Number.isNaN(z[i]) ? 1 : 0));
  const e = x.map((v) => 0.4 + (v > 0 ? 0.2 : 0));
  const m0 = x.map((v, i) => 0.5 * v + 0.1 * label[i]);
  const m1 = m0.map((v, i) => v + tau[i]);
  const t = Uint8Array.from(e, (p) => (uniform() < p ? 1 : 0));
  const y = m0.map((v, i) => v + t[i] * tau[i] + normal());
  const rowHash = hashRows(given, n);
  return {
    rows: n,
    given,
    t,
    outcome: "numeric",
    y,
    e,
    m: [m0, m1],
    fold: new Uint8Array(n),
    folds: 1,
    rowHash,
    seed: 1,
    tau,
  };
}

/** The task's rows in another order (rows may repeat). */
export function takeTask(task: EffectTask, rows: Int32Array): EffectTask {
  const floats = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]);
  return {
    ...task,
    rows: rows.length,
    given: task.given.map((column) => takeColumn(column, rows)),
    t: Uint8Array.from(rows, (row) => task.t[row]),
    y: floats(task.y),
    e: floats(task.e),
    m: [floats(task.m[0]), floats(task.m[1])],
    fold: Uint8Array.from(rows, (row) => task.fold[row]),
    rowHash: Uint32Array.from(rows, (row) => task.rowHash[row]),
    ...(task.cluster ? { cluster: Int32Array.from(rows, (row) => task.cluster![row]) } : {}),
    ...(task.weight ? { weight: floats(task.weight) } : {}),
  };
}

/** The observations of a table whose target is given by row. */
export function groundFrom(given: readonly Column[], target: Target, weight?: Float64Array) {
  const n = target.y.length;
  const binned = binColumns(given, n, weight);
  const matter = {
    binned,
    rows: indices(n),
    rowHash: hashRows(given, n, weight),
    target,
    ...(weight ? { weight } : {}),
  };
  return { binned, ...groundOf(matter) };
}

export function shuffled(n: number, seed: number): Int32Array {
  const uniform = uniformStream(seed, 3);
  const order = indices(n);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
