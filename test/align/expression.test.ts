import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../src/align/parse-expression.js";
import { printExpression } from "../../src/align/print-expression.js";
import { namesOf, productOf } from "../../src/align/product.js";
import { simplify } from "../../src/align/simplify.js";
import { anyExpression } from "./any-expression.js";

const simplified = (text: string) => printExpression(simplify(parseExpression(text)));

describe("expressions as text", () => {
  it("come back from print to parse", () => {
    fc.assert(
      fc.property(anyExpression(), (expression) => {
        expect(parseExpression(printExpression(expression))).toEqual(expression);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it.each([
    ["ref * (kid / ref)^1.5", "ref * (kid / ref)^1.5"],
    ["((ref))", "ref"],
    ["a*b*c", "a * b * c"],
    ["a*(b*c)", "a * (b * c)"],
    ["a/b/c", "a / b / c"],
    ["a^2^-.5", "a^2^-0.5"],
    ["mix(2: a, 1: b * c)^2", "mix(2: a, 1: b * c)^2"],
    ["ref*mask(letters)*`a b`", "ref * mask(letters) * `a b`"],
    ["ref*(kid/ref)^budget(0.1, answer)", "ref * (kid / ref)^budget(0.1, answer)"],
    ["mix * mask", undefined],
    ["uniform / `uniform`", "uniform / `uniform`"],
  ])("%s", (text, printed) => {
    if (printed === undefined) expect(() => parseExpression(text)).toThrow(/no law/);
    else expect(printExpression(parseExpression(text))).toBe(printed);
  });

  it.each([
    ["", "a law is missing"],
    ["ref *", "a law is missing"],
    ["ref kid", "a sign between two laws is missing"],
    ["ref + kid", "laws are not added"],
    ["ref - kid", "laws are not subtracted"],
    ["(ref", "is missing here"],
    ["ref)", "closes nothing"],
    ["2 * ref", "a law should stand here"],
    ["ref^kid", "a power should stand here"],
    ["mix(a, b)", "a weight should stand here"],
    ["mix(-1: a)", "never below 0"],
    ["mix(0: a)", "all weights are 0"],
    ["mask()", "name of a set"],
    ["ref^budget(-1)", "never below 0"],
    ["ref^budget(1, week)", "each token or for the answer"],
    [`${"(".repeat(300)}a`, "200 deep"],
  ])("%s is refused with its place", (text, wrong) => {
    expect(() => parseExpression(text)).toThrow(wrong);
    expect(() => parseExpression(text)).toThrow(/at character \d+/);
  });
});

describe("the one form of a product of powers", () => {
  it.each([
    ["ref * (kid / ref)^1.5", "kid^1.5 * ref^0 / ref^0.5"],
    ["ref * (kid / ref)", "ref^0 * kid"],
    ["(a * b)^2 / b", "a^2 * b"],
    ["a^0", "a^0"],
    ["uniform * a * uniform", "a"],
    ["a / a", "a^0"],
    ["mix(1: a)", "a"],
    ["mix(1: a * a, 3: b)", "mix(0.25: a^2, 0.75: b)"],
    ["a * mask(s) * b * mask(s)", "a * b * mask(s)"],
    ["mask(s)^3 * a", "a * mask(s)"],
  ])("%s is %s", (text, short) => {
    expect(simplified(text)).toBe(short);
    expect(simplified(short)).toBe(short);
  });

  it.each([
    ["a / mask(s)", "a mask is taken out"],
    ["a^budget(1) * b^budget(1)", "two budgets"],
    ["(a^budget(1))^2", "a power stands over a budget"],
    ["(a * b^budget(1))^budget(1)", "inside what another budget"],
  ])("%s is refused", (text, wrong) => {
    expect(() => productOf(parseExpression(text))).toThrow(wrong);
  });

  it("names what it is made of", () => {
    const product = productOf(parseExpression("ref * mix(1: a, 1: b * mask(s)) * (c / ref)^budget(1) * mask(t)"));
    expect(namesOf(product)).toEqual({ laws: ["ref", "a", "b", "c"], sets: ["t", "s"] });
  });
});
