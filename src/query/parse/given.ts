import { shown } from "../../num/complaint.js";
import type { Event, Given } from "../question.js";
import type { Token } from "../tokens.js";
import { closeAt } from "./close.js";
import type { Cursor } from "./cursor.js";
import { quoted } from "./quote.js";
import type { Room } from "./slips.js";
import { eventAt, nameAt, settableAt, targetAt, valueAt } from "./term.js";

type Do = Given["do"][number];
type Individual = Given["individual"][number];

/**
 * `| do(X=1), Z=0; unit=Loyal` up to and over the bracket that closes `opening`.
 * @param room where the question was before the bar, and `more` what else could have followed there
 */
export function givenAt(cursor: Cursor, opening: Token, room: Room, more: readonly string[] = []): Given {
  const set: Do[] = [];
  const events: Event[] = [];
  const individual: Individual[] = [];
  let here = { room, more: [...more, "|", ";"] };
  if (cursor.take("|")) {
    if (cursor.is("|")) throw cursor.fail(cursor.peek(), "one | is enough", "write P(Y=1 | T=1)");
    do {
      if (cursor.isWord("do") && cursor.peek(1).kind === "name") {
        throw cursor.fail(cursor.peek(1), "do needs parentheses", "write do(T=1)");
      }
      if (cursor.isWord("do") && cursor.is("(", 1)) set.push(...doAt(cursor));
      else events.push(eventAt(cursor));
    } while (cursor.take(","));
    here = { room: "held", more: ["a comma", ";"] };
  }
  if (cursor.take(";")) {
    do individual.push(individualAt(cursor));
    while (cursor.take(","));
    here = { room: "individual", more: ["a comma"] };
  }
  closeAt(cursor, opening, here.room, here.more);
  return { do: set, events, individual };
}

function individualAt(cursor: Cursor): Individual {
  const name = nameAt(cursor, "who the individual is", "P(Y=1; unit=Loyal)");
  if (!cursor.take("=")) {
    const alone = cursor.is(")") || cursor.is("]") || cursor.is(",") || cursor.peek().kind === "end";
    throw cursor.expected(
      `= and a value of ${shown(quoted(name, "`"))}`,
      alone
        ? `name the individual as in ; unit=${shown(quoted(name, '"'))}`
        : "what is not an equation goes behind the bar, as in P(Y=1 | Z>1)",
    );
  }
  return { name, value: valueAt(cursor, "P(Y=1; unit=Loyal)") };
}

/** `do(T=1, Z=Z[X=0])`, or for a graph `do(T)`. */
function doAt(cursor: Cursor): readonly Do[] {
  cursor.next();
  const opening = cursor.next();
  const set: Do[] = [];
  do {
    const variable = settableAt(cursor, "do(T=1)");
    set.push(cursor.take("=") ? { variable, to: targetAt(cursor, "do(T=1)") } : { variable });
  } while (cursor.take(","));
  closeAt(cursor, opening, "do", ["a comma"]);
  return set;
}
