import type { FusionAnswer, FusionFactorStep, FusionStep } from "../../query/fusion.js";
import { countText, percent } from "../format.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import { shorten } from "../words.js";
import {
  answerLines,
  askedFacts,
  chance,
  heatOf,
  measuredFacts,
  nats,
  otherWish,
  printable,
  rankedTexts,
  stepName,
  tokenName,
} from "./words.js";

export interface FusionTextStyle extends TextStyle {
  /** A row a token: what each factor wanted, what was chosen, the divergence; or the candidates. */
  readonly explain?: boolean;
  /** The answer's text has been told already, as it came. */
  readonly told?: boolean;
}

/** Candidates shown without being asked for more; the JSON has all. */
const MOST = 10;
const WIDTHS = { token: 16, chance: 8, nats: 6, factor: 24 } as const;

/**
 * An answer made by fusion, for a terminal: the text, what was fused, how far it is from the reference, warnings. `explain` adds a row for each token;
 * `more` assumptions and provenance. Ends with a line break.
 */
export function fusionText(original: FusionAnswer, style: FusionTextStyle = {}): string {
  const answer = printable(original);
  const { width, paint, more } = settledStyle(style);
  const lines = answerLines(original.text).flatMap((line) => wrapLines(line, width, "  "));
  // The names of factors are anybody's.
  const facts = [...askedFacts(answer), ...measuredFacts(answer)].map(
    ([name, text]) => [shorten(name, 11), text] as const,
  );
  return setText([
    ...(original.text === "" ? [paint("  (the answer is empty)", "soft")] : style.told ? [] : lines),
    ...(style.explain ? explained(answer, width, paint, more) : []),
    ...factLines(facts, width, paint),
    ...warningLines(answer.warnings, width, paint),
    ...(more ? moreLines(answer, width, paint) : []),
  ]);
}

function explained(answer: FusionAnswer, width: number, paint: Paint, more: boolean): string[] {
  if (answer.candidates !== undefined) return candidateLines(answer, width, paint, more);
  if (answer.steps.length === 0) return [];
  const names = answer.steps[0].factors.map(({ name }) => name);
  const beside = 2 + WIDTHS.token + WIDTHS.chance + WIDTHS.nats + names.length * WIDTHS.factor <= width;
  const heads = beside ? names.map((name) => `  ${toColumn(name, WIDTHS.factor - 2)}`).join("") : "";
  const note = `✓ marks a factor whose first choice was taken; otherwise its first choice stands behind its probability of the token that was. KL is the divergence of the fused law from ${answer.reference ?? "the reference"}, nats.`;
  return [
    "",
    `  ${paint(`${toColumn("Token", WIDTHS.token)}${toColumn("p", WIDTHS.chance, "right")}${toColumn("KL", WIDTHS.nats, "right")}`, "bold")}${paint(heads, "bold")}`,
    ...answer.steps.flatMap((step) => stepLines(step, beside, width, paint)),
    ...wrapLines(note, width, "  ").map((line) => paint(line, "soft")),
  ];
}

function stepLines(step: FusionStep, beside: boolean, width: number, paint: Paint): string[] {
  const token = toColumn(stepName(step, WIDTHS.token - 3), WIDTHS.token);
  // Tokens that the reference would hardly have said stand out.
  const name = heatOf(step.divergence) >= 3 ? paint(token, "policy") : token;
  const head = `  ${name}${toColumn(percent.text(Math.exp(step.log)), WIDTHS.chance, "right")}${toColumn(nats(step.divergence), WIDTHS.nats, "right")}`;
  if (beside) {
    const cells = step.factors.map((factor) => `  ${toColumn(factorCell(step, factor, 7), WIDTHS.factor - 2)}`);
    return [head + cells.join("")];
  }
  const widest = Math.min(
    WIDTHS.token,
    Math.floor(width / 4),
    Math.max(...step.factors.map(({ name: one }) => displayWidth(one))),
  );
  const room = Math.max(8, width - widest - 22);
  const rows = step.factors.map(
    (factor) => `      ${paint(toColumn(factor.name, widest), "soft")} ${factorCell(step, factor, room)}`,
  );
  return [head, ...rows];
}

function factorCell(step: FusionStep, factor: FusionFactorStep, room: number): string {
  const own = toColumn(chance(factor.p), factor.p === null ? 8 : 6, "right");
  if (factor.wanted.length === 0) return own;
  const wish = otherWish(step, factor);
  return wish === undefined
    ? `${own} ✓`
    : `${own} ${tokenName(wish, factor.p === null ? room - 2 : room)} ${percent.text(wish.p)}`;
}

function candidateLines(answer: FusionAnswer, width: number, paint: Paint, more: boolean): string[] {
  const { shown, left } = rankedTexts(answer, more ? Infinity : MOST);
  const room = Math.max(10, width - 14);
  return [
    "",
    `  ${paint("  Weight", "bold")}  ${paint("Candidate", "bold")}`,
    ...shown.map(({ text, weight, chosen, times }) => {
      const often = times === 1 ? "" : ` (${countText(times)} times)`;
      const name = shorten(text, room - often.length) + often;
      return `  ${chosen ? "→" : " "} ${toColumn(percent.text(weight), 6, "right")}  ${toColumn(name, room)}`;
    }),
    ...(left > 0 ? [paint(`    and ${countText(left)} lighter ones (--more shows them)`, "soft")] : []),
  ];
}

function moreLines({ assumptions, provenance }: FusionAnswer, width: number, paint: Paint): string[] {
  const texts = assumptions.map(({ text }) => text);
  const facts = Object.entries(provenance).map(([key, value]) => `${key}: ${value}`);
  return [...titledBlock("Assumptions", texts, width, paint), ...titledBlock("Provenance", facts, width, paint)];
}
