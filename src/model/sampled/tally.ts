import { exp } from "../../num/elementary.js";
import { BLOCK } from "../../num/noise.js";
import type { Program, Values } from "./program.js";

/**
 * Sums over weighted rows, w = exp(top) times the weights that are summed here: so 50 densities of 1e-20 do no harm. Rows are summed within
 * blocks, blocks within batches, batches in order: who did which part leaves no trace in the bits.
 */
export interface Tally {
  rows: number;
  /** The largest log weight so far; -Infinity before any row counts. */
  top: number;
  /** Sums of w and of w^2. */
  sum: number;
  squares: number;
  /** By measure: sum of w f; mean of f by w^2. */
  readonly totals: Float64Array;
  readonly middles: Float64Array;
  /** For two measures f and g: sum of w^2 (f - its middle) (g - its middle). */
  readonly spread: Float64Array;
  /** By type of individual: sum of w, then for each measure of w f. Empty for a continuous population. */
  readonly byType: Float64Array;
}

export function makeTally(measures: number, types: number): Tally {
  return {
    rows: 0,
    top: -Infinity,
    sum: 0,
    squares: 0,
    totals: new Float64Array(measures),
    middles: new Float64Array(measures),
    spread: new Float64Array(measures * measures),
    byType: new Float64Array(types * (1 + measures)),
  };
}

/** Adds the sums of more rows. Cost: O(measures^2 + types x measures). */
export function addTally(into: Tally, more: Tally): void {
  into.rows += more.rows;
  if (more.top === -Infinity) return;
  const top = Math.max(into.top, more.top);
  const [mine, theirs] = [exp(into.top - top), exp(more.top - top)];
  const [own, other] = [into.squares * mine * mine, more.squares * theirs * theirs];
  const { length } = into.totals;
  // Chan, Golub & LeVeque 1979: sums about two middles become sums about the common one.
  const apart = into.middles.map((middle, i) => more.middles[i] - middle);
  const cross = own + other === 0 ? 0 : (own * other) / (own + other);
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < length; j++) {
      const at = i * length + j;
      const between = cross === 0 ? 0 : apart[i] * apart[j] * cross;
      into.spread[at] = into.spread[at] * mine * mine + more.spread[at] * theirs * theirs + between;
    }
  }
  for (let i = 0; i < length; i++) {
    into.totals[i] = into.totals[i] * mine + more.totals[i] * theirs;
    into.middles[i] = own === 0 ? more.middles[i] : into.middles[i] + (apart[i] * other) / (own + other);
  }
  for (let k = 0; k < into.byType.length; k++) into.byType[k] = into.byType[k] * mine + more.byType[k] * theirs;
  into.top = top;
  into.sum = into.sum * mine + more.sum * theirs;
  into.squares = own + other;
}

const weightsOfOne = new Float64Array(BLOCK).fill(1);

/** Sums the rows that a program has just drawn. `scratch` holds a block. */
export function tallyRows(
  { measures, weights, types }: Program,
  rows: number,
  scratch: Float64Array,
  tally: Tally,
): void {
  const w = weights === undefined ? weightsOfOne : scratch;
  tally.rows = rows;
  tally.top = weights === undefined ? 0 : scale(weights, scratch, rows);
  if (tally.top === -Infinity) return;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < rows; i++) {
    sum += w[i];
    squares += w[i] * w[i];
  }
  tally.sum = sum;
  tally.squares = squares;
  const count = measures.length;
  for (let m = 0; m < count; m++) sumMeasure(measures[m], w, rows, tally, m);
  for (let m = 0; m < count; m++)
    for (let k = 0; k <= m; k++) {
      const found = spreadOf(measures[m], tally.middles[m], measures[k], tally.middles[k], w, rows);
      tally.spread[m * count + k] = found;
      tally.spread[k * count + m] = found;
    }
  if (typeof types === "number") tally.byType.set([tally.sum, ...tally.totals], types * (1 + count));
  else if (types !== undefined) sumByType(measures, w, types, rows, tally);
}

/** Turns log weights into weights, the largest 1; says the largest log. */
function scale(logs: Float64Array, into: Float64Array, rows: number): number {
  let top = -Infinity;
  for (let i = 0; i < rows; i++) if (logs[i] > top) top = logs[i];
  for (let i = 0; i < rows; i++) into[i] = logs[i] > -Infinity ? exp(logs[i] - top) : 0;
  return top;
}

function sumMeasure(measure: Values, w: Float64Array, rows: number, tally: Tally, m: number): void {
  if (typeof measure === "number") {
    tally.totals[m] = tally.sum * measure;
    tally.middles[m] = measure;
    return;
  }
  let [total, middle] = [0, 0];
  for (let i = 0; i < rows; i++) {
    // Where a row cannot be, the measure may be anything, even no number.
    if (w[i] === 0) continue;
    const weighted = w[i] * measure[i];
    total += weighted;
    middle += w[i] * weighted;
  }
  tally.totals[m] = total;
  tally.middles[m] = middle / tally.squares;
}

function spreadOf(f: Values, fMiddle: number, g: Values, gMiddle: number, w: Float64Array, rows: number): number {
  if (typeof f === "number" || typeof g === "number") return 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    if (w[i] === 0) continue;
    total += w[i] * w[i] * (f[i] - fMiddle) * (g[i] - gMiddle);
  }
  return total;
}

function sumByType(measures: readonly Values[], w: Float64Array, types: Int32Array, rows: number, tally: Tally): void {
  const { byType } = tally;
  const stride = 1 + measures.length;
  for (let i = 0; i < rows; i++) byType[types[i] * stride] += w[i];
  measures.forEach((measure, m) => {
    for (let i = 0; i < rows; i++) {
      if (w[i] === 0) continue;
      byType[types[i] * stride + 1 + m] += w[i] * (typeof measure === "number" ? measure : measure[i]);
    }
  });
}
