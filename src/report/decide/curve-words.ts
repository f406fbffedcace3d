import type { Decision } from "../../query/decision.js";
import { uncertainText } from "../effect/heterogeneity-words.js";
import { amounts } from "../format.js";
import { peopleCount } from "./words.js";

/** The curves in sentences: what ranking gains. */
export function curveTexts(decision: Decision): readonly string[] {
  const { curves } = decision;
  if (curves === undefined) return [];
  const { auuc, rate, qiniArea, ties, notes } = curves;
  const p = rate.autoc.p;
  const verdict =
    p === undefined
      ? ""
      : p < 0.05
        ? " Treating those first who are predicted to gain most is better than treating by lot."
        : " Treating by this ranking was not shown to be better than by lot.";
  const size = (value: number) => Math.abs(value);
  const small = amounts(Math.max(size(auuc.value), size(rate.autoc.value)), true);
  const success = amounts(size(qiniArea.value), true);
  return [
    `Gain from ranking by predicted benefit (0: no better than by lot): AUUC ${uncertainText(auuc, small)}, AUTOC ${uncertainText(rate.autoc, small)}.${verdict}`,
    `From counts of the arms, in chances of success: Qini area ${uncertainText(qiniArea, success)}.`,
    ...(ties > 0
      ? [
          `${peopleCount(decision, ties)} share their predicted benefit with others: the curves average over all orders of these.`,
        ]
      : []),
    ...notes.map(({ text }) => text),
  ];
}
