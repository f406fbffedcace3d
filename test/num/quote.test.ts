import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inQuotes, unquoted } from "../../src/num/quote.js";

describe("a text in quotes", () => {
  it.each([
    ["a b", '"a b"', "`a b`"],
    ['say "`"', '"say \\"`\\""', '`say "\\`"`'],
    ["\\ \n\u001b", '"\\\\ \\n\\u{1b}"', "`\\\\ \\n\\u{1b}`"],
  ])("%j", (text, double, back) => {
    expect([inQuotes(text, '"'), inQuotes(text, "`")]).toEqual([double, back]);
  });

  it("is itself again without them", () => {
    const same = (text: string, quote: '"' | "`") => {
      const wrong = () => new Error("no escape");
      expect(unquoted(inQuotes(text, quote).slice(1, -1), quote, wrong)).toBe(text);
    };
    const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...'\\`"nu{}1a\n') }));
    fc.assert(fc.property(anyText, fc.constantFrom('"', "`"), same), { numRuns: 1000, seed: 20260117 });
  });
});
