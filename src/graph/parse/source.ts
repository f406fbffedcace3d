import type { DiscoError } from "../../error.js";
import { complaintAt, visible } from "../../num/complaint.js";

/** A text to read, and who complains of it. */
export interface Source {
  readonly who: string;
  readonly text: string;
}

/** What is wrong, and what to do next. */
export type Slip = readonly [wrong: string, next: string];

const LINE_END = /\r\n|\r|\n/;

/** A complaint that shows the line of the place, and says its number where there are several. */
export function failAt({ who, text }: Source, at: number, wrong: string, next: string): DiscoError {
  const before = text.slice(0, at).split(LINE_END);
  const start = at - before[before.length - 1].length;
  const line = text.slice(start).split(LINE_END, 1)[0];
  const several = LINE_END.test(text.trim());
  return complaintAt({ who, text: line, at: at - start, ...(several ? { line: before.length } : {}) }, wrong, next);
}

/** Where a sticky pattern ends that begins there; the place itself when none does. */
export function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const SPACE = /\s+/y;
const SPACE_IN_LINE = /[^\S\r\n]+/y;
const REST_OF_LINE = /[^\r\n]*/y;

/**
 * Where the next thing stands that is neither space nor a comment (`#` and `//` to the end of the line). Where lines mean nothing
 * their ends are space, and what stands between slash-star and star-slash is a comment too, if it is closed.
 */
export function pastSpace(text: string, from: number, { inLine }: { readonly inLine: boolean }): number {
  let at = from;
  for (;;) {
    const start = at;
    at = past(inLine ? SPACE_IN_LINE : SPACE, text, at);
    if (text[at] === "#" || text.startsWith("//", at)) at = past(REST_OF_LINE, text, at);
    if (!inLine && text.startsWith("/*", at)) {
      const close = text.indexOf("*/", at + 2);
      if (close >= 0) at = close + 2;
    }
    if (at === start) return at;
  }
}

/**
 * Where the quote that opens there is closed; -1 when it never is. A backslash keeps the next character from closing it, and so does a second
 * backtick. A loop and no pattern: a pattern keeps a stack, and a long name would overflow it.
 */
export function closingQuote(text: string, opening: number): number {
  const quote = text[opening];
  for (let at = opening + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] !== quote) continue;
    else if (quote === "`" && text[at + 1] === quote) at++;
    else return at;
  }
  return -1;
}

/** What to say of a character that begins nothing. */
export function strange(text: string, at: number): Slip {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  if (/[“”„«»‘’']/u.test(character)) {
    return [`${character} is not a quotation mark here`, 'put names in straight double quotes, as in "my name"'];
  }
  const advice = 'take it out; a name with unusual characters goes in double quotes, as in "my name"';
  return [`${visible(character)} means nothing here`, advice];
}
