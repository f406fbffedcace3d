import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../src/model/expression/parse.js";
import { printExpression } from "../../../src/model/expression/print.js";
import { writtenTrees } from "./trees.js";

describe("printExpression", () => {
  it("is what parses to the same tree", () => {
    fc.assert(
      fc.property(writtenTrees, (tree) => {
        expect(parseExpression(printExpression(tree))).toEqual(tree);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it.each([
    ["((a))+((b*c))", "a + b * c"],
    ["(a+b)*c", "(a + b) * c"],
    ["a-(b-c)", "a - (b - c)"],
    ["(a-b)-c", "a - b - c"],
    ["(2^3)^2", "(2 ^ 3) ^ 2"],
    ["(-2)^2", "(-2) ^ 2"],
    ["-(2^2)", "-2 ^ 2"],
    ["-(a+b)", "-(a + b)"],
    ["-(-a)", "--a"],
    ["!(a&&b)", "!(a && b)"],
    ["(a<b)==(c<d)", "(a < b) == (c < d)"],
    ["(a?b:c)?d:e", "(a ? b : c) ? d : e"],
    ["a?b:(c?d:e)", "a ? b : c ? d : e"],
    ["max(a,(b))", "max(a, b)"],
    ['x=="red"', 'x == "red"'],
    ["1e3", "1000"],
    ["`a b` + 1", "`a b` + 1"],
  ])("%s as %s", (text, expected) => {
    expect(printExpression(parseExpression(text))).toBe(expected);
  });

  it("writes numbers that only a program can make", () => {
    expect(printExpression({ kind: "number", value: -2 })).toBe("-2");
    expect(
      printExpression({
        kind: "binary",
        operator: "^",
        left: { kind: "number", value: -2 },
        right: { kind: "number", value: -0 },
      }),
    ).toBe("(-2) ^ -0");
    expect(() => printExpression({ kind: "number", value: Number.NaN })).toThrow("no text stands for NaN");
  });

  it("writes long chains", () => {
    const text = Array(10_000).fill("X").join(" + ");
    expect(printExpression(parseExpression(text))).toBe(text);
  });
});
