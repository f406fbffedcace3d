import type { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import { complaintAt, scanner, type Token } from "../tokens.js";

/** Symbols of questions; some are there only to be met with advice. */
const SYMBOLS = "-> != <= >= == = < > ( ) [ ] { } , ; | # + - * / ^ & : ! ~ @ ? $ %".split(" ");

/** What a full-width keyboard types in place of a symbol. */
const wide = (symbol: string) => String.fromCharCode(symbol.charCodeAt(0) + 0xfee0);

/** Signs that are read as others: typographic, full-width, and the programmer's `==`. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["→", "->"],
  ["−", "-"],
  ["–", "-"],
  ["≤", "<="],
  ["≥", ">="],
  ["≠", "!="],
  ["==", "="],
  ["·", "*"],
  ["×", "*"],
  ...SYMBOLS.filter((symbol) => symbol.length === 1).map((symbol) => [wide(symbol), symbol] as const),
]);
const ALL = [...new Set([...SYMBOLS, ...ALIASES.keys()])];

/** Nesting of parentheses, worlds, signs and powers beyond this is refused. */
const DEEPEST = 100;
/** More operators than this in one question are refused. */
const MOST_OPERATORS = 1000;

/** A place in the tokens of a question, and how to move and complain there. */
export interface Cursor {
  readonly peek: (ahead?: number) => Token;
  readonly next: () => Token;
  /** The token before this one. */
  readonly last: () => Token | undefined;
  /** Is there this symbol, `ahead` tokens from here? */
  readonly is: (symbol: string, ahead?: number) => boolean;
  /** Is there this word, and not as a name in backticks? */
  readonly isWord: (word: string, ahead?: number) => boolean;
  /** Steps over the symbol if it is there. */
  readonly take: (symbol: string) => boolean;
  readonly fail: (token: Token, wrong: string, advice: string) => DiscoError;
  /** What was expected here, and what stands here instead. */
  readonly expected: (what: string, advice: string) => DiscoError;
  /** One level deeper. */
  readonly nested: <T>(inner: () => T) => T;
  /** One operator more. */
  readonly counted: () => void;
}

/** @throws DiscoError for characters that no question has */
export function cursorOn(text: string): Cursor {
  const who = "question";
  const scan = scanner(text, { symbols: ALL, who });
  const tokens: Token[] = [];
  let place = 0;
  let depth = 0;
  let operators = 0;
  const peek = (ahead = 0) => {
    while (tokens.length <= place + ahead) tokens.push(scan());
    return tokens[place + ahead];
  };
  const is = (symbol: string, ahead = 0) => peek(ahead).kind === "symbol" && meant(peek(ahead)) === symbol;
  const fail = (token: Token, wrong: string, advice: string) => complaintAt({ who, text, at: token.at }, wrong, advice);
  return {
    peek,
    next: () => {
      const token = peek();
      place++;
      return token;
    },
    last: () => tokens[place - 1],
    is,
    isWord: (word, ahead = 0) => {
      const token = peek(ahead);
      return token.kind === "name" && token.text === word && token.end - token.at === word.length;
    },
    take: (symbol) => {
      if (!is(symbol)) return false;
      place++;
      return true;
    },
    fail,
    expected: (what, advice) => fail(peek(), `expected ${what}, found ${found(peek())}`, advice),
    nested: (inner) => {
      if (++depth > DEEPEST) throw fail(peek(), `this is nested more than ${DEEPEST} deep`, "ask in parts");
      const result = inner();
      depth--;
      return result;
    },
    counted: () => {
      if (++operators > MOST_OPERATORS) {
        throw fail(peek(), `there are more than ${MOST_OPERATORS} operators`, "ask in parts");
      }
    },
  };
}

/** The symbol that a token is read as; its text when it is no symbol. */
export function meant({ kind, text }: Token): string {
  return kind === "symbol" ? (ALIASES.get(text) ?? text) : text;
}

/** What stands there, in words. */
function found(token: Token): string {
  if (token.kind === "end") return "the end of the question";
  return token.kind === "string" ? `"${shown(token.text)}"` : shown(token.text);
}
