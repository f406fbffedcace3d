import { cholesky, choleskySolve } from "../../num/cholesky.js";

/**
 * Half b'Sb - c'b: a quadratic loss in standardised coefficients from which the intercept has been minimised out. A column that does not vary
 * among the rows at hand has nothing but zeros here, and keeps the coefficient 0.
 */
export interface Quadratic {
  readonly size: number;
  /** S, symmetric, row-major. */
  readonly curvature: Float64Array;
  readonly pull: Float64Array;
}

/** l1 |b|_1 + l2 / 2 |b|^2. */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

/** Below this variance, of a column's overall variance, what is left of a column is rounding. */
const FLAT = 1e-12;

/** Beyond this many coefficients an exact solve on all of them costs more than it saves. */
const MANY = 400;

/**
 * How far coefficients are from the conditions of a minimum (Karush, Kuhn & Tucker): `rest` is minus the gradient of the loss, which must be
 * l2 b + l1 sign(b) where b is not 0 and within [-l1, l1] where it is. The largest miss; 0 at the minimum.
 */
export function violation(rest: Float64Array, b: Float64Array, { l1, l2 }: Penalty): number {
  let worst = 0;
  for (let j = 0; j < b.length; j++) {
    const miss = b[j] === 0 ? Math.abs(rest[j]) - l1 : Math.abs(rest[j] - l2 * b[j] - l1 * Math.sign(b[j]));
    if (miss > worst) worst = miss;
  }
  return worst;
}

/**
 * The quadratic in standardised coefficients of a loss with this curvature and slope at `b` in columns as they are, the intercept first: it is
 * taken out where the loss is least in it.
 * @param gram lower triangle, row-major (1 + size) x (1 + size)
 * @param slope minus the gradient, 1 + size
 * @param mass what both are divided by
 */
export function quadraticAt(
  gram: Float64Array,
  slope: Float64Array,
  scale: Float64Array,
  mass: number,
  b?: Float64Array,
): Quadratic {
  const size = scale.length;
  const wide = size + 1;
  const [own] = gram;
  const curvature = new Float64Array(size * size);
  const pull = new Float64Array(size);
  const flat = (j: number) => {
    const left = gram[(j + 1) * wide + j + 1] - gram[(j + 1) * wide] ** 2 / own;
    return !(left > FLAT * own * scale[j] * scale[j]);
  };
  const still = Uint8Array.from({ length: size }, (_, j) => (flat(j) ? 1 : 0));
  for (let j = 0; j < size; j++) {
    if (still[j]) continue;
    const tie = gram[(j + 1) * wide] / own;
    for (let k = 0; k <= j; k++) {
      if (still[k]) continue;
      const value = (gram[(j + 1) * wide + k + 1] - tie * gram[(k + 1) * wide]) / (mass * scale[j] * scale[k]);
      curvature[j * size + k] = value;
      curvature[k * size + j] = value;
    }
    pull[j] = (slope[j + 1] - tie * slope[0]) / (mass * scale[j]);
  }
  if (b) {
    for (let j = 0; j < size; j++) for (let k = 0; k < size; k++) pull[k] += curvature[j * size + k] * b[j];
  }
  return { size, curvature, pull };
}

function restOf({ size, curvature, pull }: Quadratic, b: Float64Array): Float64Array {
  const rest = Float64Array.from(pull);
  for (let j = 0; j < size; j++) {
    if (b[j] === 0) continue;
    const row = j * size;
    for (let k = 0; k < size; k++) rest[k] -= curvature[row + k] * b[j];
  }
  return rest;
}

/** One round of coordinate descent over some coefficients; `b` and `rest` are kept in step. Says whether anything moved. */
function sweep(of: Quadratic, penalty: Penalty, b: Float64Array, rest: Float64Array, only?: Int32Array): boolean {
  const { size, curvature } = of;
  const { l1, l2 } = penalty;
  const count = only ? only.length : size;
  let moved = false;
  for (let i = 0; i < count; i++) {
    const j = only ? only[i] : i;
    const own = curvature[j * size + j];
    if (own === 0) continue;
    const full = rest[j] + own * b[j];
    const next = Math.abs(full) <= l1 ? 0 : (full - l1 * Math.sign(full)) / (own + l2);
    const step = next - b[j];
    if (step === 0) continue;
    moved = true;
    b[j] = next;
    const row = j * size;
    for (let k = 0; k < size; k++) rest[k] -= curvature[row + k] * step;
  }
  return moved;
}

/**
 * The exact minimum over the coefficients that are not 0, as far as their signs allow: goes there, and where one would change its sign stops
 * at 0, leaves it there and goes on without it. Where the columns are dependent the loss is even along some way: along it the sum of absolute
 * values is brought down until a coefficient is 0. The loss falls with each step. Cost: O(active^3) each.
 */
function exactOnActive({ size, curvature, pull }: Quadratic, { l1, l2 }: Penalty, b: Float64Array): void {
  let active = Int32Array.from(b.keys()).filter((j) => b[j] !== 0);
  for (let round = 0; round < 50 && active.length > 0 && active.length <= MANY; round++) {
    const count = active.length;
    const matrix = new Float64Array(count * count);
    const right = new Float64Array(count);
    for (let r = 0; r < count; r++) {
      const j = active[r];
      for (let s = 0; s <= r; s++) matrix[r * count + s] = curvature[j * size + active[s]];
      matrix[r * count + r] += l2;
      right[r] = pull[j] - l1 * Math.sign(b[j]);
    }
    const factor = cholesky(matrix, count, 1e-12);
    const extra = factor.kept.indexOf(0);
    // Without a kink any solution of the equations is a minimum; with one, only where the columns are independent.
    const even = l1 > 0 && extra >= 0;
    const x = even
      ? choleskySolve(
          factor,
          Float64Array.from(active, (j) => curvature[j * size + active[extra]]),
        )
      : choleskySolve(factor, right);
    if (even) x[extra] = -1;
    const down = even && right.reduce((sum, value, r) => sum + value * x[r], 0) < 0 ? -1 : 1;
    const way = even ? x.map((value) => down * value) : x.map((value, r) => value - b[active[r]]);
    // On the even way to wherever a coefficient first is 0, else not beyond the minimum.
    let far = even ? Number.POSITIVE_INFINITY : 1;
    let stop = -1;
    for (let r = 0; l1 > 0 && r < count; r++) {
      if (b[active[r]] * way[r] >= 0 || -b[active[r]] / way[r] > far) continue;
      [far, stop] = [-b[active[r]] / way[r], r];
    }
    if (even && stop < 0) return;
    for (let r = 0; r < count; r++) b[active[r]] = stop < 0 ? x[r] : b[active[r]] + far * way[r];
    if (stop < 0) return;
    b[active[stop]] = 0;
    active = active.filter((j) => b[j] !== 0);
  }
}

/**
 * Minimises a quadratic loss under the penalty of an elastic net, from `b` (overwritten), until the conditions of a minimum hold within
 * `tolerance`: coordinate descent finds which coefficients are 0 and the signs of the rest (Friedman, Hastie & Tibshirani 2010), then the rest is
 * solved for exactly. Says whether it came that near. Cost: O(columns) for each coefficient moved, and O(active^3) for each exact solve.
 */
export function minimise(of: Quadratic, penalty: Penalty, b: Float64Array, tolerance: number): boolean {
  let rest = restOf(of, b);
  for (let round = 0; round < 400; round++) {
    sweep(of, penalty, b, rest);
    const active = Int32Array.from(b.keys()).filter((j) => b[j] !== 0);
    const before = violation(rest, b, penalty);
    for (let inner = 0; inner < 10 && sweep(of, penalty, b, rest, active); inner++) {
      if (inner % 3 === 2 && violation(rest, b, penalty) < 1e-3 * before) break;
    }
    exactOnActive(of, penalty, b);
    rest = restOf(of, b);
    if (violation(rest, b, penalty) <= tolerance) return true;
  }
  return false;
}
