const MINUS = "\u2212";

/** "1,234.5", with a true minus sign. */
function grouped(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction === undefined ? "" : `.${fraction}`);
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/** Three significant digits: "0.0973", "1,794", "\u22120.500", "1.20e-7". */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}infinity` : "infinity";
  if (value === 0) return "0";
  if (Math.abs(value) < 1e-4) return `${value < 0 ? MINUS : ""}${Math.abs(value).toExponential(2)}`;
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return grouped(value, decimals);
}

/** "2.3-fold"; "1.04-fold" where one decimal would say "not at all". */
export function fold(times: number): string {
  return `${grouped(times, times >= 100 ? 0 : times >= 1.095 ? 1 : times >= 1.005 || times === 1 ? 2 : 4)}-fold`;
}

/** A share in per cent, with two significant digits: "14 %", "0.35 %". */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** "1.2 to 3.4". */
export function range([low, high]: readonly [number, number]): string {
  return `${plain(low)} to ${plain(high)}`;
}

/** A probability that something is due to chance: "0.034", "below 0.0001". */
export function chance(p: number): string {
  return p < 1e-4 ? "below 0.0001" : String(Number(p.toPrecision(2)));
}
