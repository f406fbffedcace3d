import type { Decision, Fairness } from "../../query/decision.js";
import { plate, shownRows, valueAxis } from "../effect/plate.js";
import { percent, type Scale } from "../format.js";
import type { Html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { fairnessText } from "./fairness-words.js";
import { peopleCount } from "./words.js";

/** Groups in the drawing; the table has more. */
const MOST = 12;

/** The share of each group that is treated, beside that of all. */
export function fairnessPlate(easel: Easel, decision: Decision, fairness: Fairness, scale: Scale): Html {
  const finding = fairnessText(fairness);
  const table = fairness.groups.map(({ group, rows, treated, benefit, benefitOfTreated }) => [
    shorten(group, 32),
    peopleCount(decision, rows),
    percent.text(treated),
    scale.text(benefit),
    benefitOfTreated === null ? "–" : scale.text(benefitOfTreated),
  ]);
  const heads = [shorten(fairness.column, 24), "How many", "Treated", "Predicted benefit", "Of the treated"];
  return plate(finding, figure(easel, fairness, decision.treated, finding), heads, shownRows(table));
}

function figure(easel: Easel, { groups }: Fairness, all: number, finding: string): Html {
  const { Plot } = easel;
  const rows = groups.slice(0, MOST).map(({ group, treated }, i) => ({
    ...{ treated, name: shorten(group, 28), said: percent.text(treated) },
    words: i + 0.25,
    top: i + 0.48,
    bottom: i + 0.82,
  }));
  const name = { y: "words", fill: "var(--ink)" } as const;
  return draw(easel, {
    id: "fairness",
    title: finding,
    description: rows.map((row) => `${row.name}: ${row.said}`).join("; "),
    options: {
      height: rows.length * 44 + 60,
      marginLeft: 14,
      marginRight: 14,
      marginTop: 14,
      marginBottom: 44,
      x: {
        domain: [0, 1],
        ticks: 5,
        tickFormat: percent.bare,
        ...valueAxis("share treated, % (dashed: of all)"),
      },
      y: { domain: [rows.length, 0], axis: null },
      marks: [
        Plot.rect(rows, { x1: 0, x2: "treated", y1: "top", y2: "bottom", fill: "var(--treated)" }),
        Plot.ruleX([0], { stroke: "var(--ink)" }),
        Plot.ruleX([all], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.text(rows, { ...name, frameAnchor: "left", text: "name" }),
        Plot.text(rows, { ...name, frameAnchor: "right", text: "said", fontVariant: "tabular-nums" }),
      ],
    },
  });
}
