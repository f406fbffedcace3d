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

/** Ticks of an axis of amounts up to `largest`: "4,000", "4k" where it goes beyond five thousand. */
export function amountTicks(largest: number): (value: number) => string {
  const [divisor, unit] = largest >= 1e6 ? [1e6, "M"] : largest >= 5e3 ? [1e3, "k"] : [1, ""];
  return (value) => {
    const text = Math.abs(value / divisor).toLocaleString("en-US", { maximumFractionDigits: 6 });
    return text === "0" ? "0" : `${value < 0 ? MINUS : ""}${text}${unit}`;
  };
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

/** "1,234.50", with a true minus sign; what rounds to nothing has none. */
export function fixed(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}
