import { UNPRINTABLE } from "./complaint.js";

/** Letters that stand for something else behind a backslash. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);
const BY_CHARACTER: ReadonlyMap<string, string> = new Map(
  [...LETTERS].map(([letter, character]) => [character, letter]),
);

/** A text between quotes. Unprintable characters are escaped; `unquoted` is the inverse. */
export function inQuotes(text: string, quote: "`" | '"'): string {
  const inside = text
    .replace(/["`\\]/g, (character) => (character === quote || character === "\\" ? `\\${character}` : character))
    .replace(UNPRINTABLE, (character) => {
      const letter = BY_CHARACTER.get(character);
      return letter === undefined ? `\\u{${character.codePointAt(0)!.toString(16)}}` : `\\${letter}`;
    });
  return `${quote}${inside}${quote}`;
}

/** A backslash with what it escapes, or (in names) a doubled backtick. */
const ESCAPE = /\\u\{([0-9a-fA-F]{1,6})\}|\\(.)|``/gsu;

/**
 * What stands between quotes, with its escapes resolved: `\n`, `\t`, `\r`, `\u{1F600}`, and a backslash before a sign that stands for
 * the sign; inside backticks a doubled backtick is one. `wrong` is called with the place of an escape that means nothing.
 */
export function unquoted(inside: string, quote: "`" | '"', wrong: (at: number) => Error): string {
  if (!inside.includes("\\") && !inside.includes("`")) return inside;
  return inside.replace(ESCAPE, (all, code: string | undefined, one: string | undefined, at: number) => {
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      if (point > 0x10ffff) throw wrong(at);
      return String.fromCodePoint(point);
    }
    if (one === undefined) return quote === "`" ? "`" : all;
    const character = LETTERS.get(one);
    if (character === undefined && /[\p{L}\p{N}]/u.test(one)) throw wrong(at);
    return character ?? one;
  });
}
