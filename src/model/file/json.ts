import { visit } from "jsonc-parser";

/** A value of JSON with the offset of its first character in the text (-1 when it did not come from a text). */
export type Json =
  | { readonly kind: "object"; readonly members: readonly Member[]; readonly at: number }
  | { readonly kind: "array"; readonly items: readonly Json[]; readonly at: number }
  | { readonly kind: "string"; readonly value: string; readonly at: number; readonly end: number }
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "literal"; readonly value: boolean | null; readonly at: number };

/** One entry of an object. The same key may come twice, and the reader must say so. */
export interface Member {
  readonly key: string;
  readonly at: number;
  readonly value: Json;
}

/** Why something is not JSON that we read. */
export interface NotJson {
  readonly at: number;
  readonly wrong: string;
  readonly next: string;
}

export type JsonResult = { readonly json: Json } | { readonly trouble: NotJson };

const DEEPEST = 64;
const LONGEST = 16 * 1024 * 1024;
const MOST_VALUES = 2_000_000;

const TOO_DEEP = { wrong: `brackets are nested more than ${DEEPEST} deep`, next: "a model needs no more than 5" };
const TOO_MANY = { wrong: `there are more than ${MOST_VALUES} values`, next: "make the model smaller" };
const NOT_JSON = {
  wrong: "this is not JSON",
  next: "use double quotes, no comments, and no comma after the last entry",
};

/**
 * Reads a text as strict JSON (RFC 8259; a byte order mark in front is let pass). Keys that repeat are all kept. Refuses texts over 16 MB or
 * with over two million values, and brackets nested more than 64 deep. Cost: O(text).
 */
export function readJson(text: string): JsonResult {
  if (text.length > LONGEST) {
    const wrong = `the text has ${text.length} characters and may have ${LONGEST}`;
    return { trouble: { at: -1, wrong, next: "make the model smaller" } };
  }
  const body = text.startsWith("\ufeff") ? ` ${text.slice(1)}` : text;
  const excess = excessIn(body);
  if (excess !== undefined) return { trouble: excess };
  // The platform's parser has the last word on what is JSON; the other one knows the places.
  return isJson(body) ? { json: treeOf(body) } : { trouble: firstTrouble(body) };
}

/** Takes a value that a program made for what JSON would hold. Entries of objects that are `undefined` are left out, as JSON does. */
export function jsonOfValue(value: unknown): JsonResult {
  let values = 0;
  let trouble: NotJson | undefined;
  const refuse = (wrong: string, next: string): Json => {
    trouble ??= { at: -1, wrong, next };
    return { kind: "literal", value: null, at: -1 };
  };
  const take = (one: unknown, depth: number): Json => {
    if (depth > DEEPEST) return refuse(TOO_DEEP.wrong, TOO_DEEP.next);
    if (trouble !== undefined || ++values > MOST_VALUES) return refuse(TOO_MANY.wrong, TOO_MANY.next);
    if (typeof one === "string") return { kind: "string", value: one, at: -1, end: -1 };
    if (typeof one === "number") return { kind: "number", value: one, at: -1 };
    if (typeof one === "boolean" || one === null) return { kind: "literal", value: one, at: -1 };
    if (Array.isArray(one)) return { kind: "array", items: Array.from(one, (item) => take(item, depth + 1)), at: -1 };
    if (typeof one !== "object") return refuse(`it holds something of type ${typeof one}`, "give what JSON can hold");
    const members = Object.entries(one)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => ({ key, at: -1, value: take(entry, depth + 1) }));
    return { kind: "object", members, at: -1 };
  };
  const json = take(value, 0);
  return trouble === undefined ? { json } : { trouble };
}

/** Where there are too many brackets within brackets, or too many values. What stands in strings does not count. */
function excessIn(text: string): NotJson | undefined {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE || c === NEW_LINE) inString = false;
    } else if (c === QUOTE) inString = true;
    else if (c === BRACE || c === BRACKET) {
      if (++depth > DEEPEST) return { at: i, ...TOO_DEEP };
    } else if (c === END_BRACE || c === END_BRACKET) depth--;
    else if (c === COMMA && ++values > MOST_VALUES) return { at: i, ...TOO_MANY };
  }
  return undefined;
}

const [BACKSLASH, QUOTE, NEW_LINE, COMMA] = ["\\", '"', "\n", ","].map((c) => c.charCodeAt(0));
const [BRACE, END_BRACE, BRACKET, END_BRACKET] = ["{", "}", "[", "]"].map((c) => c.charCodeAt(0));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** By number of jsonc-parser's ParseErrorCode. */
const TROUBLES: Readonly<Record<number, readonly [wrong: string, next: string]>> = {
  1: [
    "something stands here that is not JSON",
    "write a value: a number, a text in double quotes, a list or an object",
  ],
  2: ["this is not a number as JSON writes it", "write it as 12, -0.5 or 1e-3"],
  3: ["a name in double quotes was expected", 'write "name": value, with no comma after the last entry'],
  4: ["a value was expected", "write one, or take away the comma before"],
  5: ["a colon was expected", 'write "name": value'],
  6: ["a comma was expected", "put one between entries"],
  7: ["a closing } was expected", "close what was opened"],
  8: ["a closing ] was expected", "close what was opened"],
  9: ["something follows the end of the model", "take it away"],
  10: ["a comment stands here and JSON has none", 'put remarks into "about"'],
  12: ["a text has no closing double quote on its line", "close it"],
  13: ["this is not a number as JSON writes it", "write it as 12, -0.5 or 1e-3"],
  14: ["\\u is not followed by four digits of base 16", "write for example \\u00e9, or the letter itself"],
  15: ["this escape is not one of JSON's", 'after a backslash write one of " \\ / b f n r t u'],
  16: ["a text holds a control character", "write \\t for a tab and \\n for a new line"],
};

function firstTrouble(text: string): NotJson {
  let found: NotJson | undefined;
  const stop = new Error("the first is enough");
  try {
    visit(
      text,
      {
        onError: (code, at) => {
          const [wrong, next] = TROUBLES[code] ?? [NOT_JSON.wrong, NOT_JSON.next];
          found = { at, wrong, next };
          throw stop;
        },
      },
      { disallowComments: true },
    );
  } catch (error) {
    if (error !== stop) throw error;
  }
  return found ?? { at: -1, ...NOT_JSON };
}

/** The tree of a text that is known to be JSON. */
function treeOf(text: string): Json {
  // Everything is put into the list that is open; the whole is in a list of its own.
  const whole: Json[] = [];
  const open: { readonly put: (value: Json) => void }[] = [{ put: (value) => whole.push(value) }];
  const put = (value: Json) => open[open.length - 1].put(value);
  let [key, keyAt] = ["", 0];
  visit(text, {
    onObjectBegin: (at) => {
      const members: Member[] = [];
      put({ kind: "object", members, at });
      open.push({ put: (value) => members.push({ key, at: keyAt, value }) });
    },
    onObjectProperty: (name, at) => {
      [key, keyAt] = [name, at];
    },
    onObjectEnd: () => open.pop(),
    onArrayBegin: (at) => {
      const items: Json[] = [];
      put({ kind: "array", items, at });
      open.push({ put: (value) => items.push(value) });
    },
    onArrayEnd: () => open.pop(),
    onLiteralValue: (value: unknown, at, length) => {
      if (typeof value === "string") put({ kind: "string", value, at, end: at + length });
      else if (typeof value === "number") put({ kind: "number", value, at });
      else put({ kind: "literal", value: value === null ? null : value === true, at });
    },
  });
  return whole[0];
}

/** The value as plain data. Every key is the object's own, `__proto__` too. */
export function plainOf(json: Json): unknown {
  if (json.kind === "object") return Object.fromEntries(json.members.map(({ key, value }) => [key, plainOf(value)]));
  return json.kind === "array" ? json.items.map(plainOf) : json.value;
}
