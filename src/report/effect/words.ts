import type { EffectAnswer, Method } from "../../query/effect.js";
import { holdsText } from "../model/terms.js";
import { shorten } from "../words.js";

const NAME = 48;

/** "treat = 1": the arm asked about; of a dose, one unit more of it. */
export function armText({ treatment }: EffectAnswer): string {
  if (treatment.kind === "numeric") return `one more of ${shorten(treatment.name, NAME)}`;
  const { arms, name, reference } = treatment;
  return holdsText(name, arms.find((arm) => arm !== reference) ?? reference);
}

/** "treat = 0": what it is held against. */
export function referenceText({ treatment }: EffectAnswer): string {
  return treatment.kind === "numeric" ? "one less" : holdsText(treatment.name, treatment.reference);
}

/** "employed = 1", or "re78". */
export function outcomeText({ outcome }: EffectAnswer): string {
  return outcome.kind === "binary" ? holdsText(outcome.name, outcome.success) : shorten(outcome.name, NAME);
}

/** The page's title, as a question. */
export function questionText(answer: EffectAnswer): string {
  const { contrast, outcome } = answer;
  const y = outcomeText(answer);
  if (contrast === "odds-ratio") return `By what factor does ${armText(answer)} change the odds of ${y}?`;
  if (outcome.kind === "binary") return `How much likelier does ${armText(answer)} make ${y}?`;
  return `How much does ${armText(answer)} change ${y}?`;
}

/** Estimators that are about people of their own, whatever target was asked for. */
function ownPeople(answer: EffectAnswer, method: Method): string | undefined {
  const { treatment, discontinuity } = answer;
  switch (method) {
    case "overlap":
      return "those whom either arm could have had";
    case "two-stage-least-squares":
    case "wald":
      return `those whose ${shorten(treatment.name, NAME)} the instrument moves`;
    case "regression-discontinuity":
      return discontinuity === undefined
        ? "those at the cutoff"
        : `those at ${holdsText(discontinuity.running, discontinuity.cutoff)}`;
    case "did":
    case "synthetic-control":
    case "synthetic-did":
      return "those treated, once treated";
    default:
      return undefined;
  }
}

function targetPeople(answer: EffectAnswer): string {
  if (answer.target === "att")
    return answer.treatment.kind === "numeric" ? "those treated" : `those with ${armText(answer)}`;
  if (answer.target === "atc")
    return answer.treatment.kind === "numeric" ? "those not treated" : `those with ${referenceText(answer)}`;
  return answer.target === "overlap" ? "those whom either arm could have had" : "everybody";
}

/** Whose average effect an estimator's number is: "everybody", "those with treat = 1", "those whom either arm could have had". */
export function peopleText(answer: EffectAnswer, method: Method): string {
  return ownPeople(answer, method) ?? targetPeople(answer);
}

/** What is not the effect that was asked for, though it stands in the same table: sentences, like estimators together. */
export function otherEffects(
  answer: EffectAnswer,
  methods: readonly Method[],
  label: (one: string) => string,
): string[] {
  const asked = peopleText(answer, answer.recommended);
  const about = new Map<string, Method[]>();
  for (const method of methods) {
    const text = apartText(answer, method, asked);
    if (text !== undefined) about.set(text, [...(about.get(text) ?? []), method]);
  }
  return [...about].map(([text, which]) => `${which.map(label).join(", ")}: ${text}`);
}

function apartText(answer: EffectAnswer, method: Method, asked: string): string | undefined {
  // Said in the first sentence.
  if (method === answer.recommended) return undefined;
  if (method === "difference") return "no covariate is taken into account";
  if (method === "natural-direct") return "only what does not go through the mediators";
  if (method === "natural-indirect") return "only what goes through the mediators";
  if (method === "least-squares" || method === "dml-partial")
    return "one effect for all, or else an average with weights of its own";
  const people = peopleText(answer, method);
  return people === asked ? undefined : `about ${people}`;
}
