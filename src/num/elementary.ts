/**
 * Elementary functions that give the same bits wherever they run. Engines are free to round Math.exp, Math.log, Math.atan and the operator **
 * as they like, and do: two versions of V8 differ in the last bit for one argument in ten. Here they are made of + - * / and Math.sqrt, which
 * IEEE 754 fixes, by textbook reductions and series. Errors are below 3 units in the last place, checked against exact fractions.
 *
 * Source: W. Cody and W. Waite, *Software manual for the elementary functions*, 1980 (reductions); the series are Taylor's.
 */

/** The leading bits of ln 2, so that whole multiples of it are exact, and the rest. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const words = new DataView(new ArrayBuffer(8));

/** x times 2 to the power k, exactly unless the result is denormal or too large. */
export function scalb(x: number, k: number): number {
  if (k > 1023) return scalb(x * 2 ** 1023, Math.min(k - 1023, 1023));
  if (k < -1022) return scalb(x * 2 ** -1022, Math.max(k + 1022, -1022));
  words.setInt32(0, (k + 1023) << 20);
  words.setInt32(4, 0);
  return x * words.getFloat64(0);
}

/** The binary exponent of a positive finite number: the largest whole k with 2^k <= x. */
export function exponentOf(x: number): number {
  if (x < 2.2250738585072014e-308) return exponentOf(x * 18014398509481984) - 54;
  words.setFloat64(0, x);
  return (words.getInt32(0) >>> 20) - 1023;
}

/** 1 / n! */
const INVERSE_FACTORIAL = Array.from({ length: 20 }, (_, n) => {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return 1 / product;
});

/** e^r - 1 for |r| <= ln 2 / 2, to the last digits relative to the result. */
function shortExpm1(r: number): number {
  let sum = INVERSE_FACTORIAL[14];
  for (let n = 13; n >= 3; n--) sum = sum * r + INVERSE_FACTORIAL[n];
  return r + r * r * (0.5 + r * sum);
}

/** e^x. */
export function exp(x: number): number {
  if (!(x > -745.2)) return Number.isNaN(x) ? x : 0;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  // What r lost in rounding counts as much as its last digit.
  const lost = high - r - low;
  return scalb(1 + (shortExpm1(r) + lost), k);
}

/** e^x - 1, accurate near 0. */
export function expm1(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.34657359027997264) return shortExpm1(x);
  if (size > 0.7) return exp(x) - 1;
  const half = shortExpm1(x / 2);
  return half * (half + 2);
}

/** log((1 + s) / (1 - s)) / s - 2 for small s, as a function of s^2 <= 0.0295. */
function atanhTail(square: number): number {
  let sum = 0;
  for (let n = 23; n >= 3; n -= 2) sum = (sum + 2 / n) * square;
  return sum;
}

/** log(1 + f) for -0.2929 <= f <= 0.4143. */
function shortLog1p(f: number): number {
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  // 2 s = f - s f: so the leading term is f itself, and rounding touches only what is smaller.
  return f - (half - s * (half + atanhTail(s * s)));
}

/** The natural logarithm; NaN below 0. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = exponentOf(x);
  let m = scalb(x, -k);
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const f = m - 1;
  if (k === 0) return shortLog1p(f);
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + atanhTail(s * s)) + k * LN2_LOW) - f);
}

/** log(1 + x), accurate near 0. */
export function log1p(x: number): number {
  if (x >= -0.2929 && x <= 0.4143) return shortLog1p(x);
  const sum = 1 + x;
  if (!(sum > 0) || sum === Number.POSITIVE_INFINITY) return log(sum);
  // What 1 + x lost in rounding.
  return log(sum) + (x - (sum - 1)) / sum;
}

/** 1 / (1 + e^-x). */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/**
 * a to the power b. Whole exponents up to 64 are products, halves are roots; otherwise e^(b log a), of relative error 1e-16 times |b log a|.
 */
export function pow(a: number, b: number): number {
  if (b === 0) return 1;
  if (Number.isInteger(b) && Math.abs(b) <= 64) {
    let product = 1;
    let square = a;
    for (let n = Math.abs(b); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) product *= square;
      square *= square;
    }
    return b < 0 ? 1 / product : product;
  }
  if (b === 0.5 && a > 0) return Math.sqrt(a);
  if (a > 0 && a < Number.POSITIVE_INFINITY && Number.isFinite(b)) return exp(b * log(a));
  // Zeros, infinities, negative bases: nothing is rounded there, except a negative base to a large whole power.
  if (a < 0 && Number.isInteger(b) && Number.isFinite(a)) return (b % 2 === 0 ? 1 : -1) * exp(b * log(-a));
  return a ** b;
}

/** The angle whose tangent is x, between -pi/2 and pi/2. */
export function atan(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size > 1) {
    // pi/2 in two parts.
    const value = 1.5707963267948966 - (shortAtan(1 / size) - 6.123233995736766e-17);
    return x < 0 ? -value : value;
  }
  return x < 0 ? -shortAtan(size) : shortAtan(size);
}

/** atan of 0 <= x <= 1: two half angles bring it below 0.2. */
function shortAtan(x: number): number {
  const halved = x / (1 + Math.sqrt(1 + x * x));
  const quartered = halved / (1 + Math.sqrt(1 + halved * halved));
  const square = quartered * quartered;
  let sum = 0;
  for (let n = 25; n >= 3; n -= 2) sum = (1 / n - sum) * square;
  return 4 * (quartered - quartered * sum);
}

/** The angle whose sine is x, between -pi/2 and pi/2. */
export function asin(x: number): number {
  if (Math.abs(x) === 1) return x * 1.5707963267948966;
  return 2 * atan(x / (1 + Math.sqrt((1 - x) * (1 + x))));
}

/** sin(pi t) and cos(pi t) for |t| <= 1/4. */
function shortSinCosPi(t: number): readonly [sin: number, cos: number] {
  const y = Math.PI * t;
  const square = y * y;
  let sin = 0;
  for (let n = 19; n >= 3; n -= 2) sin = (INVERSE_FACTORIAL[n] - sin) * square;
  let cos = 0;
  for (let n = 18; n >= 2; n -= 2) cos = (INVERSE_FACTORIAL[n] - cos) * square;
  return [y - y * sin, 1 - cos];
}

/** tan(pi t) for |t| <= 1/2: the quantile of the standard Cauchy law at t + 1/2. Infinite at the ends. */
export function tanPi(t: number): number {
  const size = Math.abs(t);
  if (size <= 0.25) {
    const [sin, cos] = shortSinCosPi(t);
    return sin / cos;
  }
  const [sin, cos] = shortSinCosPi(0.5 - size);
  return ((t < 0 ? -1 : 1) * cos) / sin;
}

/** cos(pi t) and sin(pi t) for any finite t. */
export function cosSinPi(t: number): readonly [cos: number, sin: number] {
  const quarter = Math.round(2 * t);
  const [sin, cos] = shortSinCosPi(t - quarter / 2);
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return [cos, sin];
    case 1:
      return [-sin, cos];
    case 2:
      return [-cos, -sin];
    default:
      return [sin, -cos];
  }
}
