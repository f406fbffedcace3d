import type { Event, Given } from "../question.js";
import { type Cursor, said } from "./cursor.js";
import { comma, eventAt, nameAt, targetAt, valueAt } from "./term.js";

/** `| do(X=1), Z=0; unit=Loyal` up to and over the closing bracket. */
export function givenAt(cursor: Cursor, closing: ")" | "]", opened: number): Given {
  const set: Given["do"][number][] = [];
  const events: Event[] = [];
  if (cursor.take("|")) {
    do {
      if (cursor.isName("do") && cursor.is("(", 1)) set.push(...doAt(cursor));
      else if (cursor.isName("do") && cursor.peek(1).kind === "name") {
        throw cursor.fail(cursor.peek(1), "do needs parentheses", "write do(T=1)");
      } else events.push(eventAt(cursor));
    } while (cursor.take(","));
  }
  const individual: Given["individual"][number][] = [];
  if (cursor.take(";")) {
    do {
      const name = nameAt(cursor, "who the individual is", "; unit=Loyal");
      if (!cursor.take("=")) throw cursor.fail(cursor.peek(), `${name}= was expected`, `write ; ${name}=...`);
      individual.push({ name, value: valueAt(cursor, "; unit=Loyal") });
    } while (cursor.take(","));
  }
  close(cursor, closing, opened);
  return { do: set, events, individual };
}

function doAt(cursor: Cursor): Given["do"] {
  cursor.next();
  const opening = cursor.next();
  const set: Given["do"][number][] = [];
  do {
    const variable = nameAt(cursor, "a variable to set", "do(T=1)");
    set.push(cursor.take("=") ? { variable, to: targetAt(cursor) } : { variable });
  } while (cursor.take(","));
  close(cursor, ")", opening.at);
  return set;
}

/** The closing bracket, or what most likely went wrong. */
function close(cursor: Cursor, closing: ")" | "]", opened: number): void {
  if (cursor.take(closing)) return;
  const token = cursor.peek();
  if (token.kind === "symbol" && token.text === "|") {
    throw cursor.fail(token, "there is a | already", "join what is held with commas, as in P(Y=1 | T=1, Z=0)");
  }
  if (token.kind === "symbol" && token.text === ";") {
    throw cursor.fail(token, "there is a ; already", "join what is said of the individual with commas");
  }
  if (token.kind === "symbol" && (token.text === "&" || token.text === "+")) {
    throw cursor.fail(token, `${token.text} does not join events`, "join them with a comma, as in P(Y=1, Z=0)");
  }
  if (token.kind === "symbol" && (token.text === ")" || token.text === "]")) {
    throw cursor.fail(token, `a ${closing} was expected, but ${said(token)}`, `close with ${closing}`);
  }
  if (token.kind === "end") {
    throw cursor.fail({ ...token, at: opened }, "this bracket is never closed", `put a ${closing} behind it`);
  }
  comma(cursor, closing, opened);
}
