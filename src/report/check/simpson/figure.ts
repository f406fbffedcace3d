import type { SimpsonCheck, SimpsonFinding } from "../../../query/simpson.js";
import { axisTicks, legend, roomFor, valueAxis } from "../../effect/plate.js";
import { type Html, html } from "../../page/html.js";
import { draw, type Easel } from "../../page/svg.js";
import { shorten } from "../../words.js";
import { armName, byText, outcomeName, scalesOf } from "./words.js";

const ROW = 36;
/** Places of the words and of the marks within a row. */
const WORDS_AT = 0.24;
const MARKS_AT = 0.66;
/** Strata that a drawing has room for; the largest are shown. */
const MOST = 14;

interface Row {
  readonly name: string;
  readonly said: string;
  readonly treated: number;
  readonly untreated: number;
  /** Of all observations of the arm, for the area of its dot; nothing for sums. */
  readonly weights?: readonly [number, number];
  readonly sum: boolean;
  readonly words: number;
  readonly at: number;
}

/**
 * The classical picture: the rates of both arms in each stratum, dots as large as the arm is there, then both arms over all, and at the same
 * mix. Where the last two lean to different sides, the association has turned.
 */
export function strataFigure(easel: Easel, check: SimpsonCheck, finding: SimpsonFinding, id: string): Html {
  const { Plot } = easel;
  const rows = rowsOf(check, finding);
  const strata = rows.filter(({ sum }) => !sum);
  const most = Math.max(...strata.flatMap(({ weights }) => weights!));
  const binary = check.outcome.kind === "binary";
  const [low, high] = roomFor(rows.flatMap(({ treated, untreated }) => [treated, untreated]));
  const domain: [number, number] = binary ? [Math.max(0, low), Math.min(1, high)] : [low, high];
  const dots = rows.flatMap(({ at, treated, untreated, weights, sum }) => [
    { at, x: untreated, arm: "control", r: sum ? 7 : radius(weights![1], most) },
    { at, x: treated, arm: "treated", r: sum ? 7 : radius(weights![0], most) },
  ]);
  const bold = (sum: boolean) => rows.filter((row) => row.sum === sum);
  const words = { y: "words", stroke: "var(--paper)", strokeWidth: 4, fontVariant: "tabular-nums" } as const;
  const drawing = draw(easel, {
    id,
    title: `${outcomeName(check)} by ${byText(finding.by)}`,
    description: rows.map(({ name, said }) => `${name}: ${said}`).join("; "),
    options: {
      height: rows.length * ROW + 62,
      marginLeft: 22,
      marginRight: 22,
      marginTop: 12,
      marginBottom: 44,
      x: {
        domain,
        ...axisTicks(domain[0], domain[1], binary ? 100 : 1),
        ...valueAxis(`${shorten(outcomeName(check), 36)}${binary ? ", %" : ""}`),
      },
      y: { domain: [rows.length, 0], axis: null },
      marks: [
        Plot.ruleY([strata.length], { stroke: "var(--soft)" }),
        Plot.link(rows, {
          y1: "at",
          y2: "at",
          x1: "untreated",
          x2: "treated",
          stroke: "var(--soft)",
          strokeWidth: (row: Row) => (row.sum ? 3 : 1.5),
        }),
        ...["control", "treated"].map((arm) =>
          Plot.dot(
            dots.filter((dot) => dot.arm === arm),
            {
              y: "at",
              x: "x",
              r: { value: "r", scale: null } as never,
              fill: arm === "treated" ? "var(--treated)" : "var(--paper)",
              stroke: arm === "treated" ? "var(--paper)" : "var(--control)",
              strokeWidth: arm === "treated" ? 1 : 2.5,
            },
          ),
        ),
        ...[false, true].flatMap((sum) => [
          Plot.text(bold(sum), {
            ...words,
            frameAnchor: "left",
            dx: -18,
            text: "name",
            fill: "var(--ink)",
            fontWeight: sum ? 700 : 400,
          }),
          Plot.text(bold(sum), {
            ...words,
            frameAnchor: "right",
            dx: 18,
            text: "said",
            fill: sum ? "var(--ink)" : "var(--soft)",
            fontWeight: sum ? 700 : 400,
          }),
        ]),
      ],
    },
  });
  const left = finding.strata.length - strata.length;
  const keys = legend([
    ['<circle cx="18" cy="7" r="6" fill="var(--treated)"/>', armName(check, true)],
    ['<circle cx="18" cy="7" r="5" fill="none" stroke="var(--control)" stroke-width="2.5"/>', armName(check, false)],
  ]);
  const note = left > 0 ? ` ${left} more ${left === 1 ? "stratum is" : "strata are"} in the table.` : "";
  return html`${keys}${drawing}<p class="small soft">The larger a dot, the more of its arm is in the stratum. The number on the right is the difference.${note}</p>`;
}

/** Area goes with the share of the arm; `most` is the largest share that is drawn. */
function radius(share: number, most: number): number {
  return Math.max(2, 12 * Math.sqrt(share / most));
}

function rowsOf(check: SimpsonCheck, { strata, raw, standardised, by }: SimpsonFinding): readonly Row[] {
  const { gap } = scalesOf(check);
  const both = strata.filter(({ difference }) => difference !== null);
  // The largest, in the order of the table.
  const least =
    both.map(({ treated, untreated }) => treated.count + untreated.count).sort((a, b) => b - a)[MOST - 1] ?? 0;
  const shown = both.filter(({ treated, untreated }) => treated.count + untreated.count >= least).slice(0, MOST);
  const place = (i: number) => ({ words: i + WORDS_AT, at: i + MARKS_AT });
  return [
    ...shown.map(
      ({ labels, treated, untreated, difference }, i): Row => ({
        name: shorten(labels.join(", "), 26),
        said: gap.bare(difference!),
        treated: treated.mean!,
        untreated: untreated.mean!,
        weights: [treated.share, untreated.share],
        sum: false,
        ...place(i),
      }),
    ),
    { ...raw, name: "all, raw", said: gap.text(raw.value), sum: true, ...place(shown.length) },
    {
      ...standardised.everybody,
      name: `same ${byText(by, 14)}`,
      said: gap.text(standardised.everybody.value),
      sum: true,
      ...place(shown.length + 1),
    },
  ];
}

/** The raw difference as what is left within strata and what comes from the mixes: three bars, of which the last two add up to the first. */
export function decompositionFigure(easel: Easel, check: SimpsonCheck, finding: SimpsonFinding, id: string): Html {
  const { Plot } = easel;
  const { gap } = scalesOf(check);
  const [{ within, composition }] = finding.decomposition;
  const raw = within + composition;
  const binary = check.outcome.kind === "binary";
  const bars = [
    {
      name: finding.compared === undefined ? "raw difference" : "raw difference, strata with both",
      from: 0,
      to: raw,
      fill: "var(--chance)",
    },
    { name: "because the mixes differ", from: 0, to: composition, fill: "var(--anyway)" },
    { name: `with the same ${byText(finding.by, 16)}`, from: composition, to: raw, fill: "var(--policy)" },
  ].map((bar, i) => ({
    ...bar,
    said: gap.text(bar.to - bar.from),
    words: i + WORDS_AT,
    top: i + 0.48,
    bottom: i + 0.9,
  }));
  const [low, high] = roomFor([0, raw, composition]);
  const words = {
    y: "words",
    stroke: "var(--paper)",
    strokeWidth: 4,
    fontVariant: "tabular-nums",
    fill: "var(--ink)",
  } as const;
  return draw(easel, {
    id,
    title: "The raw difference, taken apart",
    description: bars.map(({ name, said }) => `${name}: ${said}`).join("; "),
    options: {
      height: bars.length * 44 + 52,
      marginLeft: 22,
      marginRight: 22,
      marginTop: 6,
      marginBottom: 44,
      x: {
        domain: [low, high],
        ...axisTicks(low, high, binary ? 100 : 1),
        label: `${shorten(armName(check, true), 18)} less ${shorten(armName(check, false), 18)}${binary ? ", points" : ""}`,
        labelAnchor: "center",
        labelArrow: "none",
        tickSize: 0,
        grid: true,
      },
      y: { domain: [bars.length, 0], axis: null },
      marks: [
        Plot.rect(bars, { x1: "from", x2: "to", y1: "top", y2: "bottom", fill: "fill" }),
        Plot.ruleX(bars, { x: 0, y1: "top", y2: "bottom", stroke: "var(--ink)" }),
        Plot.text(bars, { ...words, frameAnchor: "left", dx: -18, text: "name" }),
        Plot.text(bars, { ...words, frameAnchor: "right", dx: 18, text: "said", fontWeight: 650 }),
      ],
    },
  });
}
