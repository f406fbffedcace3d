import type { Context } from "../../src/attribute/context.js";
import { settle } from "../../src/attribute/options.js";
import { linear } from "../../src/learn/linear.js";
import { fitNuisances } from "../../src/learn/nuisances.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import type { ArmStudy } from "../../src/num/study.js";
import { logistic } from "./effect-task.js";
import { armStudy } from "./study.js";

type Chance = (a: number, b: number) => number;

/** A logit that is a line: what the linear learner takes it for. */
export const lines: Chance = (a, b) => logistic(0.8 * a - 0.5 * b);
/** The same, steeper: propensities come near 0 and 1. */
export const steep: Chance = (a, b) => logistic(1.5 * a - b);
/** The same, with 1 in 16 treated. */
export const rare: Chance = (a, b) => logistic(-3 + a - 0.5 * b);
/** No line has this: with it the treated's weights average about 1.1. */
export const threshold: Chance = (a) => (a > 1 ? 0.9 : 0.2);

/** Two normal covariates and `idle` idle ones; who is treated by `e`; a two-valued outcome whose logit is a. */
export function drawTreated(rows: number, seed: number, e: Chance, idle = 0): ArmStudy {
  const uniform = uniformStream(seed, rows);
  const normal = normalStream(uniform);
  const names = ["a", "b", ...Array.from({ length: idle }, (_, k) => `idle${k}`)];
  const columns = Object.fromEntries(
    names.map((name) => [name, Float64Array.from({ length: rows }, () => normal())] as const),
  );
  const { a, b } = columns as { a: Float64Array; b: Float64Array };
  const t = a.map((value, i) => (uniform() < e(value, b[i]) ? 1 : 0));
  const y = a.map((value) => (uniform() < logistic(value) ? 1 : 0));
  return armStudy(t, y, columns, { binary: true });
}

/** The same as `attribute` reads it. */
export function binarySample({ treatment, outcome, given, rows, data }: ArmStudy): Sample {
  const values = Uint8Array.from(treatment.codes);
  return { rows, given, outcome, data, treatment: { name: treatment.name, values, labels: { yes: 1, no: 0 } } };
}

/** What the remarks of `attribute` look at, learnt once across folds. */
export async function evidenceContext(sample: Sample): Promise<Context> {
  const learnt = await fitNuisances(sample, { learner: linear(), folds: 5, seed: 1 });
  const rows = { count: learnt.entries.count, total: learnt.entries.total, law: false };
  return { sample, learnt, rows, settings: settle({}), assumptions: new Map(), provenance: {} };
}
