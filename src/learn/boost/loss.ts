import { fixedPoint, nearest, type Rows } from "./rows.js";

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

/** Writes gradient and hessian (Friedman 2001; Chen & Guestrin 2016, eq. 7) of the chosen rows. */
export function gradients(
  kind: Kind,
  rows: Rows,
  chosen: Int32Array,
  units: Units,
  score: Float64Array,
  pairs: Float64Array,
): void {
  if (kind === "binary") logistic(rows, chosen, units, score, pairs);
  else squared(rows, chosen, units, score, pairs);
}

function logistic(rows: Rows, chosen: Int32Array, units: Units, score: Float64Array, pairs: Float64Array): void {
  const { y, weight, whole } = rows;
  const { gradient, hessian, pack } = units;
  for (let k = 0; k < chosen.length; k++) {
    const i = chosen[k];
    const p = sigmoid(score[i]);
    const g = (p - y[i]) * gradient;
    const h = p * (1 - p) * hessian;
    // Never below one unit: a row that is all but certain still has a slope.
    if (weight === undefined) {
      pairs[2 * i] = nearest(g);
      pairs[2 * i + 1] = pack + Math.max(1, nearest(h));
    } else if (whole) {
      pairs[2 * i] = weight[i] * nearest(g);
      pairs[2 * i + 1] = weight[i] * (pack + Math.max(1, nearest(h)));
    } else {
      pairs[2 * i] = nearest(weight[i] * g);
      pairs[2 * i + 1] = Math.max(1, nearest(weight[i] * h));
    }
  }
}

function squared(rows: Rows, chosen: Int32Array, units: Units, score: Float64Array, pairs: Float64Array): void {
  const { y, weight, whole } = rows;
  const { gradient, hessian } = units;
  for (let k = 0; k < chosen.length; k++) {
    const i = chosen[k];
    const g = (score[i] - y[i]) * gradient;
    const w = weight === undefined ? 1 : weight[i];
    pairs[2 * i] = whole ? w * nearest(g) : nearest(w * g);
    pairs[2 * i + 1] = whole ? w * hessian : Math.max(1, nearest(w * hessian));
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
