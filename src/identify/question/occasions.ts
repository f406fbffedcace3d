import { printQuestion, printTerm } from "../../query/print.js";
import type { Quantity, Question, Term, World } from "../../query/question.js";
import { spineOf } from "../../query/spine.js";

/**
 * The first part of a question that is about fresh occasions of an individual: PC, SHARES, VARIANCE, `Y[]`, `Y[T=1, #2]`. A graph says nothing
 * about them, whatever is measured once (THEORY 3.7, 3.8). Undefined where there is none.
 */
export function occasionIn(question: Question): string | undefined {
  const { first, links } = spineOf(question);
  for (const one of [first, ...links.map(({ right }) => right)]) {
    const found = one.kind === "arithmetic" ? occasionIn(one) : inAtom(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inAtom(question: Question): string | undefined {
  switch (question.kind) {
    case "negative":
      return occasionIn(question.of);
    case "case":
      return printQuestion(question);
    case "effect":
      return question.name === "VARIANCE" ? printQuestion(question) : undefined;
    case "probability":
      return inTerms([...question.events, ...question.given.events].map(({ term }) => term));
    case "expectation":
      return inTerms([...termsOf(question.of), ...question.given.events.map(({ term }) => term)]);
    default:
      return undefined;
  }
}

function inTerms(terms: readonly Term[]): string | undefined {
  const found = terms.find(({ world }) => world !== undefined && isFresh(world));
  return found && printTerm(found);
}

function isFresh({ set, occasion }: World): boolean {
  return occasion > 1 || set.length === 0 || set.some(({ to }) => typeof to === "object" && isFresh(to.world));
}

function termsOf(quantity: Quantity): readonly Term[] {
  switch (quantity.kind) {
    case "term":
      return [quantity];
    case "number":
      return [];
    case "negative":
      return termsOf(quantity.of);
    case "arithmetic":
      return [...termsOf(quantity.left), ...termsOf(quantity.right)];
  }
}
