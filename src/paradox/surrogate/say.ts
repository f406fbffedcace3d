import type { Range } from "../../query/answer.js";
import type { SurrogateColumn, SurrogateNumber } from "../../query/surrogate.js";

/** How effects on a column are said: of a two-valued one in points of a hundred, else in its own units. */
export function change(column: SurrogateColumn, value: number): string {
  return column.kind === "binary" ? `${signed(value * 100, 1)} points` : signed(value, digitsFor(value));
}

/** "+30.0 points (25.9 to 34.1)". */
export function told(column: SurrogateColumn, { value, interval }: SurrogateNumber): string {
  return `${change(column, value)}${interval === undefined ? "" : ` (${span(column, interval)})`}`;
}

/** "25.9 to 34.1". */
export function span(column: SurrogateColumn, [low, high]: Range): string {
  if (column.kind === "binary") return `${plain(low * 100, 1)} to ${plain(high * 100, 1)}`;
  const digits = digitsFor(Math.max(Math.abs(low), Math.abs(high)));
  return `${plain(low, digits)} to ${plain(high, digits)}`;
}

/** "62 %"; shares may lie beyond 0 and 100 %. */
export function share(value: number): string {
  return `${plain(value * 100, 0)} %`;
}

/** "p = 0.004", "p < 0.0001"; nothing for an exact law. */
export function pSaid(p: number | undefined): string {
  if (p === undefined) return "";
  return p < 1e-4 ? "p < 0.0001" : `p = ${p.toPrecision(2)}`;
}

/** "arrhythmia = yes", or the name of a number. */
export function event(column: SurrogateColumn): string {
  return column.kind === "binary" ? `${column.name} = ${column.high}` : column.name;
}

/** "more" or "less" of a column, by the sign of a change. */
export function direction(column: SurrogateColumn, sign: number): string {
  const verb = sign > 0 ? "raises" : "lowers";
  return column.kind === "binary" ? `${verb} the probability of ${event(column)}` : `${verb} ${column.name}`;
}

/** A share or correlation, "0.30", with a true minus. */
export function plain(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
}

function signed(value: number, digits: number): string {
  const text = plain(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

function digitsFor(value: number): number {
  const size = Math.abs(value);
  return size === 0 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size))));
}
