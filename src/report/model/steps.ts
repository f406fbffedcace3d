import type { ModelAnswer } from "../../query/model-answer.js";
import type { Question } from "../../query/question.js";
import { asksWho } from "./asked.js";
import { probability } from "./numbers.js";

/** One individual in the three steps (THEORY 2.4): who it is, what holds for it, what it adds to the average. */
export interface StepRow {
  readonly unit: string;
  readonly prior: number;
  readonly likelihood: number;
  readonly posterior: number;
  /** Absent where there is no single value to average, null where the evidence is impossible for this individual. */
  readonly value?: number | null;
  readonly product?: number;
}

export interface StepTable {
  readonly rows: readonly StepRow[];
  /** How many more there are, and their posterior together. */
  readonly left: number;
  readonly leftPosterior: number;
  /** Something was seen: likelihoods are not all 1, so the posterior is not the prior. */
  readonly seen: boolean;
  /** P(evidence), or its density: the sum of prior x likelihood. */
  readonly evidence: number;
  /** What the products add up to; absent where there are none. */
  readonly sum?: number;
}

/**
 * Individuals with their steps, in the model's order; of more than `most` the likeliest, likeliest first. Where the question is about one
 * individual the others are left out, and so are values that only say who it is.
 */
export function stepTable(answer: ModelAnswer, most: number, question?: Question): StepTable | undefined {
  const { steps, posterior } = answer;
  const people = (posterior ?? steps?.abduction)?.filter((one) => one.prior > 0 || one.posterior > 0);
  if (people === undefined || people.length === 0) return undefined;
  const values = new Map<string, number | null>();
  for (const one of posterior ?? []) values.set(one.unit, one.value ?? null);
  for (const one of steps?.valuation ?? []) values.set(one.unit, one.value);
  const products = new Map(steps?.reduction.terms.map(({ unit, weight, value }) => [unit, weight * value]));
  // A composite answer has no value of its own, so neither have its individuals.
  const valued = answer.value !== null && !asksWho(question);
  const all = people.map(({ unit, prior, likelihood, posterior: now }): StepRow => {
    const value = values.get(unit) ?? null;
    const row = { unit, prior, likelihood, posterior: now };
    if (!valued) return row;
    const product = products.get(unit) ?? (value === null || steps === undefined ? undefined : now * value);
    return { ...row, value, ...(product === undefined ? {} : { product }) };
  });
  const sorted = all.length > most ? [...all].sort((a, b) => b.posterior - a.posterior) : all;
  const rest = sorted.slice(most);
  return {
    rows: sorted.slice(0, most),
    left: rest.length,
    leftPosterior: rest.reduce((sum, row) => sum + row.posterior, 0),
    seen: all.some((row) => row.likelihood !== 1),
    evidence: all.reduce((sum, row) => sum + row.prior * row.likelihood, 0),
    ...(steps === undefined ? {} : { sum: steps.reduction.value }),
  };
}

/** Is there anything to add up: several individuals, and something that their numbers make together? */
export function adds({ rows, seen, sum }: StepTable): boolean {
  return rows.length > 1 && (seen || sum !== undefined);
}

/** "and 188 more, <0.0001 of the posterior together"; nothing where all are shown. */
export function leftText({ left, leftPosterior }: StepTable): string {
  return left === 0 ? "" : `and ${left} more, ${probability.text(leftPosterior)} of the posterior together`;
}
