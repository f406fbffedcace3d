import type { Markish } from "@observablehq/plot";
import type { ComparisonAnswer } from "../../query/model-answer.js";
import type { Scale } from "../format.js";
import type { Html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { type Curve, curvesOf, dialAxis, heightAt, tickText } from "./dial.js";
import { partLabel } from "./parts.js";

const HEIGHT = 300;
const TOP = 28;
const BOTTOM = 48;
/** Names closer than this would run into each other. */
const LINE = 17;
const TEXT = { fontWeight: 650, stroke: "var(--paper)", strokeWidth: 4, fontVariant: "tabular-nums" } as const;

/** Colours that the parts have everywhere; dashes tell them apart without colour. */
const LOOKS: Readonly<Record<string, readonly [color: string, dash: string]>> = {
  anyway: ["var(--anyway)", ""],
  base: ["var(--anyway)", ""],
  policy: ["var(--policy)", "8 4"],
  individual: ["var(--policy)", "8 4"],
  chance: ["var(--chance)", "2 4"],
  complier: ["var(--treated)", ""],
  always: ["var(--anyway)", "8 4"],
  never: ["var(--chance)", "2 4"],
  defier: ["var(--policy)", "10 3 2 3"],
  treatment: ["var(--treated)", ""],
};
const LOOK = ["var(--policy)", ""] as const;

/**
 * The answer as a function of the coupling, from DiscoSCM at 0 to the SCM at 1: a curve for each part with its name at the end. Where there
 * is but one, its numbers at both ends, and potential outcomes as a dashed line across, since they are no point of the dial.
 */
export function dialFigure(
  easel: Easel,
  comparison: ComparisonAnswer,
  scale: Scale,
  limits: readonly [number, number] | undefined,
): Html {
  const curves = curvesOf(comparison.dial);
  const arms = curves.length === 1 ? (comparison.potentialOutcomes?.value ?? undefined) : undefined;
  const { low, high, ticks } = dialAxis(curves, limits, arms === undefined ? [] : [arms]);
  const names = curves.length === 1 ? [] : curves.map(({ key }) => partLabel(key));
  const height = (value: number): number => ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const marks =
    curves.length === 1
      ? [
          ...armsMarks(easel, curves[0], arms, scale),
          ...curveMarks(easel, curves[0]),
          ...endMarks(easel, curves[0], scale),
        ]
      : [...curves.flatMap((curve) => curveMarks(easel, curve)), ...nameMarks(easel, curves, height)];
  return draw(easel, {
    id: "dial",
    title: "The dial: the answer as a function of the coupling",
    description: curves.map((curve) => describe(curve, scale)).join("; "),
    options: {
      height: HEIGHT,
      marginLeft: 48,
      marginRight: names.length === 0 ? 18 : 18 + 9 * Math.max(...names.map((name) => name.length)),
      marginTop: TOP,
      marginBottom: BOTTOM,
      x: {
        domain: [0, 1],
        ticks: [0, 0.25, 0.5, 0.75, 1],
        tickFormat: String,
        label: "coupling, from DiscoSCM (0) to SCM (1)",
        labelAnchor: "center",
        labelArrow: "none",
      },
      y: {
        domain: [low, high],
        ticks: [...ticks],
        tickFormat: (tick: number) => tickText(tick, ticks),
        label: null,
        grid: true,
        tickSize: 0,
      },
      marks,
    },
  });
}

function curveMarks({ Plot }: Easel, { key, points }: Curve): Markish[] {
  const [color, dash] = LOOKS[key] ?? LOOK;
  const ends = [points[0], points[points.length - 1]];
  const at = { x: "coupling", y: "value" } as const;
  return [
    Plot.line(points, { ...at, stroke: color, strokeWidth: 2.5, ...(dash === "" ? {} : { strokeDasharray: dash }) }),
    Plot.dot(ends, { ...at, r: 4.5, fill: color, stroke: "var(--paper)" }),
  ];
}

/** Numbers at both ends, on the side of the curve where there is room. */
function endMarks({ Plot }: Easel, curve: Curve, scale: Scale): Markish[] {
  const [from, to] = [heightAt(curve, 0), heightAt(curve, 1)];
  const base = { ...TEXT, fill: "var(--ink)", text: (text: string) => text } as const;
  const below = 18;
  return [
    Plot.text([`DiscoSCM ${scale.text(from)}`], {
      ...base,
      x: 0,
      y: from,
      textAnchor: "start",
      dx: 7,
      dy: to > from ? below : -14,
    }),
    Plot.text([`SCM ${scale.text(to)}`], {
      ...base,
      x: 1,
      y: to,
      textAnchor: "end",
      dx: 2,
      dy: to < from ? below : -14,
    }),
  ];
}

function armsMarks({ Plot }: Easel, curve: Curve, arms: number | undefined, scale: Scale): Markish[] {
  if (arms === undefined) return [];
  const [from, to] = [heightAt(curve, 0), heightAt(curve, 1)];
  // Where all agree the line runs along the curve, whose names are above it.
  const flat = Math.abs(to - from) < 1e-9 * Math.max(1, Math.abs(to));
  return [
    Plot.ruleY([arms], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
    Plot.text([`potential outcomes ${scale.text(arms)}`], {
      ...TEXT,
      fill: "var(--soft)",
      text: (text: string) => text,
      x: 0.42,
      y: arms,
      dy: flat ? 16 : -10,
    }),
  ];
}

/** A name at the end of each curve, pushed apart where they would touch. */
function nameMarks({ Plot }: Easel, curves: readonly Curve[], height: (value: number) => number): Markish[] {
  const wanted = curves
    .map((curve) => ({ curve, end: heightAt(curve, 1) }))
    .sort((a, b) => b.end - a.end)
    .map((one) => ({ ...one, place: height(one.end) }));
  for (let i = 1; i < wanted.length; i++) wanted[i].place = Math.max(wanted[i].place, wanted[i - 1].place + LINE);
  // What was pushed below the frame pushes back.
  for (let i = wanted.length - 1, floor = HEIGHT - TOP - BOTTOM; i >= 0; i--, floor -= LINE)
    wanted[i].place = Math.min(wanted[i].place, floor);
  return wanted.map(({ curve, end, place }) =>
    Plot.text([partLabel(curve.key)], {
      ...TEXT,
      text: (text: string) => text,
      fill: "var(--ink)",
      x: 1,
      y: end,
      textAnchor: "start",
      dx: 11,
      dy: place - height(end),
    }),
  );
}

function describe(curve: Curve, scale: Scale): string {
  const [from, to] = [heightAt(curve, 0), heightAt(curve, 1)].map(scale.text);
  const name = curve.key === "value" ? "the value" : partLabel(curve.key);
  return from === to
    ? `${name} is ${from} at every coupling`
    : `${name} goes from ${from} at coupling 0 to ${to} at coupling 1`;
}
