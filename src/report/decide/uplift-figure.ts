import type { Decision } from "../../query/decision.js";
import type { CurvePoint } from "../../query/decision-curves.js";
import { axisTicks, breakable, legend, plate, roomFor, shownRows } from "../effect/plate.js";
import { amounts, percent, rangeText, type Scale } from "../format.js";
import { type Html, html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";

interface Point {
  readonly share: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function pointsOf(curve: readonly CurvePoint[]): readonly Point[] {
  return curve.map(({ share, gain: { value, interval } }) => ({
    ...{ share, value },
    low: interval?.[0] ?? value,
    high: interval?.[1] ?? value,
  }));
}

/** How the curve bends, in a few words. */
function upliftFinding(points: readonly Point[], scale: Scale): string {
  const best = points.reduce((a, b) => (b.value > a.value ? b : a));
  if (best.share === 0) return "Treating more never gains anything here";
  if (best.share === 1) return `The gain rises up to everybody: ${scale.text(best.value)}`;
  return `The gain is highest near ${percent.text(best.share)} treated: ${scale.text(best.value)}`;
}

/** The uplift curve with its band, and the straight line of treating by lot; the Qini curve in its table. */
export function upliftPlate(easel: Easel, decision: Decision, scale: Scale): Html | string {
  const { curves, treated } = decision;
  if (curves === undefined) return "";
  const points = pointsOf(curves.uplift);
  const finding = upliftFinding(points, scale);
  const level = curves.uplift.find(({ gain }) => gain.level !== undefined)?.gain.level;
  const drawing = curve(easel, points, treated, finding);
  const named = level === undefined ? "" : `${percent.text(level)} interval`;
  const qini = pointsOf(curves.qini);
  const success = amounts(Math.max(0, ...qini.map(({ value }) => Math.abs(value))), true);
  const table = points.map(({ share, value, low, high }) => {
    const counted = qini.find((one) => one.share === share);
    return [
      percent.text(share),
      scale.text(value),
      ...(named === "" ? [] : [breakable(rangeText([low, high], scale))]),
      counted === undefined ? "–" : success.text(counted.value),
    ];
  });
  const heads = ["Share treated", "Gain", ...(named === "" ? [] : [named]), "Qini, successes"];
  return plate(finding, html`${legend(signs(named))}${drawing}`, heads, shownRows(table));
}

function curve(easel: Easel, points: readonly Point[], treated: number, finding: string): Html {
  const { Plot } = easel;
  const end = points[points.length - 1];
  const [low, high] = roomFor(
    points.flatMap((point) => [point.low, point.high]),
    [0],
  );
  return draw(easel, {
    id: "uplift",
    title: finding,
    description: points
      .filter((_, k) => k % 4 === 0)
      .map(({ share, value }) => `${percent.text(share)} treated: ${value.toPrecision(3)}`)
      .join("; "),
    options: {
      height: 300,
      marginLeft: 56,
      marginRight: 14,
      marginTop: 34,
      marginBottom: 44,
      x: {
        domain: [0, 1],
        label: "share treated, most promising first, %",
        labelAnchor: "center",
        labelArrow: "none",
        tickFormat: percent.bare,
        ticks: 5,
      },
      y: {
        domain: [low, high],
        ...axisTicks(low, high),
        label: "↑ benefit per individual of all",
        labelAnchor: "top",
        labelArrow: "none",
        grid: true,
        tickSize: 0,
      },
      marks: [
        Plot.areaY(points, { x: "share", y1: "low", y2: "high", fill: "var(--policy)", fillOpacity: 0.15 }),
        Plot.ruleY([0], { stroke: "var(--ink)" }),
        Plot.line([points[0], end], { x: "share", y: "value", stroke: "var(--soft)", strokeDasharray: "4 4" }),
        ...(treated > 0 && treated < 1
          ? [Plot.ruleX([treated], { stroke: "var(--treated)", strokeWidth: 1.5, strokeDasharray: "2 3" })]
          : []),
        Plot.lineY(points, { x: "share", y: "value", stroke: "var(--policy)", strokeWidth: 2 }),
      ],
    },
  });
}

function signs(named: string): readonly (readonly [string, string])[] {
  const band =
    named === ""
      ? '<path d="M2 7H34" stroke="var(--policy)" stroke-width="2"/>'
      : '<rect x="2" y="1" width="32" height="12" fill="var(--policy)" fill-opacity="0.15"/><path d="M2 7H34" stroke="var(--policy)" stroke-width="2"/>';
  return [
    [band, named === "" ? "most promising first" : `most promising first, with its ${named}`],
    ['<path d="M2 7H34" stroke="var(--soft)" stroke-dasharray="4 4"/>', "by lot"],
    [
      '<path d="M18 0V14" stroke="var(--treated)" stroke-width="1.5" stroke-dasharray="2 3"/>',
      "share that this policy treats",
    ],
  ];
}
