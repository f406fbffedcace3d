import type { Attribution } from "../../query/attribution.js";
import { percent } from "../format.js";
import { armText, shortArm } from "../words.js";
import type { Html } from "./html.js";
import { draw, type Easel } from "./svg.js";

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** Propensities of the treated (upwards) and of the controls (downwards): where one side is empty, nothing is compared. */
export function overlapFigure(easel: Easel, answer: Attribution): Html {
  const { Plot } = easel;
  const { overlap } = answer;
  const up = bins(overlap.edges, overlap.treated, 1);
  const down = bins(overlap.edges, overlap.control, -1);
  const most = Math.max(...overlap.treated, ...overlap.control, 0.01) * 1.22;
  const label = { x: 0, dx: 6, textAnchor: "start", fontWeight: 650, stroke: "var(--paper)", strokeWidth: 4 } as const;
  const thresholds = [overlap.threshold, 1 - overlap.threshold];
  return draw(easel, {
    id: "overlap",
    title: `How likely ${armText(answer, true)} was, in both arms`,
    description:
      `Histogram of the propensities, from ${percent.text(overlap.lowest)} to ${percent.text(overlap.highest)}: ` +
      `${armText(answer, true)} above the line, ${armText(answer, false)} below it.`,
    options: {
      height: 290,
      marginLeft: 40,
      marginRight: 14,
      marginTop: 12,
      marginBottom: 44,
      x: {
        domain: [0, 1],
        label: `chance of ${shortArm(answer, true, 14)}, given the individual, % →`,
        labelAnchor: "center",
        tickFormat: percent.bare,
        ticks: 5,
      },
      y: {
        domain: [-most, most],
        label: null,
        grid: true,
        ticks: 5,
        tickSize: 0,
        tickFormat: (share: number) => percent.bare(Math.abs(share)),
      },
      marks: [
        Plot.rectY(up, { x1: "from", x2: "to", y: "share", fill: "var(--treated)", inset: 0.5 }),
        Plot.rectY(down, { x1: "from", x2: "to", y: "share", fill: "var(--control)", inset: 0.5 }),
        Plot.ruleX(thresholds, { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.ruleY([0], { stroke: "var(--ink)" }),
        Plot.text([shortArm(answer, true, 28)], {
          ...label,
          y: most,
          lineAnchor: "top",
          text: (d: string) => d,
          fill: "var(--treated)",
        }),
        Plot.text([shortArm(answer, false, 28)], {
          ...label,
          y: -most,
          lineAnchor: "bottom",
          text: (d: string) => d,
          fill: "var(--control)",
        }),
      ],
    },
  });
}

function bins(edges: readonly number[], shares: readonly number[], sign: number): Bin[] {
  return shares.map((share, i) => ({ from: edges[i], to: edges[i + 1], share: sign * share }));
}
