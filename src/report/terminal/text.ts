import type { Attribution } from "../../query/attribution.js";
import { cleanDeep } from "../clean.js";
import { dataText } from "../data-text.js";
import { levelText } from "../lines.js";
import { CAUSATION_NOTE, causationRows, effectRows } from "../rows.js";
import { tiedSentence } from "../sentence.js";
import { armText, couplingText, headline, isLaw, targetText } from "../words.js";
import { factLines, setText, warningLines } from "./blocks.js";
import { askedLines, detailLines } from "./details.js";
import { evidenceTable } from "./evidence.js";
import { numbersTable } from "./numbers.js";
import type { Paint } from "./paint.js";
import { settledStyle, type TextStyle } from "./style.js";
import { wrapLines } from "./width.js";

/**
 * The answer for a terminal: the sentence, the table of shares, effects, probabilities of causation, what it rests on, warnings.
 * `more` adds assumptions, kinds of response and provenance. Ends with a line break.
 */
export function attributionText(original: Attribution, style: TextStyle = {}): string {
  const answer = cleanDeep(original);
  const { width, paint, more } = settledStyle(style);
  const first = headline(answer);
  const sentence =
    first === undefined ? "There is no evidence to split: no rows were left." : tiedSentence(answer, first);
  return setText([
    ...wrapLines(sentence, width, "  ").map((line) => paint(line, "bold")),
    ...evidenceTable(answer, width, paint),
    ...populationTables(answer, width, paint),
    ...askedLines(answer, width, paint),
    ...basis(answer, width, paint),
    ...warningLines(answer.warnings, width, paint),
    ...(more ? detailLines(answer, width, paint) : []),
  ]);
}

function populationTables(answer: Attribution, width: number, paint: Paint): string[] {
  const level = levelText(Object.values(answer.effect));
  const effects = { interval: level || "interval", bounds: "bounds" };
  const causation = { bounds: "[any noise]", stratified: "[by individual]" };
  const note = answer.causation === undefined ? [] : ["", ...wrapLines(CAUSATION_NOTE, width, "  ", "  ")];
  return [
    ...numbersTable(`Effect on ${targetText(answer)}`, effectRows(answer), effects, width, paint),
    ...numbersTable("Probabilities of causation", causationRows(answer), causation, width, paint),
    ...note.map((line) => paint(line, "soft")),
  ];
}

/** What the numbers are relative to (THEORY 10.20): printed beside every share, because other choices give other shares. */
function basis(answer: Attribution, width: number, paint: Paint): string[] {
  const facts: readonly (readonly [string, string])[] = [
    ["Individual", answer.individual],
    ["Reference", `${armText(answer, false)} for those with ${armText(answer, true)}, and the other way round`],
    ["Coupling", couplingText(answer.coupling)],
    ["Data", dataText(answer.data)],
    ...(isLaw(answer) ? [["Exact law", "no sampling error, so there are no intervals"] as const] : []),
  ];
  return factLines(facts, width, paint);
}
