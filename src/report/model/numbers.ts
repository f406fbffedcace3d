import type { Range } from "../../query/answer.js";
import { fixed, rangeText, type Scale } from "../format.js";

/** What rounding leaves of a zero, or of a one. */
const NOTHING = 1e-12;

/** Probabilities below each other: four decimals, and never "none" or "all" of what is only nearly so. */
export const probability: Scale = { text: fourDecimals, bare: fourDecimals };

function fourDecimals(value: number): string {
  if (Math.abs(value) < NOTHING) return "0";
  if (Math.abs(1 - value) < NOTHING) return "1";
  if (Math.abs(value) < 0.00005) return value < 0 ? ">\u22120.0001" : "<0.0001";
  if (value < 1 && value >= 0.99995) return ">0.9999";
  return fixed(value, 4);
}

/**
 * Four digits that matter, as many decimals for all the numbers: whole numbers stay whole, what is very small or large is written as
 * 3.1e-9. Below `nothing` a number is what rounding leaves of a zero; probabilities and densities are never that, and pass 0.
 */
export function numbersLike(values: readonly number[], nothing = NOTHING): Scale {
  const sizes = values.filter(Number.isFinite).map(Math.abs);
  const largest = Math.max(0, ...sizes);
  const zero = nothing * Math.max(1, largest);
  const whole = sizes.every((size) => Math.abs(size - Math.round(size)) <= NOTHING * Math.max(1, size));
  const places = Math.floor(Math.log10(largest || 1));
  const decimals = whole ? 0 : largest >= 0.1 ? Math.max(0, Math.min(4, 5 - places)) : 3 - places;
  const text = (value: number): string => {
    if (!Number.isFinite(value)) return String(value);
    if (Math.abs(value) <= zero) return "0";
    return largest >= 1e12 || largest < 1e-4 ? exponential(value) : fixed(value, decimals);
  };
  return { text, bare: text };
}

/** A number that stands alone. A probability of .99996 gets the decimals that tell it from 1. */
export function aloneText(value: number, isProbability = false): string {
  const missing = 1 - value;
  if (isProbability && missing > NOTHING && missing < 0.00005) {
    return fixed(value, Math.ceil(-Math.log10(missing)));
  }
  return numbersLike([value], isProbability ? 0 : NOTHING).text(value);
}

/** "0.4911 to 0.4943". */
export function rangeWords(range: Range): string {
  return rangeText(range, numbersLike(range));
}

function exponential(value: number): string {
  return value.toExponential(3).replace(/^-/, "\u2212");
}
