// Columns of a block of rows. `columns` is a table of 32-bit addresses, one a column, each of `count` doubles. Sums have two lanes, even rows and odd
// rows; a last row without a partner belongs to the even ones.

import { column } from "./columns";

/** out[i] += sum over columns of beta[j] x_j[i]. */
export function addProducts(columns: usize, width: i32, beta: usize, count: i32, out: usize): void {
  let j = 0;
  for (; j + 3 < width; j += 4) {
    const x0 = column(columns, j);
    const x1 = column(columns, j + 1);
    const x2 = column(columns, j + 2);
    const x3 = column(columns, j + 3);
    const b = beta + ((<usize>j) << 3);
    const b0 = v128.load64_splat(b);
    const b1 = v128.load64_splat(b, 8);
    const b2 = v128.load64_splat(b, 16);
    const b3 = v128.load64_splat(b, 24);
    let at: usize = 0;
    const end = (<usize>(count & ~1)) << 3;
    for (; at < end; at += 16) {
      const left = f64x2.add(f64x2.mul(b0, v128.load(x0 + at)), f64x2.mul(b1, v128.load(x1 + at)));
      const right = f64x2.add(f64x2.mul(b2, v128.load(x2 + at)), f64x2.mul(b3, v128.load(x3 + at)));
      v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.add(left, right)));
    }
    if (count & 1) {
      const left = load<f64>(b) * load<f64>(x0 + at) + load<f64>(b, 8) * load<f64>(x1 + at);
      const right = load<f64>(b, 16) * load<f64>(x2 + at) + load<f64>(b, 24) * load<f64>(x3 + at);
      store<f64>(out + at, load<f64>(out + at) + (left + right));
    }
  }
  for (; j < width; j++) {
    const x = column(columns, j);
    const b = load<f64>(beta + ((<usize>j) << 3));
    const bb = f64x2.splat(b);
    let at: usize = 0;
    const end = (<usize>(count & ~1)) << 3;
    for (; at < end; at += 16) {
      v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.mul(bb, v128.load(x + at))));
    }
    if (count & 1) store<f64>(out + at, load<f64>(out + at) + b * load<f64>(x + at));
  }
}

// @ts-expect-error decorators belong to the other language
@inline
function lanes(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** out[j] += sum over rows of r[i] x_j[i]. */
export function weightedSums(columns: usize, width: i32, r: usize, count: i32, out: usize): void {
  const end = (<usize>(count & ~1)) << 3;
  const odd = (count & 1) != 0;
  let j = 0;
  for (; j + 3 < width; j += 4) {
    const x0 = column(columns, j);
    const x1 = column(columns, j + 1);
    const x2 = column(columns, j + 2);
    const x3 = column(columns, j + 3);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    let at: usize = 0;
    for (; at < end; at += 16) {
      const rr = v128.load(r + at);
      s0 = f64x2.add(s0, f64x2.mul(rr, v128.load(x0 + at)));
      s1 = f64x2.add(s1, f64x2.mul(rr, v128.load(x1 + at)));
      s2 = f64x2.add(s2, f64x2.mul(rr, v128.load(x2 + at)));
      s3 = f64x2.add(s3, f64x2.mul(rr, v128.load(x3 + at)));
    }
    if (odd) {
      // The other lane gains 0, which changes nothing but the sign of a zero.
      const rr = v128.load64_zero(r + at);
      s0 = f64x2.add(s0, f64x2.mul(rr, v128.load64_zero(x0 + at)));
      s1 = f64x2.add(s1, f64x2.mul(rr, v128.load64_zero(x1 + at)));
      s2 = f64x2.add(s2, f64x2.mul(rr, v128.load64_zero(x2 + at)));
      s3 = f64x2.add(s3, f64x2.mul(rr, v128.load64_zero(x3 + at)));
    }
    const o = out + ((<usize>j) << 3);
    store<f64>(o, load<f64>(o) + lanes(s0));
    store<f64>(o, load<f64>(o, 8) + lanes(s1), 8);
    store<f64>(o, load<f64>(o, 16) + lanes(s2), 16);
    store<f64>(o, load<f64>(o, 24) + lanes(s3), 24);
  }
  for (; j < width; j++) {
    const x = column(columns, j);
    let s = f64x2.splat(0);
    let at: usize = 0;
    for (; at < end; at += 16) s = f64x2.add(s, f64x2.mul(v128.load(r + at), v128.load(x + at)));
    if (odd) s = f64x2.add(s, f64x2.mul(v128.load64_zero(r + at), v128.load64_zero(x + at)));
    const o = out + ((<usize>j) << 3);
    store<f64>(o, load<f64>(o) + lanes(s));
  }
}

/** Column j of `out` (columns of `count` doubles side by side) becomes w x_j. */
export function scaleRows(columns: usize, width: i32, w: usize, count: i32, out: usize): void {
  const end = (<usize>(count & ~1)) << 3;
  let to = out;
  for (let j = 0; j < width; j++) {
    const x = column(columns, j);
    let at: usize = 0;
    for (; at < end; at += 16) v128.store(to + at, f64x2.mul(v128.load(w + at), v128.load(x + at)));
    if (count & 1) store<f64>(to + at, load<f64>(w + at) * load<f64>(x + at));
    to += (<usize>count) << 3;
  }
}
