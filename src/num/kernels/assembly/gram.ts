// The weighted Gram matrix of a block of rows, in tiles of 2 x 4 columns, whose eight sums stay in registers.

import { column } from "./columns";

// @ts-expect-error decorators belong to the other language
@inline
function add(out: usize, sum: v128): void {
  store<f64>(out, load<f64>(out) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
}

// @ts-expect-error decorators belong to the other language
@inline
function more(sum: v128, a: v128, b: v128): v128 {
  return f64x2.add(sum, f64x2.mul(a, b));
}

/**
 * out[i * stride + j] += sum over rows of s_i x_j for j <= i: the lower triangle of X' W X, where s_i = w x_i lie side by side in `scaled` (columns of
 * `count` doubles, see `scaleRows`).
 */
export function addGram(columns: usize, scaled: usize, width: i32, count: i32, out: usize, stride: i32): void {
  const bytes = (<usize>count) << 3;
  const end = (<usize>(count & ~1)) << 3;
  const odd = (count & 1) != 0;
  let i = 0;
  for (; i + 1 < width; i += 2) {
    const a = scaled + (<usize>i) * bytes;
    const b = a + bytes;
    const row = out + (((<usize>i) * (<usize>stride)) << 3);
    const next = row + ((<usize>stride) << 3);
    let j = 0;
    // Whole tiles to the left of the diagonal.
    for (; j + 3 <= i; j += 4) {
      const x0 = column(columns, j);
      const x1 = column(columns, j + 1);
      const x2 = column(columns, j + 2);
      const x3 = column(columns, j + 3);
      let s00 = f64x2.splat(0);
      let s01 = f64x2.splat(0);
      let s02 = f64x2.splat(0);
      let s03 = f64x2.splat(0);
      let s10 = f64x2.splat(0);
      let s11 = f64x2.splat(0);
      let s12 = f64x2.splat(0);
      let s13 = f64x2.splat(0);
      let at: usize = 0;
      for (; at < end; at += 16) {
        const p = v128.load(a + at);
        const q = v128.load(b + at);
        const y0 = v128.load(x0 + at);
        s00 = more(s00, p, y0);
        s10 = more(s10, q, y0);
        const y1 = v128.load(x1 + at);
        s01 = more(s01, p, y1);
        s11 = more(s11, q, y1);
        const y2 = v128.load(x2 + at);
        s02 = more(s02, p, y2);
        s12 = more(s12, q, y2);
        const y3 = v128.load(x3 + at);
        s03 = more(s03, p, y3);
        s13 = more(s13, q, y3);
      }
      if (odd) {
        const p = v128.load64_zero(a + at);
        const q = v128.load64_zero(b + at);
        const y0 = v128.load64_zero(x0 + at);
        s00 = more(s00, p, y0);
        s10 = more(s10, q, y0);
        const y1 = v128.load64_zero(x1 + at);
        s01 = more(s01, p, y1);
        s11 = more(s11, q, y1);
        const y2 = v128.load64_zero(x2 + at);
        s02 = more(s02, p, y2);
        s12 = more(s12, q, y2);
        const y3 = v128.load64_zero(x3 + at);
        s03 = more(s03, p, y3);
        s13 = more(s13, q, y3);
      }
      const o = (<usize>j) << 3;
      add(row + o, s00);
      add(row + o + 8, s01);
      add(row + o + 16, s02);
      add(row + o + 24, s03);
      add(next + o, s10);
      add(next + o + 8, s11);
      add(next + o + 16, s12);
      add(next + o + 24, s13);
    }
    for (; j <= i; j++) {
      const o = (<usize>j) << 3;
      one(a, column(columns, j), end, odd, row + o);
      one(b, column(columns, j), end, odd, next + o);
    }
    one(b, column(columns, i + 1), end, odd, next + ((<usize>(i + 1)) << 3));
  }
  if (i < width) {
    const row = out + (((<usize>i) * (<usize>stride)) << 3);
    for (let j = 0; j <= i; j++) {
      one(scaled + (<usize>i) * bytes, column(columns, j), end, odd, row + ((<usize>j) << 3));
    }
  }
}

/** out += sum over rows of a x. */
function one(a: usize, x: usize, end: usize, odd: bool, out: usize): void {
  let s = f64x2.splat(0);
  let at: usize = 0;
  for (; at < end; at += 16) s = more(s, v128.load(a + at), v128.load(x + at));
  if (odd) s = more(s, v128.load64_zero(a + at), v128.load64_zero(x + at));
  add(out, s);
}
