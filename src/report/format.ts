import type { Range } from "../query/answer.js";

/** How numbers of one kind are written: `text` with its unit, `bare` without, for the ends of intervals. */
export interface Scale {
  readonly text: (value: number) => string;
  readonly bare: (value: number) => string;
}

/** Numbers keep together with their unit when lines are broken. */
const TIE = "\u00a0";
const MINUS = "\u2212";

/** Shares and probabilities: "62 %". One decimal only where a whole number would claim "none" or "all". */
export const percent: Scale = {
  text: (value) => `${percentDigits(value)}${TIE}%`,
  bare: percentDigits,
};

/** Differences of probabilities: "+11.1 points". */
export const points: Scale = {
  text: (value) => `${signed(value * 100, 1)}${TIE}points`,
  bare: (value) => fixed(value * 100, 1),
};

/** Amounts in the outcome's own units, with the digits that matter for numbers up to `largest`. */
export function amounts(largest: number, sign = false): Scale {
  const decimals = largest > 0 && Number.isFinite(largest) ? digitsFor(largest) : 0;
  const bare = (value: number): string => fixed(value, decimals);
  return { text: sign ? (value) => signed(value, decimals) : bare, bare };
}

/** "5 to 23". */
export function rangeText(range: Range, scale: Scale): string {
  return `${scale.bare(range[0])} to ${scale.bare(range[1])}`.replaceAll(" ", TIE);
}

/** A tick on an axis of amounts: "4,000", from ten thousand on "40k". */
export function amountTick(value: number): string {
  const size = Math.abs(value);
  const [scaled, unit] = size >= 1e6 ? [value / 1e6, "M"] : size >= 1e4 ? [value / 1e3, "k"] : [value, ""];
  return `${scaled < 0 ? MINUS : ""}${Math.abs(scaled).toLocaleString("en-US", { maximumFractionDigits: 6 })}${unit}`;
}

/** "11,766". */
export function countText(count: number): string {
  return Number.isInteger(count) ? fixed(count, 0) : fixed(count, digitsFor(Math.abs(count)));
}

/** Three significant digits, no more than six decimals. */
function digitsFor(largest: number): number {
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}

function percentDigits(value: number): string {
  const size = Math.abs(value * 100);
  if (size < 0.05) return "0";
  const nearlyAll = size > 99 && size < 100;
  if (size >= 0.95 && !nearlyAll) return fixed(value * 100, 0);
  // 99.97 % is not everybody.
  return fixed(Math.sign(value) * (nearlyAll ? Math.min(size, 99.9) : size), 1);
}

function signed(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

function fixed(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}
