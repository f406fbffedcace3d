import type { ModelAnswer } from "../../query/model-answer.js";
import type { Question } from "../../query/question.js";
import { levelText } from "../lines.js";
import { numbersTable } from "../terminal/numbers.js";
import type { Paint } from "../terminal/paint.js";
import { wrapLines } from "../terminal/width.js";
import { answerTables, furtherTables } from "./tables.js";

/** The tables of numbers beside the main one. */
export function tablesLines(
  answer: ModelAnswer,
  question: Question | undefined,
  width: number,
  paint: Paint,
  more: boolean,
): string[] {
  const tables = [...answerTables(answer, question), ...(more ? furtherTables(answer) : [])];
  return tables.flatMap(({ title, rows, bounds, stratified, note }) => {
    const heads = { interval: levelText([answer]) || "interval", bounds, stratified };
    const remark = note === undefined ? [] : ["", ...wrapLines(note, width, "  ").map((line) => paint(line, "soft"))];
    return [...numbersTable(title, rows, heads, width, paint), ...remark];
  });
}
