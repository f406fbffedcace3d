import { parseQuestion } from "../../query/parse.js";
import type { Question } from "../../query/question.js";

/** The tree of an answer's question. Undefined for a text that is no question: an answer is shown all the same, in fewer words. */
export function readQuery(query: string): Question | undefined {
  try {
    return parseQuestion(query);
  } catch {
    return undefined;
  }
}
