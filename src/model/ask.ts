import { DiscoError } from "../error.js";
import { canonical } from "../query/canonical.js";
import type { ModelAnswer } from "../query/model-answer.js";
import { parseQuestion } from "../query/parse.js";
import { printQuestion } from "../query/print.js";
import type { Question } from "../query/question.js";
import { type EngineOptions, solve } from "./ask/engines.js";
import { planQuestion } from "./ask/question.js";
import type { Model } from "./model.js";
import type { Coupling } from "./request.js";

/** How a question is asked; everything has a default. */
export interface AskOptions {
  /** The dial of THEORY 1.7, from 0 (noise drawn afresh) to 1 (Pearl's); default what the model says. */
  readonly coupling?: number;
  /** `auto` (default): exact where possible, sampled otherwise. */
  readonly method?: "auto" | "exact" | "sampled";
  /** Draws of a sampled answer; default a million. */
  readonly draws?: number;
  /** The same seed gives the same answer; default 1. */
  readonly seed?: number;
  /** Confidence level of a sampled answer's interval; default 0.95. */
  readonly level?: number;
  /** VARIANCE: share treated in the imagined trial; default 0.5. */
  readonly rate?: number;
}

/**
 * Answers a question about a model, on all three layers (THEORY 1.8): exactly where the variables have finitely many values or are
 * linear-Gaussian, otherwise by sampling, and then with an interval.
 * @param question text in the grammar of questions, or a tree
 * @throws DiscoError for syntax (pointing at the character), unknown names, impossible values and impossible evidence; of kind "refused" when
 *   sampling found too little, or `exact` was asked for and cannot be had
 * Cost: exact, (cases of the dial) x (eliminations of the graph) x (types of units); sampled, draws x variables x worlds.
 */
export function ask(model: Model, question: string | Question, options: AskOptions = {}): ModelAnswer {
  return answerHere(prepare(model, question, options));
}

/** Carries a plan out on this thread. */
export function answerHere({ plan, engine }: ReturnType<typeof prepare>): ModelAnswer {
  return signed(plan.finish(plan.requests.map((request, index) => solve(request, engine, index))), engine);
}

/** The plan of a question, and how its requests are to be answered. */
export function prepare(
  model: Model,
  question: string | Question,
  options: AskOptions,
  coupling: Coupling = { kind: "dial", lambda: options.coupling ?? model.coupling },
) {
  const { method = "auto", draws = 1_000_000, seed = 1, level = 0.95, rate = 0.5 } = options;
  if (coupling.kind === "dial")
    inside("coupling", coupling.lambda, coupling.lambda >= 0 && coupling.lambda <= 1, "0 to 1");
  inside("level", level, level > 0 && level < 1, "between 0 and 1, such as 0.95");
  inside("rate", rate, rate > 0 && rate < 1, "between 0 and 1, such as 0.5");
  inside("draws", draws, Number.isSafeInteger(draws) && draws >= 1, "a whole number, at least 1");
  inside(
    "seed",
    seed,
    Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32,
    "a whole number from 0 to 4294967295",
  );
  const tree = typeof question === "string" ? parseQuestion(question) : question;
  const isAttribute = (name: string) => model.attributes.some((one) => one.name === name);
  const plan = planQuestion({ model, query: printQuestion(tree), coupling, level, rate }, canonical(tree, isAttribute));
  const engine: EngineOptions = { method, draws, seed };
  return { plan, engine };
}

/** Notes the seed where chance had a part. */
export function signed(answer: ModelAnswer, { seed }: EngineOptions): ModelAnswer {
  if (answer.diagnostics["draws"] === undefined) return answer;
  return { ...answer, provenance: { ...answer.provenance, seed } };
}

function inside(who: string, given: number, ok: boolean, next: string): void {
  if (!ok)
    throw new DiscoError({ who, wrong: "this number is out of range", given: String(given), next: `give ${next}` });
}
