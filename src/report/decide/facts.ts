import type { Decision } from "../../query/decision.js";
import { percent } from "../format.js";
import { shorten } from "../words.js";
import { referenceText } from "./words.js";

const NAME = 48;

/** "complier +10, always −2, never −1, defier −8". */
function benefitText({ benefit }: Decision): string {
  const sizes = Object.values(benefit).map(Math.abs);
  const plain = (value: number) => `${value < 0 ? "\u2212" : value > 0 ? "+" : ""}${Math.abs(value)}`;
  return sizes.length === 0
    ? ""
    : `complier ${plain(benefit.complier)}, always ${plain(benefit.always)}, never ${plain(benefit.never)}, defier ${plain(benefit.defier)}`;
}

const RULES = {
  expected: "expected: the benefit if what happens with and without treatment are two separate draws of chance",
  maximin: "maximin: the least benefit that any dependence of the two outcomes allows",
  regret: "regret: the middle of what is possible, which makes the largest regret smallest",
} as const;

/** What the decision rests on: benefits, rule, limits, what it is counted from. */
export function decisionFacts(decision: Decision): readonly (readonly [string, string])[] {
  const { rule, budget, cost, gainEquality, explore, assume, threshold, spent } = decision;
  const costly = cost !== undefined;
  const number = (value: number) => String(Number(value.toPrecision(4))).replace("-", "\u2212");
  const open = gainEquality
    ? "not needed: complier + defier = always + never, so the benefit is known whatever the noises"
    : assume === "monotone"
      ? "not needed: nobody is taken to be a defier, which closes the bounds"
      : "values take the outcome with and without treatment as independent given the individual; what holds without that stands in brackets";
  return [
    ["Benefit", `${benefitText(decision)}, counted from not treating (${referenceText(decision)}), which is worth 0`],
    ["Rule", RULES[rule]],
    ["Noises", open],
    ...(costly
      ? [
          [
            "Cost",
            cost.column === undefined
              ? `${number(cost.each ?? 0)} each, taken off`
              : `by ${shorten(cost.column, NAME)}, taken off`,
          ] as const,
        ]
      : []),
    ...(budget === undefined
      ? []
      : [
          [
            "Budget",
            costly
              ? `${number(budget)} per individual, of which ${number(spent)} is spent`
              : `${percent.text(budget)} may be treated; ${percent.text(spent)} are`,
          ] as const,
        ]),
    ...(threshold === null
      ? []
      : [
          [
            "Threshold",
            `${number(threshold)}${costly ? " per unit of cost" : ""}: the smallest number decided by of anybody treated`,
          ] as const,
        ]),
    ...(explore === undefined || explore === 0
      ? []
      : [
          [
            "Exploration",
            `${percent.text(explore)} drawn by lot, so that the next table has both arms everywhere`,
          ] as const,
        ]),
  ];
}
