import type { Token } from "../tokens.js";
import { type Cursor, meant } from "./cursor.js";
import { type Room, slipAt } from "./slips.js";

const CLOSING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
]);

/**
 * Steps over the bracket that closes `opening`; complains of anything else, at the opening bracket when nothing closes it.
 * @param more what else would be right here, in words: "a comma"
 */
export function closeAt(cursor: Cursor, opening: Token, room: Room, more: readonly string[]): void {
  const open = meant(opening);
  const closing = CLOSING.get(open)!;
  if (cursor.take(closing)) return;
  const token = cursor.peek();
  if (token.kind === "end")
    throw cursor.fail(opening, `this ${open} is never closed`, `put a ${closing} where it should end`);
  if (cursor.is(")") || cursor.is("]")) {
    const advice = `put a ${closing} before it`;
    throw cursor.fail(opening, `this ${open} is not closed: there is a ${meant(token)} before its ${closing}`, advice);
  }
  const slip = slipAt(cursor, room);
  if (slip !== undefined) throw cursor.fail(token, ...slip);
  const right = [...more, closing];
  const what = right.length === 1 ? closing : `${right.slice(0, -1).join(", ")} or ${closing}`;
  throw cursor.expected(what, `close with ${closing}${more.includes("a comma") ? ", or go on with a comma" : ""}`);
}
