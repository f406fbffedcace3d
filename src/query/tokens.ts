import { DiscoError } from "../error.js";
import { complaintAt, shown, visible } from "../num/complaint.js";
import { unquoted } from "../num/quote.js";

export { complaintAt };

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

/** What a grammar brings: its symbols, which begin with no letter, digit, dot, quote or space; and who complains. */
export interface TokenOptions {
  readonly symbols: readonly string[];
  readonly who: string;
}

const LONGEST = 100_000;
const SPACE = /\s+/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy;
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
/** A quoted name or text; a backslash keeps the next character from ending it, and so does a second backtick. */
const QUOTED = { "`": /`(?:[^`\\]|\\.|``)*`(?!`)/suy, '"': /"(?:[^"\\]|\\.)*"/suy } as const;

/**
 * Splits a text into tokens: numbers (`1`, `.5`, `1e-3`), names (letters, digits, underscore; or anything in backticks), strings in
 * double quotes, and the `symbols` given, longest first. White space and line ends only separate. The last token is always `end`.
 * @throws DiscoError pointing at a character that begins nothing, at a quote that is never closed, at an escape that means nothing and
 *   at a number beyond a double; and for a text of more than 100,000 characters
 * Cost: O(text).
 */
export function tokenize(text: string, options: TokenOptions): readonly Token[] {
  const next = scanner(text, options);
  const tokens: Token[] = [];
  do tokens.push(next());
  while (tokens[tokens.length - 1].kind !== "end");
  return tokens;
}

/** As `tokenize`, a token a call, so that a reader who stops early does not wait for the rest. Behind the end comes the end again. */
export function scanner(text: string, { symbols, who }: TokenOptions): () => Token {
  refuseLong(text, who);
  const bySign = byFirst(symbols);
  let at = 0;
  return () => {
    at = Math.max(at, endOf(SPACE, text, at));
    if (at === text.length) return { kind: "end", text: "", at, end: at };
    const symbol = bySign.get(text[at])?.find((one) => text.startsWith(one, at));
    const token: Token =
      symbol === undefined ? word(text, at, who) : { kind: "symbol", text: symbol, at, end: at + symbol.length };
    at = token.end;
    return token;
  };
}

/** The name, number or quoted text that begins there. */
function word(text: string, at: number, who: string): Token {
  const fail = (place: number, wrong: string, next: string) => complaintAt({ who, text, at: place }, wrong, next);
  const name = endOf(NAME, text, at);
  if (name > at) return { kind: "name", text: text.slice(at, name), at, end: name };
  const number = endOf(NUMBER, text, at);
  if (number > at) {
    const typed = text.slice(at, number);
    const value = Number(typed);
    if (Number.isFinite(value)) return { kind: "number", text: typed, value, at, end: number };
    throw fail(at, "this number is larger than can be held", "give a number below 1.8e308");
  }
  const quote = text[at];
  if (quote !== "`" && quote !== '"') throw fail(at, ...strange(text, at));
  const end = endOf(QUOTED[quote], text, at);
  if (end < 0) throw fail(at, `this ${quote} is never closed`, `put a ${quote} where it should end`);
  const inside = unquoted(text.slice(at + 1, end - 1), quote, (place) =>
    fail(
      at + 1 + place,
      "this escape means nothing",
      "write \\\\ for a backslash, \\n for a new line, \\u{1b} for a code",
    ),
  );
  return { kind: quote === "`" ? "name" : "string", text: inside, at, end };
}

/** Where a sticky pattern ends that begins there; -1 when none does. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function refuseLong(text: string, who: string): void {
  if (text.length <= LONGEST) return;
  throw new DiscoError({
    who,
    wrong: `the text is longer than ${grouped(LONGEST)} characters`,
    given: `${grouped(text.length)} characters, beginning ${shown(text.slice(0, 30))}`,
    next: "shorten it",
  });
}

/** 100,000 */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** The symbols that begin with a character, longest first. */
function byFirst(symbols: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const symbol of symbols) all.set(symbol[0], [...(all.get(symbol[0]) ?? []), symbol]);
  for (const alike of all.values()) alike.sort((a, b) => b.length - a.length);
  return all;
}

function strange(text: string, at: number): [wrong: string, next: string] {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  if (/[“”„«»‘’']/u.test(character)) {
    return [`${character} is not a quotation mark here`, 'put text in straight double quotes, as in "North West"'];
  }
  return [
    `${visible(character)} means nothing here`,
    "take it out; a name with unusual characters goes in backticks, as in `my name`",
  ];
}
