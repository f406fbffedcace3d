import { DiscoError } from "../error.js";
import { ENGINE } from "../query/engine.js";
import type { ComparisonAnswer, DialPoint, ModelAnswer } from "../query/model-answer.js";
import type { Question } from "../query/question.js";
import { type AskOptions, answerHere, ask, prepare } from "./ask.js";
import type { Model } from "./model.js";

/** Below this difference two exact answers are the same. */
const SAME = 1e-12;

/**
 * One question under Pearl's SCM (coupling 1), potential outcomes and DiscoSCM (coupling 0), and the dial between the first and the last
 * (THEORY 1.7, 2.1, 2.8).
 * @param options those of `ask`, without `coupling`; `points` of the dial, default 11
 * @throws DiscoError as `ask` does
 * Cost: points + 3 answers.
 */
export function compare(
  model: Model,
  question: string | Question,
  options: Omit<AskOptions, "coupling"> & { readonly points?: number } = {},
): ComparisonAnswer {
  const { points = 11, ...rest } = options;
  if (!Number.isSafeInteger(points) || points < 2 || points > 1001) {
    throw new DiscoError({
      who: "points",
      wrong: "the dial needs 2 to 1001 points",
      given: String(points),
      next: "give 11",
    });
  }
  const at = (coupling: number) => ask(model, question, { ...rest, coupling });
  const [disco, scm] = [at(0), at(1)];
  const potentialOutcomes = underArms(model, question, rest);
  const agree = same(disco, scm) && (potentialOutcomes === undefined || same(disco, potentialOutcomes));
  const dial = Array.from({ length: points }, (_, i): DialPoint => {
    const coupling = i / (points - 1);
    const answer = i === 0 ? disco : i === points - 1 ? scm : at(coupling);
    return { coupling, parts: partsOf(answer) };
  });
  return {
    query: disco.query,
    layer: disco.layer,
    scm,
    ...(potentialOutcomes === undefined ? {} : { potentialOutcomes }),
    disco,
    dial,
    agree,
    why: whyOf(disco, scm, potentialOutcomes, agree),
    provenance: { engine: ENGINE, model: model.about },
  };
}

/** Potential outcomes, where an exact engine can tell like configurations of parents from unlike ones. */
function underArms(model: Model, question: string | Question, options: AskOptions): ModelAnswer | undefined {
  if (options.method === "sampled") return undefined;
  try {
    return answerHere(prepare(model, question, { ...options, method: "exact" }, { kind: "arms" }));
  } catch (error) {
    if (error instanceof DiscoError && error.kind === "refused") return undefined;
    throw error;
  }
}

/** The numbers of an answer by name. */
function partsOf(answer: ModelAnswer): Record<string, number | null> {
  const values = (parts: object) =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, (part as ModelAnswer).value]));
  if (answer.shares !== undefined) return values(answer.shares);
  if (answer.types !== undefined) return values(answer.types);
  if (answer.variance !== undefined) return values(answer.variance.observed);
  return { value: answer.value };
}

function same(one: ModelAnswer, other: ModelAnswer): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  return Object.keys(a).every((name) => {
    const [x, y] = [a[name], b[name]];
    return x === y || (x !== null && y !== null && Math.abs(x - y) <= SAME * Math.max(1, Math.abs(x)));
  });
}

function whyOf(disco: ModelAnswer, scm: ModelAnswer, arms: ModelAnswer | undefined, agree: boolean): string {
  if (disco.layer < 3) {
    return `Layer ${disco.layer} is about one world, so it does not matter what noise another world has: all semantics agree (THEORY 2.1).`;
  }
  if (agree) {
    return "A question about several worlds, yet here the noise they share tells nothing beyond who the individual is: all agree (THEORY 2.1).";
  }
  if (arms !== undefined && same(disco, arms)) {
    return "DiscoSCM and potential outcomes agree, because the factual outcome is not compared with the same arm's (THEORY 2.8). The SCM keeps the occasion's noise, and so lets what happened tell about what would have happened in the other arm.";
  }
  if (arms !== undefined && same(scm, arms)) {
    return "The SCM and potential outcomes agree: what happened would happen again under the same arm (consistency). DiscoSCM asks about a fresh occasion of the same individual, which need not repeat it (THEORY 2.5, 2.8).";
  }
  return "The SCM keeps the noise of the occasion, DiscoSCM asks about a fresh occasion of the same individual, and potential outcomes keep it for the same arm only (THEORY 1.7, 2.8).";
}
