import type { LadderAnswer, LadderPair, LadderRow, LadderRung } from "../../query/ladder.js";
import { cleanDeep } from "../clean.js";
import { probability, rangeWords } from "../model/numbers.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import {
  checkedText,
  dialText,
  headline,
  LAYERS,
  layerVerdict,
  meaningOf,
  pairTitle,
  rungTitle,
  shortRows,
  surveyText,
} from "./words.js";

const HEADS = ["first", "second"] as const;

/**
 * The ladder for a terminal: for each rung a table with the questions as rows and two models as columns, by layer, the first difference marked.
 * `more` shows every question with its fraction, where answers can lie, the models, the theorem and assumptions. Ends with a line break.
 */
export function ladderText(original: LadderAnswer, style: TextStyle = {}): string {
  const answer = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  return setText([
    ...(more ? bold(headline(answer), width, paint) : []),
    ...answer.rungs.flatMap((rung, i) => rungLines(rung, i > 0 || more, width, paint, more)),
    ...climbLines(answer, width, paint, more),
    ...(more ? titledBlock("The theorem (THEORY 4.7)", [answer.theorem], width, paint) : []),
    ...warningLines(answer.warnings, width, paint),
    ...(more ? basisLines(answer, width, paint) : []),
  ]);
}

function bold(text: string, width: number, paint: Paint): string[] {
  return wrapLines(text, width, "  ").map((line) => paint(line, "bold"));
}

function rungLines(rung: LadderRung, spaced: boolean, width: number, paint: Paint, more: boolean): string[] {
  const { pairs } = rung;
  const facts = [["Checked", checkedText(pairs[0], rung)] as const, ["Random", surveyText(rung)] as const];
  return [
    ...(spaced ? [""] : []),
    ...bold(rungTitle(rung), width, paint),
    ...pairs.flatMap((pair, i) => pairLines(pair, rung, i, width, paint, more)),
    ...factLines(facts, width, paint),
  ];
}

function pairLines(
  pair: LadderPair,
  rung: LadderRung,
  index: number,
  width: number,
  paint: Paint,
  more: boolean,
): string[] {
  const { length } = rung.pairs;
  const dial = dialText(pair);
  return [
    ...(length === 1
      ? []
      : ["", ...wrapLines(pairTitle(pair, index, length), width, "  ").map((line) => paint(line, "bold"))]),
    "",
    ...tableLines(pair, rung.rung, width, paint, more),
    "",
    ...wrapLines(pair.text, width, "  "),
    ...(dial === undefined ? [] : ["", ...wrapLines(dial, width, "  ")]),
    ...(more ? exactLines(pair, width, paint) : []),
  ];
}

/** The questions by layer, with both answers; the first that differs has an arrow where there is room. */
function tableLines(pair: LadderPair, rung: 1 | 2, width: number, paint: Paint, more: boolean): string[] {
  const rows = more ? pair.rows : shortRows(pair);
  const texts = rows.map(({ values }) => values.map(probability.text));
  const sizes = HEADS.map((head, i) => Math.max(head.length, ...texts.map((cells) => displayWidth(cells[i]))));
  const widest = width - 10 - sizes[0] - sizes[1];
  const names = Math.min(widest, Math.max(...rows.map(({ query }) => displayWidth(query))));
  const line = (name: string, cells: readonly string[]): string =>
    `${toColumn(name, names)}${cells.map((cell, i) => `  ${toColumn(cell, sizes[i], "right")}`).join("")}`;
  return rows.flatMap((row, i) => {
    const opens = i === 0 || rows[i - 1].layer !== row.layer;
    const first = row.query === pair.parts;
    const text = line(row.query, texts[i]);
    const meaning = meaningOf(row.query);
    const said = `${first ? "<-" : "  "} ${meaning ?? (first ? "the first difference" : "")}`.trimEnd();
    const room = width - 8 - displayWidth(text);
    const note = [said, first ? "<-" : ""].find((one) => one.length <= room) ?? "";
    const shown = `    ${row.same ? "=" : "≠"} ${text}  ${note}`.trimEnd();
    return [
      ...(i === 0 ? [paint(`      ${line("", HEADS)}`, "soft")] : []),
      ...(opens ? [layerLine(row.layer, rung, paint)] : []),
      first ? paint(shown, "warning") : shown,
    ];
  });
}

function layerLine(layer: 1 | 2 | 3, rung: 1 | 2, paint: Paint): string {
  return `  ${paint(LAYERS[layer], "bold")}${paint(`: ${layerVerdict(layer, rung)}`, "soft")}`;
}

/** Fractions, where answers can lie in all such models, and the models. */
function exactLines({ rows, models }: LadderPair, width: number, paint: Paint): string[] {
  return [
    ...titledBlock("Exactly", rows.map(exactText), width, paint),
    ...models.flatMap((model, i) => titledBlock(`The ${HEADS[i]} model`, modelTexts(model), width, paint)),
  ];
}

function exactText({ query, exact: [one, other], same, open }: LadderRow): string {
  const range = open === undefined ? "" : `; anywhere from ${rangeWords(open)} in models that agree below`;
  return `${query}: ${same ? `${one} in both` : `${one} and ${other}`}${range}`;
}

/** The units and laws of a model file, a line each. */
function modelTexts(model: LadderPair["models"][0]): readonly string[] {
  const units = (model["units"] ?? []) as readonly Readonly<Record<string, string | number>>[];
  const variables = Object.entries((model["variables"] ?? {}) as Readonly<Record<string, { bernoulli?: unknown }>>);
  return [
    ...units.map(({ name, ...numbers }) => {
      const texts = Object.entries(numbers).map(([key, value]) => `${key} ${value}`);
      return `${name}: ${texts.join(", ")}`;
    }),
    ...variables.map(([name, law]) => `${name} is 1 with probability ${String(law.bernoulli)}`),
  ];
}

/** What does lead from one layer to the next. */
function climbLines({ climb }: LadderAnswer, width: number, paint: Paint, more: boolean): string[] {
  const texts = more
    ? climb.map(({ by, text, command }) => `${by}: ${text} (${command})`)
    : ([1, 2] as const).flatMap((rung) => {
        const ways = climb.filter((one) => one.rung === rung);
        const list = ways.map(({ by, command }) => `${by} (${command.split(" ").slice(0, 2).join("\u00a0")})`);
        return ways.length === 0 ? [] : [`from ${LAYERS[rung]} to ${LAYERS[rung === 1 ? 2 : 3]}: ${list.join(", ")}`];
      });
  return titledBlock("What does lead up", texts, width, paint);
}

function basisLines({ assumptions, provenance }: LadderAnswer, width: number, paint: Paint): string[] {
  const texts = assumptions.map(({ text }) => text);
  const facts = Object.entries(provenance).map(([key, value]) => `${key}: ${value}`);
  return [...titledBlock("Assumptions", texts, width, paint), ...titledBlock("Provenance", facts, width, paint)];
}
