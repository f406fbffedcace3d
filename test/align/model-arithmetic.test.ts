import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/align/evaluate.js";
import { fromModelArithmetic, toModelArithmetic } from "../../src/align/model-arithmetic.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { productOf } from "../../src/align/product.js";
import { expectNear, optionsFrom, probabilities } from "./laws.js";

const laws = { ref: [0.5, 0.3, 0.2], kid: [0.1, 0.1, 0.8], plain: [0.3, 0.5, 0.2] };

describe("Model Arithmetic", () => {
  it("divides by the sum of its weights", () => {
    // softmax of (2 log kid - log plain + log ref) / 2.
    const { law } = evaluate(productOf(fromModelArithmetic("2 kid - plain + 1*ref")), optionsFrom(laws));
    const weights = laws.ref.map((r, i) =>
      Math.exp((2 * Math.log(laws.kid[i]) - Math.log(laws.plain[i]) + Math.log(r)) / 2),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    expectNear(
      probabilities(law),
      weights.map((w) => w / sum),
    );
  });

  it("goes out and comes back, with the temperature that undoes the division", () => {
    const powers = fc.integer({ min: -8, max: 8 }).map((k) => k / 4);
    fc.assert(
      fc.property(powers, powers, powers, (a, b, c) => {
        fc.pre(a + b + c > 0);
        const expression = parseExpression(`ref^${a} * kid^${b} * plain^${c}`);
        const { formula, temperature } = toModelArithmetic(expression);
        const direct = probabilities(evaluate(productOf(expression), optionsFrom(laws)).law);
        const back = probabilities(evaluate(productOf(fromModelArithmetic(formula)), optionsFrom(laws)).law);
        const heated = back.map((p) => p ** (1 / temperature));
        const sum = heated.reduce((all, p) => all + p, 0);
        expectNear(
          direct,
          heated.map((p) => p / sum),
        );
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it.each([
    ["ref - kid", "their sum, which is not above 0"],
    ["", "an empty formula"],
    ["ref kid", "a sign between"],
    ["2 +", "name of a law"],
  ])("%s is refused", (text, wrong) => {
    expect(() => fromModelArithmetic(text)).toThrow(wrong);
  });

  it("has no mixtures, masks, budgets, and no powers that add up to nothing", () => {
    for (const text of ["mix(1: ref, 1: kid)", "ref * mask(s)", "ref * kid^budget(1)"]) {
      expect(() => toModelArithmetic(parseExpression(text))).toThrow(/no weighted sum/);
    }
    expect(() => toModelArithmetic(parseExpression("ref / kid"))).toThrow(/add up to 0/);
  });
});
