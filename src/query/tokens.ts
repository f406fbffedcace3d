import { DiscoError } from "../error.js";

/** A piece of a question or of an expression. */
export interface Token {
  readonly kind: "number" | "name" | "string" | "symbol" | "end";
  /** A name or a string without its quotes, a number as typed, a symbol. */
  readonly text: string;
  /** Numbers only. */
  readonly value?: number;
  readonly at: number;
  /** Behind the last character. */
  readonly end: number;
}

const LONGEST = 100_000;
const SPACE = /\s+/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy;
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
/** A quoted name or text; a backslash keeps the next character from ending it. */
const QUOTED = { "`": /`((?:[^`\\]|\\.)*)`/suy, '"': /"((?:[^"\\]|\\.)*)"/suy } as const;

/**
 * Splits a text into tokens: numbers, names (letters, digits, underscore; or anything in backticks), strings in double quotes, and the
 * `symbols` given, longest first. The last token is always `end`. Cost: O(text x symbols).
 * @throws DiscoError pointing at a character that begins nothing, at a quote that is never closed, and for numbers beyond a double
 */
export function tokenize(
  text: string,
  options: { readonly symbols: readonly string[]; readonly who: string },
): readonly Token[] {
  const { who } = options;
  if (text.length > LONGEST) {
    throw new DiscoError({
      who,
      wrong: `the text is longer than ${LONGEST.toLocaleString("en-US")} characters`,
      given: `${text.length.toLocaleString("en-US")} characters, beginning ${visible(text.slice(0, 30))}`,
      next: "shorten it",
    });
  }
  const symbols = [...options.symbols].sort((a, b) => b.length - a.length);
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const push = (kind: Token["kind"], value: string, length: number, number?: number) => {
    tokens.push({ kind, text: value, ...(number === undefined ? {} : { value: number }), at, end: at + length });
    at += length;
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const number = match(NUMBER);
    if (number !== null) {
      const value = Number(number[0]);
      if (!Number.isFinite(value)) {
        throw complaintAt({ who, text, at }, "this number is larger than can be held", "give a number below 1.8e308");
      }
      push("number", number[0], number[0].length, value);
      continue;
    }
    const name = match(NAME);
    if (name !== null) {
      push("name", name[0], name[0].length);
      continue;
    }
    const quote = text[at];
    if (quote === "`" || quote === '"') {
      const quoted = match(QUOTED[quote]);
      if (quoted === null)
        throw complaintAt({ who, text, at }, `this ${quote} is never closed`, `put a ${quote} behind it`);
      push(quote === "`" ? "name" : "string", quoted[1].replace(/\\(.)/gsu, "$1"), quoted[0].length);
      continue;
    }
    const symbol = symbols.find((one) => text.startsWith(one, at));
    if (symbol === undefined) throw complaintAt({ who, text, at }, ...strangeCharacter(text, at));
    push("symbol", symbol, symbol.length);
  }
  tokens.push({ kind: "end", text: "", at: text.length, end: text.length });
  return tokens;
}

function strangeCharacter(text: string, at: number): [wrong: string, next: string] {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  if (/[“”„«»‘’']/u.test(character)) {
    return [`${character} is not a quotation mark here`, 'put text in straight double quotes, as in "North West"'];
  }
  return [
    `${visible(character)} means nothing here`,
    "take it out; a name with unusual characters goes in backticks, as in `my name`",
  ];
}

/** Control characters escaped, so that a message cannot play with a terminal. */
function visible(text: string): string {
  return text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16).padStart(4, "0")}}`,
  );
}

/** How much of a long text is shown around the place, either side. */
const AROUND = 40;

/** A complaint that shows the text with a caret under the character it is about. */
export function complaintAt(
  place: { readonly who: string; readonly text: string; readonly at: number },
  wrong: string,
  next: string,
): DiscoError {
  const { who, text, at } = place;
  const from = text.length <= 2 * AROUND ? 0 : Math.max(0, at - AROUND);
  const to = text.length <= 2 * AROUND ? text.length : Math.min(text.length, at + AROUND);
  const before = `${from > 0 ? "…" : ""}${visible(text.slice(from, at))}`;
  const after = `${visible(text.slice(at, to))}${to < text.length ? "…" : ""}`;
  const caret = `${" ".repeat([...before].length)}^`;
  return new DiscoError({
    who,
    wrong: `${wrong}\n    ${before}${after}\n    ${caret}\n  at character ${at + 1}`,
    next,
  });
}
