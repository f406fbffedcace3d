import type { ComparisonAnswer } from "../../query/model-answer.js";
import { cleanDeep } from "../clean.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import {
  type ComparisonRow,
  comparesShares,
  comparisonRows,
  comparisonScale,
  individualRows,
  semanticsOf,
} from "./comparison.js";
import { dialLines } from "./dial-text.js";
import { questionInWords } from "./paraphrase.js";
import { readQuery } from "./read-query.js";
import { MOST_UNITS } from "./steps-text.js";

/**
 * The comparison for a terminal: the question in words, the three semantics side by side, where and why they part, individual by
 * individual, and the dial as a drawing. Options as those of `modelAnswerText`; `ascii` draws with letters only.
 */
export function comparisonText(
  original: ComparisonAnswer,
  style: TextStyle & { readonly ascii?: boolean } = {},
): string {
  const comparison = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  const question = readQuery(original.query);
  const words = question && questionInWords(question);
  const scale = comparisonScale(comparison, question);
  const all = semanticsOf(comparison);
  const names = all.map(({ name }) => name);
  const places = all.map(({ place }) => place);
  const individuals = individualRows(comparison, scale, MOST_UNITS);
  const limits = comparesShares(comparison, question) ? { limits: [0, 1] as const } : {};
  const dial = dialLines(comparison.dial, { width, paint, ascii: style.ascii ?? false, ...limits });
  const { disco } = comparison;
  const bold = (text: string): string[] => wrapLines(text, width, "  ").map((line) => paint(line, "bold"));
  return setText([
    ...bold(words ?? comparison.query),
    ...(words === undefined ? [] : wrapLines(comparison.query, width, "  ").map((line) => paint(line, "soft"))),
    "",
    ...columnLines([names, places], comparisonRows(comparison, scale), width, paint),
    "",
    ...wrapLines(comparison.why, width, "  "),
    ...(individuals === undefined
      ? []
      : [
          "",
          ...bold("By individual"),
          ...columnLines([["posterior", ...names]], individuals.rows, width, paint),
          ...(individuals.left === 0 ? [] : [paint(`    and ${individuals.left} more`, "soft")]),
        ]),
    ...(dial.length === 0 ? [] : ["", ...bold("The dial: how much noise the imagined world keeps"), ...dial]),
    ...factLines([["Method", disco.method]], width, paint),
    ...warningLines(disco.warnings, width, paint),
    ...(more ? assumptionLines(comparison, width, paint) : []),
  ]);
}

/** Numbers below the names of what they are; where the names do not fit side by side, one block for each line. */
function columnLines(
  heads: readonly (readonly string[])[],
  rows: readonly ComparisonRow[],
  width: number,
  paint: Paint,
): string[] {
  const sizes = heads[0].map((_, i) =>
    Math.max(...[...heads.map((head) => head[i]), ...rows.map(({ cells }) => cells[i])].map(displayWidth)),
  );
  const room = width - 4 - sizes.reduce((sum, size) => sum + size + 2, 0);
  const label = Math.min(24, Math.max(...rows.map((row) => displayWidth(row.label))));
  if (room < Math.min(label, 8)) return stackedLines(heads[0], rows, width, paint);
  const place = Math.min(label, room);
  const line = (name: string, cells: readonly string[]): string =>
    `    ${toColumn(name, place)}${cells.map((cell, i) => `  ${toColumn(cell, sizes[i], "right")}`).join("")}`;
  return [
    ...heads.map((head) => paint(line("", head), "soft")),
    ...rows.map(({ label: name, cells }) => line(name, cells)),
  ];
}

function stackedLines(names: readonly string[], rows: readonly ComparisonRow[], width: number, paint: Paint): string[] {
  return rows.flatMap(({ label, cells }) => [
    `    ${paint(toColumn(label, Math.min(width - 4, displayWidth(label))), "bold")}`,
    ...cells.map((cell, i) => `      ${toColumn(names[i], 18)}  ${cell}`),
  ]);
}

function assumptionLines(comparison: ComparisonAnswer, width: number, paint: Paint): string[] {
  const texts = semanticsOf(comparison).flatMap(({ answer }) => answer.assumptions.map(({ text }) => text));
  return titledBlock("Assumptions", [...new Set(texts)], width, paint);
}
