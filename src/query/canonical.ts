import { printEvent, printName, printSetting } from "./print.js";
import type { Case, Effect, Event, Expectation, Given, Probability, Quantity, Question, Term } from "./question.js";
import { mapAtoms } from "./spine.js";
import { inOrder, tidySetting, tidyTerm, tidyWorld } from "./worlds.js";

/** Questions about an event of the outcome: without one they mean the outcome being 1. */
const OF_EVENTS: ReadonlySet<string> = new Set(["PN", "PS", "PNS", "TYPES", "BENEFIT"]);

/**
 * The form in which questions that mean the same are equal: `do` written out as brackets on every term that has none, settings and events
 * in order and each once, and what is meant by default not said. Idempotent.
 * A `do` without values is a question for a graph, and stays; so does `do` in a named question, which has worlds of its own.
 * @param isAttribute names that are the same in all worlds, as `unit` always is
 * @throws DiscoError when one world sets a variable to two values
 * Cost: O(n log n), times the depth of worlds in worlds.
 */
export function canonical(question: Question, isAttribute: (name: string) => boolean = () => false): Question {
  return mapAtoms<Question>(question, (one) => {
    switch (one.kind) {
      case "probability":
        return ofEvents(one, isAttribute);
      case "expectation":
        return ofQuantity(one, isAttribute);
      case "effect":
        return ofEffect(one);
      case "case":
        return ofCase(one);
      default:
        return one;
    }
  });
}

function ofEvents(question: Probability, isAttribute: (name: string) => boolean): Probability {
  const given = settled(question.given);
  const place = placing(given, isAttribute);
  return {
    kind: "probability",
    events: sorted(question.events, place),
    given: { ...written(given), events: sorted(given.events, place) },
  };
}

function ofQuantity(question: Expectation, isAttribute: (name: string) => boolean): Expectation {
  const given = settled(question.given);
  const place = placing(given, isAttribute);
  return {
    kind: "expectation",
    moment: question.moment,
    of: mapAtoms<Quantity>(question.of, (term) => place(term as Term)),
    given: { ...written(given), events: sorted(given.events, place) },
  };
}

function ofEffect({ arms, success, given, ...rest }: Effect): Effect {
  const usual = arms === undefined || (arms.treated === 1 && arms.control === 0);
  const meant = success === undefined || (success === 1 && OF_EVENTS.has(rest.name));
  return { ...rest, ...(usual ? {} : { arms }), ...(meant ? {} : { success }), given: held(given) };
}

function ofCase(question: Case): Case {
  return { ...question, given: held(question.given) };
}

function held(given: Given): Given {
  const { events, ...rest } = settled(given);
  return { ...rest, events: sorted(events, tidyTerm) };
}

/** `do` and the individual in order; events as they are. */
function settled(given: Given): Given {
  const set = given.do.map(({ variable, to }): Given["do"][number] =>
    to === undefined ? { variable } : tidySetting({ variable, to }),
  );
  return {
    do: inOrder(set, ({ variable, to }) => (to === undefined ? printName(variable) : printSetting({ variable, to }))),
    events: given.events,
    individual: inOrder(
      given.individual.map(({ name, value }) => ({ name, value: value === 0 ? 0 : value })),
      ({ name, value }) => printSetting({ variable: name, to: value }),
    ),
  };
}

/** Has every variable of the do a value? */
function hasValues({ do: set }: Given): boolean {
  return set.every(({ to }) => to !== undefined);
}

/** Without the `do` that is now in brackets. */
function written(given: Given): Given {
  return hasValues(given) ? { ...given, do: [] } : given;
}

/** Puts terms without brackets into the world of the question's do, and tidies the others. */
function placing(given: Given, isAttribute: (name: string) => boolean): (term: Term) => Term {
  const settings = given.do.flatMap(({ variable, to }) => (to === undefined ? [] : [{ variable, to }]));
  if (settings.length === 0 || !hasValues(given)) return tidyTerm;
  const world = tidyWorld({ set: settings, occasion: 1 });
  return (term) =>
    term.world !== undefined || term.name === "unit" || isAttribute(term.name) ? tidyTerm(term) : { ...term, world };
}

/** In their worlds and in order, each once. */
function sorted(events: readonly Event[], place: (term: Term) => Term): readonly Event[] {
  const placed = events.map(({ term, test }): Event => {
    if (test === undefined) return { term: place(term) };
    return { term: place(term), test: { comparison: test.comparison, value: test.value === 0 ? 0 : test.value } };
  });
  return inOrder(placed, printEvent);
}
