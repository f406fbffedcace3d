import type { ModelAnswer } from "../../query/model-answer.js";
import type { Question } from "../../query/question.js";
import { cleanDeep } from "../clean.js";
import { levelText, reasonText } from "../lines.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import { evidenceTable } from "../terminal/evidence.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { wrapLines } from "../terminal/width.js";
import { valueScale, valueText } from "./asked.js";
import { basisFacts } from "./basis.js";
import { rangeWords } from "./numbers.js";
import { questionInWords } from "./paraphrase.js";
import { readQuery } from "./read-query.js";
import { stepTable } from "./steps.js";
import { MOST_UNITS, stepsLines } from "./steps-text.js";
import { tablesLines } from "./tables-text.js";
import { sharesTold } from "./told.js";

/**
 * A model's answer for a terminal: the number, the question in words, the three steps (THEORY 2.4) or the shares, what it rests on,
 * warnings. `more` adds assumptions, other ways to cut the outcome and provenance. Ends with a line break.
 */
export function modelAnswerText(original: ModelAnswer, style: TextStyle = {}): string {
  const answer = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  const question = readQuery(original.query);
  const told = sharesTold(answer, question);
  const steps = stepTable(answer, MOST_UNITS, question);
  return setText([
    ...headLines(answer, question, told?.sentence, width, paint),
    ...(told === undefined ? [] : evidenceTable(told.told, width, paint, told.style)),
    ...tablesLines(answer, question, width, paint, more),
    ...(steps === undefined ? [] : stepsLines(steps, valueScale(answer, question), width, paint)),
    ...factLines(basisFacts(answer, steps?.seen ?? false), width, paint),
    ...warningLines(answer.warnings, width, paint),
    ...(more ? moreLines(answer, width, paint) : []),
  ]);
}

/** The number, large by standing alone; beside it what it is. */
function headLines(
  answer: ModelAnswer,
  question: Question | undefined,
  sentence: string | undefined,
  width: number,
  paint: Paint,
): string[] {
  const { query, interval } = answer;
  const words = question && questionInWords(question);
  const soft = (text: string, indent = "  "): string[] =>
    wrapLines(text, width, indent).map((line) => paint(line, "soft"));
  if (sentence !== undefined) return [...bold(sentence, width, paint), ...soft(query)];
  if (answer.shares !== undefined || answer.types !== undefined || answer.variance !== undefined) {
    return [...bold(words ?? query, width, paint), ...(words === undefined ? [] : soft(query))];
  }
  const value = answer.value === null ? "not known" : valueText(answer, question);
  const indent = " ".repeat(value.length + 4);
  const [first, ...rest] = wrapLines(words ?? query, width, indent);
  return [
    `  ${paint(value, "bold")}  ${first.trimStart()}`,
    ...rest,
    ...(answer.value === null ? soft(reasonText(answer), indent) : []),
    ...(interval === undefined ? [] : wrapLines(`${levelText([answer])}: ${rangeWords(interval)}`, width, indent)),
    ...(words === undefined ? [] : soft(query, indent)),
  ];
}

function bold(text: string, width: number, paint: Paint): string[] {
  return wrapLines(text, width, "  ").map((line) => paint(line, "bold"));
}

function moreLines({ assumptions, provenance }: ModelAnswer, width: number, paint: Paint): string[] {
  const facts = Object.entries(provenance).map(([key, value]) => `${key}: ${value}`);
  return [
    ...titledBlock(
      "Assumptions",
      assumptions.map(({ text }) => text),
      width,
      paint,
    ),
    ...titledBlock("Provenance", facts, width, paint),
  ];
}
