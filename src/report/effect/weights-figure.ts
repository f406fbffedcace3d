import type { EffectAnswer } from "../../query/effect.js";
import { countText, percent } from "../format.js";
import type { Html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { methodLabel } from "./methods.js";
import { weightsText } from "./panel-words.js";
import { plate, shownRows } from "./plate.js";

/** Units that a drawing has room for. */
const MOST_UNITS = 12;
const BAR = 24;

/** The units that carry the comparison, heaviest first, one drawing for each method. */
export function weightPlates(easel: Easel, { panel }: EffectAnswer): readonly Html[] {
  return Object.entries(panel?.weights ?? {}).flatMap(([method, { units, times = [] }], i) => {
    if (units.length === 0) return [];
    const counting = units.filter(({ weight }) => weight !== 0).length;
    const others = panel!.units - panel!.treated.reduce((sum, group) => sum + group.units.length, 0);
    const of = others >= counting ? ` of ${countText(others)} other` : "";
    const finding = `${methodLabel(method)}: ${countText(counting)}${of} units count, most of all ${weightsText(units, 1).replace(/, and .*/, "")}`;
    const rows = [
      ...units.map(({ name, weight }) => [name, percent.text(weight)]),
      ...times.map(({ name, weight }) => [`period ${name}`, percent.text(weight)]),
    ];
    const drawing = weightFigure(easel, units.slice(0, MOST_UNITS), `weights-${i + 1}`, finding);
    return [plate(finding, drawing, ["Unit", "Weight"], shownRows(rows))];
  });
}

function weightFigure(
  easel: Easel,
  units: readonly { readonly name: string; readonly weight: number }[],
  id: string,
  finding: string,
): Html {
  const { Plot } = easel;
  const rows = units.map(({ name, weight }, at) => ({
    name: shorten(name, 18),
    weight,
    at,
    from: at - 0.36,
    to: at + 0.36,
  }));
  const weights = rows.map(({ weight }) => weight).filter(Number.isFinite);
  const [least, most] = [Math.min(0, ...weights), Math.max(0.01, ...weights)];
  // Room for the number behind each bar.
  const high = most + 0.22 * (most - least);
  return draw(easel, {
    id,
    title: finding,
    description: rows.map(({ name, weight }) => `${name}: ${percent.text(weight)}`).join("; "),
    options: {
      height: rows.length * BAR + 16,
      marginLeft: 154,
      marginRight: 10,
      marginTop: 8,
      marginBottom: 8,
      x: { domain: [least, high], axis: null },
      y: { domain: [rows.length - 0.5, -0.5], axis: null },
      marks: [
        Plot.rect(rows, { x1: 0, x2: "weight", y1: "from", y2: "to", fill: "var(--control)" }),
        Plot.ruleX([0], { stroke: "var(--ink)" }),
        Plot.text(rows, { y: "at", frameAnchor: "left", dx: -8, textAnchor: "end", text: "name", fill: "var(--ink)" }),
        Plot.text(rows, {
          y: "at",
          x: ({ weight }) => Math.max(0, weight),
          dx: 6,
          textAnchor: "start",
          text: ({ weight }) => percent.text(weight),
          fill: "var(--ink)",
        }),
      ],
    },
  });
}
