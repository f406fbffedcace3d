import { RESPONSE_TYPES, responseType } from "../estimate/heterogeneity/response-types.js";
import type { Nuisances } from "../learn/nuisances.js";
import type { Context } from "./context.js";
import { repeatsIn } from "./replicates.js";

/** One row per row of the sample, in its order. Probabilities for two-valued outcomes, means for numbers. */
export interface Individuals {
  readonly name: string;
  readonly unit: readonly (string | number)[] | Int32Array;
  readonly p1: Float64Array;
  readonly p0: Float64Array;
  /** P(the row's own outcome again in its own arm); from the unit's other occasions where it repeats. Two-valued outcomes only. */
  readonly recurrence?: Float64Array;
}

/** Column names and values, ready for a file. */
export interface NamedColumn {
  readonly name: string;
  readonly values: Float64Array | Int32Array | readonly (string | number)[];
}

/** Prediction for each row of the sample: the average over its entries. */
function byRow(rows: number, learnt: Nuisances, values: Float64Array): Float64Array {
  const out = new Float64Array(rows);
  const mass = new Float64Array(rows);
  for (let j = 0; j < values.length; j++) {
    const row = learnt.entries.row[j];
    out[row] += learnt.entries.count[j] * values[j];
    mass[row] += learnt.entries.count[j];
  }
  for (let i = 0; i < rows; i++) out[i] = mass[i] > 0 ? out[i] / mass[i] : Number.NaN;
  return out;
}

/**
 * Each individual's (p0, p1) as the cross-fitted model sees it, and its recurrence. For a unit seen m times in its arm with s like
 * outcomes the recurrence is (k mu + s) / (k + m), k = 1/rho - 1, the Beta posterior of THEORY 2.6 at the estimated mu and rho; otherwise
 * it is the fitted probability of what was seen. Cost: O(entries).
 */
export function individualsOf(context: Context, recurrenceByArm: readonly [number, number]): Individuals {
  const { sample, learnt, replicates } = context;
  const p1 = byRow(sample.rows, learnt, learnt.m[1].mean);
  const p0 = byRow(sample.rows, learnt, learnt.m[0].mean);
  const { unit, treatment, outcome } = sample;
  const name = unit?.name ?? "row";
  const ids = unit
    ? Array.from(unit.codes, (code) => unit.labels[code])
    : (sample.rowNumbers ?? Int32Array.from({ length: sample.rows }, (_, i) => i + 1));
  if (outcome.kind !== "binary") return { name, unit: ids, p1, p0 };
  const recurrence = new Float64Array(sample.rows);
  const successes = new Float64Array(unit ? 2 * unit.labels.length : 0);
  const totals = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < sample.rows; i++) {
    const t = treatment.values[i];
    totals[t] += outcome.values[i];
    counts[t]++;
    if (unit) successes[2 * unit.codes[i] + t] += outcome.values[i];
  }
  for (let i = 0; i < sample.rows; i++) {
    const t = treatment.values[i] as 0 | 1;
    let p = t === 1 ? p1[i] : p0[i];
    if (unit && replicates && repeatsIn(replicates, t)) {
      const mu = totals[t] / counts[t];
      const rho = Math.min(1, Math.max(1e-6, (recurrenceByArm[t] - mu) / (1 - mu)));
      const k = 1 / rho - 1;
      const m = replicates.occasions[2 * unit.codes[i] + t];
      p = (k * mu + successes[2 * unit.codes[i] + t]) / (k + m);
    }
    recurrence[i] = outcome.values[i] === 1 ? p : 1 - p;
  }
  return { name, unit: ids, p1, p0, recurrence };
}

/**
 * The individuals as columns of a file: who, p1, p0, effect; for two-valued outcomes the response types under independence with their
 * bounds for any noises, and the recurrence (DESIGN 4.5).
 */
export function individualColumns({ name, unit, p1, p0, recurrence }: Individuals): NamedColumn[] {
  const from = (f: (one: number, zero: number) => number) => p1.map((one, i) => f(one, p0[i]));
  const columns: NamedColumn[] = [
    { name, values: unit },
    { name: "p1", values: p1 },
    { name: "p0", values: p0 },
    { name: "effect", values: from((a, b) => a - b) },
  ];
  if (!recurrence) return columns;
  for (const type of RESPONSE_TYPES) {
    const of = (part: "value" | "low" | "high") => from((one, zero) => responseType(type, one, zero)[part]);
    columns.push(
      { name: type, values: of("value") },
      { name: `${type}_low`, values: of("low") },
      { name: `${type}_high`, values: of("high") },
    );
  }
  return [...columns, { name: "recurrence", values: recurrence }];
}
