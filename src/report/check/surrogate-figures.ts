import type { SurrogateCheck, SurrogateOfModel } from "../../query/surrogate.js";
import { cleanText } from "../clean.js";
import { axisTicks, plate, roomFor, valueAxis } from "../effect/plate.js";
import { points } from "../format.js";
import { type Html, html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { outcomeScale } from "./surrogate-model-words.js";
import { eventText, headline, intervalHead, scaleOf } from "./surrogate-words.js";

/** One arrow of the path diagram. */
interface Arrow {
  readonly text: string;
  readonly value: number;
}

/** The paths: treatment to surrogate to outcome, and treatment to outcome below, each with its sign and number. */
export function pathFigure(answer: SurrogateCheck | SurrogateOfModel): Html {
  const { treatment, surrogate, outcome } = answer;
  const through: readonly [Arrow, Arrow] =
    answer.kind === "table"
      ? [
          {
            text: scaleOf(surrogate, answer.effects.onSurrogate.value).text(answer.effects.onSurrogate.value),
            value: answer.effects.onSurrogate.value,
          },
          {
            text: scaleOf(outcome, answer.effects.association.within.value).text(
              answer.effects.association.within.value,
            ),
            value: answer.effects.association.within.value,
          },
        ]
      : [
          { text: points.text(answer.effects.onSurrogate), value: answer.effects.onSurrogate },
          {
            text: outcomeScale(answer).text(answer.effects.surrogateOnOutcome),
            value: answer.effects.surrogateOnOutcome,
          },
        ];
  const whole = answer.kind === "table" ? answer.effects.onOutcome.value : answer.effects.onOutcome;
  const wholeText = scaleOf(outcome, whole).text(whole);
  const causal = answer.kind === "model";
  const turned = through[0].value * through[1].value * whole < 0;
  const said = `${treatment.name} to ${surrogate.name}: ${through[0].text}; ${surrogate.name} ${causal ? "to" : "with"} ${outcome.name}: ${through[1].text}; ${treatment.name} to ${outcome.name}: ${wholeText}`;
  const color = turned ? "var(--policy)" : "var(--ink)";
  return html`<svg viewBox="0 0 400 172" role="img" aria-labelledby="paths-title paths-desc" font-size="13" font-family="inherit">
<title id="paths-title">${headline(answer)}</title><desc id="paths-desc">${cleanText(said)}</desc>
<defs>${head("paths-tip", "var(--ink)")}${head("paths-turned", color)}</defs>
${node(58, 46, treatment.name)}${node(200, 46, surrogate.name)}${node(342, 46, outcome.name)}
<path d="M106 46 H148" stroke="var(--ink)" stroke-width="2" fill="none" marker-end="url(#paths-tip)"/>
<path d="M248 46 H290" stroke="var(--ink)" stroke-width="2" fill="none"${causal ? html` marker-end="url(#paths-tip)"` : html` stroke-dasharray="4 3"`}/>
<path d="M58 66 C58 138 342 138 342 70" stroke="${color}" stroke-width="3" fill="none" marker-end="url(#paths-turned)"/>
${label(127, 14, through[0].text, "var(--ink)", "middle")}${label(269, 14, through[1].text, "var(--ink)", "middle")}
${label(200, 143, wholeText, color, "middle", true)}
${label(200, 164, turned ? "the other way than through the surrogate" : "the same way as through the surrogate", color, "middle")}
</svg>`;
}

function head(id: string, color: string): Html {
  return html`<marker id="${id}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="${color}"/></marker>`;
}

function node(x: number, y: number, name: string): Html {
  return html`<rect x="${x - 48}" y="${y - 18}" width="96" height="36" rx="6" fill="var(--panel)" stroke="var(--soft)"/>${label(x, y + 4.5, shorten(name, 11), "var(--ink)", "middle")}`;
}

function label(x: number, y: number, text: string, color: string, anchor: string, bold = false): Html {
  return html`<text x="${x}" y="${y}" fill="${color}" text-anchor="${anchor}"${bold ? html` font-weight="700"` : ""}>${text}</text>`;
}

interface Line {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

const ROW = 42;

/** The whole effect on the outcome, and what is left of it given the surrogate and at each of its levels. */
export function forestPlateOf(easel: Easel, check: SurrogateCheck): Html {
  const { Plot } = easel;
  const { effects, outcome, surrogate, treatment } = check;
  const line = (name: string, value: number, interval: readonly [number, number] | undefined, whole = false): Line => ({
    name,
    value,
    low: interval?.[0] ?? value,
    high: interval?.[1] ?? value,
    whole,
  });
  const s = shorten(surrogate.name, 14);
  const parts = check.consistent.conditions.find(({ id }) => id === "monotone-in-treatment")?.parts ?? [];
  // The conditions turn signs; here they are those of the effect.
  const turn = Math.sign(effects.onSurrogate.value * effects.association.within.value) || 1;
  const lines = [
    line("the whole effect", effects.onOutcome.value, effects.onOutcome.interval, true),
    line(`left, given ${s}`, effects.left.value, effects.left.interval),
    ...parts.map(({ at, value, se, interval }) => {
      const level = levelOf(check, at);
      const reach =
        se === undefined || interval === undefined
          ? undefined
          : ([turn * value - wide(check) * se, turn * value + wide(check) * se] as const);
      return line(`left at ${level}`, turn * value, reach);
    }),
  ];
  const scale = scaleOf(outcome, ...lines.flatMap(({ low, high }) => [low, high]));
  const [low, high] = roomFor(
    lines.flatMap((one) => [one.low, one.high]),
    [0],
  );
  const inPoints = outcome.kind === "binary";
  const finding = `${shorten(treatment.name, 20)} on ${eventText(outcome)}: ${scale.text(lines[0].value)} in all, ${scale.text(lines[1].value)} given ${s}`;
  const placed = lines.map((one, i) => ({ ...one, words: i + 0.26, at: i + 0.7 }));
  const told = (one: Line) =>
    `${scale.text(one.value)}${one.low === one.high ? "" : ` (${scale.bare(one.low)} to ${scale.bare(one.high)})`}`;
  const name = { y: "words", stroke: "var(--paper)", strokeWidth: 4, fontVariant: "tabular-nums" } as const;
  const look = ({ whole }: Line) => (whole ? "var(--policy)" : "var(--ink)");
  const law = check.provenance["weights"] === "law";
  const drawing = draw(easel, {
    id: "left",
    title: finding,
    description: lines.map((one) => `${one.name}: ${told(one)}`).join("; "),
    options: {
      height: lines.length * ROW + 66,
      marginLeft: 18,
      marginRight: 18,
      marginTop: 22,
      marginBottom: 44,
      x: {
        domain: [low, high],
        ...axisTicks(low, high, inPoints ? 100 : 1),
        ...valueAxis(
          `change in ${shorten(eventText(outcome), 24)}${inPoints ? ", points" : ""}${law ? "" : ` (${intervalHead(check)})`}`,
        ),
      },
      y: { domain: [lines.length, 0], axis: null },
      marks: [
        Plot.ruleX([0], { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.text(["no effect"], {
          x: 0,
          frameAnchor: "top",
          dy: -16,
          fill: "var(--soft)",
          textAnchor: -low / (high - low) < 0.12 ? "start" : -low / (high - low) > 0.88 ? "end" : "middle",
          text: (text: string) => text,
        }),
        ...placed.flatMap((one) => [
          Plot.text([one], {
            ...name,
            frameAnchor: "left",
            text: ({ name: text }: Line) => shorten(text, 24),
            fill: look(one),
            fontWeight: one.whole ? 700 : 400,
          }),
          Plot.text([one], {
            ...name,
            frameAnchor: "right",
            text: told,
            fill: one.whole ? "var(--policy)" : "var(--soft)",
            fontWeight: one.whole ? 700 : 400,
          }),
          Plot.ruleY([one], { y: "at", x1: "low", x2: "high", stroke: look(one), strokeWidth: one.whole ? 3 : 1.5 }),
          Plot.dot([one], {
            x: "value",
            y: "at",
            symbol: one.whole ? "diamond" : "circle",
            r: one.whole ? 7 : 4.5,
            fill: look(one),
            stroke: "var(--paper)",
          }),
        ]),
      ],
    },
  });
  const heads = ["Effect on the outcome", "Change", ...(law ? [] : [intervalHead(check)])];
  return plate(
    finding,
    drawing,
    heads,
    lines.map((one) => [
      one.name,
      scale.text(one.value),
      ...(law ? [] : [`${scale.bare(one.low)} to ${scale.bare(one.high)}`]),
    ]),
  );
}

/** "arrhythmia yes" without the surrogate's name, which stands beside. */
function levelOf({ surrogate }: SurrogateCheck, at: string): string {
  return shorten(`${shorten(surrogate.name, 10)} ${at.slice(surrogate.name.length + 1)}`, 16);
}

/** Standard errors in an interval of the check's own level, as the whole effect's interval shows it. */
function wide({ effects }: SurrogateCheck): number {
  const { interval, se } = effects.onOutcome;
  return interval === undefined || se === undefined || se === 0 ? 0 : (interval[1] - interval[0]) / (2 * se);
}
