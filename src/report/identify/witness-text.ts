import type { Witness } from "../../query/identification.js";
import type { Question } from "../../query/question.js";
import type { Paint } from "../terminal/paint.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import { witnessNumbers, witnessTitle } from "./witness.js";

/** Narrower than this a model stands better alone. */
const LEAST = 30;

/** Two models side by side, each a mechanism a line, and the number each gives to the question; one below the other where there is no room. */
export function witnessLines(witness: Witness, question: Question | undefined, width: number, paint: Paint): string[] {
  const numbers = witnessNumbers(witness, question);
  const columns = [0, 1].map((i) => [
    ...witness.stories[i].map((text) => ({ text, bold: false })),
    { text: `${witness.question} = ${numbers[i]}`, bold: true },
  ]);
  const heads = ["Model 1", "Model 2"];
  const title = wrapLines(witnessTitle(witness), width, "  ").map((line) => paint(line, "bold"));
  const tone = (bold: boolean) => (text: string) => (bold ? paint(text, "bold") : text);
  const longest = Math.max(12, ...columns.flat().map(({ text }) => displayWidth(text)));
  const size = Math.min(longest, Math.floor((width - 8) / 2));
  if (size < LEAST && longest > size) {
    const stacked = columns.flatMap((lines, i) => [
      `    ${paint(heads[i], "soft")}`,
      ...lines.flatMap(({ text, bold }) => wrapLines(text, width, "      ", "        ").map(tone(bold))),
    ]);
    return ["", ...title, ...stacked];
  }
  const [one, other] = columns.map((lines) => {
    const told = lines.slice(0, -1).flatMap(({ text }) => wrapLines(text, size, "", "  "));
    return { told, question: wrapLines(lines[lines.length - 1].text, size, "", "  ") };
  });
  const beside = (left: readonly string[], right: readonly string[], bold: boolean): string[] =>
    Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
      const [a, b] = [left[i] ?? "", right[i] ?? ""];
      return `    ${tone(bold)(toColumn(a, size))}    ${tone(bold)(b)}`;
    });
  return [
    "",
    ...title,
    `    ${paint(toColumn(heads[0], size), "soft")}    ${paint(heads[1], "soft")}`,
    ...beside(one.told, other.told, false),
    ...beside(one.question, other.question, true),
  ];
}
