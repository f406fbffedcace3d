import type { NetworkFit, NetworkTask } from "../../src/learn/network/fit.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalCdf } from "../../src/num/normal.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

/** An abduction-action model with known laws: x and z uniform on (-2, 2), a label of three, a number of no use. */
export interface Planted {
  readonly name: string;
  readonly family: "gaussian" | "cauchy";
  readonly outcome: "binary" | "numeric";
  readonly mu: (x: number, z: number, group: number) => number;
  readonly s: (x: number, z: number, group: number) => number;
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
  /** Standard deviation of the noise, or a Cauchy scale. */
  readonly noise: readonly [number, number];
}

/** Rows of a planted model, what nobody sees of them, and the task of learning from them. */
export interface PlantedRows {
  readonly task: NetworkTask;
  /** U's location and scale. */
  readonly mu: Float64Array;
  readonly s: Float64Array;
  readonly u: Float64Array;
}

export const linearMu = (x: number, z: number, group: number) => 0.8 * x - 0.5 * z + 0.4 * (group - 1);
const bentMu = (x: number, z: number, group: number) => Math.sin(2 * x) + 0.5 * x * z + (group === 2 ? 0.6 : 0);

/** `each`: rows of one unit, which share covariates and U; the treatment leans on x. */
export function plant(model: Planted, n: number, seed: number, each = 1): PlantedRows {
  const uniform = uniformStream(seed, 77);
  const normal = normalStream(uniform);
  const draw = () => (model.family === "gaussian" ? normal() : Math.tan(Math.PI * (uniform() - 0.5)));
  const [x, z, idle, mu, s, u, y] = Array.from({ length: 7 }, () => new Float64Array(n));
  const [codes, unit, t] = [new Int32Array(n), new Int32Array(n), new Uint8Array(n)];
  for (let i = 0; i < n; i++) {
    unit[i] = Math.floor(i / each);
    const first = unit[i] * each;
    if (i === first) {
      [x[i], z[i], idle[i]] = [4 * uniform() - 2, 4 * uniform() - 2, normal()];
      codes[i] = Math.floor(3 * uniform());
      mu[i] = model.mu(x[i], z[i], codes[i]);
      s[i] = model.s(x[i], z[i], codes[i]);
      u[i] = mu[i] + s[i] * draw();
    } else {
      for (const values of [x, z, idle, mu, s, u]) values[i] = values[first];
      codes[i] = codes[first];
    }
    t[i] = uniform() < 1 / (1 + Math.exp(-0.5 * x[i])) ? 1 : 0;
    const score = model.a[t[i]] * u[i] + model.b[t[i]] + model.noise[t[i]] * draw();
    y[i] = model.outcome === "numeric" ? score : score > 0 ? 1 : 0;
  }
  const given: Column[] = [
    { kind: "numeric", name: "x", values: x },
    { kind: "numeric", name: "z", values: z },
    { kind: "categorical", name: "group", codes, levels: ["a", "b", "c"] },
    { kind: "numeric", name: "idle", values: idle },
  ];
  const task: NetworkTask = {
    rows: n,
    given,
    t,
    outcome: model.outcome,
    y,
    rowHash: hashRows(given, n),
    seed,
    ...(each > 1 ? { unit } : {}),
  };
  return { task, mu, s, u };
}

/** Minus the log of P(y), or of its density, in an arm that answers with a U + b + noise (`noise`: standard deviation or Cauchy scale). */
function loss(
  { family, outcome }: Pick<Planted, "family" | "outcome">,
  y: number,
  location: number,
  spread: number,
): number {
  const x = (outcome === "numeric" ? y - location : location) / spread;
  if (outcome === "binary")
    return -Math.log(family === "gaussian" ? normalCdf(y === 1 ? x : -x) : 0.5 + Math.atan(y === 1 ? x : -x) / Math.PI);
  if (family === "gaussian") return 0.5 * Math.log(2 * Math.PI) + Math.log(spread) + 0.5 * x * x;
  return Math.log(Math.PI * spread * (1 + x * x));
}

const together = (family: Planted["family"], a: number, s: number, noise: number) =>
  family === "gaussian" ? Math.hypot(a * s, noise) : Math.abs(a) * s + noise;

/** Average log loss of the planted law on some of its rows: no other law can expect less. */
export function bayesLoss(model: Planted, { task, mu, s }: PlantedRows, rows: Int32Array): number {
  const { a, b, noise, family } = model;
  const sum = rows.reduce((total, i) => {
    const t = task.t[i];
    return total + loss(model, task.y[i], a[t] * mu[i] + b[t], together(family, a[t], s[i], noise[t]));
  }, 0);
  return sum / rows.length;
}

/** Average log loss of a fitted scalar network. */
export function fittedLoss(
  { family, law, action }: NetworkFit,
  { outcome, t, y }: NetworkTask,
  rows: Int32Array,
): number {
  const sum = rows.reduce((total, i) => {
    const [a, b, v] = [action.a[t[i]], action.b[t[i]], action.noise[t[i]]];
    const noise = family === "gaussian" ? Math.sqrt(v) : v;
    return total + loss({ family, outcome }, y[i], a * law.location[i] + b, together(family, a, law.scale[i], noise));
  }, 0);
  return sum / rows.length;
}

export const planted: readonly Planted[] = (["gaussian", "cauchy"] as const).flatMap((family) =>
  (["binary", "numeric"] as const).flatMap((outcome) =>
    [true, false].map((linear) => ({
      name: `${family} ${outcome}, ${linear ? "linear" : "bent"}`,
      family,
      outcome,
      mu: linear ? linearMu : bentMu,
      s: linear ? () => 0.7 : (x: number) => 0.3 + 0.2 * (x + 2),
      a: [0.8, 1.4] as const,
      b: [-0.3, 0.4] as const,
      noise: outcome === "binary" ? ([1, 1] as const) : ([0.6, 0.6] as const),
    })),
  ),
);
