import type { SimpsonCheck, SimpsonFinding } from "../../../query/simpson.js";
import { cleanDeep } from "../../clean.js";
import { countText } from "../../format.js";
import { factLines, setText, titledBlock, warningLines } from "../../terminal/blocks.js";
import type { Paint } from "../../terminal/paint.js";
import { settledStyle, type TextStyle } from "../../terminal/style.js";
import { displayWidth, toColumn, wrapLines } from "../../terminal/width.js";
import {
  adviceBeside,
  armName,
  basisFacts,
  byText,
  detailText,
  headline,
  intervalHead,
  mixRows,
  oddsText,
  outcomeName,
  scalesOf,
  tied,
  triedRows,
} from "./words.js";

/** Shown without being asked for more; the JSON has all. */
const MOST = { findings: 3, strata: 12, rows: 8 } as const;
const INDENT = "     ";

/**
 * A check for Simpson's paradox, for a terminal: the verdict, each finding with its strata and what is left when they are held fixed, which number
 * answers what, everything that was tried, warnings. `more` shows all of it, with assumptions and provenance. Ends with a line break.
 */
export function simpsonText(original: SimpsonCheck, style: TextStyle = {}): string {
  const check = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  const told = [...check.findings, ...check.unsecured];
  const shown = more ? told : told.slice(0, MOST.findings);
  const left = told.length - shown.length;
  return setText([
    ...wrapLines(headline(check), width, "  ").map((line) => paint(line, "bold")),
    ...shown.flatMap((finding, i) => findingLines(check, finding, told.length > 1 ? i + 1 : 0, width, paint, more)),
    ...(left > 0 ? ["", paint(`  and ${countText(left)} more (--more shows them)`, "soft")] : []),
    ...triedLines(check, width, paint, more),
    ...titledBlock("What this shows", adviceBeside(check).map(tied), width, paint),
    ...factLines(basisFacts(check), width, paint),
    ...warningLines(check.warnings, width, paint),
    ...(more ? moreLines(check, width, paint) : []),
  ]);
}

/** One finding; `number` 0: there is no other, and the claim stands in the headline. */
function findingLines(
  check: SimpsonCheck,
  finding: SimpsonFinding,
  number: number,
  width: number,
  paint: Paint,
  more: boolean,
): string[] {
  const claim = number === 0 ? [] : wrapLines(`${number}.\u00a0${tied(finding.claim)}`, width, "  ", INDENT);
  const block = (texts: readonly string[]) => texts.flatMap((text) => wrapLines(tied(text), width, INDENT));
  const odds = oddsText(finding);
  return [
    "",
    ...claim,
    ...block([detailText(finding)]),
    ...strataLines(check, finding, width, paint, more),
    ...(odds === "" ? [] : ["", ...block([odds])]),
    "",
    ...block([finding.reading]),
    "",
    ...finding.advice.flatMap((text) => wrapLines(tied(text), width, `${INDENT}- `, `${INDENT}  `)),
  ];
}

/** Strata one below the other, then all of them raw and with each mix. */
function strataLines(
  check: SimpsonCheck,
  finding: SimpsonFinding,
  width: number,
  paint: Paint,
  more: boolean,
): string[] {
  const { level, gap } = scalesOf(check);
  const shown = more ? finding.strata : finding.strata.slice(0, MOST.strata);
  const left = finding.strata.length - shown.length;
  const room = width >= 64;
  const indent = room ? INDENT : "  ";
  const arm = ({ mean, count }: SimpsonFinding["strata"][number]["treated"]): string => {
    if (mean === null) return "–";
    return room ? `${level.text(mean)} of ${countText(count)}` : level.text(mean);
  };
  const mixes = mixRows(check, finding);
  const strata = shown.map(({ labels, treated, untreated, difference }) => [
    labels.join(", "),
    arm(treated),
    arm(untreated),
    difference === null ? "–" : gap.bare(difference),
  ]);
  const sums = mixes.map(({ name, treated, untreated, gap: text, interval }) => [
    name,
    treated,
    untreated,
    text.replace(/\u00a0points?$/, ""),
    interval,
  ]);
  const unit = check.outcome.kind === "binary" ? "points" : "difference";
  const [one, other] = [true, false].map((treated) => armName(check, treated, room ? 16 : 8));
  const wide = [1, 2, 3].map((k) =>
    Math.max(...[[byText(finding.by), one, other, unit], ...strata, ...sums].map((row) => displayWidth(row[k]))),
  );
  const interval = room ? Math.max(0, ...sums.map((row) => displayWidth(row[4]))) : 0;
  const rest = wide.reduce((a, b) => a + b, 0) + 6 + (interval > 0 ? interval + 2 : 0);
  const names = [byText(finding.by), ...strata.map(([name]) => name), ...sums.map(([name]) => name)];
  const first = Math.max(8, Math.min(width - indent.length - rest, Math.max(...names.map(displayWidth))));
  const line = ([name, ...cells]: readonly string[]) =>
    indent +
    toColumn(name, first) +
    wide.map((size, k) => `  ${toColumn(cells[k], size, "right")}`).join("") +
    (interval > 0 && cells[3] ? `  ${toColumn(cells[3], interval, "right")}` : "");
  const head = [
    byText(finding.by),
    one,
    other,
    unit,
    interval > 0 ? intervalHead(finding).replace(" interval", "") : "",
  ];
  return [
    "",
    `${indent}${paint(toColumn(outcomeName(check), width - indent.length).trimEnd(), "soft")}`,
    paint(line(head), "soft"),
    ...strata.map(line),
    ...(left > 0 ? [paint(`${indent}and ${countText(left)} more strata (--more)`, "soft")] : []),
    ...sums.map((row, i) => (i < 2 ? paint(line(row), "bold") : line(row))),
  ];
}

function triedLines(check: SimpsonCheck, width: number, paint: Paint, more: boolean): string[] {
  const all = triedRows(check);
  // One set that was found has been told.
  if (all.length === 0 || (all.length === 1 && all[0].found && !more)) return [];
  const rows = more ? all : all.slice(0, MOST.rows);
  const left = all.length - rows.length;
  const within = Math.max(6, ...rows.map((row) => displayWidth(row.within)));
  const verdict = Math.max(...rows.map((row) => displayWidth(row.verdict)));
  const stacked = width < 64;
  const first = Math.min(
    Math.max(14, ...rows.map(({ by }) => displayWidth(by))),
    Math.max(14, width - within - (stacked ? 8 : verdict + 10)),
  );
  return [
    "",
    `  ${paint(toColumn("What was tried", first + 2), "bold")}${paint(`  ${toColumn("within", within, "right")}`, "soft")}`,
    ...rows.flatMap((row) => {
      const line = `    ${toColumn(row.by, first)}  ${toColumn(row.within, within, "right")}`;
      return stacked
        ? [line, ...wrapLines(row.verdict, width, "      ")]
        : wrapLines(
            `${line.replaceAll(" ", "\u00a0")}\u00a0\u00a0${row.verdict}`,
            width,
            "",
            " ".repeat(first + within + 8),
          );
    }),
    ...(left > 0 ? [paint(`    and ${countText(left)} more (--more)`, "soft")] : []),
  ];
}

function moreLines({ assumptions, provenance }: SimpsonCheck, width: number, paint: Paint): string[] {
  const texts = assumptions.map(({ text }) => text);
  const facts = Object.entries(provenance).map(([key, value]) => `${key}: ${value}`);
  return [...titledBlock("Assumptions", texts, width, paint), ...titledBlock("Provenance", facts, width, paint)];
}
