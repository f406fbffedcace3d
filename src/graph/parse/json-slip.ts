import { shown } from "../../num/complaint.js";
import { past } from "./source.js";

/** A place where a text stops being JSON, what is wrong there and what to do. */
export type JsonSlip = readonly [at: number, wrong: string, next: string];

const SPACE = /[ \t\n\r]+/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON has none in its texts.
const PLAIN = /[^"\\\u0000-\u001f]+/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What may stand at a place: a value, a key, the colon behind it, or what goes on behind a value. */
type Want = "value" | "key" | ":" | "more";

/**
 * The first place where a text is no JSON; undefined when it is. Engines word it each in their own way, and some do not say the place.
 * Cost: O(text).
 */
export function jsonSlip(text: string): JsonSlip | undefined {
  const open: number[] = [];
  let want: Want = "value";
  let isEmpty = false;
  for (let at = past(SPACE, text, 0); ; at = past(SPACE, text, at)) {
    const opening = open[open.length - 1] as number | undefined;
    const closing = opening === undefined ? undefined : text[opening] === "{" ? "}" : "]";
    if (at === text.length)
      return want === "more" && opening === undefined ? undefined : unended(text, opening, closing);
    const sign = text[at];
    if (sign === closing && (want === "more" || isEmpty)) {
      open.pop();
      want = "more";
      at++;
    } else if (want === "more") {
      if (sign !== "," || closing === undefined)
        return unexpected(text, at, sayMore(closing), "put a comma between two items");
      want = closing === "}" ? "key" : "value";
      at++;
    } else if (want === ":") {
      if (sign !== ":") return unexpected(text, at, "a : behind the key");
      want = "value";
      at++;
    } else if (want === "value" && (sign === "{" || sign === "[")) {
      open.push(at);
      want = sign === "{" ? "key" : "value";
      isEmpty = true;
      at++;
      continue;
    } else if (sign === '"') {
      const end = textEnd(text, at);
      if (typeof end !== "number") return end;
      at = end;
      want = want === "key" ? ":" : "more";
    } else {
      const end = want === "key" ? at : past(SCALAR, text, at);
      if (end === at) return unexpected(text, at, want === "key" ? "a key in double quotes" : "a value");
      at = end;
      want = "more";
    }
    isEmpty = false;
  }
}

/** Where a text in quotes ends, or what is wrong in it. */
function textEnd(text: string, opening: number): number | JsonSlip {
  let at = opening + 1;
  for (;;) {
    const start = at;
    at = past(ESCAPE, text, past(PLAIN, text, at));
    if (text[at] === '"') return at + 1;
    if (at !== start) continue;
    if (text[at] === "\\") return [at, "this escape means nothing", "write \\\\ for a backslash, \\n for a new line"];
    return [opening, 'this " is never closed', 'put a " where it should end, on the same line'];
  }
}

function unended(text: string, opening: number | undefined, closing: string | undefined): JsonSlip {
  if (opening === undefined) return [text.length, "expected a value, found the end of the text", "write it as JSON"];
  return [opening, `this ${text[opening]} is never closed`, `put a ${closing} where it should end`];
}

function sayMore(closing: string | undefined): string {
  return closing === undefined ? "the end of the text" : `a comma or ${closing}`;
}

function unexpected(text: string, at: number, what: string, advice = "names and keys are in double quotes"): JsonSlip {
  const [found] = /^(?:[\p{L}\p{N}_]+|.)/su.exec(text.slice(at, at + 50))!;
  const isComment = found === "/" || found === "#";
  const isComma = (found === "}" || found === "]") && /,\s*$/.test(text.slice(Math.max(0, at - 50), at));
  const next = isComment ? "JSON has no comments" : isComma ? "take out the comma before it" : advice;
  return [at, `expected ${what}, found ${shown(found)}`, next];
}
