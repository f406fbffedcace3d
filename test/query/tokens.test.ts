import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { complaintAt, scanner, type Token, tokenize } from "../../src/query/tokens.js";

const options = { symbols: ["<", "<=", "->", "-", "(", ")", "&&"], who: "test" };
const tokens = (text: string) => tokenize(text, options);
const words = (text: string) =>
  tokens(text).map(({ kind, text: one, value }) => value ?? (kind === "end" ? "." : `${kind[1]}:${one}`));

function complaint(text: string): string {
  try {
    tokens(text);
  } catch (error) {
    expect(error).toBeInstanceOf(DiscoError);
    return (error as DiscoError).message;
  }
  throw new Error(`accepted: ${text}`);
}

describe("tokens", () => {
  it.each<[string, (string | number)[]]>([
    ["", ["."]],
    [" \n\t\u00a0", ["."]],
    ["a<=b", ["a:a", "y:<=", "a:b", "."]],
    ["a<-b->c", ["a:a", "y:<", "y:-", "a:b", "y:->", "a:c", "."]],
    ["1 .5 1. 1e-3 2E+2 0.25", [1, 0.5, 1, 0.001, 200, 0.25, "."]],
    ["1a 1e", [1, "a:a", 1, "a:e", "."]],
    ["_a1 é e\u0301 日本2 𝒳", ["a:_a1", "a:é", "a:e\u0301", "a:日本2", "a:𝒳", "."]],
    ["`my var` ```` `a``b` `a\\`b` `\\\\` ``", ["a:my var", "a:`", "a:a`b", "a:a`b", "a:\\", "a:", "."]],
    ['"a b" "a\\"b" "``" ""', ["t:a b", 't:a"b', "t:``", "t:", "."]],
    ['"\\n\\t\\r\\u{1F600}\\u{d83d}\\-"', ["t:\n\t\r😀\ud83d-", "."]],
  ])("of %j are %j", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it("have places, and a number its text", () => {
    expect(tokens(" a  1.50")).toEqual([
      { kind: "name", text: "a", at: 1, end: 2 },
      { kind: "number", text: "1.50", value: 1.5, at: 4, end: 8 },
      { kind: "end", text: "", at: 8, end: 8 },
    ] satisfies Token[]);
  });

  it("come one by one, and the end again and again", () => {
    const next = scanner("a (", options);
    expect([next(), next(), next(), next()].map(({ kind }) => kind)).toEqual(["name", "symbol", "end", "end"]);
  });

  it("cover the text: between them is nothing but space", () => {
    const sign = fc.constantFrom(...'a1.eE+-<=>&()`"\\ \n😀é');
    const covers = (signs: readonly string[]) => {
      const text = signs.join("");
      let all: readonly Token[];
      try {
        all = tokenize(text, { symbols: [...options.symbols, "+", "=", ">", "&", ".", "😀"], who: "test" });
      } catch (error) {
        expect(error).toBeInstanceOf(DiscoError);
        return;
      }
      let at = 0;
      for (const token of all) {
        expect(text.slice(at, token.at).trim()).toBe("");
        if (token.kind === "symbol" || token.kind === "number")
          expect(text.slice(token.at, token.end)).toBe(token.text);
        at = token.end;
      }
      expect(at).toBe(text.length);
    };
    fc.assert(fc.property(fc.array(sign, { maxLength: 20 }), covers), { numRuns: 3000, seed: 20260117 });
  });
});

describe("complaints", () => {
  it.each([
    ["a ? b", 3, "? means nothing here"],
    ["a “b”", 3, "“ is not a quotation mark here; put text in straight double quotes"],
    ["'b'", 1, "' is not a quotation mark here"],
    ["a `b", 3, "this ` is never closed"],
    ["``` ", 1, "this ` is never closed"],
    ['"b\\"', 1, 'this " is never closed'],
    ['ab "b\\q"', 6, "this escape means nothing"],
    ['"\\u{110000}"', 2, "this escape means nothing"],
    ["`\\u12`", 2, "this escape means nothing"],
    ["1e999", 1, "this number is larger than can be held"],
    ["a \u0000", 3, "\\u{0} means nothing here"],
    ["\u202ea", 1, "\\u{202e} means nothing here"],
    ["\ud83d", 1, "\\u{d83d} means nothing here"],
  ])("of %j point at character %i and say: %s", (text, character, says) => {
    const message = complaint(text);
    expect(message).toContain(`at character ${character};`);
    const [first, ...rest] = message.split("\n");
    expect(`${first.replace("test: ", "")}; ${rest.at(-1)!.split("; ").slice(1).join("; ")}`).toContain(says);
  });

  it("show a short text whole, with a caret under the character", () => {
    const { message, complaint: parts } = complaintAt(
      { who: "question", text: "P(Y=)", at: 4 },
      "no value",
      "give one",
    );
    expect(message).toBe("question: no value\n    P(Y=)\n        ^\n  at character 5; give one");
    expect(parts.wrong).toMatch(/at character 5$/);
  });

  it("show what is around the place in a long text", () => {
    const { message } = complaintAt({ who: "q", text: `${"a".repeat(200)}?${"b".repeat(200)}`, at: 200 }, "x", "y");
    expect(message.split("\n").slice(1, 3)).toEqual([
      `    …${"a".repeat(40)}?${"b".repeat(39)}…`,
      `    ${" ".repeat(41)}^`,
    ]);
  });

  it("keep the caret in its column where characters are wide, combined or unprintable", () => {
    const caret = (before: string) =>
      complaintAt({ who: "q", text: `${before}?`, at: before.length }, "x", "y").message.split("\n")[2];
    expect(caret("日本")).toBe(`${" ".repeat(4 + 4)}^`);
    expect(caret("e\u0301")).toBe(`${" ".repeat(4 + 1)}^`);
    expect(caret("😀")).toBe(`${" ".repeat(4 + 2)}^`);
    expect(caret("a\nb")).toBe(`${" ".repeat(4 + 3)}^`);
    expect(caret("\u001b")).toBe(`${" ".repeat(4 + "\\u{1b}".length)}^`);
  });

  it("never cut a pair in two", () => {
    const text = `${"😀".repeat(100)}?${"😀".repeat(100)}`;
    for (const before of ["", "a"]) {
      const { message } = complaintAt({ who: "q", text: before + text, at: 200 + before.length }, "x", "y");
      expect(message).not.toContain("\\u{");
    }
  });

  it("show control characters escaped, in all that is said", () => {
    const { message } = complaintAt({ who: "q", text: "a\u001b[2Jb", at: 1 }, "found \u001b", "not \u0007");
    expect(message).not.toMatch(/[^\n\P{Cc}]/u);
    expect(message).toContain("found \\u{1b}");
  });

  it("refuse a text of more than 100,000 characters", () => {
    expect(tokens("a ".repeat(50_000))).toHaveLength(50_001);
    expect(complaint("a ".repeat(50_001))).toBe(
      "test: the text is longer than 100,000 characters (given: 100,002 characters, beginning a a a a a a a a a a a a a a a ); shorten it",
    );
  });
});
