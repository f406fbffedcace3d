import type { BerksonCheck, RatioRange } from "../../query/berkson.js";
import { legend, plate, valueAxis } from "../effect/plate.js";
import { percent } from "../format.js";
import { type Html, html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { boundText, CORRECTIONS, GROUPS, rangeText, ratioValue, ratioWithRange } from "./berkson-words.js";

const ROW = 46;
/** A ratio further from 1 than this leaves the axis. */
const FARTHEST = 1000;

interface Line {
  readonly name: string;
  readonly said: string;
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  readonly tone: string;
  readonly bounded: boolean;
}

/** Odds ratios below each other on one axis: in the whole table, among the selected, corrected, and what they can be. */
export function ratioFigure(easel: Easel, check: BerksonCheck): Html | string {
  const lines = linesOf(check);
  const numbers = lines.flatMap(({ value, low, high }) => [value ?? Number.NaN, low, high]).filter(isPlace);
  if (numbers.length === 0) return "";
  const { Plot } = easel;
  const ends = [Math.min(0.5, ...numbers) / 1.25, Math.max(2, ...numbers) * 1.25];
  const [low, high] = [Math.max(1 / FARTHEST, ends[0]), Math.min(FARTHEST, ends[1])];
  const level = check.provenance["weights"] === "law" ? "" : ` (${percent.text(1 - check.level)})`;
  const finding = findingOf(check);
  const placed = lines.map((line, i) => ({
    ...line,
    words: i + 0.28,
    line: i + 0.72,
    from: Math.max(low, line.low),
    to: Math.min(high, line.high),
  }));
  const beyond = placed.flatMap(({ line, low: from, high: to, tone }) => [
    ...(from < low ? [{ line, at: low, rotate: -90, tone }] : []),
    ...(to > high ? [{ line, at: high, rotate: 90, tone }] : []),
  ]);
  const words = { y: "words", stroke: "var(--paper)", strokeWidth: 4, fontVariant: "tabular-nums" } as const;
  const drawing = draw(easel, {
    id: "ratios",
    title: finding,
    description: lines.map(({ name, said }) => `${name}: ${said}`).join("; "),
    options: {
      height: lines.length * ROW + 66,
      marginLeft: 18,
      marginRight: 18,
      marginTop: 22,
      marginBottom: 44,
      x: {
        type: "log",
        domain: [low, high],
        ticks: ticksOf(low, high),
        tickFormat: (tick: number) => String(Number(tick.toPrecision(3))),
        ...valueAxis(`odds ratio${level}`),
      },
      y: { domain: [lines.length, 0], axis: null },
      marks: [
        Plot.ruleX([1], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.text(["no association"], {
          x: 1,
          frameAnchor: "top",
          dy: -16,
          fill: "var(--soft)",
          textAnchor: anchorOf(low, high),
          text: (text: string) => text,
        }),
        ...placed.map((one) =>
          Plot.text([one], { ...words, frameAnchor: "left", text: "name", fill: one.tone, fontWeight: 650 }),
        ),
        ...placed.map((one) => Plot.text([one], { ...words, frameAnchor: "right", text: "said", fill: one.tone })),
        ...placed.map((one) =>
          Plot.ruleY(one.from <= one.to ? [one] : [], {
            y: "line",
            x1: "from",
            x2: "to",
            stroke: one.tone,
            strokeWidth: one.bounded ? 9 : 2.5,
            strokeOpacity: one.bounded ? 0.35 : 1,
          }),
        ),
        ...beyond.map((one) =>
          Plot.dot([one], { y: "line", x: "at", symbol: "triangle", r: 4.5, rotate: one.rotate, fill: one.tone }),
        ),
        ...placed
          .filter(({ value }) => value !== null && value >= low && value <= high)
          .map((one) => Plot.dot([one], { y: "line", x: "value", r: 5, fill: one.tone })),
      ],
    },
  });
  const rows = lines.map(({ name, said }) => [name, said]);
  const bounded = lines.some((line) => line.bounded);
  const signs = legend([
    [
      '<line x1="2" x2="34" y1="7" y2="7" stroke="var(--ink)" stroke-width="2.5"/><circle cx="18" cy="7" r="5" fill="var(--ink)"/>',
      `odds ratio${level === "" ? "" : " and its interval"}`,
    ],
    [
      '<line x1="2" x2="34" y1="7" y2="7" stroke="var(--ink)" stroke-width="9" stroke-opacity="0.35"/>',
      "what it can be, however many rows there are",
    ],
  ]);
  return html`<div>${plate(finding, drawing, ["Where", "Odds ratio"], rows)}${bounded ? signs : ""}</div>`;
}

function findingOf(check: BerksonCheck): string {
  const inside = check.groups.find(({ who }) => who === "selected")!.oddsRatio;
  const outside = check.groups.find(({ who }) => who === "population")?.oddsRatio ?? check.corrections[0]?.oddsRatio;
  if (outside === undefined) {
    const known =
      check.bounds?.chances === undefined
        ? ""
        : `; in the population it lies between ${boundText(check.bounds.oddsRatio)}`;
    return `Among the selected the odds ratio is ${ratioValue(inside)}${known}`;
  }
  const where = check.mode === "whole" ? "in the whole table" : "corrected for selection";
  return `The odds ratio is ${ratioValue(outside)} ${where}, ${ratioValue(inside)} among the selected`;
}

function linesOf(check: BerksonCheck): readonly Line[] {
  const tones = { population: "var(--ink)", selected: "var(--policy)", others: "var(--soft)" } as const;
  const ratioLine = (name: string, tone: string, ratio: (typeof check.groups)[number]["oddsRatio"]): Line => ({
    name,
    said: ratioWithRange(ratio),
    value: ratio.value,
    ...rangeOf(ratio.interval, ratio.value ?? (ratio.state === "infinite" ? Infinity : Number.NaN)),
    tone,
    bounded: false,
  });
  const { bounds } = check;
  return [
    ...check.groups.map(({ who, oddsRatio }) => ratioLine(GROUPS[who], tones[who], oddsRatio)),
    ...check.corrections.map(({ from, oddsRatio }) => ratioLine(CORRECTIONS[from], "var(--treated)", oddsRatio)),
    ...(bounds === null
      ? []
      : [
          {
            name: "population, bounds",
            said: bounds.oddsRatio[1] === null && bounds.oddsRatio[0] === 0 ? "anything" : rangeText(bounds.oddsRatio),
            value: null,
            ...rangeOf(bounds.oddsRatio, Number.NaN),
            tone: "var(--treated)",
            bounded: true,
          },
        ]),
  ];
}

function rangeOf(range: RatioRange | undefined, value: number): { readonly low: number; readonly high: number } {
  return range === undefined ? { low: value, high: value } : { low: range[0], high: range[1] ?? Infinity };
}

function isPlace(value: number): boolean {
  return value > 0 && value < Infinity;
}

/** 1, 2, 5 and their kin between the ends; powers of ten alone where there would be many. */
function ticksOf(low: number, high: number): number[] {
  const leads = high / low > 200 ? [1] : high / low > 8 ? [1, 2, 5] : [1, 1.5, 2, 3, 5, 7];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const lead of leads) {
      const tick = lead * 10 ** power;
      if (tick >= low && tick <= high) ticks.push(Number(tick.toPrecision(12)));
    }
  }
  return ticks;
}

function anchorOf(low: number, high: number): "start" | "middle" | "end" {
  const at = (0 - Math.log(low)) / (Math.log(high) - Math.log(low));
  return at < 0.14 ? "start" : at > 0.86 ? "end" : "middle";
}
