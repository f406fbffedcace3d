import { DiscoError } from "../error.js";
import { arithmetic } from "./parse/arithmetic.js";
import { type Cursor, cursorOn, meant } from "./parse/cursor.js";
import { givenAt } from "./parse/given.js";
import { caseAt, effectAt } from "./parse/named.js";
import { adviceFor, isFamiliar, type Moment, operationOf, unknown } from "./parse/operations.js";
import { eventAt, settingAt, termAt } from "./parse/term.js";
import type { Event, Expectation, Probability, Quantity, Question, Setting } from "./question.js";

const EXAMPLES = "ask as in P(Y=1 | T=1), P(Y=1 | do(T=1)), P(Y[T=0]=1 | T=1, Y=1), E[Y[T=1]] or ATE(T -> Y)";

/**
 * Reads a question of DESIGN 4.2 into its tree; `printQuestion` is the inverse. Words such as P, E, do and vs are words only where they
 * stand as such, so variables may have these names.
 * @throws DiscoError pointing at the character where something else was expected; also for a text of more than 100,000 characters, for
 *   nesting over 100 deep and for more than 1,000 operators
 * Cost: O(text).
 */
export function parseQuestion(text: string): Question {
  const cursor = cursorOn(text);
  if (cursor.peek().kind === "end") {
    throw new DiscoError({ who: "question", wrong: "there is none", given: "an empty text", next: EXAMPLES });
  }
  const question = arithmetic<Question>(cursor, "question", () => questionAt(cursor));
  endAt(cursor, "join questions with + - * /, or take the rest out");
  return question;
}

/**
 * Reads `T=1, Z=0`, what a simulation sets.
 * @throws DiscoError pointing at the character where something else was expected
 */
export function parseSettings(text: string): readonly Setting[] {
  const cursor = cursorOn(text);
  const set: Setting[] = [];
  do set.push(settingAt(cursor, "T=1, Z=0"));
  while (cursor.take(","));
  endAt(cursor, "go on with a comma, as in T=1, Z=0");
  return set;
}

function endAt(cursor: Cursor, advice: string): void {
  const token = cursor.peek();
  if (token.kind === "end") return;
  const symbol = meant(token);
  if (cursor.is(")") || cursor.is("]")) throw cursor.fail(token, `this ${symbol} closes nothing`, "take it out");
  if (cursor.is("|") || cursor.is(";")) {
    const inside = "what is held stands inside the brackets, as in P(Y=1 | T=1; unit=Loyal)";
    throw cursor.fail(token, `this ${symbol} stands outside the brackets`, inside);
  }
  if (cursor.last()?.kind === "number" && (token.kind === "name" || cursor.is("("))) {
    throw cursor.fail(token, "an operator is missing here", "* is never left out, as in 2 * P(Y=1)");
  }
  throw cursor.expected("the end", advice);
}

/** A question that is no arithmetic. */
function questionAt(cursor: Cursor): Question {
  const { kind, text: name } = cursor.peek();
  if (kind !== "name") throw cursor.expected("a question", EXAMPLES);
  const operation = operationOf(name);
  const opens = cursor.is("(", 1) || cursor.is("[", 1);
  if (operation === undefined || !cursor.isWord(name)) {
    if (cursor.is("(", 1) || (opens && isFamiliar(name)))
      throw cursor.fail(cursor.peek(), unknown(name), adviceFor(name));
    throw cursor.expected("a question", EXAMPLES);
  }
  if (!opens) {
    cursor.next();
    throw cursor.expected(`( after ${name}`, EXAMPLES);
  }
  if (operation.kind !== "expectation" && cursor.is("[", 1)) {
    throw cursor.fail(cursor.peek(1), `${name} takes round brackets`, `write ${name}(...)`);
  }
  switch (operation.kind) {
    case "probability":
      return probabilityAt(cursor);
    case "expectation":
      return expectationAt(cursor, operation.name);
    case "effect":
      return effectAt(cursor, operation.name);
    case "case":
      return caseAt(cursor, operation.name);
  }
}

/** `P(A, B | C)` */
function probabilityAt(cursor: Cursor): Probability {
  cursor.next();
  const opening = cursor.next();
  const events: Event[] = [];
  do events.push(eventAt(cursor));
  while (cursor.take(","));
  return { kind: "probability", events, given: givenAt(cursor, opening, "events", ["a comma"]) };
}

/** `E[Y[T=1] - Y[T=0] | C]`, also in round brackets. */
function expectationAt(cursor: Cursor, moment: Moment): Expectation {
  cursor.next();
  const opening = cursor.next();
  const of = arithmetic<Quantity>(cursor, "quantity", () => termAt(cursor, `${moment}[Y | T=1]`));
  return { kind: "expectation", moment, of, given: givenAt(cursor, opening, "quantity", ["an operator"]) };
}
