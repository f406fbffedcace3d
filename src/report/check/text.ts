import type { GraphCheck, IndependenceFinding } from "../../query/graph-check.js";
import { cleanDeep } from "../clean.js";
import { countText } from "../format.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import { basisFacts, evidenceHead, headline, repairText, type TestedRow, testedRows, tied } from "./words.js";

/** Shown without being asked for more; the JSON has all. */
const MOST = { findings: 5, rows: 12 } as const;

/**
 * A graph held against a table, for a terminal: the verdict, what contradicts the graph and what would mend it, what was tested, what this can
 * and cannot show, warnings. `more` shows all tests, how each was made, assumptions and provenance. Ends with a line break.
 */
export function graphCheckText(original: GraphCheck, style: TextStyle = {}): string {
  const check = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  return setText([
    ...wrapLines(headline(check), width, "  ").map((line) => paint(line, "bold")),
    ...findingLines(check, width, paint, more),
    ...testedLines(check, width, paint, more),
    ...titledBlock("What this shows", check.advice, width, paint),
    ...factLines(basisFacts(check), width, paint),
    ...warningLines(check.warnings, width, paint),
    ...(more ? moreLines(check, width, paint) : []),
  ]);
}

function findingLines({ findings }: GraphCheck, width: number, paint: Paint, more: boolean): string[] {
  const shown = more ? findings : findings.slice(0, MOST.findings);
  const left = findings.length - shown.length;
  const digits = String(findings.length).length;
  return [
    ...shown.flatMap((finding, i) => oneFinding(finding, `${String(i + 1).padStart(digits)}.`, width)),
    ...(left > 0 ? ["", paint(`  and ${countText(left)} more (--more shows them)`, "soft")] : []),
  ];
}

function oneFinding({ text, repairs }: IndependenceFinding, number: string, width: number): string[] {
  const indent = " ".repeat(number.length + 3);
  return [
    "",
    ...wrapLines(`${number}\u00a0${tied(text)}`, width, "  ", indent),
    ...wrapLines(repairText(repairs), width, indent),
  ];
}

/** A table: the claim, how strong the dependence is, p; with `more` how it was tested too. */
function testedLines(check: GraphCheck, width: number, paint: Paint, more: boolean): string[] {
  const all = testedRows(check);
  if (all.length === 0) return [];
  const rows = more ? all : all.slice(0, MOST.rows);
  const left = all.length - rows.length;
  const heads = ["strength", evidenceHead(check)];
  const sizes = [heads[0].length, Math.max(heads[1].length, ...rows.map(({ evidence }) => evidence.length))];
  const title = `What the graph claims (⊥: is independent of)`;
  const room = Math.max(8, width - 10 - sizes[0] - sizes[1]);
  const widest = Math.min(room, Math.max(...rows.map(({ claim }) => displayWidth(claim)), displayWidth(title) - 4));
  const cells = (a: string, b: string) => `  ${toColumn(a, sizes[0], "right")}  ${toColumn(b, sizes[1], "right")}`;
  const fits = displayWidth(title) <= widest + 4;
  return [
    "",
    fits
      ? `  ${paint(toColumn(title, widest + 4), "bold")}${paint(cells(heads[0], heads[1]), "soft")}`
      : `  ${paint(toColumn(title, width - 2), "bold")}`,
    ...(fits ? [] : [`  ${" ".repeat(widest + 4)}${paint(cells(heads[0], heads[1]), "soft")}`]),
    ...rows.flatMap((row) => rowLines(row, widest, cells, width, paint, more)),
    ...(left > 0 ? soft(`and ${countText(left)} more, further from a contradiction (--more)`, width, paint) : []),
  ];
}

function soft(text: string, width: number, paint: Paint): string[] {
  return wrapLines(text, width, "      ").map((line) => paint(line, "soft"));
}

function rowLines(
  { claim, strength, evidence, test, contradicted }: TestedRow,
  widest: number,
  cells: (a: string, b: string) => string,
  width: number,
  paint: Paint,
  more: boolean,
): string[] {
  const mark = contradicted ? paint("✗", "warning") : strength === "–" ? "?" : "✓";
  const line = `    ${mark} ${toColumn(claim, widest)}${cells(strength, evidence)}`;
  if (!more) return [line];
  return [line, ...soft(test, width, paint)];
}

function moreLines({ assumptions, provenance }: GraphCheck, width: number, paint: Paint): string[] {
  const texts = assumptions.map(({ text }) => text);
  const facts = Object.entries(provenance).map(([key, value]) => `${key}: ${value}`);
  return [...titledBlock("Assumptions", texts, width, paint), ...titledBlock("Provenance", facts, width, paint)];
}
