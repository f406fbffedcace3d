/** Two grids, powers of two: a number is a multiple of `high`, and of `low`, and a rest too small to matter. */
export interface Grids {
  readonly high: number;
  readonly low: number;
}

/**
 * Grids for adding up to `rows` numbers of size up to `largest` so that the order of adding changes nothing: multiples of a grid add without any
 * rounding while their sum is below 2^53 of it. With the parts `high * round(x / high)` and, of what is left, `low * round(rest / low)`, what is
 * lost of all numbers together is below 2^-104 rows^2 largest: nothing beside the rounding of the total (of numbers below 2^-1000, their digits below 2^-1022).
 *
 * Source: J. Demmel and H. D. Nguyen, Fast reproducible floating-point summation, ARITH 2013 (pre-rounding).
 */
export function gridsOf(largest: number, rows: number): Grids {
  const bits = Math.ceil(Math.log2(Math.max(rows, 1)));
  const size = largest > 0 ? Math.ceil(Math.log2(largest)) : 0;
  const high = Math.max(size + bits - 52, -1000);
  const low = Math.max(high - 1 + bits - 52, -1022);
  return { high: 2 ** high, low: 2 ** low };
}

/** Numbers in two parts, each of which adds up without rounding. Cost: O(rows), two passes. */
export function exactParts(values: Float64Array): { readonly high: Float64Array; readonly low: Float64Array } {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  const grids = gridsOf(largest, values.length);
  const high = values.map((value) => Math.round(value / grids.high) * grids.high);
  const low = values.map((value, i) => Math.round((value - high[i]) / grids.low) * grids.low);
  return { high, low };
}
