import type { BoundedAnswer, ModelAnswer } from "../../query/model-answer.js";

/** One number of an answer that may have several. */
export interface Part {
  readonly key: string;
  readonly label: string;
  readonly answer: BoundedAnswer;
}

const LABELS: Readonly<Record<string, string>> = {
  value: "value",
  anyway: "anyway",
  policy: "policy",
  chance: "chance",
  base: "base",
  individual: "individual",
  complier: "complier",
  always: "always",
  never: "never",
  defier: "defier",
  treatment: "arm",
  recurrence: "would happen again",
};

/** What a part is called. */
export function partLabel(key: string): string {
  return LABELS[key] ?? key;
}

/** The numbers an answer consists of: itself, or its shares, response types, or shares of the variance as observed. */
export function partsOf(answer: ModelAnswer): readonly Part[] {
  const several = answer.shares ?? answer.types ?? answer.variance?.observed ?? { value: answer };
  return Object.entries(several).map(([key, part]) => ({ key, label: partLabel(key), answer: part as BoundedAnswer }));
}
