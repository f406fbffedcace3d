import type { Balance, BalanceRow, EffectAnswer } from "../../query/effect.js";
import { countText, percent } from "../format.js";
import { type Html, html } from "../page/html.js";
import { overlapFigure } from "../page/overlap-figure.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { balanceFinding, balanceNumber, IMBALANCE, overlapFinding, worstFirst } from "./checks.js";
import { axisTicks, legend, plate, shownRows } from "./plate.js";
import { propensityText } from "./scale.js";
import { armText, referenceText } from "./words.js";

/** Propensities of the arm asked about (upwards) and of the reference (downwards): where one side is empty, nothing is compared. */
export function overlapPlate(easel: Easel, answer: EffectAnswer): Html | string {
  const { overlap, target } = answer;
  if (overlap === undefined) return "";
  const { edges, treated, control, threshold } = overlap;
  const [arm, reference] = [armText(answer), referenceText(answer)].map((name) => shorten(name, 28));
  const finding = overlapFinding(overlap, target);
  const drawing = overlapFigure(easel, overlap, {
    title: finding,
    description: `Histogram of the propensities: ${arm} above the line, ${reference} below it.`,
    label: `chance of ${shorten(arm, 16)}, given the covariates, %`,
    arms: [arm, reference],
    // Only the sides that the target needs.
    limits: target === "att" ? [1 - threshold] : target === "atc" ? [threshold] : [threshold, 1 - threshold],
  });
  const rows = treated.map((share, i) => [
    `${propensityText(edges[i], percent)} to ${propensityText(edges[i + 1], percent)}`,
    percent.text(share),
    percent.text(control[i]),
  ]);
  return plate(finding, drawing, ["Propensity", arm, reference], shownRows(rows));
}

/** Covariates that a drawing has room for. */
const MOST_DRAWN = 24;
const ROW = 23;

/** Each covariate's standardised difference before and after weighting (a love plot), with the line beyond which there is imbalance. */
export function lovePlate(easel: Easel, { balance }: EffectAnswer): Html | string {
  if (balance === undefined || balance.rows.length === 0) return "";
  const finding = balanceFinding(balance);
  const table = worstFirst(balance).map((row) => [
    row.covariate,
    balanceNumber(row.before),
    balanceNumber(row.after),
    ...(withRatios(balance) ? [ratioText(row.ratioBefore), ratioText(row.ratioAfter)] : []),
  ]);
  const heads = [
    "Covariate",
    "Before",
    "After",
    ...(withRatios(balance) ? ["Variance ratio before", "and after"] : []),
  ];
  const left = balance.rows.length - MOST_DRAWN;
  const note = left > 0 ? html`<p class="small soft">and ${countText(left)} more, more alike, in the table.</p>` : "";
  return plate(finding, html`${legend(LEGEND)}${loveFigure(easel, balance, finding)}${note}`, heads, shownRows(table));
}

function withRatios({ rows }: Balance): boolean {
  return rows.some(({ ratioBefore, ratioAfter }) => ratioBefore !== undefined || ratioAfter !== undefined);
}

function ratioText(ratio: number | undefined): string {
  return ratio === undefined ? "–" : balanceNumber(ratio);
}

function loveFigure(easel: Easel, balance: Balance, finding: string): Html {
  const { Plot } = easel;
  const size = (row: BalanceRow): number => Math.max(Math.abs(row.before), Math.abs(row.after));
  const rows = [...balance.rows]
    .sort((a, b) => size(b) - size(a))
    .slice(0, MOST_DRAWN)
    .sort((a, b) => Math.abs(b.before) - Math.abs(a.before))
    .map(({ covariate, before, after }, at) => ({
      name: shorten(covariate, 18),
      at,
      before: Math.abs(before),
      after: Math.abs(after),
    }));
  const most =
    Math.max(2 * IMBALANCE, ...rows.flatMap(({ before, after }) => [before, after]).filter(Number.isFinite)) * 1.06;
  const finite = (key: "before" | "after") => rows.filter((row) => Number.isFinite(row[key]));
  const both = rows.filter(({ before, after }) => Number.isFinite(before) && Number.isFinite(after));
  return draw(easel, {
    id: "balance",
    title: finding,
    description: rows
      .map(({ name, before, after }) => `${name}: ${balanceNumber(before)} before, ${balanceNumber(after)} after`)
      .join("; "),
    options: {
      height: rows.length * ROW + 58,
      marginLeft: 154,
      marginRight: 12,
      marginTop: 10,
      marginBottom: 44,
      x: {
        domain: [0, most],
        ...axisTicks(0, most),
        label: "standardised difference",
        labelAnchor: "center",
        labelArrow: "none",
        tickSize: 0,
      },
      y: { domain: [rows.length - 0.5, -0.5], axis: null },
      marks: [
        Plot.ruleY(rows, { y: "at", stroke: "var(--line)" }),
        Plot.ruleX([0], { stroke: "var(--ink)" }),
        Plot.ruleX([IMBALANCE], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.text(rows, { y: "at", x: 0, dx: -8, textAnchor: "end", text: "name", fill: "var(--ink)" }),
        Plot.ruleY(both, { y: "at", x1: "before", x2: "after", stroke: "var(--soft)" }),
        Plot.dot(finite("before"), {
          y: "at",
          x: "before",
          r: 4.5,
          stroke: "var(--ink)",
          strokeWidth: 1.5,
          fill: "var(--paper)",
        }),
        Plot.dot(finite("after"), { y: "at", x: "after", r: 4.5, fill: "var(--treated)", stroke: "var(--paper)" }),
      ],
    },
  });
}

const LEGEND = [
  ['<circle cx="18" cy="7" r="5" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.5"/>', "before weighting"],
  ['<circle cx="18" cy="7" r="5" fill="var(--treated)"/>', "after"],
  ['<path d="M18 0V14" stroke="var(--soft)" stroke-dasharray="3 3"/>', `${IMBALANCE}: beyond it, imbalance`],
] as const;
