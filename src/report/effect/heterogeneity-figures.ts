import type { EffectAnswer } from "../../query/effect.js";
import type { Heterogeneity } from "../../query/heterogeneity.js";
import { countText, percent, rangeText, type Scale } from "../format.js";
import { type Html, html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { groupName, levelOf } from "./heterogeneity-words.js";
import { axisTicks, breakable, legend, plate, roomFor, shownRows, valueAxis } from "./plate.js";

/** What a drawing of individual effects is about. */
export interface Drawn {
  readonly answer: EffectAnswer;
  readonly one: Heterogeneity;
  readonly scale: Scale;
  /** Tells the drawings of one arm from those of another. */
  readonly mark: string;
}

const times = ({ answer }: Drawn): number => (answer.outcome.kind === "binary" ? 100 : 1);
const unit = ({ answer }: Drawn): string => (answer.outcome.kind === "binary" ? "effect, points" : "effect");

/** The sorted groups: what was predicted, and what was found with its interval. */
export function groupsPlate(easel: Easel, drawn: Drawn): Html | string {
  const { one, scale, mark } = drawn;
  const { groups, increasing } = one.groups;
  if (groups.length < 2) return "";
  const { Plot } = easel;
  const rows = groups.map((group, at) => ({
    at,
    name: groupName(group),
    predicted: group.predicted,
    found: group.effect.value,
    low: group.effect.interval?.[0] ?? group.effect.value,
    high: group.effect.interval?.[1] ?? group.effect.value,
  }));
  const finding = increasing
    ? "The effect rises from each group to the next, as predicted"
    : "The effect does not rise from each group to the next";
  const [low, high] = roomFor(
    rows.flatMap((row) => [row.low, row.high, row.predicted]),
    [0, one.average.value],
  );
  const drawing = draw(easel, {
    id: `groups${mark}`,
    title: finding,
    description: rows.map(({ name, found }) => `${name}: ${scale.text(found)}`).join("; "),
    options: {
      height: 44 * rows.length + 66,
      marginLeft: 104,
      marginRight: 14,
      marginTop: 14,
      marginBottom: 44,
      x: {
        domain: [low, high],
        ...axisTicks(low, high, times(drawn)),
        ...valueAxis(unit(drawn)),
      },
      y: { domain: [-0.5, rows.length - 0.5], axis: null },
      marks: [
        Plot.ruleX([0], { stroke: "var(--ink)" }),
        Plot.ruleX([one.average.value], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.text(rows, { y: "at", x: low, dx: -8, textAnchor: "end", text: "name", fill: "var(--ink)" }),
        Plot.ruleY(rows, { y: "at", x1: "low", x2: "high", stroke: "var(--policy)", strokeWidth: 2.5 }),
        Plot.dot(rows, {
          y: "at",
          x: "predicted",
          r: 4.5,
          stroke: "var(--ink)",
          strokeWidth: 1.5,
          fill: "var(--paper)",
        }),
        Plot.dot(rows, { y: "at", x: "found", r: 5, fill: "var(--policy)", stroke: "var(--paper)" }),
      ],
    },
  });
  const table = groups.map((group) => [
    groupName(group),
    scale.text(group.predicted),
    scale.text(group.effect.value),
    group.effect.interval === undefined ? "–" : breakable(rangeText(group.effect.interval, scale)),
    countText(group.rows),
  ]);
  const heads = ["By predicted effect", "Predicted", "Found", `${levelOf(one)} interval`, "Rows"];
  return plate(finding, html`${legend(SIGNS)}${drawing}`, heads, shownRows(table));
}

const SIGNS = [
  [
    '<path d="M4 7H32" stroke="var(--policy)" stroke-width="2.5"/><circle cx="18" cy="7" r="4.5" fill="var(--policy)"/>',
    "found on other rows, with its interval",
  ],
  ['<circle cx="18" cy="7" r="4.5" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.5"/>', "predicted"],
  ['<path d="M18 0V14" stroke="var(--soft)" stroke-dasharray="3 3"/>', "everybody's average effect"],
] as const;

/** The targeting curve with its pointwise band. */
export function tocPlate(easel: Easel, drawn: Drawn): Html | string {
  const { one, scale, mark } = drawn;
  if (one.targeting === undefined) return "";
  const { Plot } = easel;
  const rows = one.targeting.curve.map(({ share, value, interval }) => ({
    share,
    value,
    low: interval?.[0] ?? value,
    high: interval?.[1] ?? value,
  }));
  const fifth = rows.find(({ share }) => share >= 0.2)?.value ?? 0;
  const size = scale.text(Math.abs(fifth)).replace(/^\+/, "");
  const finding = `The most promising fifth gains ${size} ${fifth < 0 ? "less" : "more"} than the average`;
  const [low, high] = roomFor(
    rows.flatMap((row) => [row.low, row.high]),
    [0],
  );
  const drawing = draw(easel, {
    id: `toc${mark}`,
    title: finding,
    description: rows
      .filter((_, k) => k % 4 === 3)
      .map(({ share, value }) => `${percent.text(share)} treated: ${scale.text(value)}`)
      .join("; "),
    options: {
      height: 280,
      marginLeft: 60,
      marginRight: 14,
      marginTop: 30,
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
        ...axisTicks(low, high, times(drawn)),
        label: `↑ ${unit(drawn)}, above the average`,
        labelAnchor: "top",
        labelArrow: "none",
        grid: true,
        tickSize: 0,
      },
      marks: [
        Plot.areaY(rows, { x: "share", y1: "low", y2: "high", fill: "var(--policy)", fillOpacity: 0.15 }),
        Plot.ruleY([0], { stroke: "var(--ink)" }),
        Plot.lineY(rows, { x: "share", y: "value", stroke: "var(--policy)", strokeWidth: 2 }),
      ],
    },
  });
  const table = rows.map(({ share, value, low: from, high: to }) => [
    percent.text(share),
    scale.text(value),
    breakable(rangeText([from, to], scale)),
  ]);
  return plate(finding, drawing, ["Share treated", "Above the average", `${levelOf(one)} interval`], shownRows(table));
}

/** How many individuals are predicted to have which effect. */
export function effectsPlate(easel: Easel, drawn: Drawn): Html | string {
  const { one, scale, mark } = drawn;
  const { edges, shares, above } = one.distribution;
  if (shares.length < 2) return "";
  const { Plot } = easel;
  const bins = shares.map((share, k) => ({ from: edges[k], to: edges[k + 1], share }));
  const finding = `${percent.text(above)} are predicted to have an effect above 0`;
  const [low, high] = roomFor(edges, [0]);
  const drawing = draw(easel, {
    id: `effects${mark}`,
    title: finding,
    description: `Histogram of predicted effects from ${scale.text(edges[0])} to ${scale.text(edges[edges.length - 1])}.`,
    options: {
      height: 252,
      marginLeft: 44,
      marginRight: 14,
      marginTop: 26,
      marginBottom: 44,
      x: {
        domain: [low, high],
        ...axisTicks(low, high, times(drawn)),
        label: `predicted ${unit(drawn)}`,
        labelAnchor: "center",
        labelArrow: "none",
      },
      y: {
        label: "↑ % of individuals",
        labelAnchor: "top",
        labelArrow: "none",
        grid: true,
        ticks: 5,
        tickSize: 0,
        tickFormat: percent.bare,
      },
      marks: [
        Plot.rectY(bins, { x1: "from", x2: "to", y: "share", inset: 0.5, fill: "var(--treated)" }),
        Plot.ruleX([0], { stroke: "var(--ink)" }),
        Plot.ruleX([one.distribution.mean], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.ruleY([0], { stroke: "var(--ink)" }),
      ],
    },
  });
  const table = bins.map(({ from, to, share }) => [`${scale.text(from)} to ${scale.text(to)}`, percent.text(share)]);
  return plate(finding, drawing, ["Predicted effect", "Share"], shownRows(table));
}
