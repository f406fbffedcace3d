import { curve } from "../../num/kernels/twin/logistic.js";
import { fixedPoint, nearest, type Rows } from "./rows.js";
import type { Workspace } from "./workspace.js";

/** Which loss: logistic for outcomes in {0, 1}, half squared for others. */
export type Kind = "binary" | "numeric";

/** What one whole unit of a histogram stands for. All powers of two. */
export interface Units {
  readonly gradient: number;
  readonly hessian: number;
  /** Second numbers hold `count * pack + hessian`, both whole; 0: only the hessian, and counts are estimated from it. */
  readonly pack: number;
}

// Up to this weight, counts and hessians fit together into the 53 bits of a double and 11 bits are left for one hessian.
const MOST_PACKED = 2 ** 20;

/** Units in which the sums of gradients of these rows are exact. */
export function unitsOf(kind: Kind, rows: Rows): Units {
  if (kind === "numeric") return { gradient: fixedPoint(rows, 4), hessian: fixedPoint(rows, 1), pack: 0 };
  const gradient = fixedPoint(rows, 1);
  if (!rows.whole || rows.total > MOST_PACKED) return { gradient, hessian: fixedPoint(rows, 0.25), pack: 0 };
  const bits = Math.ceil(Math.log2(rows.total + 2));
  const pack = 2 ** (53 - bits);
  return { gradient, hessian: 2 * 2 ** (53 - 2 * bits), pack };
}

/** Writes gradient and hessian (Friedman 2001; Chen & Guestrin 2016, eq. 7) of the first `count` rows of `space.order`. */
export function gradients(kind: Kind, rows: Rows, count: number, units: Units, space: Workspace): void {
  if (kind === "numeric") squared(rows, count, units, space);
  else if (rows.weight === undefined) equalLogistic(count, units, space);
  else logistic(rows, rows.weight, count, units, space);
}

function equalLogistic(count: number, units: Units, { grid, order, score, y, pairs }: Workspace): void {
  const { gradient, hessian, pack } = units;
  const places = [score, y].map((values) => values.byteOffset);
  grid.space.ops.logisticPairs(
    order.byteOffset,
    count,
    places[0],
    places[1],
    gradient,
    hessian,
    pack,
    pairs.byteOffset,
  );
}

function logistic(
  { whole }: Rows,
  weight: Float64Array,
  count: number,
  { gradient, hessian, pack }: Units,
  { order, score, y, pairs }: Workspace,
): void {
  for (let k = 0; k < count; k++) {
    const i = order[k];
    const p = curve(score[i]);
    const g = (p - y[i]) * gradient;
    const h = p * (1 - p) * hessian;
    // Never below one unit: a row that is all but certain still has a slope.
    if (whole) {
      pairs[2 * k] = weight[i] * nearest(g);
      pairs[2 * k + 1] = weight[i] * (pack + Math.max(1, nearest(h)));
    } else {
      pairs[2 * k] = nearest(weight[i] * g);
      pairs[2 * k + 1] = Math.max(1, nearest(weight[i] * h));
    }
  }
}

function squared(
  { weight, whole }: Rows,
  count: number,
  { gradient, hessian }: Units,
  { order, score, y, pairs }: Workspace,
): void {
  for (let k = 0; k < count; k++) {
    const i = order[k];
    const g = (score[i] - y[i]) * gradient;
    const w = weight === undefined ? 1 : weight[i];
    pairs[2 * k] = whole ? w * nearest(g) : nearest(w * g);
    pairs[2 * k + 1] = whole ? w * hessian : Math.max(1, nearest(w * hessian));
  }
}

/** Total loss of the scores, exact in fixed point so that it too is the same in any order of rows. Cost: O(n). */
export function totalLoss(kind: Kind, rows: Rows, score: Float64Array): number {
  const { y, weight, whole, count } = rows;
  const unit = fixedPoint(rows, 1024);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const f = score[i];
    const loss = kind === "binary" ? softplus(f) - y[i] * f : (f - y[i]) * (f - y[i]);
    if (weight === undefined) sum += nearest(loss * unit);
    else sum += whole ? weight[i] * nearest(loss * unit) : nearest(weight[i] * loss * unit);
  }
  return sum / unit;
}

/** 1 / (1 + exp(-x)). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
