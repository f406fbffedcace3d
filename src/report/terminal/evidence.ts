import { type Line, levelText, type ShareStyle, shareLines } from "../lines.js";
import { eventText, inOrder, isLaw, rowsText, type Told } from "../words.js";
import { type Steps, steps } from "./bars.js";
import type { Paint, Tone } from "./paint.js";
import { displayWidth, toColumn, wrapLines } from "./width.js";

const TONES = { anyway: "anyway", policy: "policy", chance: "chance", again: "soft" } as const satisfies Record<
  Line["key"],
  Tone
>;

/** Columns of the table of shares; equal for all evidences, so that numbers stand below each other. */
interface Columns {
  readonly value: number;
  readonly label: number;
  /** 0 where there is no room for bars. */
  readonly bar: number;
  readonly interval: number;
  readonly bounds: number;
}

/** The evidences one below the other: value, what it is, bar, sampling interval, bounds. */
export function evidenceTable(answer: Told, width: number, paint: Paint, style: ShareStyle = {}): string[] {
  const evidences = inOrder(answer);
  const tables = evidences.map((evidence) => shareLines(answer, evidence, 34, style));
  const all = tables.flat();
  const columns = layout(all, width);
  const level = levelText(evidences.flatMap(({ shares, recurrence }) => [...Object.values(shares), recurrence]));
  const lines = evidences.flatMap((evidence, i) => [
    "",
    ...heading(
      style.title ?? `${eventText(answer, evidence)}: ${rowsText(answer, evidence)}`,
      i === 0 ? level : "",
      width,
      columns,
      paint,
    ),
    ...setEvidence(tables[i], columns, steps(evidence, columns.bar), width, paint),
  ]);
  return [...lines, ...legend(all, level !== "" || isLaw(answer), width, paint)];
}

function layout(lines: readonly Line[], width: number): Columns {
  const widest = (text: (line: Line) => string): number =>
    Math.max(...lines.map((line) => displayWidth(text(line))), 0);
  const columns = {
    value: widest((l) => l.value),
    interval: widest((l) => l.interval),
    bounds: widest((l) => l.bounds),
  };
  const gaps = 4 + 2 + (columns.interval > 0 ? 2 : 0) + (columns.bounds > 0 ? 2 : 0);
  const free = width - gaps - columns.value - columns.interval - columns.bounds;
  const label = Math.min(
    widest((line) => line.label),
    34,
  );
  const bar = Math.min(26, free - label - 2);
  if (bar >= 8) return { ...columns, label, bar };
  // Bars before labels: a bar repeats a number, a label does not.
  return { ...columns, label: Math.min(label, free), bar: 0 };
}

function heading(text: string, level: string, width: number, columns: Columns, paint: Paint): string[] {
  const lines = wrapLines(text, width, "  ");
  // The head of the interval column ends where the column ends, if the event leaves room for it.
  const end = width - (columns.bounds > 0 ? columns.bounds + 2 : 0);
  const last = lines[lines.length - 1];
  const room = Math.min(end, tableWidth(columns)) - displayWidth(last) - displayWidth(level);
  const head = level !== "" && room >= 2 && columns.label >= 12 ? " ".repeat(room) + paint(level, "soft") : "";
  return [...lines.slice(0, -1).map((line) => paint(line, "bold")), paint(last, "bold") + head];
}

/** Where the interval column ends. */
function tableWidth(columns: Columns): number {
  return 4 + columns.value + 2 + columns.label + (columns.bar > 0 ? 2 + columns.bar : 0) + 2 + columns.interval;
}

function setEvidence(
  lines: readonly Line[],
  columns: Columns,
  bars: Steps | undefined,
  width: number,
  paint: Paint,
): string[] {
  const [first, ...rest] = lines;
  // Nothing is known and for one reason: said once.
  if (first.reason !== undefined && rest.every((line) => line.reason === first.reason))
    return wrapLines(`not known: ${first.reason}`, width, "    ");
  return lines.flatMap((line) => setLine(line, columns, bars, width, paint));
}

function setLine(line: Line, columns: Columns, bars: Steps | undefined, width: number, paint: Paint): string[] {
  const tone = TONES[line.key];
  const value = `    ${paint(toColumn(line.value, columns.value, "right"), line.key === "chance" ? "soft" : tone)}`;
  const numbers = [
    columns.interval > 0 ? toColumn(line.interval, columns.interval, "right") : "",
    columns.bounds > 0 ? toColumn(line.bounds, columns.bounds, "right") : "",
  ].filter((text) => text !== "");
  const reason =
    line.reason === undefined
      ? []
      : wrapLines(line.reason, width, " ".repeat(columns.value + 6)).map((l) => paint(l, "soft"));
  if (columns.label < 12) return [...narrowLine(value, line, columns, width), ...reason];
  const strip = line.key === "again" ? undefined : bars?.[line.key];
  const bar = columns.bar === 0 ? "" : paint(strip ?? " ".repeat(columns.bar), tone);
  const cells = [value, toColumn(line.label, columns.label), bar, ...numbers].filter((cell) => cell !== "");
  return [cells.join("  ").trimEnd(), ...reason];
}

/** Very narrow: the numbers go on a line of their own. */
function narrowLine(value: string, line: Line, columns: Columns, width: number): string[] {
  const indent = " ".repeat(columns.value + 6);
  const numbers = [line.interval, line.bounds].filter((text) => text !== "").join("  ");
  const first = `${value}  ${toColumn(line.label, Math.max(8, width - indent.length))}`.trimEnd();
  return numbers === "" ? [first] : [first, indent + numbers];
}

function legend(lines: readonly Line[], sampled: boolean, width: number, paint: Paint): string[] {
  const notes: string[] = [];
  if (lines.some((line) => line.value.startsWith("≤")))
    notes.push("≤ and ≥: seen through covariates alone, chance can only be smaller and recurrence only larger.");
  if (lines.some((line) => line.bounds !== "")) notes.push("[a to b]: what stays unknown, however much data comes.");
  if (!sampled) notes.push("No intervals: the sampling error is not known.");
  if (notes.length === 0) return [];
  return ["", ...notes.flatMap((note) => wrapLines(note, width, "  ", "    ")).map((line) => paint(line, "soft"))];
}
