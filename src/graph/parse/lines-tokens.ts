import { unquoted } from "../../num/quote.js";
import type { Token } from "./cursor.js";
import { closingQuote, failAt, past, pastSpace, type Source, strange } from "./source.js";

/** A name that needs no quotes. */
const NAME = /[\p{L}\p{N}_.][\p{L}\p{M}\p{N}_.]*/uy;
const BREAK = /\r\n|[\r\n;]/y;
/** Everything that looks like an edge at first sight, so that a slip is met whole. */
const EDGE = /[-<>=~@*|–—−→←↔⟶⟵⟷⇒⇐⇔]+/y;
const KINDS = [["name", NAME] as const, ["break", BREAK] as const, ["edge", EDGE] as const];
const SYMBOLS = "{}[],:";

/** May a name stand without quotes among lines? */
export function isPlainName(name: string): boolean {
  return name !== "" && past(NAME, name, 0) === name.length;
}

/** The tokens of lines one by one; behind the end comes the end again. In brackets the end of a line is space. */
export function lineScanner(source: Source): () => Token {
  let at = 0;
  let depth = 0;
  return () => {
    at = pastSpace(source.text, at, { inLine: depth === 0 });
    const token = tokenAt(source, at);
    at = token.end;
    if (token.kind === "symbol" && "{[".includes(token.text)) depth++;
    if (token.kind === "symbol" && "}]".includes(token.text)) depth = Math.max(0, depth - 1);
    return token;
  };
}

/** @throws DiscoError for a character that begins nothing, a quote that is never closed and an escape that means nothing */
function tokenAt(source: Source, at: number): Token {
  const { text } = source;
  if (at === text.length) return { kind: "end", text: "", at: text.trimEnd().length, end: at };
  const symbol = text[at];
  if (SYMBOLS.includes(symbol)) return { kind: "symbol", text: symbol, at, end: at + 1 };
  if (symbol === '"' || symbol === "`") return quotedAt(source, at, symbol);
  for (const [kind, pattern] of KINDS) {
    const end = past(pattern, text, at);
    if (end > at) return { kind, text: text.slice(at, end), at, end };
  }
  throw failAt(source, at, ...strange(text, at));
}

function quotedAt(source: Source, at: number, quote: '"' | "`"): Token {
  const { text } = source;
  const end = closingQuote(text, at);
  if (end < 0) throw failAt(source, at, `this ${quote} is never closed`, `put a ${quote} where it should end`);
  const advice = "write \\\\ for a backslash, \\n for a new line, \\u{1b} for a code";
  const inside = unquoted(text.slice(at + 1, end), quote, (place) =>
    failAt(source, at + 1 + place, "this escape means nothing", advice),
  );
  return { kind: "name", text: inside, quoted: true, at, end: end + 1 };
}
