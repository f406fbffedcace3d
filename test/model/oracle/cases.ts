import { type Draw, draws } from "./draw.js";
import { approximately, decimal, type Fraction, isZero } from "./fraction.js";
import { fileOf, type OracleModel } from "./model.js";
import { type OracleAnswer, oracle } from "./oracle.js";
import { type OracleQuestion, questionText } from "./question.js";
import { type ModelSize, randomModel } from "./random-models.js";
import { randomQuestion } from "./random-questions.js";

/** One model, one question, one place of the dial, and what the oracle says. */
export interface OracleCase {
  readonly seed: number;
  readonly model: OracleModel;
  readonly question: OracleQuestion;
  readonly lambda: number;
  readonly answer: OracleAnswer;
}

export const SIZE: ModelSize = { fewest: 2, most: 6, cells: 400 };
export const LAMBDAS = [0, 0.25, 1] as const;

/** The case of a seed. */
export function randomCase(seed: number, size = SIZE): OracleCase {
  const draw = draws(seed);
  return caseOf(draw, randomModel(draw, size), seed);
}

/** A question about this model. Most whose condition is impossible, or whose value is plainly 0 or 1, are dropped for another one. */
export function caseOf(draw: Draw, model: OracleModel, seed: number): OracleCase {
  for (;;) {
    const question = randomQuestion(draw, model);
    const lambda = draw.one(LAMBDAS);
    const answer = oracle(model, question, decimal(lambda));
    if (!isDull(answer) || draw.chance(0.15)) return { seed, model, question, lambda, answer };
  }
}

function isDull(answer: OracleAnswer): boolean {
  return !answer.possible || isZero(answer.value) || approximately(answer.value) === 1;
}

/** Enough to see a case again by hand. */
export function caseText({ seed, model, question, lambda }: OracleCase): string {
  return `seed ${seed}: ${questionText(question)} at coupling ${lambda}\n${fileOf(model)}`;
}

/** Nothing when the numbers agree to `within`, of 1 or of the number, whichever is more. */
export function gap(found: number | null | undefined, exact: Fraction, within = 1e-12): string | undefined {
  const value = approximately(exact);
  const near = typeof found === "number" && Math.abs(found - value) <= within * Math.max(1, Math.abs(value));
  return near ? undefined : `${found} against ${value}`;
}
