import type { Comparison, Event, Setting, Term, Value, World, WorldTerm } from "../question.js";
import { type Cursor, said } from "./cursor.js";

const COMPARISONS: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);

/** A variable's or attribute's name. `example` is a right form to show. */
export function nameAt(cursor: Cursor, what: string, example: string): string {
  const token = cursor.peek();
  if (token.kind !== "name") {
    throw cursor.fail(token, `${what} was expected, but ${said(token)}`, `write it as in ${example}`);
  }
  return cursor.next().text;
}

/** A number, perhaps negative, or a label. */
export function valueAt(cursor: Cursor, example: string): Value {
  const negative = cursor.take("-");
  const token = cursor.peek();
  if (token.kind === "number") return negative ? -cursor.next().value! : cursor.next().value!;
  if (!negative && (token.kind === "name" || token.kind === "string")) return cursor.next().text;
  throw cursor.fail(token, `a value was expected, but ${said(token)}`, `write a number or a label, as in ${example}`);
}

/** `Y`, `Y[T=1]`. */
export function termAt(cursor: Cursor): Term {
  const name = nameAt(cursor, "a variable", "P(Y=1 | T=1)");
  return cursor.is("[") ? { kind: "term", name, world: worldAt(cursor) } : { kind: "term", name };
}

/** `[T=1, #2]` */
function worldAt(cursor: Cursor): World {
  const opening = cursor.next();
  return cursor.nested(() => {
    const set: Setting[] = [];
    let occasion = 1;
    while (!cursor.take("]")) {
      if (set.length > 0 || occasion > 1) comma(cursor, "]", opening.at);
      if (cursor.is("#")) occasion = occasionAt(cursor);
      else set.push(settingAt(cursor));
    }
    return { set, occasion };
  });
}

/** A comma, or a complaint that points at the bracket that nothing closes. */
export function comma(cursor: Cursor, closing: string, opened: number): void {
  if (cursor.take(",")) return;
  const token = cursor.peek();
  if (token.kind === "end") {
    throw cursor.fail({ ...token, at: opened }, "this bracket is never closed", `put a ${closing} behind it`);
  }
  const next =
    token.kind === "symbol" && token.text === "&"
      ? "join events with a comma"
      : `go on with a comma, or close with ${closing}`;
  throw cursor.fail(token, `a comma or ${closing} was expected, but ${said(token)}`, next);
}

function occasionAt(cursor: Cursor): number {
  cursor.next();
  const token = cursor.peek();
  if (token.kind !== "number" || !Number.isSafeInteger(token.value) || token.value! < 1) {
    throw cursor.fail(token, "the number of an occasion was expected", "count occasions from 1, as in Y[T=1, #2]");
  }
  return cursor.next().value!;
}

/** `T=1`, `Z=Z[X=0]`. */
export function settingAt(cursor: Cursor): Setting {
  const variable = nameAt(cursor, "a variable to set", "Y[T=1]");
  if (!cursor.take("=")) {
    const token = cursor.peek();
    throw cursor.fail(token, `what ${variable} is set to was expected, but ${said(token)}`, `write ${variable}=1`);
  }
  return { variable, to: targetAt(cursor) };
}

/** What a variable is set to: a value, or a term of another world. */
export function targetAt(cursor: Cursor): Value | WorldTerm {
  if (cursor.isName() && cursor.is("[", 1)) return termAt(cursor) as WorldTerm;
  return valueAt(cursor, "Y[T=1]");
}

/** `Y=1`, `score[T=0]>500`, `Y`. */
export function eventAt(cursor: Cursor): Event {
  const term = termAt(cursor);
  const token = cursor.peek();
  if (token.kind !== "symbol" || !COMPARISONS.has(token.text)) return { term };
  cursor.next();
  return { term, test: { comparison: token.text as Comparison, value: valueAt(cursor, `${term.name}=1`) } };
}
