import type { ModelAnswer } from "../query/model-answer.js";
import type { Question } from "../query/question.js";
import { solveWith } from "./ask/engines.js";
import { type AskOptions, prepare, signed } from "./ask.js";
import type { Model } from "./model.js";
import type { Result } from "./request.js";
import { openSamplers, type Samplers } from "./sampled/parallel.js";

/**
 * As `ask`, with the draws of sampled answers shared among `workers` (default 2); the numbers are the same to the last bit. Exact answers start no
 * worker.
 * @throws DiscoError as `ask` does
 */
export async function askParallel(
  model: Model,
  question: string | Question,
  { workers = 2, ...options }: AskOptions & { readonly workers?: number } = {},
): Promise<ModelAnswer> {
  const { plan, engine } = prepare(model, question, options);
  let samplers: Samplers | undefined;
  try {
    const results: Result[] = [];
    for (const [index, request] of plan.requests.entries()) {
      const solved = await solveWith(request, engine, index, async (asked, sampling) => {
        samplers ??= await openSamplers(model, workers);
        return samplers.sample(asked, sampling);
      });
      results.push(solved);
    }
    return signed(plan.finish(results), engine);
  } finally {
    samplers?.close();
  }
}
