import type { Problem } from "../../../src/estimate/problem.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { ArmStudy, Study } from "../../../src/num/study.js";
import type { Target } from "../../../src/query/effect.js";
import { columnOf } from "../../support/columns.js";

export interface Plain {
  readonly t: readonly number[];
  readonly y: readonly number[];
  readonly w: Readonly<Record<string, readonly (string | number)[]>>;
  readonly unit?: readonly (string | number)[];
  readonly weights?: readonly number[];
  readonly law?: boolean;
  readonly binary?: boolean;
}

/** A study with two or more arms, the slow obvious way. */
export function study({ t, y, w, unit, weights, law, binary }: Plain): ArmStudy {
  const labels = unit && [...new Set(unit)];
  return {
    rows: t.length,
    treatment: {
      kind: "arms",
      name: "T",
      arms: [...new Set(t)].sort().map(String),
      codes: Int32Array.from(t),
    },
    outcome: binary
      ? { kind: "binary", name: "Y", values: Float64Array.from(y), labels: { yes: 1, no: 0 } }
      : { kind: "numeric", name: "Y", values: Float64Array.from(y) },
    given: Object.entries(w).map(([name, values]) => columnOf(name, values)),
    instruments: [],
    mediators: [],
    ...(labels ? { unit: { name: "unit", codes: Int32Array.from(unit!, (u) => labels.indexOf(u)), labels } } : {}),
    ...(weights ? { weights: { kind: law ? "law" : "counts", values: Float64Array.from(weights) } } : {}),
    data: { source: "made", read: t.length, used: t.length, missing: {}, notes: [] },
  };
}

/** A problem with given propensities of arm 1 (the means are not looked at). */
export function problem(
  made: {
    readonly t: readonly number[];
    readonly y: readonly number[];
    readonly e?: readonly number[];
    readonly count?: readonly number[];
    readonly binary?: boolean;
  },
  target: Target,
): Problem {
  const { t, y } = made;
  const count = Float64Array.from(made.count ?? t.map(() => 1));
  const e1 = Float64Array.from(made.e ?? t.map(() => 0.5));
  const zero = new Float64Array(t.length);
  return {
    study: study({ t: t.map((arm) => Math.max(0, arm)), y, w: {}, ...(made.binary ? { binary: true } : {}) }),
    row: Int32Array.from(t, (_, i) => i),
    arm: Int8Array.from(t),
    y: Float64Array.from(y),
    count,
    total: count.reduce((a, b) => a + b, 0),
    law: false,
    target,
    e: [e1.map((p) => 1 - p), e1],
    m: [zero, zero],
    seed: 1,
  };
}

/** n rows: x normal, a label g, treatment and outcome depending on both, effect 1. */
export function drawn(n: number, seed: number): { t: number[]; y: number[]; x: number[]; g: string[] } {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const out: { t: number[]; y: number[]; x: number[]; g: string[] } = { t: [], y: [], x: [], g: [] };
  for (let i = 0; i < n; i++) {
    const x = normal();
    const g = Math.floor(3 * uniform());
    const t = uniform() < 1 / (1 + Math.exp(-(0.7 * x + 0.5 * (g - 1)))) ? 1 : 0;
    out.x.push(x);
    out.g.push("abc"[g]);
    out.t.push(t);
    out.y.push(t + x + 0.5 * g + normal());
  }
  return out;
}

/** The regression of the outcome on arm 1 and the numeric and label covariates: the arm's coefficient and its classical standard error. */
export function slowCoefficient(s: Study): { value: number; se: number } {
  const arms = s.treatment.kind === "arms" ? s.treatment.codes : s.treatment.values;
  const columns: number[][] = [Array.from(arms), Array.from({ length: s.rows }, () => 1)];
  for (const one of s.given) {
    if (one.kind === "numeric") columns.push(Array.from(one.values));
    else
      one.levels.slice(1).forEach((_, level) => {
        columns.push(Array.from(one.codes, (code) => (code === level + 1 ? 1 : 0)));
      });
  }
  const weight = Array.from({ length: s.rows }, (_, i) => s.weights?.values[i] ?? 1);
  const fit = slowFit(columns, Array.from(s.outcome.values), weight);
  const n = weight.reduce((a, b) => a + b, 0);
  return { value: fit.beta[0], se: Math.sqrt((fit.squares / (n - columns.length)) * fit.inverse[0][0]) };
}

/** Weighted least squares by the normal equations and Gauss-Jordan elimination; columns must be independent. */
export function slowFit(columns: readonly number[][], y: readonly number[], weight: readonly number[]) {
  const p = columns.length;
  const n = y.length;
  const rows = columns.map((a, i) => [
    ...columns.map((b) => a.reduce((sum, value, k) => sum + weight[k] * value * b[k], 0)),
    ...columns.map((_, j) => (i === j ? 1 : 0)),
  ]);
  for (let i = 0; i < p; i++) {
    const best = rows.slice(i).reduce((at, row, k) => (Math.abs(row[i]) > Math.abs(rows[i + at][i]) ? k : at), 0);
    [rows[i], rows[i + best]] = [rows[i + best], rows[i]];
    rows[i] = rows[i].map((value) => value / rows[i][i]);
    for (let k = 0; k < p; k++) if (k !== i) rows[k] = rows[k].map((value, c) => value - rows[k][i] * rows[i][c]);
  }
  const inverse = rows.map((row) => row.slice(p));
  const right = columns.map((a) => a.reduce((sum, value, k) => sum + weight[k] * value * y[k], 0));
  const beta = inverse.map((row) => row.reduce((sum, value, k) => sum + value * right[k], 0));
  let squares = 0;
  for (let k = 0; k < n; k++) {
    const fitted = columns.reduce((sum, a, j) => sum + a[k] * beta[j], 0);
    squares += weight[k] * (y[k] - fitted) ** 2;
  }
  return { beta, inverse, squares };
}
