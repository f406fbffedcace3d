import { listed } from "../../num/say-names.js";
import type { Witness } from "../../query/identification.js";
import type { Question } from "../../query/question.js";
import { asksProbability } from "../model/asked.js";
import { aloneText } from "../model/numbers.js";
import { readQuery } from "../model/read-query.js";

/** Less than this is what rounding leaves. */
const NOTHING = 1e-9;

/** What the two models are there for. */
export function witnessTitle({ agree, difference }: Witness): string {
  const near = difference < NOTHING ? "" : ` (to within ${aloneText(difference, true)})`;
  return `Two models that agree on ${listed(agree)}${near}, and not on the question`;
}

/** The number that each model gives to the question. */
export function witnessNumbers({ question, values }: Witness, asked: Question | undefined): readonly string[] {
  const probability = asksProbability(readQuery(question) ?? asked);
  return values.map((value) => (Number.isFinite(value) ? aloneText(value, probability) : "not known"));
}
