import { average, naturalEffect } from "../../query/natural.js";
import type { Effect, Event, Given, Question, Term, Value } from "../../query/question.js";

/**
 * A named effect as the difference, or the probability, that it stands for; undefined for those that ask about fresh occasions or about
 * several numbers at once. Cost: O(1).
 */
export function expanded(effect: Effect): Question | undefined {
  const { name, treatment, outcome, given, payoffs } = effect;
  const { treated, control } = effect.arms ?? { treated: 1, control: 0 };
  const mean = name === "ATE" || name === "ETT" || name === "ETU";
  const success = effect.success ?? (mean ? undefined : 1);
  const inArm = (value: Value): Term => ({
    kind: "term",
    name: outcome,
    world: { set: [{ variable: treatment, to: value }], occasion: 1 },
  });
  const arm = (value: Value): Event => is({ kind: "term", name: treatment }, value);
  const holding = (...events: Event[]): Given => ({ ...given, events: [...events, ...given.events] });
  const difference = (held: Given): Question =>
    minus(average(inArm(treated), success, held), average(inArm(control), success, held));
  const enough = (yes: boolean): Event => is(inArm(treated), success!, yes);
  const without = (yes: boolean): Event => is(inArm(control), success!, yes);
  const happened = (yes: boolean): Event => is({ kind: "term", name: outcome }, success!, yes);
  const probability = (events: readonly Event[], held: Given = given): Question => ({
    kind: "probability",
    events,
    given: held,
  });
  switch (name) {
    case "ATE":
      return difference(given);
    case "ETT":
      return difference(holding(arm(treated)));
    case "ETU":
      return difference(holding(arm(control)));
    case "NDE":
    case "NIE":
      return naturalEffect(effect);
    case "PN":
      return probability([without(false)], holding(arm(treated), happened(true)));
    case "PS":
      return probability([enough(true)], holding(arm(control), happened(false)));
    case "PNS":
      return probability([enough(true), without(false)]);
    case "BENEFIT": {
      const { complier, always, never, defier } = payoffs!;
      const types: readonly (readonly [number, boolean, boolean])[] = [
        [complier, true, false],
        [always, true, true],
        [never, false, false],
        [defier, false, true],
      ];
      return types
        .filter(([worth]) => worth !== 0)
        .map(([worth, yes, otherwise]) => times(worth, probability([enough(yes), without(otherwise)])))
        .reduce<Question>((sum, one) => (sum.kind === "number" ? one : plus(sum, one)), { kind: "number", value: 0 });
    }
    default:
      return undefined;
  }
}

function is(term: Term, value: Value, yes = true): Event {
  return { term, test: { comparison: yes ? "=" : "!=", value } };
}

function minus(left: Question, right: Question): Question {
  return { kind: "arithmetic", operator: "-", left, right };
}

function plus(left: Question, right: Question): Question {
  return { kind: "arithmetic", operator: "+", left, right };
}

function times(factor: number, question: Question): Question {
  if (factor === 1) return question;
  return { kind: "arithmetic", operator: "*", left: { kind: "number", value: factor }, right: question };
}
