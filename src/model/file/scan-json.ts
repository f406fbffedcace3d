import { type Scalar, type Trouble, tokenAt } from "./json-tokens.js";

/** A value of JSON with the offset of its first character in the text (-1 when it did not come from a text). */
export type Json =
  | { readonly kind: "object"; readonly members: readonly Member[]; readonly at: number }
  | { readonly kind: "array"; readonly items: readonly Json[]; readonly at: number }
  | Scalar;

/** One entry of an object. The same key may come twice, and the reader must say so. */
export interface Member {
  readonly key: string;
  readonly at: number;
  readonly value: Json;
}

/** Why something is not JSON that we read. */
export interface NotJson extends Trouble {
  readonly at: number;
}

export type JsonResult = { readonly json: Json } | { readonly trouble: NotJson };

/** Brackets may be nested this deep. */
export const DEEPEST = 64;
/** There may be this many values, those within others counted too. */
export const MOST_VALUES = 2_000_000;
export const TOO_DEEP: Trouble = {
  wrong: `brackets are nested more than ${DEEPEST} deep`,
  next: "a model needs no more than 5",
};
export const TOO_MANY: Trouble = { wrong: `there are more than ${MOST_VALUES} values`, next: "make the model smaller" };

const NO_VALUE: Trouble = { wrong: "a value was expected", next: "write one, or take away the comma before" };
const NO_NAME: Trouble = {
  wrong: "a name in double quotes was expected",
  next: 'write "name": value, with no comma after the last entry',
};
const NO_COLON: Trouble = { wrong: "a colon was expected", next: 'write "name": value' };
const NO_COMMA: Trouble = { wrong: "a comma was expected", next: "put one between entries" };
const NOT_THE_END: Trouble = { wrong: "something follows the end of the model", next: "take it away" };

/** A list or an object that has begun, or the text as a whole; with what is in it so far. */
type Open =
  | { readonly close: "]" | "end"; readonly items: Json[] }
  | { readonly close: "}"; readonly members: Member[] };

/**
 * The tree of a text of strict JSON (RFC 8259) with the places of all values and with every key that repeats, or the first thing that is
 * wrong with the text: that it is not JSON, is nested too deep or has too many values. What is open stands on a stack of its own, not on
 * the program's. Cost: O(text).
 */
export function scanJson(text: string): JsonResult {
  const whole: Json[] = [];
  const open: Open[] = [{ close: "end", items: whole }];
  let wanted: "value" | "name" | "colon" | "more" = "value";
  // May the innermost end here? Not behind a comma or a colon.
  let mayClose = false;
  let [key, keyAt] = ["", 0];
  let values = 0;
  for (let token = tokenAt(text, 0); ; token = tokenAt(text, token.end)) {
    const { kind, at } = token;
    const inner = open[open.length - 1];
    const { close } = inner;
    if (kind === "trouble") return refused(at, token.trouble);
    if (mayClose && kind === close) {
      if (kind === "end") return { json: whole[0] };
      open.pop();
      wanted = "more";
    } else if (mayClose && kind === "end") {
      return refused(at, { wrong: `a closing ${close} was expected`, next: "close what was opened" });
    } else if (wanted === "value") {
      if (kind !== "scalar" && kind !== "[" && kind !== "{") return refused(at, NO_VALUE);
      if (++values > MOST_VALUES) return refused(at, TOO_MANY);
      let value: Json;
      if (kind === "scalar") {
        value = token.scalar;
        wanted = "more";
      } else if (kind === "[") {
        const items: Json[] = [];
        value = { kind: "array", items, at };
        open.push({ close: "]", items });
      } else {
        const members: Member[] = [];
        value = { kind: "object", members, at };
        open.push({ close: "}", members });
        wanted = "name";
      }
      if (open.length > DEEPEST + 1) return refused(at, TOO_DEEP);
      if (inner.close === "}") inner.members.push({ key, at: keyAt, value });
      else inner.items.push(value);
      mayClose = true;
    } else if (wanted === "name") {
      if (kind !== "scalar" || token.scalar.kind !== "string") return refused(at, NO_NAME);
      [key, keyAt] = [token.scalar.value, at];
      [wanted, mayClose] = ["colon", false];
    } else if (wanted === "colon") {
      if (kind !== ":") return refused(at, NO_COLON);
      wanted = "value";
    } else {
      if (close === "end") return refused(at, NOT_THE_END);
      if (kind !== ",") return refused(at, NO_COMMA);
      [wanted, mayClose] = [close === "}" ? "name" : "value", false];
    }
  }
}

function refused(at: number, { wrong, next }: Trouble): JsonResult {
  return { trouble: { at, wrong, next } };
}
