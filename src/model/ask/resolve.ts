import { DiscoError } from "../../error.js";
import { printEvent, printTerm } from "../../query/print.js";
import type { Event, Given, Quantity, Term } from "../../query/question.js";
import type { Model } from "../model.js";
import type { Conjunct, Measured, Request, Subject } from "../request.js";
import { meaningOf, numberFor } from "./names.js";
import type { Worlds } from "./worlds.js";

/** @throws DiscoError for unknown names, and for a world on what is the same in all of them */
function subjectOf(model: Model, worlds: Worlds, term: Term): Subject {
  const meaning = meaningOf(model, term.name);
  if (meaning.kind === "variable") {
    return { kind: "variable", world: worlds.indexOf(term.world), variable: meaning.variable };
  }
  if (term.world === undefined) return meaning;
  throw new DiscoError({
    who: "question",
    wrong: "who an individual is does not change from world to world",
    given: printTerm(term),
    next: `write ${term.name} without brackets`,
  });
}

/** An event with a test, made ready. */
export function conjunctOf(model: Model, worlds: Worlds, event: Event): Conjunct {
  const { term, test } = event;
  if (test === undefined) {
    throw new DiscoError({
      who: "question",
      wrong: "a model answers for a value, and none is given",
      given: printTerm(term),
      next: `write ${printTerm(term)}=1, or E[${printTerm(term)}]`,
    });
  }
  const subject = subjectOf(model, worlds, term);
  const exact = test.comparison === "=" || test.comparison === "!=";
  if (!exact && (subject.kind === "unit" || labelled(model, subject))) {
    throw new DiscoError({
      who: "question",
      wrong: "labels have no order",
      given: printEvent(event),
      next: "compare with = or !=",
    });
  }
  return {
    subject,
    comparison: test.comparison,
    value: numberFor(model, term.name, test.value, exact),
    text: printEvent(event),
  };
}

/** A real function of terms, made ready. Labels have no average. */
export function measuredOf(model: Model, worlds: Worlds, quantity: Quantity): Measured {
  switch (quantity.kind) {
    case "number":
      return quantity;
    case "negative":
      return { kind: "negative", of: measuredOf(model, worlds, quantity.of) };
    case "arithmetic":
      return {
        kind: "arithmetic",
        operator: quantity.operator,
        left: measuredOf(model, worlds, quantity.left),
        right: measuredOf(model, worlds, quantity.right),
      };
    case "term": {
      const subject = subjectOf(model, worlds, quantity);
      if (subject.kind !== "unit" && !labelled(model, subject)) return { kind: "subject", subject };
      throw new DiscoError({
        who: "question",
        wrong: "labels have no average",
        given: printTerm(quantity),
        next: `ask for the probability of one, as in P(${printTerm(quantity)}=...)`,
      });
    }
  }
}

/** What is held: evidence, and one individual when it is named. Attributes after the semicolon are evidence about who it is. */
export function heldOf(model: Model, worlds: Worlds, given: Given): Pick<Request, "given" | "individual"> {
  const conjuncts = given.events.map((event) => conjunctOf(model, worlds, event));
  let individual: Request["individual"];
  for (const { name, value } of given.individual) {
    const meaning = meaningOf(model, name);
    if (meaning.kind === "variable") {
      throw new DiscoError({
        who: "question",
        wrong: "after the semicolon stands who the individual is, and this is something that happens to them",
        given: `; ${name}=${value}`,
        next: `write it after the bar: | ${name}=${value}`,
      });
    }
    if (meaning.kind === "unit") {
      if (individual !== undefined) {
        throw new DiscoError({
          who: "question",
          wrong: "two individuals are named",
          given: `unit=${value}`,
          next: "name one",
        });
      }
      individual = { type: numberFor(model, name, value, true) };
    } else {
      const event: Event = { term: { kind: "term", name }, test: { comparison: "=", value } };
      conjuncts.push(conjunctOf(model, worlds, event));
    }
  }
  return individual === undefined ? { given: conjuncts } : { given: conjuncts, individual };
}

function labelled(model: Model, subject: Exclude<Subject, { kind: "unit" }>): boolean {
  return subject.kind === "variable"
    ? model.variables[subject.variable].labelled
    : model.attributes[subject.attribute].labelled;
}
