import type { Event, Given, Question, Value } from "./question.js";
import { mapAtoms } from "./spine.js";

/** The question with values where it leaves a variable's open: `P(Y | do(X))` at X = 1, Y = 0 is `P(Y=0 | do(X=1))`. */
export function atValues(question: Question, at: Readonly<Record<string, Value>>): Question {
  const valueAt = (name: string): Value | undefined => (Object.hasOwn(at, name) ? at[name] : undefined);
  const event = (one: Event): Event => {
    const value = one.test === undefined ? valueAt(one.term.name) : undefined;
    return value === undefined ? one : { ...one, test: { comparison: "=", value } };
  };
  const given = (one: Given): Given => ({
    ...one,
    do: one.do.map((setting) => {
      const to = setting.to ?? valueAt(setting.variable);
      return to === undefined ? setting : { ...setting, to };
    }),
    events: one.events.map(event),
  });
  return mapAtoms<Question>(question, (one) => {
    if (one.kind === "probability") return { ...one, events: one.events.map(event), given: given(one.given) };
    return one.kind === "expectation" ? { ...one, given: given(one.given) } : one;
  });
}
