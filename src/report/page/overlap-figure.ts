import type { Overlap } from "../../query/effect.js";
import { percent } from "../format.js";
import type { Html } from "./html.js";
import { draw, type Easel } from "./svg.js";

/** What a page says about its own picture of the overlap. */
export interface OverlapWords {
  readonly title: string;
  readonly description: string;
  /** Of the axis of propensities. */
  readonly label: string;
  /** Names of the arm whose propensities these are, and of the other. */
  readonly arms: readonly [string, string];
  /** Propensities beyond which comparisons get weak. */
  readonly limits: readonly number[];
}

/** Propensities of the one arm (upwards) and of the other (downwards): where one side is empty, nothing is compared. */
export function overlapFigure(easel: Easel, { edges, treated, control }: Overlap, words: OverlapWords): Html {
  const { Plot } = easel;
  const { title, description, label, arms, limits } = words;
  const bins = (shares: readonly number[], sign: number) =>
    shares.map((share, i) => ({ from: edges[i], to: edges[i + 1], share: sign * share }));
  const most = Math.max(...treated, ...control, 0.01) * 1.22;
  const bar = { x1: "from", x2: "to", y: "share", inset: 0.5 } as const;
  const word = {
    x: 0,
    dx: 6,
    textAnchor: "start",
    fontWeight: 650,
    stroke: "var(--paper)",
    strokeWidth: 4,
    text: (text: string) => text,
  } as const;
  return draw(easel, {
    id: "overlap",
    title,
    description,
    options: {
      height: 290,
      marginLeft: 40,
      marginRight: 14,
      marginTop: 12,
      marginBottom: 44,
      x: { domain: [0, 1], label, labelAnchor: "center", labelArrow: "none", tickFormat: percent.bare, ticks: 5 },
      y: {
        domain: [-most, most],
        label: null,
        grid: true,
        ticks: 5,
        tickSize: 0,
        tickFormat: (share: number) => percent.bare(Math.abs(share)),
      },
      marks: [
        Plot.rectY(bins(treated, 1), { ...bar, fill: "var(--treated)" }),
        Plot.rectY(bins(control, -1), { ...bar, fill: "var(--control)" }),
        Plot.ruleX(limits, { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.ruleY([0], { stroke: "var(--ink)" }),
        Plot.text([arms[0]], { ...word, y: most, lineAnchor: "top", fill: "var(--treated)" }),
        Plot.text([arms[1]], { ...word, y: -most, lineAnchor: "bottom", fill: "var(--control)" }),
      ],
    },
  });
}
