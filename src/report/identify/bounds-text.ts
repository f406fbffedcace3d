import type { Identification } from "../../query/identification.js";
import type { Question } from "../../query/question.js";
import type { Paint } from "../terminal/paint.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import { boundsAt, boundsAxis, boundsRows, boundsText, scaleOf } from "./values.js";

/** What the data leave open, and what further assumptions would buy: numbers, a strip each where there is room, the assumption. */
export function boundsLines(
  answer: Identification,
  question: Question | undefined,
  width: number,
  paint: Paint,
): string[] {
  const rows = boundsRows(answer);
  if (rows.length === 0) return [];
  const scale = scaleOf(answer, question);
  const [low, high] = boundsAxis(rows, question);
  const texts = rows.map(({ bounds }) => boundsText(bounds, scale));
  const size = Math.max(...texts.map(displayWidth));
  // Words before strips: a strip repeats numbers.
  const strip = width - size - 6 >= 46 ? 24 : 0;
  const before = 4 + size + 2 + (strip === 0 ? 0 : strip + 2);
  const narrow = width - before < 16;
  const at = (value: number): number => Math.round(((value - low) / (high - low)) * strip);
  const drawn = ([from, to]: readonly [number, number]): string => {
    const start = Math.min(strip - 1, Math.max(0, at(from)));
    // What is known exactly is still somewhere.
    const end = Math.max(start + 1, Math.min(strip, at(to)));
    return "·".repeat(start) + "░".repeat(end - start) + "·".repeat(strip - end);
  };
  const lines = rows.flatMap(({ assumption, bounds }, i) => {
    const bar = strip === 0 ? "" : `${paint(drawn(bounds), "chance")}  `;
    if (narrow) return [...wrapLines(texts[i], width, "    "), ...wrapLines(assumption, width, "      ")];
    const [first, ...rest] = wrapLines(assumption, width, " ".repeat(before));
    return [`    ${toColumn(texts[i], size)}  ${bar}${first.trimStart()}`, ...rest];
  });
  const [left, right] = [low, high].map((end) => scale.bare(end).replace(/\.0+$/, ""));
  const axis = `${" ".repeat(size + 6)}${left.padEnd(strip - right.length)}${right}`;
  const note = "[a to b]: what stays unknown, however much data comes.";
  return [
    "",
    ...wrapLines(`What the data leave open${boundsAt(answer)}`, width, "  ").map((line) => paint(line, "bold")),
    ...(strip === 0 ? [] : [paint(axis, "soft")]),
    ...lines,
    ...wrapLines(note, width, "    ").map((line) => paint(line, "soft")),
  ];
}
