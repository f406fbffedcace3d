import type { BerksonCheck } from "../../query/berkson.js";
import { cleanDeep } from "../clean.js";
import { countText, percent } from "../format.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import {
  basisFacts,
  CORRECTIONS,
  chanceRows,
  GROUPS,
  headline,
  identityText,
  pairNames,
  rangeText,
  ratioNumber,
  ratioValue,
  ratioWithRange,
  shareText,
  signText,
  sizeText,
} from "./berkson-words.js";

/**
 * A check of selection for a terminal: the verdict, the odds ratios side by side, the chances of being selected with the identity they obey,
 * what selection would have to be to explain everything, warnings. `more` shows how each ratio was made, assumptions and provenance. Ends
 * with a line break.
 */
export function berksonText(original: BerksonCheck, style: TextStyle = {}): string {
  const check = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  return setText([
    ...wrapLines(headline(check), width, "  ").map((line) => paint(line, "bold")),
    ...ratioLines(check, width, paint, more),
    ...chanceLines(check, width, paint),
    ...boundLines(check, width, paint),
    ...weightLines(check, width, paint, more),
    ...titledBlock("What this shows", check.advice, width, paint),
    ...factLines(basisFacts(check), width, paint),
    ...warningLines(check.warnings, width, paint),
    ...(more ? moreLines(check, width, paint) : []),
  ]);
}

/** The odds ratios below each other: in the whole table, among the selected, corrected. */
function ratioLines(check: BerksonCheck, width: number, paint: Paint, more: boolean): string[] {
  const [a, b] = pairNames(check);
  const level = check.provenance["weights"] === "law" ? "" : percent.text(1 - check.level);
  const rows = [
    ...check.groups.map((group) => ({
      name: GROUPS[group.who],
      ratio: group.oddsRatio,
      shares: [shareText(group.withFirst), shareText(group.withoutFirst), sizeText(check, group)],
    })),
    ...check.corrections.map(({ from, oddsRatio }) => ({ name: CORRECTIONS[from], ratio: oddsRatio, shares: [] })),
  ];
  const ranges = rows.map(({ ratio }) => rangeText(ratio.interval));
  const sizes = [
    Math.max(...rows.map(({ name }) => name.length)),
    Math.max(10, ...rows.map(({ ratio }) => ratioValue(ratio).length)),
    Math.max(level.length, ...ranges.map((range) => range.length)),
  ];
  const wide = 8 + sizes[0] + sizes[1] + sizes[2] + 30 <= width;
  const heads = [`P(B|A)`, `P(B|not A)`, "rows"];
  const tail = (cells: readonly string[]): string =>
    wide ? cells.map((cell, i) => `  ${toColumn(cell, Math.max(heads[i].length, 9), "right")}`).join("") : "";
  const shown = (cells: readonly string[]): string =>
    `${toColumn(cells[0], sizes[1], "right")}${sizes[2] === 0 ? "" : `  ${toColumn(cells[1], sizes[2], "right")}`}`;
  // On a narrow terminal the numbers stand below their names.
  const beside = 6 + sizes[0] + shown(["", ""]).length <= width;
  const title = wrapLines(`The association of ${lettered(a, "A")} and ${lettered(b, "B")}`, width, "  ");
  return [
    "",
    ...title.map((line) => paint(line, "bold")),
    paint(`    ${beside ? " ".repeat(sizes[0]) : ""}  ${shown(["odds ratio", level])}${tail(heads)}`, "soft"),
    ...rows.flatMap(({ name, ratio, shares }, i) => {
      const numbers = `${shown([ratioValue(ratio), ranges[i]])}${shares.length === 0 ? "" : tail(shares)}`;
      return [
        ...(beside ? [`    ${toColumn(name, sizes[0])}  ${numbers}`] : [`    ${name}`, `      ${numbers}`]),
        ...(more ? wrapLines(ratio.method, width, "      ").map((line) => paint(line, "soft")) : []),
      ];
    }),
  ];
}

/** A name with the letter that stands for it further down. */
function lettered(name: string, letter: string): string {
  return name === letter ? name : `${name} (${letter})`;
}

/** The four chances, their ratio, and the identity. */
function chanceLines(check: BerksonCheck, width: number, paint: Paint): string[] {
  const { chances } = check;
  if (chances === null) return [];
  const rows = chanceRows(check);
  const size = Math.min(width - 20, Math.max(...rows.map(([who]) => displayWidth(who))));
  const title = chances.from === "given" ? "The chance of being selected, as given" : "The chance of being selected";
  const ratio = `h11 h00 / (h10 h01) = ${ratioWithRange(chances.ratio)}. ${signText(check)}`;
  const identity = identityText(check);
  return [
    "",
    paint(`  ${title}`, "bold"),
    ...rows.map(([who, sign, value]) => `    ${toColumn(who, size)}  ${sign}  ${toColumn(value, 7, "right")}`),
    ...wrapLines(ratio, width, "    ", "      "),
    ...(identity === ""
      ? []
      : wrapLines(`Odds ratio of all × this = odds ratio of the selected: ${identity}`, width, "    ", "      ")),
  ];
}

/** What the population's odds ratio can be. */
function boundLines({ bounds }: BerksonCheck, width: number, paint: Paint): string[] {
  if (bounds === null) return [];
  const { chances, oddsRatio, ends } = bounds;
  const known =
    chances === undefined
      ? "Nothing is known of the chances of being selected: any odds ratio is possible in the population, from zero to infinity."
      : `With chances between ${chances[0]} and ${chances[1]} the population's odds ratio lies between ${ratioNumber(oddsRatio[0])} and ${oddsRatio[1] === null ? "infinity" : ratioNumber(oddsRatio[1])}. That is no interval: more rows do not narrow it.`;
  const sampling =
    ends === undefined
      ? []
      : [`Sampling moves the ends: the low one ${rangeText(ends.low)}, the high one ${rangeText(ends.high)}.`];
  return titledBlock("The population", [known, ...sampling], width, paint);
}

function weightLines({ corrections }: BerksonCheck, width: number, paint: Paint, more: boolean): string[] {
  const texts = corrections.flatMap(({ text, weights }) => {
    const said = `${text[0].toUpperCase()}${text.slice(1)}.`;
    if (weights === undefined) return more ? [said] : [];
    const range = `Probabilities from ${percent.text(weights.smallest)} to ${percent.text(weights.largest)}`;
    return [
      `${said} ${range}; ${countText(Math.round(weights.rows * 1e6) / 1e6)} rows are worth ${countText(Math.round(weights.effective))} of equal weight.`,
    ];
  });
  return titledBlock("The correction", texts, width, paint);
}

function moreLines({ assumptions, provenance, scanned }: BerksonCheck, width: number, paint: Paint): string[] {
  const tests = scanned.map(({ what, ratio }) => {
    const p = ratio.p === null ? "" : `, p ${ratio.p < 1e-16 ? "< 1e-16" : `= ${Number(ratio.p.toPrecision(2))}`}`;
    return `${what}: ${ratioWithRange(ratio)}${p}`;
  });
  const texts = assumptions.map(({ text }) => text);
  const facts = Object.entries(provenance).map(([key, value]) => `${key}: ${value}`);
  return [
    ...titledBlock("Everything that was tested", tests, width, paint),
    ...titledBlock("Assumptions", texts, width, paint),
    ...titledBlock("Provenance", facts, width, paint),
  ];
}
