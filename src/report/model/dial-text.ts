import type { DialPoint } from "../../query/model-answer.js";
import { type Paint, painter, type Tone } from "../terminal/paint.js";
import { displayWidth, toColumn } from "../terminal/width.js";
import { type Curve, curvesOf, dialAxis, heightAt, tickText } from "./dial.js";
import { partLabel } from "./parts.js";

export interface DialStyle {
  readonly width: number;
  readonly paint?: Paint;
  /** Letters only, for terminals that know no others. */
  readonly ascii?: boolean;
  /** Ends of what the values can be: 0 and 1 for probabilities. */
  readonly limits?: readonly [number, number];
}

const ROWS = 9;
/** Of the two columns and four rows of dots in a braille character, from the top (Unicode, block 2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const TONES: readonly Tone[] = ["anyway", "policy", "chance", "bold"];

/** The dial from 0 to 1 as a drawing of characters: axis, curves, and a name at the end of each where there are several. */
export function dialLines(dial: readonly DialPoint[], style: DialStyle): string[] {
  const curves = curvesOf(dial);
  if (curves.length === 0) return [];
  const { width, paint = painter(false), ascii = false } = style;
  const axis = dialAxis(curves, style.limits);
  const ticks = axis.ticks.map((tick) => ({ tick, text: tickText(tick, axis.ticks) }));
  const left = Math.max(...ticks.map(({ text }) => text.length));
  const names = curves.length > 1 ? curves.map(({ key }) => partLabel(key)) : [];
  const right = names.length === 0 ? 0 : 1 + Math.max(...names.map(displayWidth));
  const columns = Math.max(12, Math.min(56, width - 4 - left - 3 - right));
  const rowOf = (value: number): number => {
    const share = (axis.high - value) / (axis.high - axis.low);
    return Math.min(4 * ROWS - 1, Math.max(0, Math.round(share * (4 * ROWS - 1))));
  };
  const cells = drawn(curves, columns, rowOf);
  const ends = endRows(curves.map((curve) => Math.floor(rowOf(heightAt(curve, 1)) / 4)));
  const bar = ascii ? "|" : "│";
  const mark = ascii ? "+" : "┤";
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const tick = ticks.find((one) => Math.floor(rowOf(one.tick) / 4) === row);
    const body = rowText(cells[row], names, ascii, paint);
    const name = names.flatMap((text, i) => (ends[i] === row ? [` ${paint(text, TONES[i % TONES.length])}`] : []));
    return `    ${toColumn(tick?.text ?? "", left, "right")} ${tick ? mark : bar}${body}${name.join("")}`;
  });
  return [...lines, ...footLines(left, columns, ascii, paint)];
}

/** What is in one character: for each curve the dots it sets there. */
type Cell = readonly number[];

function drawn(
  curves: readonly Curve[],
  columns: number,
  rowOf: (value: number) => number,
): readonly (readonly Cell[])[] {
  const cells = Array.from({ length: ROWS }, () => Array.from({ length: columns }, () => curves.map(() => 0)));
  curves.forEach((curve, which) => {
    let before: number | undefined;
    for (let x = 0; x < 2 * columns; x++) {
      const y = rowOf(heightAt(curve, x / (2 * columns - 1)));
      // Where the curve is steep the dots between two columns are set as well.
      const from = before === undefined ? y : before + Math.sign(y - before);
      for (let dot = Math.min(from, y); dot <= Math.max(from, y); dot++) {
        cells[Math.floor(dot / 4)][Math.floor(x / 2)][which] |= DOTS[x % 2][dot % 4];
      }
      before = y;
    }
  });
  return cells;
}

/** One row of characters, each run of one curve painted as a whole; where curves cross, the first one's colour. */
function rowText(cells: readonly Cell[], names: readonly string[], ascii: boolean, paint: Paint): string {
  const runs: { which: number; text: string }[] = [];
  for (const cell of cells) {
    const which = cell.findIndex((dots) => dots !== 0);
    const all = cell.reduce((sum, dots) => sum | dots, 0);
    const letter = ascii ? (names[which]?.[0] ?? "*") : String.fromCharCode(0x2800 + all);
    const text = which < 0 ? " " : letter;
    const last = runs[runs.length - 1];
    if (last?.which === which) last.text += text;
    else runs.push({ which, text });
  }
  return runs.map(({ which, text }) => (which < 0 ? text : paint(text, TONES[which % TONES.length]))).join("");
}

/** Rows of the names: that of the curve's end, or the nearest free one. */
function endRows(wanted: readonly number[]): readonly number[] {
  const taken = new Set<number>();
  return wanted.map((row) => {
    for (let away = 0; away < ROWS; away++) {
      for (const free of [row - away, row + away]) {
        if (free < 0 || free >= ROWS || taken.has(free)) continue;
        taken.add(free);
        return free;
      }
    }
    return row;
  });
}

function footLines(left: number, columns: number, ascii: boolean, paint: Paint): string[] {
  const indent = " ".repeat(4 + left + 1);
  const at = (share: number): number => Math.round(share * (columns - 1));
  const shares = columns >= 30 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const [corner, line, tick] = ascii ? ["+", "-", "+"] : ["└", "─", "┬"];
  const rule = [...line.repeat(columns)];
  for (const share of shares) rule[at(share)] = tick;
  return [
    `${indent}${corner}${rule.join("")}`,
    ` ${indent}${placed(
      shares.map((share) => [at(share), String(share)]),
      columns,
    )}`,
    paint(
      ` ${indent}${placed(
        [
          [0, "DiscoSCM"],
          [columns - 1, "SCM"],
        ],
        columns,
      )}`,
      "soft",
    ),
  ];
}

/** Texts below their places: the first begins there, the last ends there, the others stand in the middle. */
function placed(texts: readonly (readonly [number, string])[], columns: number): string {
  const line = [..." ".repeat(columns)];
  for (const [at, text] of texts) {
    const start = at === 0 ? 0 : at === columns - 1 ? columns - text.length : at - Math.floor(text.length / 2);
    [...text].forEach((letter, i) => {
      line[start + i] = letter;
    });
  }
  return line.join("").trimEnd();
}
