import { DiscoError } from "../error.js";
import { printEvent, printSetting } from "./print.js";
import type { Event, Given, Quantity, Question, Setting, Term, World } from "./question.js";

/**
 * The form in which questions that mean the same are equal: `do` written out as brackets on every term that has none, settings and events in
 * order and each once. Idempotent. A `do` without values (a question for a graph) stays.
 * @param isAttribute names that are the same in all worlds, as `unit` always is
 * @throws DiscoError when one world sets a variable to two values
 */
export function canonical(question: Question, isAttribute: (name: string) => boolean = () => false): Question {
  switch (question.kind) {
    case "number":
      return question;
    case "negative":
      return { ...question, of: canonical(question.of, isAttribute) };
    case "arithmetic":
      return {
        ...question,
        left: canonical(question.left, isAttribute),
        right: canonical(question.right, isAttribute),
      };
    case "probability": {
      const inWorld = placing(question.given, isAttribute);
      return {
        ...question,
        events: inOrder(
          question.events.map((event) => ({ ...event, term: inWorld(event.term) })),
          printEvent,
        ),
        given: canonicalGiven(question.given, inWorld),
      };
    }
    case "expectation": {
      const inWorld = placing(question.given, isAttribute);
      return { ...question, of: quantity(question.of, inWorld), given: canonicalGiven(question.given, inWorld) };
    }
    case "effect": {
      const { arms, ...rest } = question;
      const usual = arms === undefined || (arms.treated === 1 && arms.control === 0);
      return { ...rest, ...(usual ? {} : { arms }), given: canonicalGiven(question.given, canonicalTerm, true) };
    }
    case "case":
      return { ...question, given: canonicalGiven(question.given, canonicalTerm, true) };
  }
}

type Placing = (term: Term) => Term;

/** Puts terms without brackets into the world of the question's do. */
function placing({ do: set }: Given, isAttribute: (name: string) => boolean): Placing {
  const settings = set.flatMap(({ variable, to }) => (to === undefined ? [] : [{ variable, to }]));
  if (settings.length === 0 || settings.length < set.length) return canonicalTerm;
  const world = canonicalWorld({ set: settings, occasion: 1 });
  return (term) =>
    term.world !== undefined || term.name === "unit" || isAttribute(term.name)
      ? canonicalTerm(term)
      : { ...term, world };
}

function canonicalTerm(term: Term): Term {
  return term.world === undefined ? term : { ...term, world: canonicalWorld(term.world) };
}

function canonicalWorld({ set, occasion }: World): World {
  const settings = set.map(({ variable, to }): Setting => {
    return { variable, to: typeof to === "object" ? { ...to, world: canonicalWorld(to.world) } : to };
  });
  const once = inOrder(settings, printSetting);
  const twice = once.find(({ variable }, i) => i > 0 && once[i - 1].variable === variable);
  if (twice !== undefined) {
    const both = once.filter(({ variable }) => variable === twice.variable);
    throw new DiscoError({
      who: "question",
      wrong: "one world sets a variable to two values",
      given: both.map(printSetting).join(" and "),
      next: "set it once, or compare two worlds",
    });
  }
  return { set: once, occasion };
}

function canonicalGiven(given: Given, inWorld: Placing, keepDo = false): Given {
  const written = !keepDo && given.do.every(({ to }) => to !== undefined);
  return {
    do: written
      ? []
      : inOrder(given.do, ({ variable, to }) => (to === undefined ? variable : printSetting({ variable, to }))),
    events: inOrder(
      given.events.map((event) => ({ ...event, term: inWorld(event.term) })),
      printEvent,
    ),
    individual: inOrder(given.individual, ({ name, value }) => printSetting({ variable: name, to: value })),
  };
}

function quantity(of: Quantity, inWorld: Placing): Quantity {
  switch (of.kind) {
    case "number":
      return of;
    case "term":
      return inWorld(of);
    case "negative":
      return { ...of, of: quantity(of.of, inWorld) };
    case "arithmetic":
      return { ...of, left: quantity(of.left, inWorld), right: quantity(of.right, inWorld) };
  }
}

/** Sorted by its text, each text once. By code units, so that the order is the same everywhere. */
function inOrder<One extends Event | Setting | Given["do"][number] | Given["individual"][number]>(
  all: readonly One[],
  text: (one: One) => string,
): readonly One[] {
  const byText = new Map(all.map((one) => [text(one), one]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}
