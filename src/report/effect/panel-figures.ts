import type { CurvePoint, EffectAnswer, PanelAnswer } from "../../query/effect.js";
import { amounts, rangeText } from "../format.js";
import { type Html, html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { methodLabel } from "./methods.js";
import { eventFinding, fitText, fromStart, type PathFit, pathFits, pathScale, startIndex } from "./panel-words.js";
import { axisTicks, breakable, legend, plate, roomFor, shownRows } from "./plate.js";

/** Points that each have a number below them. */
const MOST_TICKS = 12;

/** Effects by the time since the start: each point with its own interval and the band that holds for all at once. */
export function eventPlate(easel: Easel, { panel, outcome }: EffectAnswer): Html | string {
  const event = panel?.event ?? [];
  if (event.length === 0) return "";
  const { Plot } = easel;
  const finding = eventFinding(event);
  const ends = event.flatMap(({ value, interval, band }) => [value, ...(interval ?? []), ...(band ?? [])]);
  const [low, high] = roomFor(ends, [0]);
  const scale = amounts(Math.max(...ends.filter(Number.isFinite).map(Math.abs)), true);
  const relative = fromStart(event);
  const places = event.map(({ at }) => at);
  const [from, to] = [Math.min(...places) - 0.5, Math.max(...places) + 0.5];
  const ranged = (key: "interval" | "band") =>
    event.flatMap((point) =>
      point[key] === undefined ? [] : [{ at: point.at, low: point[key][0], high: point[key][1] }],
    );
  const rule = { x: "at", y1: "low", y2: "high" } as const;
  const drawing = draw(easel, {
    id: "event",
    title: finding,
    description: event.map((point) => `at ${point.at}: ${pointText(point, scale)}`).join("; "),
    options: {
      height: 300,
      marginLeft: 60,
      marginRight: 14,
      marginTop: 30,
      marginBottom: 44,
      x: {
        domain: [from, to],
        ...axisTicks(from, to),
        ...(places.length <= MOST_TICKS ? { ticks: places } : {}),
        label: relative ? "periods since the start of treatment" : "time",
        labelAnchor: "center",
        labelArrow: "none",
      },
      y: {
        domain: [low, high],
        ...axisTicks(low, high),
        label: `↑ effect on ${shorten(outcome.name, 24)}`,
        labelAnchor: "top",
        labelArrow: "none",
        grid: true,
        tickSize: 0,
      },
      marks: [
        Plot.ruleY([0], { stroke: "var(--ink)" }),
        ...(relative ? [Plot.ruleX([-0.5], { stroke: "var(--soft)", strokeDasharray: "3 4" })] : []),
        Plot.ruleX(ranged("band"), { ...rule, stroke: "var(--chance)", strokeWidth: 7, strokeOpacity: 0.45 }),
        Plot.ruleX(ranged("interval"), { ...rule, stroke: "var(--treated)", strokeWidth: 2 }),
        Plot.dot(event, { x: "at", y: "value", r: 4, fill: "var(--treated)", stroke: "var(--paper)" }),
      ],
    },
  });
  const rows = event.map(({ at, value, interval, band }) => [
    String(at),
    scale.text(value),
    ...[interval, band].map((range) => (range === undefined ? "–" : breakable(rangeText(range, scale)))),
  ]);
  const signs = [
    ranged("interval").length > 0 ? EVENT.interval : EVENT.effect,
    ...(ranged("band").length > 0 ? [EVENT.band] : []),
  ];
  const heads = [relative ? "Since the start" : "Time", "Effect", "Interval, of this point", "Band, of all points"];
  return plate(finding, html`${legend(signs)}${drawing}`, heads, shownRows(rows));
}

function pointText({ value, interval }: CurvePoint, scale: ReturnType<typeof amounts>): string {
  return `${scale.text(value)}${interval === undefined ? "" : ` (${rangeText(interval, scale)})`}`;
}

const PATHS = [
  ['<path d="M0 7H36" stroke="var(--treated)" stroke-width="2.5"/>', "treated"],
  ['<path d="M0 7H36" stroke="var(--control)" stroke-width="2.5" stroke-dasharray="7 4"/>', "held against"],
  ['<path d="M18 0V14" stroke="var(--soft)" stroke-dasharray="3 3"/>', "start"],
] as const;

const DOT = '<circle cx="18" cy="7" r="4" fill="var(--treated)"/>';
const EVENT = {
  effect: [DOT, "effect"],
  interval: [`<path d="M18 0V14" stroke="var(--treated)" stroke-width="2"/>${DOT}`, "effect, with its own interval"],
  band: [
    '<path d="M18 0V14" stroke="var(--chance)" stroke-width="7" stroke-opacity=".45"/>',
    "band that holds for all points at once",
  ],
} as const;

/** The treated and what they are held against, over time, one drawing for each method. */
export function pathPlates(easel: Easel, answer: EffectAnswer): readonly Html[] {
  const { panel } = answer;
  if (panel === undefined) return [];
  return pathFits(panel).map((fit, i) => {
    const text = fitText(fit, answer);
    const finding = `${methodLabel(fit.method)}: ${text}`;
    const { text: number } = pathScale(fit);
    const rows = panel.times.map((time, at) => [
      String(time),
      numberAt(fit.treated[at], number),
      numberAt(fit.control[at], number),
    ]);
    const drawing = html`${legend(PATHS)}${pathFigure(easel, answer, panel, fit, `paths-${i + 1}`, finding)}`;
    return plate(finding, drawing, [shorten(panel.time, 24), "Treated", "Held against"], shownRows(rows));
  });
}

function numberAt(value: number | undefined, write: (value: number) => string): string {
  return value === undefined || !Number.isFinite(value) ? "–" : write(value);
}

function pathFigure(
  easel: Easel,
  { outcome }: EffectAnswer,
  panel: PanelAnswer,
  fit: PathFit,
  id: string,
  finding: string,
): Html {
  const { Plot } = easel;
  const { times } = panel;
  // Periods with a number as name lie where their numbers say; others one step apart.
  const numeric = times.every((time) => typeof time === "number" && Number.isFinite(time));
  const place = (i: number): number => (numeric ? Number(times[i]) : i);
  const points = (values: readonly number[]) =>
    values.map((value, i) => ({ at: place(i), value })).filter(({ value }) => Number.isFinite(value));
  const [treated, control] = [points(fit.treated), points(fit.control)];
  const [low, high] = roomFor([...treated, ...control].map(({ value }) => value));
  const [first, last] = [place(0), place(times.length - 1)];
  const start = startIndex(panel);
  const before = start === undefined ? undefined : (place(start - 1) + place(start)) / 2;
  const step = Math.max(1, Math.ceil(times.length / 4));
  const named = times.map((_, i) => i).filter((i) => i % step === 0);
  return draw(easel, {
    id,
    title: finding,
    description: `Two lines over ${times.length} periods: the treated, and what they are held against (dashed).`,
    options: {
      height: 300,
      marginLeft: 56,
      marginRight: numeric ? 18 : 38,
      marginTop: 30,
      marginBottom: 44,
      x: {
        domain: first === last ? [first - 1, first + 1] : [first, last],
        ...(numeric
          ? { ...axisTicks(first, last), tickFormat: String }
          : { ticks: named, tickFormat: (i: number) => shorten(String(times[i]), 9) }),
        label: shorten(panel.time, 32),
        labelAnchor: "center",
        labelArrow: "none",
      },
      y: {
        domain: [low, high],
        ...axisTicks(low, high),
        label: `↑ ${shorten(outcome.name, 32)}`,
        labelAnchor: "top",
        labelArrow: "none",
        grid: true,
        tickSize: 0,
      },
      marks: [
        ...(before === undefined ? [] : [Plot.ruleX([before], { stroke: "var(--soft)", strokeDasharray: "3 4" })]),
        Plot.line(control, { x: "at", y: "value", stroke: "var(--control)", strokeWidth: 2.5, strokeDasharray: "7 4" }),
        Plot.line(treated, { x: "at", y: "value", stroke: "var(--treated)", strokeWidth: 2.5 }),
      ],
    },
  });
}
