// The logistic curve by the exponential of ../../elementary.ts: the same reduction, the same series, so the same bits.

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
const LOG2E: f64 = 1.4426950408889634;
// Adding it leaves the whole part of a number in the last bits.
const WHOLE: f64 = 6755399441055744.0;

// @ts-expect-error decorators belong to the other language
@inline
function step(sum: v128, r: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(sum, r), f64x2.splat(c));
}

const F3: f64 = 1.0 / 6.0;
const F4: f64 = 1.0 / 24.0;
const F5: f64 = 1.0 / 120.0;
const F6: f64 = 1.0 / 720.0;
const F7: f64 = 1.0 / 5040.0;
const F8: f64 = 1.0 / 40320.0;
const F9: f64 = 1.0 / 362880.0;
const F10: f64 = 1.0 / 3628800.0;
const F11: f64 = 1.0 / 39916800.0;
const F12: f64 = 1.0 / 479001600.0;
const F13: f64 = 1.0 / 6227020800.0;
const F14: f64 = 1.0 / 87178291200.0;

/** Beyond this a probability is within 1e-307 of 0 or 1. */
const MOST: f64 = 708;

/** e^x of two numbers of size up to `MOST`. */
// @ts-expect-error decorators belong to the other language
@inline
function exp2(x: v128): v128 {
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, f64x2.splat(LOG2E)), f64x2.splat(0.5)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const lost = f64x2.sub(f64x2.sub(high, r), low);
  let sum = f64x2.splat(F14);
  sum = step(sum, r, F13);
  sum = step(sum, r, F12);
  sum = step(sum, r, F11);
  sum = step(sum, r, F10);
  sum = step(sum, r, F9);
  sum = step(sum, r, F8);
  sum = step(sum, r, F7);
  sum = step(sum, r, F6);
  sum = step(sum, r, F5);
  sum = step(sum, r, F4);
  sum = step(sum, r, F3);
  const inner = f64x2.add(f64x2.splat(0.5), f64x2.mul(r, sum));
  const short = f64x2.add(r, f64x2.mul(f64x2.mul(r, r), inner));
  const one = f64x2.add(f64x2.splat(1), f64x2.add(short, lost));
  const power = i64x2.shl(i64x2.add(f64x2.add(k, f64x2.splat(WHOLE)), i64x2.splat(1023)), 52);
  return f64x2.mul(one, power);
}

// @ts-expect-error decorators belong to the other language
@inline
export function curve(eta: v128): v128 {
  const x = f64x2.min(f64x2.max(f64x2.neg(eta), f64x2.splat(-MOST)), f64x2.splat(MOST));
  return f64x2.div(f64x2.splat(1), f64x2.add(f64x2.splat(1), exp2(x)));
}

/**
 * From linear predictors to what a step of the logistic fit needs: residual[i] = w (y - p) and spread[i] = w p (1 - p). Returns the largest
 * |eta|. `spread` may be 0 (not wanted).
 */
export function logisticRows(eta: usize, y: usize, w: usize, count: i32, residual: usize, spread: usize): f64 {
  let most = f64x2.splat(0);
  const end = (<usize>(count & ~1)) << 3;
  let at: usize = 0;
  for (; at < end; at += 16) {
    const e = v128.load(eta + at);
    most = f64x2.max(most, f64x2.abs(e));
    const p = curve(e);
    const ww = v128.load(w + at);
    v128.store(residual + at, f64x2.mul(ww, f64x2.sub(v128.load(y + at), p)));
    if (spread != 0) v128.store(spread + at, f64x2.mul(f64x2.mul(ww, p), f64x2.sub(f64x2.splat(1), p)));
  }
  if (count & 1) {
    const e = v128.load64_zero(eta + at);
    most = f64x2.max(most, f64x2.abs(e));
    const p = curve(e);
    const ww = v128.load64_zero(w + at);
    v128.store64_lane(residual + at, f64x2.mul(ww, f64x2.sub(v128.load64_zero(y + at), p)), 0);
    if (spread != 0) {
      v128.store64_lane(spread + at, f64x2.mul(f64x2.mul(ww, p), f64x2.sub(f64x2.splat(1), p)), 0);
    }
  }
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

/** out[i] = 1 / (1 + e^-eta[i]). */
export function logisticCurve(eta: usize, count: i32, out: usize): void {
  const end = (<usize>(count & ~1)) << 3;
  let at: usize = 0;
  for (; at < end; at += 16) v128.store(out + at, curve(v128.load(eta + at)));
  if (count & 1) v128.store64_lane(out + at, curve(v128.load64_zero(eta + at)), 0);
}
