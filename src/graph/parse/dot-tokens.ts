import type { Token } from "./cursor.js";
import { closingQuote, failAt, past, pastSpace, type Source, strange } from "./source.js";

/** DOT's names, and dagitty's bare words, which may begin with a digit. */
const NAME = /[\p{L}\p{N}_.][\p{L}\p{M}\p{N}_.]*/uy;
const NEGATIVE = /-(?:\d+(?:\.\d*)?|\.\d+)/y;
/** Everything that looks like an edge at first sight, so that a slip is met whole. */
const EDGE = /=[=>]+|<=[=>]*|<?[->~@|–—−→←↔⟶⟵⟷⇒⇐⇔][-=>~@|–—−→←↔⟶⟵⟷⇒⇐⇔]*/y;
const KINDS = [["name", NEGATIVE] as const, ["edge", EDGE] as const, ["name", NAME] as const];
const SPACE = /\s+/y;
const SYMBOLS = "{}[],;:=";
/** A character by its code, for what cannot stand in quotes otherwise. */
const CODE = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi;

/**
 * The tokens of DOT and dagitty one by one; behind the end comes the end again. In quotes `\"` is a quote, a backslash at the end of a line
 * joins it with the next, and `&#10;` is the character of that code; any other backslash is itself. Quoted texts with + between are one.
 */
export function dotScanner(source: Source): () => Token {
  const { text } = source;
  let at = 0;
  let isValue = false;
  return () => {
    if (isValue && text[past(SPACE, text, at)] === "#") {
      throw failAt(source, past(SPACE, text, at), "# begins a comment", 'write a colour as in color="#ff0000"');
    }
    const start = pastSpace(text, at, { inLine: false });
    const token = isValue && text[start] === "<" ? htmlAt(source, start) : tokenAt(source, start);
    at = token.end;
    isValue = token.kind === "symbol" && token.text === "=";
    return token;
  };
}

/** @throws DiscoError for a character that begins nothing, and for a quote or comment that is never closed */
function tokenAt(source: Source, at: number): Token {
  const { text } = source;
  if (at === text.length) return { kind: "end", text: "", at: text.trimEnd().length, end: at };
  if (text[at] === '"') return joinedAt(source, at);
  for (const [kind, pattern] of KINDS) {
    const end = past(pattern, text, at);
    if (end > at) return { kind, text: text.slice(at, end), at, end };
  }
  if (text[at] === "<") return htmlAt(source, at);
  if (SYMBOLS.includes(text[at])) return { kind: "symbol", text: text[at], at, end: at + 1 };
  if (text.startsWith("/*", at)) throw failAt(source, at, "this comment is never closed", "put */ where it should end");
  throw failAt(source, at, ...strange(text, at));
}

/** `"a"`, `"a" + "b"` */
function joinedAt(source: Source, at: number): Token {
  const { text } = source;
  let inside = "";
  for (let opening = at; ; ) {
    const end = closingQuote(text, opening);
    if (end < 0) throw failAt(source, opening, 'this " is never closed', 'put a " where it should end');
    inside += unquotedDot(text.slice(opening + 1, end));
    const plus = pastSpace(text, end + 1, { inLine: false });
    if (text[plus] !== "+") return { kind: "name", text: inside, quoted: true, at, end: end + 1 };
    opening = pastSpace(text, plus + 1, { inLine: false });
    if (text[opening] !== '"') throw failAt(source, plus, "+ joins texts in double quotes", 'write as in "a" + "b"');
  }
}

/** What stands between quotes, with its escapes resolved. */
function unquotedDot(inside: string): string {
  return inside
    .replace(/\\\\|\\"|\\\r?\n/g, (pair) => (pair === '\\"' ? '"' : pair === "\\\\" ? pair : ""))
    .replace(CODE, (all, hex: string | undefined, decimal: string | undefined) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    });
}

/** What stands in angle brackets, which may hold others. */
function htmlAt(source: Source, at: number): Token {
  const { text } = source;
  let depth = 0;
  for (let end = at; end < text.length; end++) {
    if (text[end] === "<") depth++;
    else if (text[end] === ">" && --depth === 0) {
      return { kind: "html", text: text.slice(at, end + 1), at, end: end + 1 };
    }
  }
  throw failAt(source, at, "this < is never closed", "put a > where it should end");
}
