import type { Decision } from "../../query/decision.js";
import { axisTicks, breakable, legend, plate, roomFor, shownRows, valueAxis } from "../effect/plate.js";
import type { Scale } from "../format.js";
import { levelText } from "../lines.js";
import { type Html, html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { type PolicyRow, policyName, policyRows } from "./policy-words.js";

const ROW = 46;
/** Places of the words and of the line within a row. */
const WORDS_AT = 0.28;
const LINE_AT = 0.7;
/** Characters that fit beside a policy's name; longer intervals are in the table only. */
const MOST_WORDS = 30;

/** Policies side by side: what each is worth, with its interval, and what it could be worth whatever the noises. */
export function policiesPlate(easel: Easel, decision: Decision, scale: Scale): Html | string {
  const rows = policyRows(decision, scale).filter(({ value }) => value !== null);
  if (rows.length === 0) return "";
  const level = levelText(decision.policies.map(({ benefit }) => benefit));
  const bounded = rows.some(({ any }) => any !== "");
  const better = decision.policies.filter(({ difference }) => difference?.value != null && difference.value < 0);
  const sure = better.filter(({ difference }) => (difference!.interval?.[1] ?? difference!.value!) < 0);
  const [best] = [...sure].sort((a, b) => a.difference!.value! - b.difference!.value!);
  const finding =
    best !== undefined
      ? `Worth more: ${policyName(best)}`
      : `No other policy here is ${better.length > 0 ? "surely " : ""}worth more`;
  const table = rows.map((row) => [
    html`${row.chosen ? html`<b>${row.name}</b>` : row.name}<br><span class="soft small">${row.treated} treated</span>`,
    row.benefit,
    ...(level === "" ? [] : [breakable(row.range)]),
    ...(bounded ? [breakable(row.any)] : []),
    row.success,
  ]);
  const heads = ["Treat", "Benefit", ...(level === "" ? [] : [level]), ...(bounded ? ["Any noises"] : []), "Success"];
  const drawing = figure(easel, rows, level, finding);
  return plate(finding, html`${legend(signs(level, bounded))}${drawing}`, heads, shownRows(table));
}

function figure(easel: Easel, rows: readonly PolicyRow[], level: string, finding: string): Html {
  const { Plot } = easel;
  const [low, high] = roomFor(
    rows.flatMap(({ value, interval, bounds }) => [value!, ...(interval ?? []), ...(bounds ?? [])]),
    [0],
  );
  const placed = rows.map((row, i) => ({
    ...row,
    words: i + WORDS_AT,
    line: i + LINE_AT,
    from: row.interval?.[0] ?? Number.NaN,
    to: row.interval?.[1] ?? Number.NaN,
    least: row.bounds?.[0] ?? Number.NaN,
    most: row.bounds?.[1] ?? Number.NaN,
    top: i + LINE_AT - 0.11,
    bottom: i + LINE_AT + 0.11,
  }));
  const said = (row: PolicyRow): string => {
    const text = `${row.benefit}${row.range === "" ? "" : ` (${row.range})`}`;
    return text.length <= MOST_WORDS ? text : row.benefit;
  };
  const name = { y: "words", stroke: "var(--paper)", strokeWidth: 4, fontVariant: "tabular-nums" } as const;
  return draw(easel, {
    id: "policies",
    title: finding,
    description: rows
      .map((row) => `${row.name}: ${said(row)}${row.any === "" ? "" : `, any noises ${row.any}`}`)
      .join("; "),
    hatches: { any: "var(--chance)" },
    options: {
      height: rows.length * ROW + 62,
      marginLeft: 18,
      marginRight: 18,
      marginTop: 14,
      marginBottom: 44,
      x: {
        domain: [low, high],
        ...axisTicks(low, high),
        ...valueAxis(`benefit per individual of all${level === "" ? "" : ` (${level})`}`),
      },
      y: { domain: [rows.length, 0], axis: null },
      marks: [
        Plot.rect(placed, { x1: "least", x2: "most", y1: "top", y2: "bottom", fill: "url(#policies-any)" }),
        Plot.ruleX([0], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        ...[true, false].flatMap((chosen) => {
          const group = placed.filter((row) => row.chosen === chosen);
          const tone = chosen ? "var(--policy)" : "var(--ink)";
          const weight = chosen ? 700 : 400;
          return [
            Plot.text(group, { ...name, frameAnchor: "left", text: "name", fill: tone, fontWeight: weight }),
            Plot.text(group, {
              ...name,
              frameAnchor: "right",
              text: said,
              fill: chosen ? tone : "var(--soft)",
              fontWeight: weight,
            }),
            Plot.ruleY(group, { y: "line", x1: "from", x2: "to", stroke: tone, strokeWidth: chosen ? 3 : 1.5 }),
            Plot.dot(group, {
              x: "value",
              y: "line",
              symbol: chosen ? "diamond" : "circle",
              r: chosen ? 7 : 4.5,
              fill: tone,
              stroke: "var(--paper)",
            }),
          ];
        }),
      ],
    },
  });
}

function signs(level: string, bounded: boolean): readonly (readonly [string, string])[] {
  return [
    ['<circle cx="18" cy="7" r="4.5" fill="var(--ink)"/>', "value, noises independent"] as const,
    ...(level === ""
      ? []
      : [
          [
            '<path d="M4 7H32" stroke="var(--ink)" stroke-width="2"/>',
            `${level}: what chance may have made of it`,
          ] as const,
        ]),
    ...(bounded
      ? [
          [
            '<rect x="2" y="3" width="32" height="8" fill="var(--chance)" fill-opacity="0.45"/>',
            "bounds: what no data of this kind can tell",
          ] as const,
        ]
      : []),
  ];
}
