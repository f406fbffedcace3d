import { DiscoError } from "../../error.js";
import { type Cholesky, cholesky, choleskySolve } from "../../num/cholesky.js";
import type { Column } from "../../num/columns.js";
import { crossProduct, type DesignColumns, gram, type IndicatorBlock, linearPredictor } from "../../num/gram.js";
import { indices } from "../../num/indices.js";
import { listed } from "../../num/say-names.js";
import type { Study } from "../../num/study.js";
import type { Remark } from "../../query/answer.js";
import { partOfStudy } from "../part-of-study.js";

/** More columns than this and the normal equations no longer fit a small machine. */
const MOST_COLUMNS = 2000;

/** A column whose variance beside the others is below this part of its own says nothing that they do not. */
export const REPEATED = 1e-10;

/** An intercept and the covariates as columns of a linear model, ready to be taken out of any other column. */
export interface Regressors {
  readonly rows: Int32Array;
  readonly weight: Float64Array;
  readonly design: DesignColumns;
  readonly factor: Cholesky;
  /** Columns that count, the intercept included: the rank. */
  readonly columns: number;
  /** Covariates, or levels of them, that say nothing the others do not. */
  readonly repeats: readonly string[];
}

function centre(values: Float64Array, weight: Float64Array): { readonly mean: number; readonly spread: number } {
  let total = 0;
  let mean = 0;
  for (let i = 0; i < values.length; i++) {
    total += weight[i];
    mean += weight[i] * values[i];
  }
  mean /= total;
  let square = 0;
  for (let i = 0; i < values.length; i++) square += weight[i] * (values[i] - mean) ** 2;
  return { mean, spread: Math.sqrt(square / total) };
}

/** Weighted sum of a product. */
export function dot(a: Float64Array, b: Float64Array, weight: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += weight[i] * a[i] * b[i];
  return sum;
}

/** Weighted sum of squares about the weighted mean. */
export function squaresAbout(values: Float64Array, weight: Float64Array): number {
  const { mean, spread } = centre(values, weight);
  // What rounding leaves of a constant is no spread.
  return spread > 1e-13 * Math.abs(mean) ? spread * spread * weight.reduce((a, b) => a + b, 0) : 0;
}

/**
 * Covariates as columns: numbers standardised, labels as indicators against their most frequent level. A column that others already say
 * (or that never varies) is left out and named; no projection depends on which of several such columns it is.
 * @throws DiscoError when the labels make more than 2,000 columns. Cost: O(rows x columns^2).
 */
export function regressors(given: readonly Column[], rows: number, weight: Float64Array): Regressors {
  const dense: Float64Array[] = [];
  const names: string[] = [];
  const repeats: string[] = [];
  const blocks: { name: string; codes: Int32Array; levels: readonly string[] }[] = [];
  for (const column of given) {
    if (column.kind === "numeric") {
      const { mean, spread } = centre(column.values, weight);
      if (spread > 1e-12 * Math.abs(mean)) {
        dense.push(column.values.map((value) => (value - mean) / spread));
        names.push(column.name);
      } else repeats.push(column.name);
      continue;
    }
    const counts = new Float64Array(column.levels.length);
    for (let i = 0; i < rows; i++) counts[column.codes[i]] += weight[i];
    const base = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
    const shown = column.levels.map((_, level) => level).filter((level) => level !== base && counts[level] > 0);
    if (shown.length === 0) repeats.push(column.name);
    if (shown.length > MOST_COLUMNS) refuseWidth(column.name, shown.length + 1);
    const place = new Int32Array(column.levels.length).fill(-1);
    shown.forEach((level, at) => {
      place[level] = at;
    });
    blocks.push({
      name: column.name,
      codes: column.codes.map((code) => place[code]),
      levels: shown.map((level) => `${column.name} = ${column.levels[level]}`),
    });
  }
  let size = 1 + dense.length;
  const placed: IndicatorBlock[] = blocks.map(({ codes, levels }) => {
    const block = { codes, offset: size };
    size += levels.length;
    return block;
  });
  if (size > MOST_COLUMNS) refuseWidth("--given", size);
  const design: DesignColumns = { dense, blocks: placed, size };
  const all = indices(rows);
  const factor = cholesky(gram(design, weight, all), size, REPEATED);
  names.forEach((name, j) => {
    if (factor.kept[1 + j] === 0) repeats.push(name);
  });
  blocks.forEach(({ name, levels }, b) => {
    const left = levels.filter((_, l) => factor.kept[placed[b].offset + l] === 0);
    repeats.push(...(left.length === levels.length && left.length > 0 ? [name] : left));
  });
  return { rows: all, weight, design, factor, columns: factor.kept.reduce((a, b) => a + b, 0), repeats };
}

function refuseWidth(name: string, levels: number): never {
  throw new DiscoError({
    who: name === "--given" ? "--given" : `covariate "${name}"`,
    wrong: `levels would make more than ${MOST_COLUMNS} columns of a regression`,
    given: `${levels} levels`,
    next: "name it with --unit if it says which individual a row belongs to, or group its levels with --derive",
  });
}

/** What is left of a column when its weighted least squares fit on the regressors is taken away. Cost: O(rows x columns). */
export function residual(of: Float64Array, { design, factor, rows, weight }: Regressors): Float64Array {
  const { mean } = centre(of, weight);
  let rest = of.map((value) => value - mean);
  // The second round takes away what rounding left in the first: the normal equations alone lose half the digits.
  for (let round = 0; round < 2; round++) {
    const right = crossProduct(
      design,
      rest.map((value, i) => value * weight[i]),
      rows,
    );
    const fitted = linearPredictor(design, choleskySolve(factor, right), rows);
    rest = rest.map((value, i) => value - fitted[i]);
  }
  return rest;
}

/** Says which covariates were of no use. */
export function repeatedWarning({ repeats }: Regressors): Remark[] {
  if (repeats.length === 0) return [];
  const text = `Left out of the regression, as ${repeats.length === 1 ? "it never varies or repeats" : "they never vary or repeat"} what other covariates say: ${listed(repeats)}. The estimate is the same without ${repeats.length === 1 ? "it" : "them"}.`;
  return [{ id: "repeated-covariates", text }];
}

/** Rows that as a rule show already that no covariate repeats others. */
const GLANCE = 20_000;

/** The same of a study, before anything is fitted. Cost: O(columns^2) for some rows, and for all only where these leave a doubt. */
export function repeatedCovariates(study: Study): Remark[] {
  const { rows } = study;
  const every = Math.floor(rows / GLANCE);
  if (every > 1) {
    const some = Int32Array.from({ length: GLANCE }, (_, k) => k * every);
    if (repeatsIn(partOfStudy(study, some)).repeats.length === 0) return [];
  }
  return repeatedWarning(repeatsIn(study));
}

function repeatsIn({ given, rows, weights }: Study): Regressors {
  return regressors(given, rows, weights?.values ?? new Float64Array(rows).fill(1));
}
