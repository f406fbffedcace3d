import type { Budget } from "../../graph/budget.js";

/** How large a program may become, and how long making and solving it may take. */
export interface Limits {
  /** Response types that the law or the question tells apart; and probabilities that the law says something of. */
  readonly mostTypes: number;
  readonly budget: Budget;
}

/** There is no solution of a linear program to be had. Thrown inside, and caught by `boundsOf`: the message is the reason, a sentence. */
export class Unsolved extends Error {}

export function ranOutOfTime({ text }: Budget): Unsolved {
  return new Unsolved(`The linear program was not solved within ${text}.`);
}

export function tooManyTypes({ mostTypes }: Limits): Unsolved {
  return new Unsolved(`The linear program would have more than ${mostTypes} response types.`);
}

/** @throws Unsolved for more combinations of values than can be told apart by number */
export function refuseHuge(combinations: number): void {
  if (combinations <= Number.MAX_SAFE_INTEGER) return;
  throw new Unsolved("The variables that matter have too many combinations of values for a linear program.");
}
