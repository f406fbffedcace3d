import { shown } from "../../num/complaint.js";
import type { Comparison, Event, Setting, Term, Value, World, WorldTerm } from "../question.js";
import { closeAt } from "./close.js";
import { type Cursor, meant } from "./cursor.js";
import { quoted } from "./quote.js";

const COMPARISONS: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);

/** A variable's or attribute's name; `example` is a right form to show. */
export function nameAt(cursor: Cursor, what: string, example: string): string {
  const token = cursor.peek();
  if (token.kind === "name") return cursor.next().text;
  if (token.kind === "string")
    throw cursor.expected(what, `a name goes in backticks: ${shown(quoted(token.text, "`"))}`);
  if (cursor.is("!") || cursor.is("~")) throw cursor.expected(what, "to deny an event write Y!=1");
  if (token.kind === "number") throw cursor.expected(what, `the name comes first, as in ${example}`);
  throw cursor.expected(what, `write it as in ${example}`);
}

/** A number, perhaps negative, or a label. There is no -0: it is 0. */
export function valueAt(cursor: Cursor, example: string): Value {
  const after = cursor.last();
  const negative = cursor.take("-");
  const token = cursor.peek();
  if (token.kind === "number") {
    cursor.next();
    return negative && token.value !== 0 ? -token.value! : token.value!;
  }
  if (negative) throw cursor.expected("a number after -", "a label that begins with a minus goes in double quotes");
  if (token.kind === "name" || token.kind === "string") return cursor.next().text;
  const pair = after === undefined ? "" : meant(after) + meant(token);
  const sign = { "=>": ">=", "=<": "<=", "<>": "!=", "=!": "!=" }[pair];
  if (sign !== undefined) throw cursor.fail(after!, `${pair} is no comparison`, `write ${sign}`);
  const behind = after === undefined ? "" : ` after ${meant(after)}`;
  throw cursor.expected(`a value${behind}`, `write a number or a label, as in ${example}`);
}

/** `Y`, `Y[T=1]`. */
export function termAt(cursor: Cursor, example: string): Term {
  const name = nameAt(cursor, "a variable", example);
  return cursor.is("[") ? { kind: "term", name, world: worldAt(cursor) } : { kind: "term", name };
}

/** `[]`, `[T=1, #2]`: settings, and once the number of the occasion. */
function worldAt(cursor: Cursor): World {
  const opening = cursor.next();
  if (cursor.take("]")) return { set: [], occasion: 1 };
  return cursor.nested(() => {
    const set: Setting[] = [];
    let occasion: number | undefined;
    do {
      const token = cursor.peek();
      if (!cursor.is("#")) set.push(settingAt(cursor, "Y[T=1]"));
      else if (occasion === undefined) occasion = occasionAt(cursor);
      else throw cursor.fail(token, "the occasion is numbered already", "a world has one number, as in Y[T=1, #2]");
    } while (cursor.take(","));
    closeAt(cursor, opening, "world", ["a comma"]);
    return { set, occasion: occasion ?? 1 };
  });
}

function occasionAt(cursor: Cursor): number {
  cursor.next();
  const { kind, value = 0 } = cursor.peek();
  if (kind !== "number" || !Number.isSafeInteger(value) || value < 1) {
    throw cursor.expected("the number of an occasion", "count occasions from 1, as in Y[T=1, #2]");
  }
  cursor.next();
  return value;
}

/** `T=1`, `Z=Z[X=0]`. */
export function settingAt(cursor: Cursor, example: string): Setting {
  const variable = settableAt(cursor, example);
  if (!cursor.take("=")) {
    throw cursor.expected(`= and what ${shown(quoted(variable, "`"))} is set to`, `write as in ${example}`);
  }
  return { variable, to: targetAt(cursor, example) };
}

/** The name of a variable to set. */
export function settableAt(cursor: Cursor, example: string): string {
  if (cursor.isWord("do") && cursor.is("(", 1)) {
    throw cursor.fail(cursor.peek(), "brackets are a do already", "write what is set, as in Y[T=1]");
  }
  return nameAt(cursor, "a variable to set", example);
}

/** What a variable is set to: a value, or a term of another world. */
export function targetAt(cursor: Cursor, example: string): Value | WorldTerm {
  if (cursor.peek().kind === "name" && cursor.is("[", 1)) {
    const name = cursor.next().text;
    return { kind: "term", name, world: worldAt(cursor) };
  }
  return valueAt(cursor, example);
}

/** `Y=1`, `score[T=0]>500`, `Y`. */
export function eventAt(cursor: Cursor): Event {
  if (cursor.isWord("do") && cursor.is("(", 1)) {
    throw cursor.fail(cursor.peek(), "do(...) stands behind the bar", "write P(Y=1 | do(T=1))");
  }
  const term = termAt(cursor, "P(Y=1 | T=1)");
  const token = cursor.peek();
  if (token.kind !== "symbol" || !COMPARISONS.has(meant(token))) return { term };
  cursor.next();
  return { term, test: { comparison: meant(token) as Comparison, value: valueAt(cursor, "Y=1") } };
}
