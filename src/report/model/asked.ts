import type { ModelAnswer } from "../../query/model-answer.js";
import type { Question } from "../../query/question.js";
import type { Scale } from "../format.js";
import { aloneText, numbersLike, probability } from "./numbers.js";

/** Is the answer's number a probability? */
export function asksProbability(question: Question | undefined): boolean {
  switch (question?.kind) {
    case "probability":
    case "case":
      return true;
    case "effect":
      return ["PN", "PS", "PNS", "TYPES"].includes(question.name);
    default:
      return false;
  }
}

/** Is the question who it is, as in P(unit=Loyal | ...)? */
export function asksWho(question: Question | undefined): boolean {
  return question?.kind === "probability" && question.events.every(({ term }) => term.name === "unit");
}

/** The answer's number as it stands alone. */
export function valueText({ value }: ModelAnswer, question: Question | undefined): string {
  return value === null ? "not known" : aloneText(value, asksProbability(question));
}

/** How the individuals' values are written: below each other, and like the answer's. */
export function valueScale({ value, steps, posterior }: ModelAnswer, question: Question | undefined): Scale {
  if (asksProbability(question)) return probability;
  const own = steps?.valuation ?? posterior ?? [];
  return numbersLike([value ?? 0, ...own.map((one) => one.value ?? 0)]);
}
