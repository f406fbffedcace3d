import type { SurrogateOfModel } from "../../query/surrogate.js";
import { percent, points } from "../format.js";
import { shorten } from "../words.js";
import { scaleOf } from "./surrogate-words.js";

export interface IndividualRow {
  readonly unit: string;
  readonly weight: string;
  readonly a: string;
  readonly b: string;
  readonly outcome: string;
}

/** More individuals than these are in the JSON only. */
const MOST = 20;

/** The individuals, those with the largest effect first where there are many. */
export function modelRows(answer: SurrogateOfModel): readonly IndividualRow[] {
  const { individuals } = answer;
  const size = (one: (typeof individuals)[number]) => one.weight * Math.abs(one.outcome);
  const shown =
    individuals.length <= MOST ? individuals : [...individuals].sort((p, q) => size(q) - size(p)).slice(0, MOST);
  const scale = outcomeScale(answer);
  return shown.map(({ unit, weight, a, b, outcome }) => ({
    unit: shorten(unit, 24),
    weight: percent.text(weight),
    a: points.text(a),
    b: scale.text(b),
    outcome: scale.text(outcome),
  }));
}

export function outcomeScale({ outcome, individuals }: SurrogateOfModel) {
  return scaleOf(outcome, ...individuals.flatMap((one) => [one.b, one.outcome]));
}

/** onOutcome = product + covariance + rest, and what is seen. */
export function modelParts(answer: SurrogateOfModel): readonly { readonly name: string; readonly value: string }[] {
  const { treatment, surrogate, outcome, effects, product, covariance, rest, seen } = answer;
  const [x, s, y] = [treatment.name, surrogate.name, outcome.name].map((name) => shorten(name, 24));
  const scale = outcomeScale(answer);
  return [
    { name: `E[a]: ${x} on ${s}`, value: points.text(effects.onSurrogate) },
    { name: `E[b]: ${s} on ${y}`, value: scale.text(effects.surrogateOnOutcome) },
    { name: "E[a] E[b]: their product", value: scale.text(product) },
    { name: "+ Cov(a, b) over individuals", value: scale.text(covariance) },
    { name: `+ what is not through ${s}`, value: scale.text(rest) },
    { name: `= ${x} on ${y}`, value: scale.text(effects.onOutcome) },
    ...(seen.confounding === null
      ? []
      : [{ name: `${s} with ${y}, as it is seen`, value: scale.text(seen.confounding + effects.surrogateOnOutcome) }]),
  ];
}
