import type { BetweenGroups, PrenticeCriterion, SurrogateFinding } from "../../query/surrogate.js";
import { leftAtLevels, notTransitive, routeSign } from "./causes.js";
import type { Estimates } from "./estimates.js";
import { minus, numberOf, securedSign } from "./linked.js";
import { change, direction, event, told } from "./say.js";

interface Looked {
  readonly estimates: Estimates;
  readonly level: number;
  readonly prentice: readonly PrenticeCriterion[];
  readonly between: readonly BetweenGroups[];
}

/** What is wrong with the surrogate, the worst first; nothing that the data do not secure. */
export function findingsOf(looked: Looked): readonly SurrogateFinding[] {
  return [...reversal(looked), ...left(looked), ...groups(looked), ...confounding(looked)];
}

function finding({ estimates }: Looked, kind: SurrogateFinding["kind"], text: string): SurrogateFinding {
  return { paradox: "surrogate", by: estimates.arms.trial.surrogate.name, kind, text };
}

/** Three signs are needed at once, so they share the level. */
function reversal(looked: Looked): readonly SurrogateFinding[] {
  const { estimates, level } = looked;
  const { trial } = estimates.arms;
  const { treatment, surrogate, outcome } = trial;
  const numbers = [estimates.onSurrogate, estimates.within, estimates.onOutcome].map((one) =>
    numberOf(one, trial, level / 3),
  );
  const [a, b, c] = numbers.map((one) => securedSign(one, level, 3));
  if (a * b * c >= 0) return [];
  const goes = b > 0 ? "more" : "less";
  const text = `${treatment.name} ${direction(surrogate, a)}, ${told(surrogate, numbers[0])}; ${event(surrogate)} goes with ${goes} ${event(outcome)} within arms, ${told(outcome, numbers[1])}; and yet ${treatment.name} ${direction(outcome, c)}, ${told(outcome, numbers[2])}. Judged by ${surrogate.name}, the treatment would be thought to do the opposite of what it does.`;
  return [finding(looked, "reversal", text)];
}

/** Prentice's fourth criterion is contradicted: against the way through the surrogate, or along it. */
function left(looked: Looked): readonly SurrogateFinding[] {
  const { estimates, level, prentice } = looked;
  const fourth = prentice.find(({ id }) => id === "independent-given");
  const { trial } = estimates.arms;
  if (fourth?.verdict !== "contradicted") return [];
  const { surrogate, outcome, treatment } = trial;
  const number = numberOf(estimates.left, trial, level);
  const { against } = leftAtLevels(looked);
  const route = routeSign(estimates);
  if (against.length > 0 || securedSign(number, level) === -route) {
    const text = `Within levels of ${surrogate.name}, ${treatment.name} moves ${event(outcome)} by ${told(outcome, number)}, against the way through ${surrogate.name}: a direct effect, confounding of ${surrogate.name} and ${outcome.name}, or individuals in whom the effects differ.`;
    return [finding(looked, "direct effect", text)];
  }
  const text = `Within levels of ${surrogate.name}, ${treatment.name} still moves ${event(outcome)} by ${told(outcome, number)}: ${surrogate.name} does not carry all of the effect, ${change(outcome, estimates.onOutcome.value)}.`;
  return [finding(looked, "not explained", text)];
}

function groups(looked: Looked): readonly SurrogateFinding[] {
  const { treatment, surrogate, outcome } = looked.estimates.arms.trial;
  return notTransitive(looked).map(({ by, covariance }) =>
    finding(
      looked,
      "not transitive",
      `${treatment.name} moves ${surrogate.name} in other groups of ${by} than those where ${surrogate.name} goes with ${outcome.name}: the covariance of the two effects between groups is ${told(outcome, covariance!)}.`,
    ),
  );
}

/** Covariates that are given turn out to confound the two. */
function confounding(looked: Looked): readonly SurrogateFinding[] {
  const { estimates, level } = looked;
  const { trial } = estimates.arms;
  if (trial.given.length === 0) return [];
  const moved = numberOf(minus(estimates.within, estimates.unadjusted), trial, level);
  if (securedSign(moved, level) === 0) return [];
  const { surrogate, outcome, given } = trial;
  const confound = given.length === 1 ? "confounds" : "confound";
  const text = `${given.map(({ name }) => name).join(", ")} ${confound} ${surrogate.name} and ${outcome.name}: adjusting changes their association by ${told(outcome, moved)}.`;
  return [finding(looked, "confounding", text)];
}
