import type { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import { failAt, type Source } from "./source.js";

/** A piece of a graph's text. */
export interface Token {
  /** `html` is what stands in angle brackets in DOT, `break` what ends a statement among lines. */
  readonly kind: "name" | "html" | "edge" | "symbol" | "break" | "end";
  /** A name without its quotes. */
  readonly text: string;
  /** A name that stood in quotes, and so is no word of the format. */
  readonly quoted?: boolean;
  readonly at: number;
  /** Behind the last character. */
  readonly end: number;
}

/** A place in the tokens of a text, and how to move and complain there. */
export interface Cursor {
  readonly source: Source;
  readonly peek: (ahead?: number) => Token;
  readonly next: () => Token;
  /** The token before this one. */
  readonly last: () => Token | undefined;
  /** Is there this symbol, `ahead` tokens from here? */
  readonly is: (symbol: string, ahead?: number) => boolean;
  /** Steps over the symbol if it is there. */
  readonly take: (symbol: string) => boolean;
  readonly fail: (token: Token, wrong: string, advice: string) => DiscoError;
  /** What was expected here, and what stands here instead. */
  readonly expected: (what: string, advice: string) => DiscoError;
}

/** Few tokens are held at a time, so that a text of millions fits. */
export function cursorOn(source: Source, scan: () => Token): Cursor {
  const ahead: Token[] = [];
  let last: Token | undefined;
  const peek = (count = 0) => {
    while (ahead.length <= count) ahead.push(scan());
    return ahead[count];
  };
  const next = () => {
    last = peek();
    ahead.shift();
    return last;
  };
  const is = (symbol: string, count = 0) => peek(count).kind === "symbol" && peek(count).text === symbol;
  const fail = (token: Token, wrong: string, advice: string) => failAt(source, token.at, wrong, advice);
  return {
    source,
    peek,
    next,
    last: () => last,
    is,
    take: (symbol) => {
      if (!is(symbol)) return false;
      next();
      return true;
    },
    fail,
    expected: (what, advice) => fail(peek(), `expected ${what}, found ${found(peek())}`, advice),
  };
}

/** What stands there, in words. */
function found(token: Token): string {
  if (token.kind === "end") return "the end of the text";
  if (token.kind === "break") return token.text === ";" ? ";" : "the end of the line";
  return token.quoted ? `"${shown(token.text)}"` : shown(token.text);
}
