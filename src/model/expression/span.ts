import * as elementary from "../../num/elementary.js";
/** Where a number can be: between two ends, which belong to it (an end may be infinite), and whether it may be no number at all. */
export interface Span {
  readonly low: number;
  readonly high: number;
  readonly mayBeNaN: boolean;
}

export const BOOLEAN: Span = span(0, 1);
const FALSE = span(0, 0);
const TRUE = span(1, 1);

export function span(low: number, high: number, mayBeNaN = false): Span {
  return { low, high, mayBeNaN };
}

export function point(value: number): Span {
  return Number.isNaN(value) ? span(-Infinity, Infinity, true) : span(value, value);
}

/** The smallest span that holds both. */
export function hull(a: Span, b: Span): Span {
  return span(Math.min(a.low, b.low), Math.max(a.high, b.high), a.mayBeNaN || b.mayBeNaN);
}

/** Can it be true (anything but 0), can it be false? */
export function truth({ low, high, mayBeNaN }: Span): { readonly mayHold: boolean; readonly mayFail: boolean } {
  return { mayHold: mayBeNaN || low !== 0 || high !== 0, mayFail: low <= 0 && high >= 0 };
}

export function truthSpan(mayHold: boolean, mayFail: boolean): Span {
  return mayHold ? (mayFail ? BOOLEAN : TRUE) : FALSE;
}

/** Rounded sums of ends hold rounded sums of what is between, because rounding keeps order; so for `-`, `*` and `/`. */
export function add(a: Span, b: Span): Span {
  const opposite = (a.high === Infinity && b.low === -Infinity) || (a.low === -Infinity && b.high === Infinity);
  return ends([a.low + b.low, a.high + b.high], a.mayBeNaN || b.mayBeNaN || opposite);
}

export function negate(a: Span): Span {
  return span(-a.high, -a.low, a.mayBeNaN);
}

export function multiply(a: Span, b: Span): Span {
  const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  const undefinedProduct = (holdsZero(a) && holdsInfinity(b)) || (holdsZero(b) && holdsInfinity(a));
  // 0 times an infinite end is no number there, and 0 for every finite number on the way to it.
  return ends(
    corners.map((corner) => (Number.isNaN(corner) ? 0 : corner)),
    a.mayBeNaN || b.mayBeNaN || undefinedProduct,
  );
}

export function divide(a: Span, b: Span): Span {
  const mayBeNaN = a.mayBeNaN || b.mayBeNaN || (holdsInfinity(a) && holdsInfinity(b));
  if (holdsZero(b)) return span(-Infinity, Infinity, mayBeNaN || holdsZero(a));
  const corners = [a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high];
  return ends(
    corners.map((corner) => (Number.isNaN(corner) ? 0 : corner)),
    mayBeNaN,
  );
}

/** `a ^ b`, tight for bases of 0 and above and for whole constant exponents; anything can come of the others. */
export function power(a: Span, b: Span): Span {
  const mayBeNaN = a.mayBeNaN || b.mayBeNaN || (holdsInfinity(b) && (holds(a, 1) || holds(a, -1)));
  if (a.low >= 0) {
    const corners = [
      elementary.pow(a.low, b.low),
      elementary.pow(a.low, b.high),
      elementary.pow(a.high, b.low),
      elementary.pow(a.high, b.high),
    ].filter((x) => !Number.isNaN(x));
    // 0 ^ 0 is 1, and so is NaN ^ 0, while powers of 0 beside it are 0 or infinite.
    if (holdsZero(b)) corners.push(1);
    // -0 to a negative power is infinite on either side.
    if (a.low === 0 && b.low < 0) return span(-Infinity, Infinity, mayBeNaN);
    if (a.low === 0 && b.high > 0) corners.push(0);
    const loose = widen(ends(corners, mayBeNaN));
    return a.high <= 1 && b.low >= 0
      ? span(Math.max(0, loose.low), Math.min(1, loose.high), mayBeNaN)
      : positive(loose);
  }
  if (b.low === b.high && Number.isInteger(b.low) && Math.abs(b.low) <= Number.MAX_SAFE_INTEGER) {
    const even = b.low % 2 === 0;
    if (even)
      return withNaN(
        power(span(holdsZero(a) ? 0 : Math.min(-a.low, Math.abs(a.high)), Math.max(-a.low, a.high)), b),
        mayBeNaN,
      );
    if (b.low > 0) return widen(span(elementary.pow(a.low, b.low), elementary.pow(a.high, b.low), mayBeNaN));
    if (!holdsZero(a)) return widen(ends([elementary.pow(a.low, b.low), elementary.pow(a.high, b.low)], mayBeNaN));
  }
  return span(-Infinity, Infinity, true);
}

export function exp(a: Span): Span {
  const loose = positive(widen(span(elementary.exp(a.low), elementary.exp(a.high), a.mayBeNaN)));
  return a.high <= 0 ? span(loose.low, Math.min(1, loose.high), a.mayBeNaN) : loose;
}

export function log(a: Span): Span {
  if (a.high < 0) return span(-Infinity, Infinity, true);
  return widen(span(elementary.log(Math.max(0, a.low)), elementary.log(a.high), a.mayBeNaN || a.low < 0));
}

export function sqrt(a: Span): Span {
  if (a.high < 0) return span(-Infinity, Infinity, true);
  return span(Math.sqrt(Math.max(0, a.low)), Math.sqrt(a.high), a.mayBeNaN || a.low < 0);
}

export function abs(a: Span): Span {
  const [x, y] = [Math.abs(a.low), Math.abs(a.high)];
  return span(holdsZero(a) ? 0 : Math.min(x, y), Math.max(x, y), a.mayBeNaN);
}

/** `logistic` of both ends: never below 0 or above 1. */
export function logisticSpan(a: Span, logistic: (x: number) => number): Span {
  const { low, high } = widen(span(logistic(a.low), logistic(a.high)));
  return span(Math.max(0, low), Math.min(1, high), a.mayBeNaN);
}

export function least(a: Span, b: Span): Span {
  return span(Math.min(a.low, b.low), Math.min(a.high, b.high), a.mayBeNaN || b.mayBeNaN);
}

export function greatest(a: Span, b: Span): Span {
  return span(Math.max(a.low, b.low), Math.max(a.high, b.high), a.mayBeNaN || b.mayBeNaN);
}

export function less(a: Span, b: Span): Span {
  return truthSpan(a.low < b.high, a.high >= b.low || a.mayBeNaN || b.mayBeNaN);
}

export function lessOrEqual(a: Span, b: Span): Span {
  return truthSpan(a.low <= b.high, a.high > b.low || a.mayBeNaN || b.mayBeNaN);
}

export function equal(a: Span, b: Span): Span {
  const same = a.low === a.high && b.low === b.high && a.low === b.low;
  return truthSpan(a.low <= b.high && b.low <= a.high, !same || a.mayBeNaN || b.mayBeNaN);
}

function holds(a: Span, value: number): boolean {
  return a.low <= value && a.high >= value;
}

function holdsZero(a: Span): boolean {
  return holds(a, 0);
}

function holdsInfinity(a: Span): boolean {
  return a.low === -Infinity || a.high === Infinity;
}

function ends(values: readonly number[], mayBeNaN: boolean): Span {
  if (values.length === 0 || values.some(Number.isNaN)) return span(-Infinity, Infinity, true);
  return span(Math.min(...values), Math.max(...values), mayBeNaN);
}

/** exp, log and powers are right to within a unit or so of the last place, and need not keep order there. */
function widen({ low, high, mayBeNaN }: Span): Span {
  const room = (end: number) => (Number.isFinite(end) ? Math.abs(end) * 1e-15 + Number.MIN_VALUE * 4 : 0);
  return span(low - room(low), high + room(high), mayBeNaN);
}

function positive(a: Span): Span {
  return span(Math.max(0, a.low), a.high, a.mayBeNaN);
}

function withNaN(a: Span, mayBeNaN: boolean): Span {
  return span(a.low, a.high, a.mayBeNaN || mayBeNaN);
}
