/** Rows to fit or to judge a fit on: where they are among all, their outcomes and weights, side by side and without gaps. */
export interface Rows {
  readonly count: number;
  /** Their places in the grid of all rows. */
  readonly ids: Int32Array;
  readonly y: Float64Array;
  /** A hash of each row's content. */
  readonly keys: Uint32Array;
  /** Absent: one each. */
  readonly weight: Float64Array | undefined;
  /** Scores that the trees start from; absent: one constant for all. */
  readonly base: Float64Array | undefined;
  /** Whether every weight is a whole number. */
  readonly whole: boolean;
  /** An upper bound of the sum of the weights that is exact when they are whole, and never depends on the order of rows. */
  readonly total: number;
}

/** The given rows, without those of weight zero. `y`, `keys`, `weight` and `base` are indexed as `rows` is: the i-th belongs to `rows[i]`. */
export function takeRows(
  rows: Int32Array,
  y: Float64Array,
  keys: Uint32Array,
  weight: Float64Array | undefined,
  base?: Float64Array,
): Rows {
  if (weight === undefined) {
    const count = rows.length;
    return { count, ids: rows, y, keys, weight, base, whole: true, total: count };
  }
  let count = 0;
  let whole = true;
  let equal = true;
  let largest = 0;
  let total = 0;
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i];
    if (!(w > 0)) continue;
    count++;
    if (!Number.isInteger(w)) whole = false;
    if (w !== 1) equal = false;
    if (w > largest) largest = w;
    total += w;
  }
  if (!whole) total = largest * count;
  const kept = <T extends Float64Array | Int32Array | Uint32Array>(values: T, out: T): T => {
    for (let i = 0, k = 0; i < weight.length; i++) if (weight[i] > 0) out[k++] = values[i];
    return out;
  };
  return {
    count,
    ids: kept(rows, new Int32Array(count)),
    y: kept(y, new Float64Array(count)),
    keys: kept(keys, new Uint32Array(count)),
    // Rows that stand for one each need not be told so.
    weight: equal ? undefined : kept(weight, new Float64Array(count)),
    base: base && kept(base, new Float64Array(count)),
    whole,
    total,
  };
}

/**
 * A power of two by which numbers of size up to `most` can be multiplied and rounded so that the sum of all rows stays an exact whole
 * number below 2^52. Sums of whole numbers do not depend on the order of rows, and a row of weight k adds what k copies add: this, and
 * no tolerance, is what makes a fit the same bits in any order.
 */
export function fixedPoint(rows: Rows, most: number): number {
  return 2 ** (52 - Math.ceil(Math.log2(Math.max(rows.total, 2) * most)));
}

// Adding and taking away this leaves no bit below one, so the sum is rounded to the nearest whole number, ties to even: in V8 a fraction
// of the cost of Math.round, and the same for x as for -x.
const NO_FRACTION = 1.5 * 2 ** 52;

/** The whole number nearest to `x`, for sizes up to 2^51. */
export function nearest(x: number): number {
  return x + NO_FRACTION - NO_FRACTION;
}

/** The sum of weight times value, exact in units of 1 / `unit` (from `fixedPoint`). */
export function fixedSum(rows: Rows, values: Float64Array, unit: number): number {
  const { weight, whole, count } = rows;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    if (weight === undefined) sum += nearest(values[i] * unit);
    else sum += whole ? weight[i] * nearest(values[i] * unit) : nearest(weight[i] * values[i] * unit);
  }
  return sum / unit;
}

/** The weighted mean of values of size up to `most`. */
export function fixedMean(rows: Rows, values: Float64Array, most: number): number {
  const ones = new Float64Array(rows.count).fill(1);
  return fixedSum(rows, values, fixedPoint(rows, most)) / fixedSum(rows, ones, fixedPoint(rows, 1));
}
