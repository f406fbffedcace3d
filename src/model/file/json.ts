import {
  DEEPEST,
  type Json,
  type JsonResult,
  MOST_VALUES,
  type NotJson,
  scanJson,
  TOO_DEEP,
  TOO_MANY,
} from "./scan-json.js";

export type { Json, JsonResult, Member } from "./scan-json.js";

const LONGEST = 16 * 1024 * 1024;

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
  const result = scanJson(body);
  // The platform's parser has the last word on what is JSON; ours knows the places.
  return "trouble" in result || isJson(body) ? result : { trouble: { at: -1, ...NOT_JSON } };
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The value as plain data. Every key is the object's own, `__proto__` too. */
export function plainOf(json: Json): unknown {
  if (json.kind === "object") return Object.fromEntries(json.members.map(({ key, value }) => [key, plainOf(value)]));
  return json.kind === "array" ? json.items.map(plainOf) : json.value;
}
