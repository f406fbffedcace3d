import type { Estimand, Slot } from "../../query/estimand.js";
import type { Identification } from "../../query/identification.js";
import { parseQuestion } from "../../query/parse.js";
import type { Event, Given, Quantity, Question, Setting, Term, World } from "../../query/question.js";

/** The variables a question sets, and those it asks about. */
export interface Asked {
  readonly treatment: readonly string[];
  readonly outcome: readonly string[];
}

/** Read from the question as it was asked, so that the names are those of the graph. */
export function askedOf({ query, ways, strategy }: Identification): Asked {
  const set = new Set<string>();
  const about = new Set<string>();
  // What is set to its own value in another world carries an effect, and is no treatment itself.
  const setTo = (variable: string, to: Setting["to"] | undefined): void => {
    if (typeof to !== "object") set.add(variable);
    else world(to.world);
  };
  const world = (one: World | undefined): void => {
    for (const { variable, to } of one?.set ?? []) setTo(variable, to);
  };
  const term = ({ name, world: where }: Term): void => {
    about.add(name);
    world(where);
  };
  const given = ({ do: settings, events }: Given): void => {
    for (const { variable, to } of settings) setTo(variable, to);
    for (const event of events) world(event.term.world);
  };
  const quantity = (of: Quantity): void => {
    if (of.kind === "term") term(of);
    else if (of.kind === "negative") quantity(of.of);
    else if (of.kind === "arithmetic") for (const side of [of.left, of.right]) quantity(side);
  };
  const walk = (question: Question): void => {
    if ("given" in question) given(question.given);
    if (question.kind === "probability") for (const event of question.events) term(event.term);
    else if (question.kind === "expectation") quantity(question.of);
    else if (question.kind === "effect") {
      set.add(question.treatment);
      about.add(question.outcome);
    } else if (question.kind === "case") {
      if (question.treatment !== undefined) set.add(question.treatment.variable);
      about.add(question.outcome.variable);
    } else if (question.kind === "negative") walk(question.of);
    else if (question.kind === "arithmetic") for (const side of [question.left, question.right]) walk(side);
  };
  try {
    walk(parseQuestion(query));
  } catch {
    // No question of the grammar: whoever made the answer may have said what it is about.
    const told = ways ?? (strategy === undefined || strategy.kind === "formula" ? undefined : strategy);
    return { treatment: told?.treatment ?? [], outcome: told?.outcome ?? [] };
  }
  return { treatment: [...set], outcome: [...about].filter((name) => !set.has(name)) };
}

/** The question as a formula, `P(Y | do(X))`, where it is about one world; undefined where its text says it best. */
export function askedFormula(question: Question | undefined): Estimand | undefined {
  if (question?.kind !== "probability" || question.given.individual.length > 0) return undefined;
  const slots: (Slot | undefined)[] = [...question.events, ...question.given.events].map(slotOf);
  const set = question.given.do.map(({ variable, to }): Slot | undefined => {
    if (typeof to === "object") return undefined;
    return { variable, at: to === undefined ? { sign: { variable, mark: 0 } } : { value: to } };
  });
  if ([...slots, ...set].includes(undefined)) return undefined;
  const known = slots as Slot[];
  const count = question.events.length;
  return {
    kind: "law",
    of: known.slice(0, count),
    given: known.slice(count),
    origin: { do: set as Slot[] },
  };
}

function slotOf({ term: { name, world }, test }: Event): Slot | undefined {
  if (world !== undefined || (test !== undefined && test.comparison !== "=")) return undefined;
  return { variable: name, at: test === undefined ? { sign: { variable: name, mark: 0 } } : { value: test.value } };
}
