import type { EffectAnswer } from "../../query/effect.js";
import { levelText } from "../lines.js";
import { type Html, html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { unbracketed } from "../page/table.js";
import { shorten } from "../words.js";
import { forestAxis } from "./axis.js";
import { type EstimateRow, entries, estimateRows } from "./estimates.js";
import { axisTicks, breakable, plate, shownRows, valueAxis } from "./plate.js";
import { effectScale, nothingOf } from "./scale.js";
import { outcomeText } from "./words.js";

const ROW = 42;
/** Places of the words and of the line within a row. */
const WORDS_AT = 0.26;
const LINE_AT = 0.7;
/** More than these are in the table only. */
const MOST = 24;

/** Do the estimators agree? The head of the forest plot. */
function forestFinding(answer: EffectAnswer, rows: readonly EstimateRow[]): string {
  const numbers = rows.flatMap(({ number }) => (number === null ? [] : [number]));
  const scale = effectScale(answer);
  const nothing = nothingOf(answer.contrast);
  if (numbers.length < 2)
    return `One estimator applies: ${rows.map(({ label, value }) => `${shorten(label, 32)} ${value}`).join(", ")}`;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const range = `from ${scale.text(low)} to ${scale.text(high)}`;
  if (low > nothing || high < nothing)
    return `${numbers.length === 2 ? "Both" : `All ${numbers.length}`} estimators agree on the direction: ${range}`;
  return `The ${numbers.length} estimators do not agree on the direction: ${range}`;
}

/** Every estimator with its interval, the recommended first and emphasised; nothing where there is no number. */
export function forestPlate(easel: Easel, answer: EffectAnswer): Html | string {
  const rows = estimateRows(answer).filter(({ number }) => number !== null);
  if (rows.length === 0) return "";
  const finding = forestFinding(answer, rows);
  const level = levelText(Object.values(answer.estimates)) || "Interval";
  const bounded = rows.some(({ bounds }) => bounds !== "");
  const table = rows.map(({ label, value, interval, bounds, recommended }) => [
    recommended ? html`<b>${label}</b> (recommended)` : label,
    value,
    breakable(interval),
    ...(bounded ? [breakable(unbracketed(bounds))] : []),
  ]);
  const heads = ["Estimator", "Estimate", level, ...(bounded ? ["Bounds"] : [])];
  return plate(finding, forestFigure(easel, answer, rows.slice(0, MOST), finding), heads, shownRows(table));
}

function forestFigure(easel: Easel, answer: EffectAnswer, rows: readonly EstimateRow[], finding: string): Html {
  const { Plot } = easel;
  const { contrast, outcome } = answer;
  const axis = forestAxis(rows, contrast);
  const [low, high] = axis.domain;
  const nothing = nothingOf(contrast);
  const inPoints = contrast === "difference" && outcome.kind === "binary";
  const level = levelText(entries(answer.estimates).map(([, one]) => one));
  const placed = rows.map((row, i) => ({
    ...row,
    words: i + WORDS_AT,
    line: i + LINE_AT,
    from: Math.max(low, row.range?.[0] ?? Number.NaN),
    to: Math.min(high, row.range?.[1] ?? Number.NaN),
  }));
  const ranged = placed.filter(({ from, to }) => from <= to);
  const inside = placed.filter(({ number }) => number! >= low && number! <= high);
  // An interval or a number that the axis does not reach leaves an arrow.
  const beyond = placed.flatMap(({ line, range, number }) => [
    ...(Math.min(number!, range?.[0] ?? number!) < low ? [{ line, at: low, rotate: -90 }] : []),
    ...(Math.max(number!, range?.[1] ?? number!) > high ? [{ line, at: high, rotate: 90 }] : []),
  ]);
  const look = (row: EstimateRow): string => (row.recommended ? "var(--policy)" : "var(--ink)");
  const said = (row: EstimateRow): string => `${row.value}${row.interval === "" ? "" : ` (${row.interval})`}`;
  const name = { y: "words", stroke: "var(--paper)", strokeWidth: 4, fontVariant: "tabular-nums" } as const;
  const groups = [true, false].map((recommended) => placed.filter((row) => row.recommended === recommended));
  return draw(easel, {
    id: "forest",
    title: finding,
    description: rows.map((row) => `${row.label}${row.recommended ? ", recommended" : ""}: ${said(row)}`).join("; "),
    options: {
      height: rows.length * ROW + 66,
      marginLeft: 18,
      marginRight: 18,
      marginTop: 22,
      marginBottom: 44,
      x: {
        domain: [low, high],
        ...(axis.logarithmic ? { type: "log" } : {}),
        ...axisTicks(low, high, inPoints ? 100 : 1),
        ...valueAxis(`${axisName(answer)}${level === "" ? "" : ` (${level})`}`),
      },
      y: { domain: [rows.length, 0], axis: null },
      marks: [
        Plot.ruleX([nothing], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.text(["no effect"], {
          x: nothing,
          frameAnchor: "top",
          dy: -16,
          fill: "var(--soft)",
          textAnchor: axis.at(nothing) < 0.12 ? "start" : axis.at(nothing) > 0.88 ? "end" : "middle",
          text: (text: string) => text,
        }),
        ...groups.flatMap((group) => [
          Plot.text(group, {
            ...name,
            frameAnchor: "left",
            text: (row: EstimateRow) => shorten(row.label, 24),
            fill: group[0]?.recommended ? "var(--policy)" : "var(--ink)",
            fontWeight: group[0]?.recommended ? 700 : 400,
          }),
          Plot.text(group, {
            ...name,
            frameAnchor: "right",
            text: said,
            fill: group[0]?.recommended ? "var(--policy)" : "var(--soft)",
            fontWeight: group[0]?.recommended ? 700 : 400,
          }),
        ]),
        ...ranged.map((row) =>
          Plot.ruleY([row], {
            y: "line",
            x1: "from",
            x2: "to",
            stroke: look(row),
            strokeWidth: row.recommended ? 3 : 1.5,
          }),
        ),
        Plot.dot(beyond, { x: "at", y: "line", rotate: "rotate", symbol: "triangle", r: 4, fill: "var(--soft)" }),
        ...inside.map((row) =>
          Plot.dot([row], {
            x: "number",
            y: "line",
            symbol: row.recommended ? "diamond" : "circle",
            r: row.recommended ? 7 : 4.5,
            fill: look(row),
            stroke: "var(--paper)",
          }),
        ),
      ],
    },
  });
}

/** What the axis measures. */
function axisName(answer: EffectAnswer): string {
  const y = shorten(outcomeText(answer), 24);
  if (answer.contrast === "odds-ratio") return `odds ratio of ${y}`;
  if (answer.contrast === "ratio") return `ratio of ${y}`;
  return answer.outcome.kind === "binary" ? `change in ${y}, points` : `change in ${y}`;
}
