import { cholesky } from "../../num/cholesky.js";
import type { Column } from "../../num/columns.js";
import { type DesignColumns, gram, type IndicatorBlock } from "../../num/gram.js";
import { indices } from "../../num/indices.js";
import type { Study } from "../../num/study.js";
import type { Coefficient, Strength } from "./omitted-bias.js";

/** Least squares of the outcome on treatment and covariates, and how much each covariate explains of what the others leave. */
export interface Regression {
  /** Of the treatment; classical standard error. For an exact law `dof` is 1, and only se sqrt(dof) means anything. */
  readonly treatment: Coefficient;
  readonly covariates: readonly { readonly name: string; readonly strength: Strength }[];
}

/** More columns than this and the normal equations no longer fit a small machine. */
const MOST_COLUMNS = 2000;

interface Layout {
  readonly design: DesignColumns;
  /** Columns of each covariate in the order intercept, covariates, treatment, outcome. */
  readonly groups: readonly { readonly name: string; readonly columns: readonly number[] }[];
  /** Place in the design of each column of that order. */
  readonly order: readonly number[];
}

/** A column with mean 0 and variance 1 over the rows; all zero when constant. */
function standardised(values: ArrayLike<number>, rows: Int32Array, weight: Float64Array): [Float64Array, number] {
  let [total, mean, square] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    total += weight[i];
    mean += weight[i] * values[rows[i]];
  }
  mean /= total;
  for (let i = 0; i < rows.length; i++) square += weight[i] * (values[rows[i]] - mean) ** 2;
  const sd = Math.sqrt(square / total);
  const varies = sd > 1e-12 * Math.abs(mean);
  const out = new Float64Array(values.length);
  if (varies) for (let i = 0; i < out.length; i++) out[i] = (values[i] - mean) / sd;
  return [out, varies ? sd : 0];
}

/** A label column's levels but the most frequent, as codes from 0; the width is how many. */
function indicators(column: Column & { kind: "categorical" }, rows: Int32Array): [Int32Array, number] {
  const counts = new Int32Array(column.levels.length);
  for (const row of rows) counts[column.codes[row]]++;
  const base = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
  let width = 0;
  const place = Int32Array.from(counts, (count, level) => (level === base || count === 0 ? -1 : width++));
  return [column.codes.map((code) => place[code]), width];
}

function layoutOf(given: readonly Column[], rows: Int32Array, weight: Float64Array, last: Float64Array[]): Layout {
  const dense: Float64Array[] = [];
  const labels: [Int32Array, number][] = [];
  for (const column of given) {
    if (column.kind === "numeric") dense.push(standardised(column.values, rows, weight)[0]);
    else labels.push(indicators(column, rows));
  }
  const numbers = dense.length;
  const first = 1 + numbers + last.length;
  let size = first;
  const blocks: IndicatorBlock[] = labels.map(([codes, width]) => {
    const offset = size;
    size += width;
    return { codes, offset };
  });
  let [number, label] = [0, 0];
  const groups = given.map(({ kind, name }) => {
    if (kind === "numeric") return { name, columns: [1 + number++] };
    const { offset } = blocks[label];
    const width = labels[label++][1];
    // In the order of the equations the indicators follow the numbers; treatment and outcome come last.
    return { name, columns: Array.from({ length: width }, (_, c) => offset - last.length + c) };
  });
  const order = Array.from({ length: size }, (_, at) =>
    at <= numbers ? at : at < size - last.length ? at + last.length : at - size + first,
  );
  return { design: { dense: [...dense, ...last], blocks, size }, groups, order };
}

/**
 * Least squares of the outcome on an intercept, the covariates (labels as indicators) and the treatment, with each covariate's partial R2
 * with treatment and outcome (all indicators of a label together). Of several arms the one asked about and the reference take part.
 * Columns that repeat earlier ones are left out, and a covariate of which nothing is left is not among `covariates`.
 * Undefined where the covariates tell the treatment or, with it, the outcome exactly, where there are no degrees of freedom, or more than
 * 2,000 columns. Cost: O(rows columns^2 + columns^3).
 */
export function regress(study: Study, arm = 1): Regression | undefined {
  const { treatment, outcome, weights } = study;
  const codes = treatment.kind === "arms" ? treatment.codes : undefined;
  const used = indices(study.rows).filter(
    (i) => (codes === undefined || codes[i] === 0 || codes[i] === arm) && (weights?.values[i] ?? 1) > 0,
  );
  if (used.length < 2) return undefined;
  const weight = Float64Array.from(used, (i) => weights?.values[i] ?? 1);
  const dose = treatment.kind === "arms" ? treatment.codes.map((code) => (code === arm ? 1 : 0)) : treatment.values;
  const [d, sdD] = standardised(dose, used, weight);
  const [y, sdY] = standardised(outcome.values, used, weight);
  const { design, groups, order } = layoutOf(study.given, used, weight, [d, y]);
  const { size } = design;
  if (size > MOST_COLUMNS || sdD === 0 || sdY === 0) return undefined;
  const sums = gram(design, weight, used);
  const moments = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++)
      moments[i * size + j] = sums[Math.max(order[i], order[j]) * size + Math.min(order[i], order[j])];
  const { lower, kept } = cholesky(moments, size);
  const [atD, atY] = [size - 2, size - 1];
  if (!kept[atD] || !kept[atY]) return undefined;
  const law = weights?.kind === "law";
  const observations = weight.reduce((a, b) => a + b, 0);
  const dof = law ? 1 : observations - kept.subarray(0, atY).reduce((a, b) => a + b, 0);
  if (!(dof >= 1)) return undefined;
  const leftD = lower[atD * size + atD];
  const leftY = lower[atY * size + atY];
  const scale = sdY / sdD;
  const explained = explainer(lower, kept, size);
  return {
    treatment: {
      estimate: (scale * lower[atY * size + atD]) / leftD,
      se: (scale * leftY) / leftD / Math.sqrt(dof),
      dof,
    },
    covariates: groups.flatMap(({ name, columns }) => {
      const own = columns.filter((column) => kept[column]);
      if (own.length === 0) return [];
      const share = (at: number, left: number) => {
        const sum = explained(own, at);
        return sum / (sum + left * left);
      };
      return [{ name, strength: { withTreatment: share(atD, leftD), withOutcome: share(atY, leftY) } }];
    }),
  };
}

/**
 * How much the squares of what is left of column `at`, regressed on all earlier columns, grow when a group of these is taken out:
 * b' V^-1 b, b the group's coefficients and V its block of the inverse Gram matrix.
 */
function explainer(lower: Float64Array, kept: Uint8Array, size: number) {
  const inverse = inverseOf(lower, kept, size);
  return (group: readonly number[], at: number): number => {
    const count = group.length;
    const b = new Float64Array(count);
    const block = new Float64Array(count * count);
    for (let g = 0; g < count; g++) {
      for (let k = group[g]; k < at; k++) b[g] += inverse[k * size + group[g]] * lower[at * size + k];
      for (let h = 0; h <= g; h++)
        for (let k = group[g]; k < at; k++)
          block[g * count + h] += inverse[k * size + group[g]] * inverse[k * size + group[h]];
    }
    const factor = cholesky(block, count, 0);
    let sum = 0;
    const z = new Float64Array(count);
    for (let g = 0; g < count; g++) {
      let rest = b[g];
      for (let h = 0; h < g; h++) rest -= factor.lower[g * count + h] * z[h];
      z[g] = rest / factor.lower[g * count + g];
      sum += z[g] * z[g];
    }
    return sum;
  };
}

/** Inverse of the lower triangle, left-out columns as zeros. */
function inverseOf(lower: Float64Array, kept: Uint8Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    if (!kept[i]) continue;
    const pivot = 1 / lower[i * size + i];
    for (let k = 0; k < i; k++) {
      const factor = lower[i * size + k];
      if (factor === 0) continue;
      for (let j = 0; j <= k; j++) inverse[i * size + j] -= factor * inverse[k * size + j];
    }
    for (let j = 0; j < i; j++) inverse[i * size + j] *= pivot;
    inverse[i * size + i] = pivot;
  }
  return inverse;
}
