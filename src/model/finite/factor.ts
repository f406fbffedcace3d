/**
 * A table over some finite variables, for a block of units at once: `data[cell * units + unit]`, the last of `scope` running fastest among
 * the cells. The unit is the innermost axis, so that one walk over the cells serves all units.
 */
export interface Factor {
  readonly scope: readonly number[];
  readonly data: Float64Array;
}

/** Cells of a table over `scope`. */
export function cellsOf(scope: readonly number[], cards: ArrayLike<number>): number {
  let cells = 1;
  for (const node of scope) cells *= cards[node];
  return cells;
}

/**
 * The product of `factors`, summed over `out` (or nothing when it is -1), for a block of `units`.
 * Cost: cells of the union of the scopes, times factors, times units.
 */
export function sumProduct(factors: readonly Factor[], out: number, cards: ArrayLike<number>, units: number): Factor {
  const scope = [...new Set(factors.flatMap((factor) => factor.scope))].filter((node) => node !== out).sort(ascending);
  // The summed variable runs fastest, so that a result cell is finished before the next begins.
  const walk = out < 0 ? scope : [...scope, out];
  const strides = factors.map((factor) => stridesIn(factor.scope, walk, cards, units));
  const counter = new Int32Array(walk.length);
  const at = new Int32Array(factors.length);
  const data = new Float64Array(cellsOf(scope, cards) * units);
  const product = new Float64Array(units);
  const [first, ...rest] = factors;
  const inner = out < 0 ? 1 : cards[out];
  for (let cell = 0; cell < data.length; cell += units) {
    for (let value = 0; value < inner; value++) {
      for (let unit = 0; unit < units; unit++) product[unit] = first.data[at[0] + unit];
      for (let f = 0; f < rest.length; f++) {
        const { data: table } = rest[f];
        const offset = at[f + 1];
        for (let unit = 0; unit < units; unit++) product[unit] *= table[offset + unit];
      }
      for (let unit = 0; unit < units; unit++) data[cell + unit] += product[unit];
      advance(counter, walk, cards, at, strides);
    }
  }
  return { scope, data };
}

/** Steps an odometer over `walk` and the places it points at in each table. */
function advance(
  counter: Int32Array,
  walk: readonly number[],
  cards: ArrayLike<number>,
  at: Int32Array,
  strides: readonly Int32Array[],
): void {
  for (let digit = walk.length - 1; digit >= 0; digit--) {
    const carries = ++counter[digit] === cards[walk[digit]];
    for (let f = 0; f < at.length; f++) at[f] += strides[f][digit] * (carries ? 1 - counter[digit] : 1);
    if (!carries) return;
    counter[digit] = 0;
  }
}

/** How far a step in each variable of `walk` moves in a table over `scope`. */
function stridesIn(
  scope: readonly number[],
  walk: readonly number[],
  cards: ArrayLike<number>,
  units: number,
): Int32Array {
  const strides = new Int32Array(walk.length);
  let stride = units;
  for (let i = scope.length - 1; i >= 0; i--) {
    strides[walk.indexOf(scope[i])] = stride;
    stride *= cards[scope[i]];
  }
  return strides;
}

const ascending = (a: number, b: number) => a - b;
