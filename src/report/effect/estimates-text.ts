import type { EffectAnswer } from "../../query/effect.js";
import { countText } from "../format.js";
import { levelText } from "../lines.js";
import { holdsText } from "../model/terms.js";
import type { Paint } from "../terminal/paint.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import { forestAxis } from "./axis.js";
import { type EstimateRow, estimateRows } from "./estimates.js";
import { forestStrip, SIGNS } from "./forest-text.js";
import { methodLabel } from "./methods.js";
import { nothingOf } from "./scale.js";

/** A strip narrower than this tells nothing. */
const LEAST_STRIP = 14;
const MOST_STRIP = 34;

interface Line {
  readonly row: EstimateRow;
  readonly label: string;
  readonly marked: boolean;
}

/** All estimators that apply, the recommended first and marked: number, interval, and where the width allows a drawing. */
export function estimatesTable(answer: EffectAnswer, width: number, paint: Paint): string[] {
  const rows = estimateRows(answer);
  const lines = rows.map((row) => ({ row, label: row.label, marked: row.recommended }));
  const head = levelText(Object.values(answer.estimates));
  return table(rows.length > 1 ? "All estimators" : "The estimate", head, lines, answer, width, paint);
}

/** The other arms against the reference, each by the recommended estimator, or by the first that applies to it. */
export function othersTable(answer: EffectAnswer, most: number, width: number, paint: Paint): string[] {
  const others = (answer.others ?? []).map((other) => {
    const rows = estimateRows(answer, other.estimates);
    const [row] = rows;
    const by = row === undefined || row.recommended ? "" : ` (${row.label})`;
    const arm = `${holdsText(answer.treatment.name, other.arm)}${by}`;
    return {
      row,
      label: arm,
      marked: false,
      reference: other.reference,
      reason: other.estimates[answer.recommended]?.reason,
    };
  });
  if (others.length === 0) return [];
  const known = others.filter(({ row }) => row !== undefined).slice(0, most);
  const left = others.length - known.length - others.filter(({ row }) => row === undefined).length;
  const title = `Other arms against ${holdsText(answer.treatment.name, others[0].reference)}, by ${methodLabel(answer.recommended)}`;
  const head = levelText((answer.others ?? []).flatMap(({ estimates }) => Object.values(estimates)));
  return [
    ...table(title, head, known, answer, width, paint),
    ...others
      .filter(({ row }) => row === undefined)
      .flatMap(({ label, reason }) =>
        wrapLines(`${label}: not known, ${reason ?? "no estimator applies"}`, width, "    ", "      "),
      ),
    ...(left > 0 ? [paint(`    and ${countText(left)} more (--more)`, "soft")] : []),
  ];
}

function table(
  title: string,
  head: string,
  lines: readonly Line[],
  answer: EffectAnswer,
  width: number,
  paint: Paint,
): string[] {
  if (lines.length === 0) return [];
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(displayWidth), 0);
  const bounded = lines.some(({ row }) => row.bounds !== "");
  const tails = [
    { head, cells: lines.map(({ row }) => row.interval) },
    ...(bounded ? [{ head: "[bounds]", cells: lines.map(({ row }) => row.bounds) }] : []),
  ]
    .filter(({ cells }) => cells.some((cell) => cell !== ""))
    .map(({ head: name, cells }) => ({ name, cells, size: widest([name, ...cells]) }));
  const value = widest(lines.map(({ row }) => row.value));
  const tail = tails.reduce((sum, { size }) => sum + size + 2, 0);
  const free = width - 4 - 2 - value - tail;
  const narrow = free < 12 && tails.length > 0;
  const label = Math.min(widest(lines.map((line) => line.label)), narrow ? width - 6 - value : free);
  const room = Math.min(MOST_STRIP, free - label - 2);
  const strip = narrow || room < LEAST_STRIP || lines.every(({ row }) => row.number === null) ? 0 : room;
  const axis = forestAxis(
    lines.map(({ row }) => row),
    answer.contrast,
  );
  const heads = tails.map(({ name, size }) => toColumn(name, size, "right")).join("  ");
  const gap = 4 + label + 2 + value + 2 - displayWidth(title) - 2;
  const titled = wrapLines(title, width, "  ").map((line) => paint(line, "bold"));
  const headed =
    narrow || tails.length === 0
      ? titled
      : gap >= 2 && titled.length === 1
        ? [titled[0] + " ".repeat(gap) + paint(heads, "soft")]
        : [...titled, " ".repeat(4 + label + 2 + value + 2) + paint(heads, "soft")];
  const set = lines.flatMap(({ row, label: name, marked }, i) => {
    const mark = marked && lines.length > 1 ? `  ${SIGNS.recommended} ` : "    ";
    const start = `${mark}${toColumn(name, label)}  ${toColumn(row.value, value, "right")}`;
    const cells = tails.map(({ cells: one, size }) => toColumn(one[i], size, "right"));
    const tone = (text: string): string => (marked && lines.length > 1 ? paint(text, "bold") : text);
    if (narrow) {
      const own = tails
        .filter(({ cells: one }) => one[i] !== "")
        .map(({ name: what, cells: one }) => `${what} ${one[i]}`);
      return [tone(start), ...own.flatMap((text) => wrapLines(text, width, "      "))];
    }
    const drawn =
      strip === 0
        ? []
        : [forestStrip({ ...row, recommended: marked && lines.length > 1 }, axis, answer.contrast, strip)];
    return [tone([start, ...cells, ...drawn].join("  ").trimEnd())];
  });
  return ["", ...headed, ...set, ...legend(lines, answer, strip, width, paint)];
}

/** What the signs mean, those that were used. */
function legend(lines: readonly Line[], answer: EffectAnswer, strip: number, width: number, paint: Paint): string[] {
  const notes = [
    ...(lines.length > 1 && lines.some(({ marked }) => marked) ? [`${SIGNS.recommended} recommended`] : []),
    ...(strip > 0 ? [`${SIGNS.nothing} no effect (${nothingOf(answer.contrast)})`] : []),
  ];
  if (notes.length === 0) return [];
  return wrapLines(notes.join(" · "), width, "    ").map((line) => paint(line, "soft"));
}
