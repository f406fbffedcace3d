import type { SurrogateOfModel } from "../../query/surrogate.js";
import { axisTicks, legend, plate } from "../effect/plate.js";
import { points } from "../format.js";
import { type Html, html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { outcomeScale } from "./surrogate-model-words.js";

/** Each type of individual at its a and b: where both have one sign the treatment carries over, elsewhere it turns. */
export function individualsPlate(easel: Easel, answer: SurrogateOfModel): Html {
  const { Plot } = easel;
  const { individuals, treatment, surrogate, outcome, effects } = answer;
  const scale = outcomeScale(answer);
  const [x, s, y] = [treatment.name, surrogate.name, outcome.name].map((name) => shorten(name, 14));
  const [left, right] = squared(individuals.map(({ a }) => a));
  const [low, high] = squared(individuals.map(({ b }) => b));
  const largest = Math.max(...individuals.map(({ weight }) => weight));
  const sign = Math.sign(effects.onSurrogate * effects.surrogateOnOutcome) || 1;
  const dots = individuals.map((one) => ({
    ...one,
    r: 4 + 12 * Math.sqrt(one.weight / largest),
    turns: one.product * sign < -1e-12,
  }));
  const inPoints = outcome.kind === "binary";
  const finding = `The two effects of an individual: covariance ${scale.text(answer.covariance)}, product of the averages ${scale.text(answer.product)}`;
  const few = dots.length <= 12;
  const against =
    sign > 0
      ? [
          [left, 0, 0, high],
          [0, low, right, 0],
        ]
      : [
          [left, low, 0, 0],
          [0, 0, right, high],
        ];
  const drawing = draw(easel, {
    id: "individuals",
    title: finding,
    description: dots
      .slice(0, 20)
      .map(({ unit, a, b }) => `${unit}: a ${points.text(a)}, b ${scale.text(b)}`)
      .join("; "),
    options: {
      height: 320,
      marginLeft: 48,
      marginRight: 18,
      marginTop: 24,
      marginBottom: 44,
      x: {
        domain: [left, right],
        ...axisTicks(left, right, 100),
        label: `a: ${x} on ${s}, points`,
        labelAnchor: "center",
        labelArrow: "none",
        tickSize: 0,
      },
      y: {
        domain: [low, high],
        ...axisTicks(low, high, inPoints ? 100 : 1),
        label: `b: ${s} on ${y}${inPoints ? ", points" : ""}`,
        labelArrow: "none",
        tickSize: 0,
      },
      marks: [
        Plot.rect(against, { x1: "0", y1: "1", x2: "2", y2: "3", fill: "url(#individuals-against)" }),
        Plot.ruleX([0], { stroke: "var(--soft)" }),
        Plot.ruleY([0], { stroke: "var(--soft)" }),
        Plot.dot(dots, {
          x: "a",
          y: "b",
          r: "r",
          fill: (d: (typeof dots)[number]) => (d.turns ? "var(--policy)" : "var(--control)"),
          fillOpacity: 0.85,
          stroke: "var(--paper)",
        }),
        Plot.dot([effects], {
          x: "onSurrogate",
          y: "surrogateOnOutcome",
          symbol: "times",
          r: 6,
          stroke: "var(--ink)",
          strokeWidth: 2.5,
        }),
        ...(few
          ? dots.map((one) =>
              Plot.text([one], {
                x: "a",
                y: "b",
                dx: (one.a > (left + right) / 2 ? -1 : 1) * (one.r + 5),
                textAnchor: one.a > (left + right) / 2 ? "end" : "start",
                text: ({ unit }: { unit: string }) => shorten(unit, 18),
                fill: "var(--ink)",
                stroke: "var(--paper)",
                strokeWidth: 4,
              }),
            )
          : []),
      ],
      r: { type: "identity" },
    },
    hatches: { against: "var(--policy)" },
  });
  const signs = legend([
    ['<circle cx="18" cy="7" r="6" fill="var(--control)"/>', "one kind of individual, larger where there are more"],
    ['<circle cx="18" cy="7" r="6" fill="var(--policy)"/>', `in whom ${x} moves ${y} against the sign of the averages`],
    ['<path d="M13 2 L23 12 M23 2 L13 12" stroke="var(--ink)" stroke-width="2.5"/>', "the averages"],
    [
      '<rect x="4" y="1" width="28" height="12" fill="var(--policy)" fill-opacity="0.3"/>',
      "hatched: a and b of these signs turn the effect",
    ],
  ]);
  const rows = dots.map(({ unit, weight, a, b, outcome: own }) => [
    shorten(unit, 24),
    `${(weight * 100).toFixed(1)} %`,
    points.text(a),
    scale.text(b),
    scale.text(own),
  ]);
  return html`<div>${plate(finding, drawing, ["Individual", "Weight", "a", "b", `${x} on ${y}`], rows.slice(0, 60))}${signs}</div>`;
}

/** Room on both sides of 0, so that all four quadrants are seen. */
function squared(values: readonly number[]): readonly [number, number] {
  const most = Math.max(...values.map(Math.abs), 1e-6) * 1.25;
  return [-most, most];
}
