import type { Decision } from "../../query/decision.js";
import { cleanDeep } from "../clean.js";
import { dataText } from "../data-text.js";
import { percent, type Scale } from "../format.js";
import { levelText } from "../lines.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import { shorten } from "../words.js";
import { curveTexts } from "./curve-words.js";
import { decisionFacts } from "./facts.js";
import { fairnessText, priceText } from "./fairness-words.js";
import { policyRows, verdicts } from "./policy-words.js";
import { leafText, leavesInOrder, treeSource } from "./tree-words.js";
import { benefitScale, boundsOf, headline, intervalOf, peopleCount, successText } from "./words.js";

/** Groups of a named column that are shown without being asked for more. */
const MOST_GROUPS = 12;

/** Least width of the words of a table, below which its numbers stand under them. */
const ROOM = 14;

/**
 * A decision for a terminal: whom to treat and what that is worth, beside nobody and everybody; why each group is treated or not; policies
 * compared; the tree in words; fairness; what it rests on; warnings. `more` shows every group, all assumptions and provenance. Intervals stand in
 * plain columns, bounds in brackets: they are never merged. Ends with a line break.
 */
export function decisionText(original: Decision, style: TextStyle = {}): string {
  const decision = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  const scale = benefitScale(decision);
  const facts = [...decisionFacts(decision), ["Data", dataText(decision.data)] as const];
  return setText([
    ...wrapLines(headline(decision).join(" ").trim(), width, "  ").map((line) => paint(line, "bold")),
    ...groupLines(decision, scale, width, paint),
    ...policyLines(decision, scale, width, paint),
    ...treeLines(decision, scale, width, paint),
    ...titledBlock("Ranking", curveTexts(decision), width, paint),
    ...fairnessLines(decision, scale, width, paint, more),
    ...factLines(facts, width, paint),
    ...warningLines(decision.warnings, width, paint),
    ...(more ? moreLines(decision, width, paint) : []),
  ]);
}

interface Table {
  readonly title: string;
  readonly heads: readonly string[];
  /** First the words, which may wrap, then the numbers. */
  readonly rows: readonly (readonly string[])[];
}

/** A table whose first column wraps and whose other columns are numbers; where it is too narrow, numbers follow with their heads. */
function tableLines({ title, heads, rows }: Table, width: number, paint: Paint): string[] {
  if (rows.length === 0) return [];
  const used = heads.map((_, k) => k === 0 || rows.some((row) => row[k] !== ""));
  const kept = (cells: readonly string[]) => cells.filter((_, k) => used[k]);
  const [first, ...names] = kept(heads);
  const lines = rows.map(kept);
  const sizes = names.map((name, k) => Math.max(displayWidth(name), ...lines.map((row) => displayWidth(row[k + 1]))));
  const numbers = sizes.reduce((sum, size) => sum + size + 2, 0);
  const room = width - 4 - numbers;
  const titles = wrapLines(title, width, "  ").map((line) => paint(line, "bold"));
  if (room < ROOM) {
    const own = (row: readonly string[]) =>
      names.flatMap((name, k) =>
        row[k + 1] === "" ? [] : wrapLines(`${name} ${row[k + 1]}`, width, "      ", "        "),
      );
    return ["", ...titles, ...lines.flatMap((row) => [...wrapLines(row[0], width, "    ", "    "), ...own(row)])];
  }
  const words = Math.min(room, Math.max(displayWidth(first), ...lines.map((row) => displayWidth(row[0]))));
  const cells = (row: readonly string[]) => row.map((cell, k) => `  ${toColumn(cell, sizes[k], "right")}`).join("");
  const head = `    ${toColumn(first, words)}${cells(names)}`;
  return [
    "",
    ...titles,
    paint(head, "soft"),
    ...lines.flatMap(([text, ...rest]) => {
      const [start, ...more] = wrapLines(text, words);
      return [`    ${toColumn(start, words)}${cells(rest)}`, ...more.map((line) => `      ${line}`)];
    }),
  ];
}

/** Why, the treated first. */
function groupLines(decision: Decision, scale: Scale, width: number, paint: Paint): string[] {
  const { groups } = decision;
  const level = levelText(groups.map(({ benefit }) => benefit));
  const rows = groups.map(({ text, treat, rows: people, benefit }) => [
    `${treat ? "✓" : "·"} ${text}`,
    peopleCount(decision, people),
    benefit.value === null ? "not known" : scale.text(benefit.value),
    intervalOf(benefit, scale),
    bracketed(boundsOf(benefit, scale)),
  ]);
  const heads = ["✓ treated, · not", "how many", "benefit", level, "any noises"];
  return tableLines({ title: "Why: the average benefit of treating one of them", heads, rows }, width, paint);
}

function policyLines(decision: Decision, scale: Scale, width: number, paint: Paint): string[] {
  const level = levelText(decision.policies.map(({ benefit }) => benefit));
  const rows = policyRows(decision, scale).map((row) => [
    row.name,
    row.treated,
    row.benefit,
    row.range,
    bracketed(row.any),
    row.success,
  ]);
  const heads = ["treat", "treated", "benefit", level, "any noises", "success"];
  const title = `Policies compared: benefit per individual of all, and the chance of ${successText(decision)}`;
  return [
    ...tableLines({ title, heads, rows }, width, paint),
    ...verdicts(decision, scale).flatMap((text) => wrapLines(text, width, "    ", "      ")),
  ];
}

function bracketed(text: string): string {
  return text === "" ? "" : `[${text}]`;
}

function treeLines(decision: Decision, scale: Scale, width: number, paint: Paint): string[] {
  const { tree } = decision;
  if (tree === undefined) return [];
  const texts = leavesInOrder(tree).map((leaf) => leafText(leaf, decision, scale));
  return titledBlock(`As a rule in words: ${treeSource(decision)}`, texts, width, paint);
}

function fairnessLines(decision: Decision, scale: Scale, width: number, paint: Paint, more: boolean): string[] {
  const { fairness } = decision;
  if (fairness === undefined) return [];
  const shown = more ? fairness.groups : fairness.groups.slice(0, MOST_GROUPS);
  const left = fairness.groups.length - shown.length;
  const rows = shown.map(({ group, rows: people, treated, benefit, benefitOfTreated }) => [
    shorten(group, 32),
    peopleCount(decision, people),
    percent.text(treated),
    scale.text(benefit),
    benefitOfTreated === null ? "–" : scale.text(benefitOfTreated),
  ]);
  const heads = [shorten(fairness.column, 24), "how many", "treated", "predicted benefit", "of the treated"];
  const texts = [
    ...(left > 0 ? [`and ${left} more groups (--more shows them)`] : []),
    fairnessText(fairness),
    priceText(fairness, scale),
  ].filter((text) => text !== "");
  const title = `Fairness across ${shorten(fairness.column, 48)}`;
  return [
    ...tableLines({ title, heads, rows }, width, paint),
    ...texts.flatMap((text) => wrapLines(text, width, "    ", "      ")),
  ];
}

function moreLines({ assumptions, provenance }: Decision, width: number, paint: Paint): string[] {
  const texts = assumptions.map(({ text }) => text);
  const facts = Object.entries(provenance).map(([key, value]) => `${key}: ${value}`);
  return [...titledBlock("Assumptions", texts, width, paint), ...titledBlock("Provenance", facts, width, paint)];
}
