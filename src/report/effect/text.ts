import type { EffectAnswer } from "../../query/effect.js";
import { CALIBRATION_TITLE, calibrationTexts } from "../calibration-text.js";
import { cleanDeep } from "../clean.js";
import { countText } from "../format.js";
import { factLines, setText, titledBlock, warningLines } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { settledStyle, type TextStyle } from "../terminal/style.js";
import { toColumn, wrapLines } from "../terminal/width.js";
import { shorten } from "../words.js";
import { basisFacts } from "./basis.js";
import { balanceNumber, balanceText, IMBALANCE, overlapText, worstFirst } from "./checks.js";
import { entries, notApplied, ownWarnings } from "./estimates.js";
import { estimatesTable, othersTable } from "./estimates-text.js";
import { heterogeneityLines } from "./heterogeneity-text.js";
import { methodLabel, methodName } from "./methods.js";
import { panelFacts } from "./panel-words.js";
import { valueText } from "./scale.js";
import { tiedEffect } from "./sentence.js";
import { otherEffects } from "./words.js";

/** Shown without being asked for more; the JSON has all. */
const MOST = { covariates: 5, names: 12, units: 5, others: 20 } as const;
const ALL = { covariates: 1000, names: 1000, units: 1000, others: 1000 } as const;

/**
 * An effect for a terminal: the recommended estimate as a sentence, why this estimator, every estimator side by side, the checks (overlap,
 * balance, sensitivity, panels), what it rests on, warnings. `more` adds what each check can and cannot show, all covariates, the
 * estimators' own warnings, assumptions and provenance. Ends with a line break.
 */
export function effectText(original: EffectAnswer, style: TextStyle = {}): string {
  const answer = cleanDeep(original, 0);
  const { width, paint, more } = settledStyle(style);
  const most = more ? ALL : MOST;
  const { recommendation } = answer;
  return setText([
    ...wrapLines(tiedEffect(answer), width, "  ").map((line) => paint(line, "bold")),
    ...titledBlock(`Why ${methodName(answer.recommended)}`, recommendation.because, width, paint),
    ...titledBlock("What would change that", recommendation.otherwise, width, paint),
    ...estimatesTable(answer, width, paint),
    ...aside(answer, width, paint),
    ...othersTable(answer, most.others, width, paint),
    ...titledBlock("Do not apply here", notApplied(answer), width, paint),
    ...heterogeneityLines(answer, width, paint, more),
    ...overlapLines(answer, width, paint),
    ...balanceLines(answer, most.covariates, width, paint),
    ...sensitivityLines(answer, width, paint, more),
    ...panelLines(answer, most.units, width, paint),
    ...factLines(basisFacts(answer, most.names), width, paint),
    ...warningLines(answer.warnings, width, paint),
    ...(more ? moreLines(answer, width, paint) : []),
  ]);
}

/** Estimators in the table whose number is not the effect that was asked for. */
function aside(answer: EffectAnswer, width: number, paint: Paint): string[] {
  const methods = entries(answer.estimates).flatMap(([method, { value }]) => (value === null ? [] : [method]));
  const notes = otherEffects(answer, methods, methodLabel);
  if (notes.length === 0) return [];
  return notes.flatMap((note) => wrapLines(note, width, "    ", "      ")).map((line) => paint(line, "soft"));
}

function overlapLines({ overlap, target }: EffectAnswer, width: number, paint: Paint): string[] {
  if (overlap === undefined) return [];
  return titledBlock("Overlap of the arms", [overlapText(overlap, target)], width, paint);
}

/** The two ends of the story in a sentence, then the covariates that are worst after weighting. */
function balanceLines(answer: EffectAnswer, most: number, width: number, paint: Paint): string[] {
  const { balance } = answer;
  if (balance === undefined) return [];
  const rows = worstFirst(balance);
  const left = rows.length - most;
  const names = rows.slice(0, most).map(({ covariate }) => shorten(covariate, Math.max(12, width - 26)));
  const size = Math.max(9, ...names.map((name) => name.length));
  const cells = (name: string, a: string, b: string): string =>
    `    ${toColumn(name, Math.min(size, width - 22))}  ${toColumn(a, 6, "right")}  ${toColumn(b, 6, "right")}`;
  return [
    ...titledBlock("Balance of the covariates", [balanceText(answer, balance)], width, paint),
    ...(rows.length === 0 ? [] : [paint(cells("covariate", "before", "after"), "soft")]),
    ...rows.slice(0, most).map((row, i) => {
      const line = cells(names[i], balanceNumber(row.before), balanceNumber(row.after));
      return Math.abs(row.after) > IMBALANCE ? `${line}  ${paint("✗", "warning")}` : line;
    }),
    ...(left > 0 ? [paint(`    and ${countText(left)} more, more alike (--more)`, "soft")] : []),
  ];
}

function sensitivityLines({ sensitivity }: EffectAnswer, width: number, paint: Paint, more: boolean): string[] {
  if (sensitivity.length === 0) return [];
  const lines = sensitivity.flatMap(({ name, finding, can, cannot }) => [
    ...wrapLines(`${name}: ${finding}`, width, "    ", "      "),
    ...(more
      ? [can, cannot].flatMap((text) => wrapLines(text, width, "      ")).map((line) => paint(line, "soft"))
      : []),
  ]);
  const hint = more
    ? []
    : wrapLines("(--more says what each can and cannot show)", width, "    ").map((line) => paint(line, "soft"));
  return ["", paint("  How much would it take to be wrong?", "bold"), ...lines, ...hint];
}

function panelLines(answer: EffectAnswer, most: number, width: number, paint: Paint): string[] {
  const { discontinuity } = answer;
  const cut =
    discontinuity === undefined
      ? []
      : [
          `${shorten(discontinuity.running, 48)} is cut at ${discontinuity.cutoff}; rows within ${countText(discontinuity.bandwidth)} of it count, ` +
            `${countText(discontinuity.bins.reduce((sum, { rows }) => sum + rows, 0))} of them in ${countText(discontinuity.bins.length)} bins`,
        ];
  return [
    ...titledBlock(
      "The panel",
      panelFacts(answer, most).map(([name, text]) => `${name}: ${text}`),
      width,
      paint,
    ),
    ...titledBlock("The discontinuity", cut, width, paint),
  ];
}

function moreLines(answer: EffectAnswer, width: number, paint: Paint): string[] {
  const { assumptions, provenance, estimates, recommended } = answer;
  const said = (facts: object): string[] => Object.entries(facts).map(([key, value]) => `${key}: ${value}`);
  const texts = assumptions.map(({ text }) => text);
  const diagnostics = Object.entries(estimates[recommended]?.diagnostics ?? {}).map(
    ([key, value]) => `${key}: ${valueText(value)}`,
  );
  return [
    ...titledBlock(CALIBRATION_TITLE, calibrationTexts(answer.calibration), width, paint),
    ...titledBlock("Assumptions", texts, width, paint),
    ...titledBlock("Warnings of single estimators", ownWarnings(answer), width, paint),
    ...titledBlock(`Diagnostics of ${methodLabel(recommended)}`, diagnostics, width, paint),
    ...titledBlock("Provenance", said(provenance), width, paint),
  ];
}
