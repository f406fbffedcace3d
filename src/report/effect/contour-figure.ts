import type { Markish } from "@observablehq/plot";
import type { EffectAnswer, Sensitivity } from "../../query/effect.js";
import { percent, type Scale } from "../format.js";
import { numbersLike } from "../model/numbers.js";
import type { Html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import {
  crossings,
  diagonal,
  type Level,
  levelsOf,
  placedYardsticks,
  reachOf,
  type Surface,
  surfaceOf,
  within,
} from "./contour.js";
import { plate, shownRows, WORDS } from "./plate.js";

/** Yardsticks that a drawing has room for. */
const MOST_YARDSTICKS = 8;
/** Of the plot without its margins, and of a name in it. */
const PLOT_HEIGHT = 266;
const NAME_HEIGHT = 16;

/**
 * What is left of the effect when something unmeasured explains so much of the treatment (across) and of the outcome (up): lines of equal
 * effect, the line of no effect emphasised, measured covariates as yardsticks. Nothing where the check has no such rows.
 */
export function contourPlate(easel: Easel, answer: EffectAnswer, check: Sensitivity, effect: Scale): Html | string {
  const surface = surfaceOf(check.rows ?? []);
  if (surface === undefined) return "";
  // What is left is a difference, whatever was asked for.
  const scale = answer.contrast === "difference" ? effect : numbersLike(surface.values);
  const finding = contourFinding(check);
  const across = thinned(surface.across);
  const up = thinned(surface.up);
  const cell = (y: number, x: number): string => {
    const value = surface.value(x, y);
    return value === undefined ? "–" : scale.text(value).replaceAll("\u00a0", " ");
  };
  const table = [
    ...up.map((y) => [`of the outcome ${percent.text(y)}`, ...across.map((x) => cell(y, x))]),
    ...(check.yardsticks ?? []).map(({ name, withTreatment, withOutcome }) => [
      `as strong as ${shorten(name, 40)}: ${share(withTreatment)} of the treatment, ${share(withOutcome)} of the outcome`,
    ]),
  ];
  const heads = ["Explains, of the treatment", ...across.map((x) => percent.text(x))];
  return plate(finding, contourFigure(easel, answer, check, surface, scale, finding), heads, shownRows(table));
}

/** The head of the drawing: shorter than the finding, which stands above. */
function contourFinding({ finding, values }: Sensitivity): string {
  const { robustness, share = 1 } = values;
  if (typeof robustness !== "number" || share !== 1) return finding;
  return `No effect is left when something explains ${percent.text(robustness)} of what is left of treatment and outcome`;
}

/** At most five values of an axis, the ends among them. */
function thinned(values: readonly number[]): readonly number[] {
  const step = Math.max(1, Math.ceil((values.length - 1) / 3));
  return values.filter((_, i) => i % step === 0);
}

function share(value: number): string {
  return percent.text(value);
}

function contourFigure(
  easel: Easel,
  answer: EffectAnswer,
  check: Sensitivity,
  surface: Surface,
  scale: Scale,
  finding: string,
): Html {
  const { Plot } = easel;
  const yardsticks = (check.yardsticks ?? []).slice(0, MOST_YARDSTICKS);
  const [right, top] = reachOf(surface, check.yardsticks ?? []);
  const lines = levelsOf(surface).map((level) => ({
    ...level,
    points: within(crossings(surface, level.value), right, top),
  }));
  const drawn = lines.filter(({ points }) => points.length > 1);
  const axis = { tickFormat: percent.bare, ticks: 5, labelArrow: "none", grid: true, tickSize: 0, inset: 2 } as const;
  const treatment = shorten(answer.treatment.name, 16);
  const placed = placedYardsticks(yardsticks, [right, top], (NAME_HEIGHT * top) / PLOT_HEIGHT);
  // Names stand beside all dots, so that a line leads from each dot to its name.
  const rightmost = Math.max(0, ...placed.map(({ x }) => x));
  const beside = rightmost > 0.5 * right ? undefined : rightmost + 0.04 * right;
  const named = placed.map((one) => ({ ...one, at: beside ?? one.x }));
  return draw(easel, {
    id: `contour-${check.id}`,
    title: finding,
    description:
      "Lines of equal effect: across, how much something unmeasured explains of the treatment; up, of the outcome. " +
      yardsticks
        .map((one) => `${shorten(one.name, 24)}: ${share(one.withTreatment)} and ${share(one.withOutcome)}`)
        .join("; "),
    options: {
      height: PLOT_HEIGHT + 74,
      marginLeft: 42,
      marginRight: 16,
      marginTop: 30,
      marginBottom: 44,
      x: { ...axis, domain: [0, right], label: `explains of what is left of ${treatment}, %`, labelAnchor: "center" },
      y: { ...axis, domain: [0, top], label: `↑ of ${shorten(answer.outcome.name, 24)}, %`, labelAnchor: "top" },
      marks: [
        ...drawn.flatMap((line) => levelMarks(easel, line, line.points, scale)),
        Plot.link(named, { x1: "x", y1: "y", x2: "at", y2: "label", stroke: "var(--treated)", strokeWidth: 0.75 }),
        Plot.dot(named, { x: "x", y: "y", symbol: "diamond", r: 5, fill: "var(--treated)", stroke: "var(--paper)" }),
        ...named.map((one) =>
          Plot.text([one], {
            ...WORDS,
            x: "at",
            y: "label",
            text: ({ name }) => shorten(name, 18),
            textAnchor: beside === undefined && one.at > 0.55 * right ? "end" : "start",
            dx: beside === undefined ? (one.at > 0.55 * right ? -8 : 8) : 2,
            fill: "var(--treated)",
          }),
        ),
      ],
    },
  });
}

function levelMarks(
  { Plot }: Easel,
  level: Level,
  points: readonly (readonly [number, number])[],
  scale: Scale,
): Markish[] {
  // Where the lines end they keep clear of the yardsticks, which are mostly weak.
  const [x, y] = level.nothing ? diagonal(points) : points[points.length - 1];
  const color = level.nothing ? "var(--policy)" : "var(--soft)";
  return [
    Plot.line(points, {
      stroke: color,
      strokeWidth: level.nothing ? 2.5 : 1,
      ...(level.nothing ? {} : { strokeOpacity: 0.7 }),
    }),
    Plot.text([level.nothing ? "no effect left" : scale.text(level.value)], {
      ...WORDS,
      ...(level.nothing ? {} : { fontWeight: 400, textAnchor: "end", dy: -9 }),
      x,
      y,
      fill: color,
    }),
  ];
}
