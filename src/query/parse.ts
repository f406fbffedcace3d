import { type Cursor, cursorOn, said } from "./parse/cursor.js";
import { givenAt } from "./parse/given.js";
import { caseAt, effectAt, isCase, isEffect } from "./parse/named.js";
import { comma, eventAt, settingAt, termAt } from "./parse/term.js";
import {
  CASES,
  EFFECTS,
  type Event,
  type Expectation,
  type Probability,
  type Quantity,
  type Question,
  type Setting,
} from "./question.js";

/** More operators than this in one question are refused. */
const MOST_OPERATORS = 500;

const MOMENTS = ["E", "Var", "SD"] as const;
const OPERATIONS = ["P", ...MOMENTS, ...EFFECTS, ...CASES];
const EXAMPLES = "ask as in P(Y=1 | T=1), P(Y=1 | do(T=1)), P(Y[T=0]=1 | T=1, Y=1), E[Y[T=1]] or ATE(T -> Y)";

/**
 * Reads a question of DESIGN 4.2 into its tree; `printQuestion` is the inverse. Cost: O(text).
 * @throws DiscoError pointing at the character where something else was expected
 */
export function parseQuestion(text: string): Question {
  const cursor = cursorOn(text);
  if (cursor.peek().kind === "end") throw cursor.fail(cursor.peek(), "there is no question", EXAMPLES);
  const question = arithmetic<Question>(cursor, () => questionAtom(cursor));
  end(cursor);
  return question;
}

/** Reads `T=1, Z=0`, what a simulation sets. */
export function parseSettings(text: string): readonly Setting[] {
  const cursor = cursorOn(text);
  const set = [settingAt(cursor)];
  while (cursor.take(",")) set.push(settingAt(cursor));
  end(cursor);
  return set;
}

function end(cursor: Cursor): void {
  const token = cursor.peek();
  if (token.kind === "end") return;
  const closing = token.kind === "symbol" && (token.text === ")" || token.text === "]");
  throw cursor.fail(
    token,
    closing ? `this ${token.text} closes nothing` : `the question should end here, but ${said(token)}`,
    closing ? "take it out" : "join questions with + - * /, or take the rest out",
  );
}

type Arithmetic<Of> =
  | Of
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negative"; readonly of: Of }
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-" | "*" | "/" | "^";
      readonly left: Of;
      readonly right: Of;
    };

/** Arithmetic over whatever `atom` reads: ^ binds tightest and to the right, then a sign, then * /, then + -. */
function arithmetic<Of>(cursor: Cursor, atom: () => Of): Of {
  let operators = 0;
  const make = (one: Arithmetic<Of>) => one as Of;
  const counted = () => {
    if (++operators > MOST_OPERATORS) {
      throw cursor.fail(cursor.peek(), `there are more than ${MOST_OPERATORS} operators`, "ask in parts");
    }
  };
  const chain = (symbols: readonly ("+" | "-" | "*" | "/")[], inner: () => Of) => (): Of => {
    let left = inner();
    for (;;) {
      const operator = symbols.find((symbol) => cursor.take(symbol));
      if (operator === undefined) return left;
      counted();
      left = make({ kind: "arithmetic", operator, left, right: inner() });
    }
  };
  const signed = (): Of => {
    if (!cursor.take("-")) return power();
    counted();
    return make({ kind: "negative", of: cursor.nested(signed) });
  };
  const power = (): Of => {
    const left = simple();
    if (!cursor.take("^")) return left;
    counted();
    return make({ kind: "arithmetic", operator: "^", left, right: cursor.nested(signed) });
  };
  const simple = (): Of => {
    const token = cursor.peek();
    if (token.kind === "number") return make({ kind: "number", value: cursor.next().value! });
    if (!cursor.take("(")) return atom();
    const inner = cursor.nested(sum);
    if (cursor.take(")")) return inner;
    if (cursor.peek().kind === "end") throw cursor.fail(token, "this bracket is never closed", "put a ) behind it");
    throw cursor.fail(cursor.peek(), `a ) was expected, but ${said(cursor.peek())}`, "close with )");
  };
  const sum = chain(["+", "-"], chain(["*", "/"], signed));
  return sum();
}

function questionAtom(cursor: Cursor): Question {
  const token = cursor.peek();
  const name = token.text;
  const opens = cursor.is("(", 1) || cursor.is("[", 1);
  if (token.kind !== "name") throw cursor.fail(token, `a question was expected, but ${said(token)}`, EXAMPLES);
  if (!OPERATIONS.includes(name)) {
    const meant = OPERATIONS.find((one) => one.toLowerCase() === name.toLowerCase()) ?? MEANT[name.toLowerCase()];
    if (meant !== undefined) throw cursor.fail(token, `there is no question named ${name}`, `write ${meant}`);
    throw cursor.fail(
      token,
      opens ? `there is no question named ${name}` : `${name} alone is no question`,
      opens ? `there are ${OPERATIONS.join(", ")}` : EXAMPLES,
    );
  }
  const brackets = MOMENTS.find((moment) => moment === name);
  if (!cursor.is("(", 1) && !(brackets !== undefined && cursor.is("[", 1))) {
    throw cursor.fail(
      cursor.peek(1),
      `a ( was expected behind ${name}`,
      `write ${name}${brackets ? "[...]" : "(...)"}`,
    );
  }
  if (isEffect(name)) return effectAt(cursor, name);
  if (isCase(name)) return caseAt(cursor, name);
  return brackets === undefined ? probabilityAt(cursor) : expectationAt(cursor, brackets);
}

/** Names that people bring from elsewhere. */
const MEANT: Readonly<Record<string, string>> = {
  ace: "ATE, as in ATE(T -> Y)",
  att: "ETT, as in ETT(T -> Y)",
  atu: "ETU, as in ETU(T -> Y)",
  atc: "ETU, as in ETU(T -> Y)",
  cate: "ATE with what is held, as in ATE(T -> Y | Z=1)",
  pr: "P, as in P(Y=1 | T=1)",
  prob: "P, as in P(Y=1 | T=1)",
  mean: "E, as in E[Y]",
  std: "SD, as in SD[Y]",
  share: "SHARES, as in SHARES(T=1, Y=1)",
};

function probabilityAt(cursor: Cursor): Probability {
  cursor.next();
  const opening = cursor.next();
  const events: Event[] = [eventAt(cursor)];
  while (cursor.take(",")) events.push(eventAt(cursor));
  if (cursor.isName("do") && cursor.is("(", 1)) {
    throw cursor.fail(cursor.peek(), "do(...) belongs behind a |", "write P(Y=1 | do(T=1))");
  }
  if (!["|", ";", ")"].some((symbol) => cursor.is(symbol)) && cursor.peek().kind !== "end") {
    comma(cursor, ")", opening.at);
  }
  return { kind: "probability", events, given: givenAt(cursor, ")", opening.at) };
}

function expectationAt(cursor: Cursor, moment: Expectation["moment"]): Expectation {
  cursor.next();
  const opening = cursor.next();
  const of = arithmetic<Quantity>(cursor, () => termAt(cursor));
  const given = givenAt(cursor, opening.text === "(" ? ")" : "]", opening.at);
  return { kind: "expectation", moment, of, given };
}
