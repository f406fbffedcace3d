import type { Identification } from "../../query/identification.js";
import { printQuestion } from "../../query/print.js";
import type { Question } from "../../query/question.js";
import { cleanDeep } from "../clean.js";
import { edgeChains } from "../graph/words.js";
import { rangeWords } from "../model/numbers.js";
import { questionInWords } from "../model/paraphrase.js";
import { readQuery } from "../model/read-query.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import { numbersTable } from "../terminal/numbers.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { wrapLines } from "../terminal/width.js";
import { askedOf } from "./asked.js";
import { boundsLines } from "./bounds-text.js";
import { equationLines, heldTogether } from "./formula-lines.js";
import { helpTexts } from "./help.js";
import { derivationLines, readingLines } from "./steps-text.js";
import { intervalName, numberText, questionAt, scaleOf, valueRows } from "./values.js";
import { witnessLines } from "./witness-text.js";
import { basisFacts, headline, waysFacts } from "./words.js";

/** What is shown without being asked for more; the JSON has all. */
const MOST = { values: 20, sets: 4, chains: 10, steps: 12 } as const;
const ALL = { values: 1000, sets: 1000, chains: 1000, steps: 1000 } as const;

/**
 * The answer of `identify` for a terminal. Identified: by what, the formula, with data its numbers, the ways there, the derivation. Not
 * identified: why, two models that show it, with data the bounds, what would help. Then the graph, what it rests on, warnings.
 * `more` shows lists in full and adds assumptions and provenance. Ends with a line break.
 */
export function identificationText(original: Identification, style: TextStyle = {}): string {
  const answer = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  const most = more ? ALL : MOST;
  const question = readQuery(original.query);
  const { obstacle, reason, witness } = answer;
  const why = obstacle?.text ?? reason;
  return setText([
    ...wrapLines(headline(answer), width, "  ").map((line) => paint(line, "bold")),
    ...numberLines(answer, question, width, paint),
    ...(answer.estimand === undefined ? [] : ["", ...equationLines(answer.query, answer.estimand.text, width, "  ")]),
    ...valuesLines(answer, question, width, paint, most.values),
    ...(why === undefined ? [] : ["", ...wrapLines(why, width, "  ")]),
    ...boundsLines(answer, question, width, paint),
    ...titledBlock(
      "What would help",
      answer.identified ? [] : helpTexts(answer, askedOf(answer).treatment),
      width,
      paint,
    ),
    ...(witness === undefined ? [] : witnessLines(witness, question, width, paint)),
    ...graphLines(answer, width, paint, most.chains),
    ...namedBlock(
      answer.identified ? "Ways to it" : "What the graph offers",
      waysFacts(answer, most.sets),
      width,
      paint,
    ),
    ...derivationLines(answer.derivation, width, paint, most.steps),
    ...readingLines(answer, width, paint),
    ...factLines(facts(answer, width), width, paint),
    ...warningLines(answer.warnings, width, paint),
    ...(more ? moreLines(answer, width, paint) : []),
  ]);
}

/** With data, and where the question is one number: the number, large by standing alone, and what it is. */
function numberLines(answer: Identification, question: Question | undefined, width: number, paint: Paint): string[] {
  const number = numberText(answer, question);
  if (number === undefined) return [];
  const indent = " ".repeat(number.length + 4);
  const [first, ...rest] = wrapLines(question === undefined ? answer.query : asked(answer, question), width, indent);
  const { interval } = answer;
  return [
    "",
    `  ${paint(number, "bold")}  ${first.trimStart()}`,
    ...rest,
    ...(interval === undefined ? [] : wrapLines(`${intervalName(answer)}: ${rangeWords(interval)}`, width, indent)),
  ];
}

/** What the number is: in words, or where it is for some values of what was left open, with these. */
function asked(answer: Identification, question: Question): string {
  if (answer.at !== undefined) return printQuestion(questionAt(answer, question));
  return questionInWords(question) ?? answer.query;
}

function valuesLines(
  answer: Identification,
  question: Question | undefined,
  width: number,
  paint: Paint,
  most: number,
): string[] {
  const rows = valueRows(answer, scaleOf(answer, question), most);
  const left = (answer.values?.length ?? 0) - rows.length;
  const heads = { interval: intervalName(answer), bounds: "bounds" };
  return [
    ...numbersTable(answer.identified ? "At each value" : "What is known at each value", rows, heads, width, paint),
    ...(left > 0 ? [paint(`    and ${left} more`, "soft")] : []),
  ];
}

/** What is said of variables, the most telling first. */
const ROLES = [
  ["individual", "who the individual is, not measured"],
  ["latent", "not measured"],
  ["selected", "rows are seen only where it is 1"],
  ["differs", "its mechanism may differ between the populations"],
] as const;

function graphLines({ graph }: Identification, width: number, paint: Paint, most: number): string[] {
  const chains = edgeChains(graph);
  const left = chains.length - most;
  const told = ROLES.flatMap(([role, words]) => {
    const names = graph.nodes
      .filter(({ roles }) => roles.includes(role) && !(role === "latent" && roles.includes("individual")))
      .map(({ name }) => name);
    return names.length === 0 ? [] : [`${names.join(", ")}: ${words}`];
  });
  const lone = graph.nodes.filter(({ name }) => graph.edges.every(({ from, to }) => from !== name && to !== name));
  return titledBlock(
    "The graph",
    [
      ...chains.slice(0, most),
      ...(left > 0 ? [`and ${left} more lines of edges`] : []),
      ...(lone.length === 0 ? [] : [`without edges: ${lone.map(({ name }) => name).join(", ")}`]),
      ...told,
    ],
    width,
    paint,
  );
}

/** Facts by name below a title. */
function namedBlock(
  title: string,
  named: readonly (readonly [string, string])[],
  width: number,
  paint: Paint,
): string[] {
  if (named.length === 0) return [];
  const size = Math.max(...named.map(([name]) => name.length));
  const hanging = " ".repeat(size + 6);
  const lines = named.flatMap(([name, text]) => {
    const [first, ...rest] = wrapLines(text, width, hanging);
    return [`    ${paint(name.padEnd(size), "soft")}  ${first.trimStart()}`, ...rest];
  });
  return ["", paint(`  ${title}`, "bold"), ...lines];
}

function facts(answer: Identification, width: number): readonly (readonly [string, string])[] {
  const { estimand } = answer;
  const laws = basisFacts(answer).map(
    ([name, text]) => [name, name === "Needs" ? heldTogether(text, width - 14) : text] as const,
  );
  return [...laws, ...(estimand === undefined ? [] : [["LaTeX", estimand.latex] as const])];
}

function moreLines({ assumptions, diagnostics, provenance }: Identification, width: number, paint: Paint): string[] {
  const said = (facts: object): string[] => Object.entries(facts).map(([key, value]) => `${key}: ${value}`);
  return [
    ...titledBlock(
      "Assumptions",
      assumptions.map(({ text }) => text),
      width,
      paint,
    ),
    ...titledBlock("Diagnostics", said(diagnostics), width, paint),
    ...titledBlock("Provenance", said(provenance), width, paint),
  ];
}
