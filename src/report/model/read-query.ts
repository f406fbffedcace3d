import { parseQuestion } from "../../query/parse.js";
import type { Question } from "../../query/question.js";
import { cleanDeep } from "../clean.js";

/**
 * The tree of an answer's question, its labels safe to print. Undefined for a text that is no question: an answer is shown all the same, in
 * fewer words.
 */
export function readQuery(query: string): Question | undefined {
  try {
    return cleanDeep(parseQuestion(query), 0);
  } catch {
    return undefined;
  }
}
