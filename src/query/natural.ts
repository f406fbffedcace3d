import type { Effect, Event, Given, Question, Setting, Term, Value } from "./question.js";

/**
 * A natural effect as the nested question that it stands for (J. Pearl, UAI 2001): direct, E[Y[T=1, M=M[T=0]]] - E[Y[T=0]], what changes when
 * the treatment does and the mediators stay what they would have been; indirect, E[Y[T=0, M=M[T=1]]] - E[Y[T=0]], when they alone change.
 * @param effect an NDE or NIE
 */
export function naturalEffect({ name, treatment, arms, through = [], outcome, success, given }: Effect): Question {
  const { treated, control } = arms ?? { treated: 1, control: 0 };
  const [own, theirs] = name === "NDE" ? [treated, control] : [control, treated];
  const set = (to: Value): Setting => ({ variable: treatment, to });
  const nested = through.map(
    (mediator): Setting => ({
      variable: mediator,
      to: { kind: "term", name: mediator, world: { set: [set(theirs)], occasion: 1 } },
    }),
  );
  const crossed = average(
    { kind: "term", name: outcome, world: { set: [set(own), ...nested], occasion: 1 } },
    success,
    given,
  );
  const base = average({ kind: "term", name: outcome, world: { set: [set(control)], occasion: 1 } }, success, given);
  return { kind: "arithmetic", operator: "-", left: crossed, right: base };
}

/** The average of a term, or the probability that it has a value. */
export function average(term: Term, success: Value | undefined, given: Given): Question {
  if (success === undefined) return { kind: "expectation", moment: "E", of: term, given };
  const event: Event = { term, test: { comparison: "=", value: success } };
  return { kind: "probability", events: [event], given };
}
