import { shown } from "../../num/complaint.js";

/** A name or a value from the data inside a sentence: on one line, quoted, cut when long. */
export function quoted(value: string | number | boolean): string {
  return typeof value === "string" ? `'${shown(value)}'` : String(value);
}

/** "3", "3.42", "0.0612", "2.1e-8": three digits that matter, or as many as a whole number has. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e6 || size < 1e-4) return value.toExponential(1);
  if (size >= 100) return value.toFixed(0);
  return String(Number(value.toPrecision(3)));
}

/** "= 0.021", "= 3.4e-9"; what is smaller than its own rounding only as "< 1e-16". */
export function pText(p: number): string {
  if (p < 1e-16) return "< 1e-16";
  return `= ${p < 0.001 ? p.toExponential(1) : String(Number(p.toPrecision(2)))}`;
}

/** "1 row", "1,200 rows". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** "12 %", "0.3 %". */
export function percentText(share: number): string {
  return `${String(Number((share * 100).toPrecision(2)))} %`;
}
