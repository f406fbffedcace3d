import type { EffectAnswer } from "../../query/effect.js";
import { dataText } from "../data-text.js";
import { countText } from "../format.js";
import { shorten } from "../words.js";
import { peopleText } from "./words.js";

/** What the numbers are of, as named facts: other choices give other numbers. */
export function basisFacts(answer: EffectAnswer, most: number): readonly (readonly [string, string])[] {
  const { treatment, outcome, given, contrast, recommended, data, provenance } = answer;
  const one = answer.estimates[recommended];
  const treated =
    treatment.kind === "numeric"
      ? `${shorten(treatment.name, 48)}: a dose, the effect is of one more of it`
      : `${shorten(treatment.name, 48)}: ${treatment.arms.map((arm) => shorten(arm, 32)).join(", ")}; held against ${shorten(treatment.reference, 32)}`;
  const success =
    outcome.kind === "binary" ? `: ${shorten(outcome.success, 32)} against ${shorten(outcome.failure, 32)}` : "";
  return [
    ["Effect on", `${peopleText(answer, recommended)}, as a ${contrast === "odds-ratio" ? "ratio of odds" : contrast}`],
    ["Treatment", treated],
    ["Outcome", `${shorten(outcome.name, 48)}${success}`],
    ["Given", namesText(given, most)],
    ...(one === undefined || one.value === null ? [] : [["Method", one.method] as const]),
    ["Data", dataText(data)],
    ...(provenance["weights"] === "law"
      ? [["Exact law", "no sampling error, so there are no intervals"] as const]
      : []),
  ];
}

function namesText(names: readonly string[], most: number): string {
  if (names.length === 0) return "nothing: no covariate is taken into account";
  const shown = names.slice(0, most).map((name) => shorten(name, 32));
  const left = names.length - shown.length;
  return `${shown.join(", ")}${left > 0 ? `, and ${countText(left)} more` : ""}`;
}
