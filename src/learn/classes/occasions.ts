import { DiscoError } from "../../error.js";
import type { Sample } from "../../num/sample.js";
import type { UnitDesign } from "./covariates.js";

/**
 * What a panel says of each unit when its occasions are independent given its class: per arm, how many occasions and their sufficient
 * statistics. Units that are alike stand together (two-valued outcomes), so a million rows may be a few hundred patterns; for numbers
 * each unit is a pattern of its own. Patterns are in the order of their contents, whatever the order of rows and units.
 */
export interface Occasions {
  readonly kind: "binary" | "numeric";
  /** Patterns. */
  readonly size: number;
  /** Units (or probability mass of units) that each pattern stands for. */
  readonly count: Float64Array;
  /** Occasions of one such unit in arm 0 and in arm 1. */
  readonly seen: readonly [Float64Array, Float64Array];
  /** Their successes, or the sum of their outcomes. */
  readonly sum: readonly [Float64Array, Float64Array];
  /** Numbers only: sum of squares about the unit's own average in the arm. */
  readonly within?: readonly [Float64Array, Float64Array];
  /** Patterns x width: a constant and the covariates that class weights go with; absent where weights are the same for everybody. */
  readonly covariates?: { readonly width: number; readonly values: Float64Array };
  /** Pattern of each unit of the sample; -1 for a unit without rows. */
  readonly patternOf: Int32Array;
  /** Sum of `count`, and of `count` times occasions. */
  readonly units: number;
  readonly rows: number;
  /** An exact law: there is no sampling error. */
  readonly law: boolean;
}

/** How many like units each unit stands for. @throws DiscoError where rows of a unit disagree on it */
function copiesOf({ unit, weights, rows }: Sample): Float64Array {
  const copies = new Float64Array(unit!.labels.length).fill(weights ? 0 : 1);
  if (!weights) return copies;
  for (let i = 0; i < rows; i++) {
    const u = unit!.codes[i];
    if (copies[u] !== 0 && Math.abs(copies[u] - weights.values[i]) > 1e-12 * copies[u]) {
      throw new DiscoError({
        who: weights.name ?? "weight",
        wrong: "with a unit, a weight says how many like units there are, so the rows of a unit must agree on it",
        given: `${unit!.name} = ${unit!.labels[u]} has weights ${copies[u]} and ${weights.values[i]}`,
        next: "give every row of a unit the same weight, or leave the weight out",
      });
    }
    copies[u] = weights.values[i];
  }
  return copies;
}

/** Sums by unit and arm; numbers are added in the order of their size, so that the order of rows does not show in the last digit. */
function sumsByUnit({ unit, treatment, outcome, rows }: Sample): { sums: Float64Array[]; width: number } {
  const units = unit!.labels.length;
  const columns = Array.from({ length: outcome.kind === "numeric" ? 6 : 4 }, () => new Float64Array(units));
  const order =
    outcome.kind === "numeric"
      ? Int32Array.from({ length: rows }, (_, i) => i).sort((a, b) => outcome.values[a] - outcome.values[b])
      : undefined;
  for (let k = 0; k < rows; k++) {
    const i = order ? order[k] : k;
    const t = treatment.values[i];
    columns[t][unit!.codes[i]]++;
    columns[2 + t][unit!.codes[i]] += outcome.values[i];
  }
  if (order) {
    for (const i of order) {
      const [t, u] = [treatment.values[i], unit!.codes[i]];
      columns[4 + t][u] += (outcome.values[i] - columns[2 + t][u] / columns[t][u]) ** 2;
    }
  }
  return { sums: columns, width: columns.length };
}

function rowsOf({ width, values }: UnitDesign, units: readonly number[]): Float64Array {
  const out = new Float64Array(units.length * width);
  units.forEach((u, j) => {
    out.set(values.subarray(u * width, (u + 1) * width), j * width);
  });
  return out;
}

/**
 * Reduces a panel to what a mixture of classes needs. A weight says how many like units there are, and rows of a unit agree on it.
 * @param design what class weights may go with; units alike in their occasions but not in it stand apart
 * @throws DiscoError without a unit, or where rows of a unit disagree on their weight. Cost: O(rows), numbers O(rows log rows).
 */
export function occasionsOf(sample: Sample, design?: UnitDesign): Occasions {
  const { unit, outcome, weights } = sample;
  if (!unit) {
    throw new DiscoError({
      who: "classes",
      wrong:
        "latent classes are seen through repeated occasions of the same individual, and no column says which rows are whose",
      next: "name the column of the individual with --unit, or use another learner",
    });
  }
  const units = unit.labels.length;
  const copies = copiesOf(sample);
  const { sums, width } = sumsByUnit(sample);
  const present: number[] = [];
  for (let u = 0; u < units; u++) if (sums[0][u] + sums[1][u] > 0 && copies[u] > 0) present.push(u);
  const wide = design?.width ?? 0;
  const apart = (a: number, b: number) => {
    for (let c = 0; c < width; c++) if (sums[c][a] !== sums[c][b]) return sums[c][a] - sums[c][b];
    for (let c = 0; c < wide; c++) {
      const off = design!.values[a * wide + c] - design!.values[b * wide + c];
      if (off !== 0) return off;
    }
    return copies[a] - copies[b];
  };
  const alike = (a: number, b: number) => {
    for (let c = 0; c < width; c++) if (sums[c][a] !== sums[c][b]) return false;
    for (let c = 0; c < wide; c++) if (design!.values[a * wide + c] !== design!.values[b * wide + c]) return false;
    return true;
  };
  const sorted = Int32Array.from(present).sort(apart);
  const patternOf = new Int32Array(units).fill(-1);
  const leaders: number[] = [];
  const count: number[] = [];
  for (const u of sorted) {
    const last = leaders.length - 1;
    if (outcome.kind === "numeric" || last < 0 || !alike(u, leaders[last])) {
      leaders.push(u);
      count.push(0);
    }
    count[leaders.length - 1] += copies[u];
    patternOf[u] = leaders.length - 1;
  }
  const pick = (column: Float64Array) => Float64Array.from(leaders, (u) => column[u]);
  const seen = [pick(sums[0]), pick(sums[1])] as const;
  return {
    kind: outcome.kind,
    size: leaders.length,
    count: Float64Array.from(count),
    seen,
    sum: [pick(sums[2]), pick(sums[3])],
    ...(outcome.kind === "numeric" ? { within: [pick(sums[4]), pick(sums[5])] as const } : {}),
    ...(design && wide > 1 ? { covariates: { width: wide, values: rowsOf(design, leaders) } } : {}),
    patternOf,
    units: count.reduce((a, b) => a + b, 0),
    rows: count.reduce((total, c, j) => total + c * (seen[0][j] + seen[1][j]), 0),
    law: weights?.kind === "law",
  };
}
