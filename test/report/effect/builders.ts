import type { Answer, Range } from "../../../src/query/answer.ts";
import type { BalanceRow, EffectAnswer, Method, Sensitivity } from "../../../src/query/effect.ts";

const bare = { layer: 2, assumptions: [], warnings: [], diagnostics: {}, provenance: {} } as const;

/** An estimate with the 95 % interval that its standard error gives. */
export const estimate = (method: Method, value: number, se?: number, extra: Partial<Answer> = {}): Answer => ({
  ...bare,
  query: "ATE(treat -> re78)",
  value,
  ...(se === undefined ? {} : { interval: [value - 1.959964 * se, value + 1.959964 * se] as Range, level: 0.95 }),
  method,
  ...extra,
});

/** An estimator that has no answer. */
export const without = (method: Method, reason: string): Answer => ({
  ...bare,
  query: "ATE(treat -> re78)",
  value: null,
  method,
  reason,
});

/** Estimates by their own keys. */
export const byMethod = (...answers: readonly Answer[]): EffectAnswer["estimates"] =>
  Object.fromEntries(answers.map((one) => [one.method, one]));

export const balanceRow = (covariate: string, before: number, after: number): BalanceRow => ({
  covariate,
  before,
  after,
});

/** A check with sentences of its own. */
export const check = (
  id: Sensitivity["id"],
  name: string,
  finding: string,
  extra: Partial<Sensitivity> = {},
): Sensitivity => ({
  ...{ id, name, finding, method: "aipw", values: {} },
  can: `${name} can show how strong something unmeasured would have to be.`,
  cannot: `${name} cannot show whether there is such a thing.`,
  ...extra,
});
