import { DiscoError } from "../error.js";

/** How much of a long text is shown around the place, either side. */
const AROUND = 40;
/** No name of a person's making fills more of a message than this. */
const LONGEST = 40;

/**
 * What must not reach a terminal as it is: control and format characters, half pairs, line separators. The two joiners stay, several
 * scripts need them.
 */
export const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Characters that take two columns of a terminal. */
const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

/** `\u{1b}` for an escape character, and so on. */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** A piece of the text inside a sentence: visible, and cut when long. */
export function shown(text: string): string {
  const characters = [...text.slice(0, 2 * LONGEST + 2)];
  return visible(characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST).join("")}…`);
}

/** A place in a text, and who complains of it. */
export interface Place {
  readonly who: string;
  readonly text: string;
  readonly at: number;
  /** Where the text is one line of several, its number. */
  readonly line?: number;
}

/**
 * A complaint that shows the text, or what is around the place when it is long, with a caret under the character it is about. The
 * place is said in words on the last line of `wrong`: "at character 14" or "at line 3, character 14", counted from 1.
 */
export function complaintAt({ who, text, at, line }: Place, wrong: string, next: string): DiscoError {
  const short = text.length <= 2 * AROUND;
  const from = short ? 0 : whole(text, Math.max(0, at - AROUND));
  const to = short ? text.length : whole(text, Math.min(text.length, at + AROUND));
  const before = `${from > 0 ? "…" : ""}${onOneLine(text.slice(from, at))}`;
  const after = `${onOneLine(text.slice(at, to))}${to < text.length ? "…" : ""}`;
  const words = `${line === undefined ? "" : `line ${line}, `}character ${at + 1}`;
  return new DiscoError({
    who,
    wrong: `${visible(wrong)}\n    ${before}${after}\n    ${" ".repeat(columns(before))}^\n  at ${words}`,
    next: visible(next),
  });
}

function onOneLine(text: string): string {
  return visible(text.replace(/[\t\n\r]/g, " "));
}

/** The same place, or the one before where it would cut a pair in two. */
function whole(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? "") && /[\ud800-\udbff]/.test(text[at - 1] ?? "") ? at - 1 : at;
}

/** How many columns of a terminal a text takes. */
function columns(text: string): number {
  let count = 0;
  for (const character of text) count += /[\p{M}\u200c\u200d]/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return count;
}
