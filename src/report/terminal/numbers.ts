import type { NumberRow } from "../rows.js";
import type { Paint } from "./paint.js";
import { displayWidth, toColumn, wrapLines } from "./width.js";

/** Which columns a table of numbers has after value and name, with their heads. */
export type Heads = Partial<Record<"interval" | "bounds" | "stratified", string>>;

/** A titled table of population numbers: value, name, meaning, then whichever of intervals and bounds it has. */
export function numbersTable(
  title: string,
  rows: readonly NumberRow[],
  heads: Heads,
  width: number,
  paint: Paint,
): string[] {
  if (rows.length === 0) return [];
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(displayWidth), 0);
  const tails = (["interval", "bounds", "stratified"] as const)
    .filter((key) => heads[key] !== undefined && rows.some((row) => row[key] !== ""))
    .map((key) => ({ key, head: heads[key]!, width: widest([heads[key]!, ...rows.map((row) => row[key])]) }));
  const value = widest(rows.map((row) => row.value));
  const name = widest(rows.map((row) => row.name));
  const tail = tails.reduce((sum, column) => sum + column.width + 2, 0);
  const before = 4 + value + 2 + (name > 0 ? name + 2 : 0);
  const free = width - before - tail;
  const narrow = free < 16 && tails.length > 0;
  const meaning = narrow ? width - before : Math.min(free, widest(rows.map((row) => row.meaning)));
  const head = tails.map((column) => toColumn(column.head, column.width, "right")).join("  ");
  const gap = before + meaning + 2 - (displayWidth(title) + 2);
  const titled = narrow || gap < 2 || head === "" ? "" : " ".repeat(gap) + paint(head, "soft");
  const lines = rows.flatMap((row) => {
    const start = `    ${toColumn(row.value, value, "right")}  ${name > 0 ? `${toColumn(row.name, name)}  ` : ""}`;
    const words = wrapLines(row.meaning, meaning);
    const cells = tails.map((column) => toColumn(row[column.key], column.width, "right")).join("  ");
    const indent = " ".repeat(before);
    const own = tails.filter((column) => row[column.key] !== "").map((column) => `${column.head} ${row[column.key]}`);
    const rest = words.slice(1).map((line) => indent + line);
    if (narrow) return [start + words[0], ...rest, ...own.flatMap((text) => wrapLines(text, width, indent))];
    return [`${start}${toColumn(words[0], meaning)}  ${cells}`.trimEnd(), ...rest];
  });
  return ["", ...headed(title, titled, width, paint), ...lines];
}

function headed(title: string, head: string, width: number, paint: Paint): string[] {
  const lines = wrapLines(title, width, "  ").map((line) => paint(line, "bold"));
  return [...lines.slice(0, -1), lines[lines.length - 1] + head];
}
