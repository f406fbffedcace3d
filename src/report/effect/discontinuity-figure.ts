import type { EffectAnswer } from "../../query/effect.js";
import { amounts, countText } from "../format.js";
import type { Html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { axisTicks, plate, roomFor, shownRows } from "./plate.js";
import { effectScale } from "./scale.js";

/** Averages of the outcome by what the rule cuts, and the two lines whose distance at the cutoff is the effect. */
export function discontinuityPlate(easel: Easel, answer: EffectAnswer): Html | string {
  const { discontinuity, outcome, estimates } = answer;
  if (discontinuity === undefined) return "";
  const { Plot } = easel;
  const { running, cutoff, bins, left, right, bandwidth } = discontinuity;
  const [x, y] = [shorten(running, 24), shorten(outcome.name, 24)];
  const jump = estimates["regression-discontinuity"]?.value ?? null;
  const scale = effectScale(answer);
  const finding =
    jump === null
      ? `${y} on both sides of ${x} = ${countText(cutoff)}`
      : `At ${x} = ${countText(cutoff)}, ${y} jumps by ${scale.text(jump)}`;
  const lines = [left, right].map((line) => line.filter((point) => point.every(Number.isFinite)));
  const [from, to] = roomFor([...bins.map(({ at }) => at), ...lines.flat().map(([at]) => at)], [cutoff]);
  const means = [...bins.map(({ mean }) => mean), ...lines.flat().map(([, value]) => value)];
  const [low, high] = roomFor(means);
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const number = amounts(Math.max(...means.filter(Number.isFinite).map(Math.abs), 0)).text;
  const drawing = draw(easel, {
    id: "discontinuity",
    title: finding,
    description: `${bins.length} bins of ${x} with the average of ${y} in each, and a line on each side of the cutoff, within ${countText(bandwidth)} of it.`,
    options: {
      height: 320,
      marginLeft: 56,
      marginRight: 14,
      marginTop: 30,
      marginBottom: 44,
      x: { domain: [from, to], ...axisTicks(from, to), label: x, labelAnchor: "center", labelArrow: "none" },
      y: {
        domain: [low, high],
        ...axisTicks(low, high),
        label: `↑ average ${y}`,
        labelAnchor: "top",
        labelArrow: "none",
        grid: true,
        tickSize: 0,
      },
      marks: [
        Plot.ruleX([cutoff], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        // Area goes with the rows, as far as it can be seen.
        Plot.dot(bins, {
          x: "at",
          y: "mean",
          r: ({ rows }) => 2.5 + 4 * Math.sqrt(rows / most),
          fill: ({ at }) => (at < cutoff ? "var(--control)" : "var(--treated)"),
          fillOpacity: 0.75,
        }),
        ...lines.map((line, i) =>
          Plot.line(line, { stroke: i === 0 ? "var(--control)" : "var(--treated)", strokeWidth: 3 }),
        ),
      ],
      r: { type: "identity" },
      color: { type: "identity" },
    },
  });
  const table = [
    ...bins.map(({ at, mean, rows }) => [countText(Number(at.toPrecision(4))), number(mean), countText(rows)]),
    ...lines.flatMap((line, i) =>
      line
        .filter((_, place) => place === 0 || place === line.length - 1)
        .map(([at, value]) => [
          `${i === 0 ? "left" : "right"} line at ${countText(Number(at.toPrecision(4)))}`,
          number(value),
          "–",
        ]),
    ),
  ];
  return plate(finding, drawing, [x, `Average ${y}`, "Rows"], shownRows(table));
}
