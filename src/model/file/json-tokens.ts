/** A value of JSON that holds no others, with the offset of its first character in the text (-1 when it did not come from a text). */
export type Scalar =
  | { readonly kind: "string"; readonly value: string; readonly at: number; readonly end: number }
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "literal"; readonly value: boolean | null; readonly at: number };

/** What is wrong and what to do about it. */
export interface Trouble {
  readonly wrong: string;
  readonly next: string;
}

/** A bracket, comma or colon; a scalar; the end of the text; or what is none of them, with the reason. */
export type Token =
  | { readonly kind: "{" | "}" | "[" | "]" | "," | ":" | "end"; readonly at: number; readonly end: number }
  | { readonly kind: "scalar"; readonly at: number; readonly end: number; readonly scalar: Scalar }
  | { readonly kind: "trouble"; readonly at: number; readonly end: number; readonly trouble: Trouble };

const STRANGE: Trouble = {
  wrong: "something stands here that is not JSON",
  next: "write a value: a number, a text in double quotes, a list or an object",
};
const COMMENT: Trouble = { wrong: "a comment stands here and JSON has none", next: 'put remarks into "about"' };
const BAD_NUMBER: Trouble = { wrong: "this is not a number as JSON writes it", next: "write it as 12, -0.5 or 1e-3" };
const UNCLOSED: Trouble = { wrong: "a text has no closing double quote on its line", next: "close it" };
const CONTROL: Trouble = {
  wrong: "a text holds a control character",
  next: "write \\t for a tab and \\n for a new line",
};
const BAD_ESCAPE: Trouble = {
  wrong: "this escape is not one of JSON's",
  next: 'after a backslash write one of " \\ / b f n r t u',
};
const BAD_CODE: Trouble = {
  wrong: "\\u is not followed by four digits of base 16",
  next: "write for example \\u00e9, or the letter itself",
};

const [QUOTE, BACKSLASH, SPACE, NEW_LINE, RETURN, TAB] = ['"', "\\", " ", "\n", "\r", "\t"].map((c) => c.charCodeAt(0));
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[^ \t\n\r{}[\]:,"/]+/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** The token that begins there or behind white space. Cost: O(token). */
export function tokenAt(text: string, from: number): Token {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  const sign = text[at];
  switch (sign) {
    case undefined:
      return { kind: "end", at, end: at };
    case "{":
    case "}":
    case "[":
    case "]":
    case ",":
    case ":":
      return { kind: sign, at, end: at + 1 };
    case '"':
      return stringAt(text, at);
    case "/":
      return troubleAt(at, text[at + 1] === "/" || text[at + 1] === "*" ? COMMENT : STRANGE);
  }
  const number = endOf(NUMBER, text, at);
  if (number > at) {
    if (number < text.length && ".eE".includes(text[number])) return troubleAt(at, BAD_NUMBER);
    return scalar({ kind: "number", value: Number(text.slice(at, number)), at }, number);
  }
  const end = endOf(WORD, text, at);
  const value = LITERALS.get(text.slice(at, end));
  return value === undefined ? troubleAt(at, STRANGE) : scalar({ kind: "literal", value, at }, end);
}

function isSpace(code: number): boolean {
  return code === SPACE || code === NEW_LINE || code === RETURN || code === TAB;
}

/** The text in quotes that begins there. The platform decodes its escapes. */
function stringAt(text: string, at: number): Token {
  let isPlain = true;
  let trouble: Trouble | undefined;
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      if (trouble !== undefined) return troubleAt(at, trouble);
      const value: string = isPlain ? text.slice(at + 1, i) : JSON.parse(text.slice(at, i + 1));
      return scalar({ kind: "string", value, at, end: i + 1 }, i + 1);
    }
    if (code === BACKSLASH) {
      isPlain = false;
      const end = endOf(ESCAPE, text, i);
      if (end === i) trouble ??= text[i + 1] === "u" ? BAD_CODE : BAD_ESCAPE;
      i = Math.max(end - 1, i + 1);
    } else if (code === NEW_LINE || code === RETURN) break;
    else if (code < SPACE) trouble ??= CONTROL;
  }
  return troubleAt(at, UNCLOSED);
}

function scalar(value: Scalar, end: number): Token {
  return { kind: "scalar", at: value.at, end, scalar: value };
}

/** Nobody reads on behind it. */
function troubleAt(at: number, trouble: Trouble): Token {
  return { kind: "trouble", at, end: at, trouble };
}

/** Where a sticky pattern ends that begins there; `at` when none does. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
