import type { DiscoError } from "../../error.js";
import { complaintAt, type Token, tokenize } from "../tokens.js";

/** Symbols of questions; the typographic ones are read as those they stand for. */
const ALIASES: Readonly<Record<string, string>> = {
  "→": "->",
  "−": "-",
  "–": "-",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "==": "=",
  "·": "*",
  "×": "*",
};
const SYMBOLS = "-> != <= >= = < > ( ) [ ] { } , ; | # + - * / ^ & : ! ~ @".split(" ");

/** Nesting of parentheses, worlds and signs beyond this is refused. */
const DEEPEST = 100;

/** A place in the tokens of a question, and how to move and complain there. */
export interface Cursor {
  readonly peek: (ahead?: number) => Token;
  readonly next: () => Token;
  /** Is there this symbol, `ahead` tokens from here? */
  readonly is: (symbol: string, ahead?: number) => boolean;
  /** Is there a name, and (when given) this one? */
  readonly isName: (name?: string, ahead?: number) => boolean;
  /** Steps over the symbol if it is there. */
  readonly take: (symbol: string) => boolean;
  readonly fail: (token: Token, wrong: string, advice: string) => DiscoError;
  /** One level deeper. */
  readonly nested: <T>(inner: () => T) => T;
}

/** @throws DiscoError for characters that no question has */
export function cursorOn(text: string): Cursor {
  const who = "question";
  const tokens = tokenize(text, { symbols: [...SYMBOLS, ...Object.keys(ALIASES)], who }).map((token) =>
    token.kind === "symbol" && token.text in ALIASES ? { ...token, text: ALIASES[token.text] } : token,
  );
  let place = 0;
  let depth = 0;
  const peek = (ahead = 0) => tokens[Math.min(place + ahead, tokens.length - 1)];
  const is = (symbol: string, ahead = 0) => peek(ahead).kind === "symbol" && peek(ahead).text === symbol;
  const next = () => {
    const token = peek();
    if (token.kind !== "end") place++;
    return token;
  };
  const fail = (token: Token, wrong: string, advice: string) => complaintAt({ who, text, at: token.at }, wrong, advice);
  return {
    peek,
    next,
    is,
    isName: (name, ahead = 0) => peek(ahead).kind === "name" && (name === undefined || peek(ahead).text === name),
    take: (symbol) => {
      if (!is(symbol)) return false;
      place++;
      return true;
    },
    fail,
    nested: (inner) => {
      if (++depth > DEEPEST) throw fail(peek(), `this is nested more than ${DEEPEST} deep`, "ask in parts");
      const result = inner();
      depth--;
      return result;
    },
  };
}

/** What stands there, in words. */
export function said(token: Token): string {
  return token.kind === "end" ? "the question ends here" : `here stands ${token.text.slice(0, 30)}`;
}
