import type { SurrogateCheck, SurrogateOfModel } from "../../query/surrogate.js";
import { cleanDeep } from "../clean.js";
import { percent, points } from "../format.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import { modelParts, modelRows } from "./surrogate-model-words.js";
import {
  basisFacts,
  betweenTexts,
  CAUSE_WORDS,
  effectRows,
  explainedRows,
  headline,
  intervalHead,
  markOf,
  principalRows,
  productRows,
  tied,
} from "./surrogate-words.js";

/**
 * A check of a surrogate for a terminal: the verdict, what was found, the three effects, Prentice's criteria, the share explained, whether the sign
 * follows, the three causes, what to do. `more` shows principal strata, bounds of the individual effects, assumptions and provenance. Of a model: its
 * individuals, and how their effects add up. Ends with a line break.
 */
export function surrogateText(original: SurrogateCheck | SurrogateOfModel, style: TextStyle = {}): string {
  const { width, paint, more } = settledStyle(style);
  const answer = cleanDeep(original, original.kind === "model" ? 1e-12 : 0);
  const lines = answer.kind === "table" ? tableLines(answer, width, paint, more) : modelLines(answer, width, paint);
  return setText([
    ...wrapLines(headline(answer), width, "  ").map((line) => paint(line, "bold")),
    ...lines,
    ...titledBlock("What this shows", answer.advice, width, paint),
    ...(answer.kind === "table" ? factLines(basisFacts(answer), width, paint) : []),
    ...warningLines(answer.warnings, width, paint),
    ...(more ? moreLines(answer, width, paint) : []),
  ]);
}

function tableLines(check: SurrogateCheck, width: number, paint: Paint, more: boolean): string[] {
  const explained = explainedRows(check);
  const law = check.provenance["weights"] === "law";
  return [
    ...found(check, width),
    ...gridLines(
      ["The effects", "", law ? "" : intervalHead(check), law ? "" : "p"],
      effectRows(check).map(({ name, value, interval, p }) => [name, value, interval, p]),
      width,
      paint,
    ),
    "",
    ...titled("Prentice's criteria (about associations: they do not exclude the paradox)", width, paint),
    ...check.prentice.flatMap(({ claim, verdict, text }) => marked(markOf(verdict), claim, text, width, paint)),
    ...gridLines(
      ["Share of the effect explained", "", law ? "" : intervalHead(check), law ? "" : "Fieller's"],
      explained.map(({ name, value, interval, fieller }) => [name, value, interval, fieller]),
      width,
      paint,
    ),
    ...explained
      .filter(({ value }) => value === "–")
      .flatMap(({ name, definition }) => soft(`${name}: ${definition}.`, width, paint)),
    ...soft("A share may lie beyond 0 and 100 %: it is not clipped, and is no share of anything then.", width, paint),
    "",
    ...titled("Does the sign follow from the surrogate?", width, paint),
    ...check.consistent.conditions.flatMap(({ claim, verdict }) =>
      marked(markOf(verdict), `${claim}: ${verdict}`, "", width, paint),
    ),
    ...soft(check.consistent.text, width, paint),
    ...(check.principal ? soft(check.principal.text, width, paint) : []),
    ...causeLines(check, width, paint),
    ...titledBlock("Individual effects", [check.covariance.text, ...betweenTexts(check)].map(tied), width, paint),
    ...(more ? wholeLines(check, width, paint) : []),
  ];
}

function found({ findings }: SurrogateCheck | SurrogateOfModel, width: number): string[] {
  return findings.flatMap(({ text }, i) => ["", ...wrapLines(`${i + 1}.\u00a0${tied(text)}`, width, "  ", "     ")]);
}

function titled(text: string, width: number, paint: Paint): string[] {
  return wrapLines(text, width, "  ").map((line) => paint(line, "bold"));
}

function soft(text: string, width: number, paint: Paint): string[] {
  return wrapLines(text, width, "    ").map((line) => paint(line, "soft"));
}

function marked(mark: string, claim: string, text: string, width: number, paint: Paint): string[] {
  const [first, ...rest] = wrapLines(claim, width, "      ");
  const sign = mark === "✗" ? paint(mark, "warning") : mark;
  return [
    `    ${sign} ${first.slice(6)}`,
    ...rest,
    ...(text === "" ? [] : wrapLines(tied(text), width, "      ").map((line) => paint(line, "soft"))),
  ];
}

function causeLines({ causes }: SurrogateCheck | SurrogateOfModel, width: number, paint: Paint): string[] {
  return [
    "",
    ...titled("The three causes of the paradox", width, paint),
    ...causes.flatMap(({ name, evidence, text }) =>
      marked(markOf(evidence), `${name}: ${CAUSE_WORDS[evidence]}`, text, width, paint),
    ),
  ];
}

/** A table whose first column takes the room that is left; where that is too little, the numbers go below the name. */
function gridLines(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint,
): string[] {
  const used = [1, 2, 3].filter((k) => rows.some((row) => row[k] !== ""));
  const sizes = used.map((k) => Math.max(displayWidth(heads[k]), ...rows.map((row) => displayWidth(row[k]))));
  const numbers = sizes.reduce((sum, size) => sum + size + 2, 0);
  const widest = Math.max(displayWidth(heads[0]) - 2, ...rows.map((row) => displayWidth(row[0])));
  const room = width - 4 - numbers;
  const cells = (row: readonly string[]) => used.map((k, i) => `  ${toColumn(row[k], sizes[i], "right")}`).join("");
  if (room < Math.min(widest, 28)) {
    const named = (row: readonly string[]) =>
      used.flatMap((k) => (row[k] === "" ? [] : [heads[k] === "" ? row[k] : `${heads[k]}: ${row[k]}`])).join("; ");
    return [
      "",
      ...titled(heads[0], width, paint),
      ...rows.flatMap((row) => [...wrapLines(row[0], width, "    "), ...wrapLines(named(row), width, "      ")]),
    ];
  }
  const name = Math.min(widest, room);
  const fits = displayWidth(heads[0]) <= name + 2;
  return [
    "",
    ...(fits ? [] : titled(heads[0], width, paint)),
    `  ${paint(toColumn(fits ? heads[0] : "", name + 2), "bold")}${paint(cells(heads), "soft")}`,
    ...rows.flatMap((row) => {
      const lines = wrapLines(row[0], name, "");
      return lines.map((line, i) =>
        i === lines.length - 1 ? `    ${toColumn(line, name)}${cells(row)}` : `    ${line}`,
      );
    }),
  ];
}

/** What only those who ask for more see. */
function wholeLines(check: SurrogateCheck, width: number, paint: Paint): string[] {
  const level = intervalHead(check);
  const strata = (assumption: "none" | "monotone") =>
    principalRows(check, assumption).map(({ who, share, bounds, interval }) => [
      `${who} (${share})`,
      bounds,
      interval,
      "",
    ]);
  const parts = check.consistent.conditions.flatMap(({ claim, parts: own }) =>
    own.map(({ at, value, interval }) => [
      `${claim}: ${at}`,
      check.outcome.kind === "binary" ? points.text(value) : value.toPrecision(3),
      interval === undefined
        ? ""
        : interval.map((end) => (check.outcome.kind === "binary" ? points.bare(end) : end.toPrecision(3))).join(" to "),
      "",
    ]),
  );
  return [
    ...(check.principal
      ? [
          ...gridLines(
            ["Effect on the outcome by what happens to the surrogate", "[bounds]", level, ""],
            strata("none"),
            width,
            paint,
          ),
          ...gridLines(
            ["The same, if nobody's surrogate is moved the other way", "[bounds]", level, ""],
            strata("monotone"),
            width,
            paint,
          ),
        ]
      : []),
    ...gridLines(["Conditions, turned so that right is positive", "", "interval", ""], parts, width, paint),
    ...gridLines(
      ["E[ab] if only the surrogate were measured", "[bounds]", level, "paradox"],
      productRows(check.covariance.bounds).map(({ text, bounds, interval, paradox }) => [
        text,
        bounds,
        interval,
        paradox,
      ]),
      width,
      paint,
    ),
  ];
}

function modelLines(answer: SurrogateOfModel, width: number, paint: Paint): string[] {
  const rows = modelRows(answer);
  return [
    ...found(answer, width),
    ...gridLines(
      ["The individuals", "a", "b", "effect"],
      rows.map(({ unit, weight, a, b, outcome }) => [`${unit} (${weight})`, a, b, outcome]),
      width,
      paint,
    ),
    ...gridLines(
      ["How it adds up", "", "", ""],
      modelParts(answer).map(({ name, value }) => [name, value, "", ""]),
      width,
      paint,
    ),
    ...soft(
      `${percent.text(answer.against)} of the individuals are moved against the sign of the product of the averages, ${percent.text(answer.along)} along it.`,
      width,
      paint,
    ),
    ...causeLines(answer, width, paint),
    ...gridLines(
      ["E[ab] if only the averages were known", "[bounds]", "", "paradox"],
      productRows(answer.bounds).map(({ text, bounds, paradox }) => [text, bounds, "", paradox]),
      width,
      paint,
    ),
  ];
}

function moreLines(
  { assumptions, provenance }: SurrogateCheck | SurrogateOfModel,
  width: number,
  paint: Paint,
): string[] {
  const texts = assumptions.map(({ text }) => text);
  const facts = Object.entries(provenance).map(([key, value]) => `${key}: ${value}`);
  return [...titledBlock("Assumptions", texts, width, paint), ...titledBlock("Provenance", facts, width, paint)];
}
