import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { powerWithin } from "../../src/align/budget.js";
import { evaluate } from "../../src/align/evaluate.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { productOf } from "../../src/align/product.js";
import { expectNear, optionsFrom, probabilities } from "./laws.js";

/** KL(p^(1) x^t || p) the obvious way. */
function spent(p: readonly number[], x: readonly number[], t: number): number {
  const weights = p.map((value, i) => value * x[i] ** t);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.reduce((all, w, i) => all + (w > 0 ? (w / sum) * Math.log(w / sum / p[i]) : 0), 0);
}

const anyLaw = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 6, maxLength: 6 }).map((weights) => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
});

describe("the largest power within a budget", () => {
  it("spends the budget, and no more; a little more power spends more", () => {
    fc.assert(
      fc.property(anyLaw, anyLaw, fc.integer({ min: 1, max: 300 }), (p, x, thousandths) => {
        const epsilon = thousandths / 1000;
        const { power, divergence, unbounded } = powerWithin(
          Float64Array.from(p, Math.log),
          Float64Array.from(x, Math.log),
          epsilon,
        );
        expect(divergence).toBeLessThanOrEqual(epsilon);
        expect(Math.abs(spent(p, x, power) - divergence)).toBeLessThan(1e-9);
        if (!unbounded) expect(spent(p, x, power * (1 + 1e-6) + 1e-12)).toBeGreaterThan(epsilon * (1 - 1e-12));
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("is nought where there is nothing to spend, and where forbidding alone costs more", () => {
    const p = Float64Array.from([0.6, 0.4], Math.log);
    expect(powerWithin(p, Float64Array.from([0.9, 0.1], Math.log), 0).power).toBe(0);
    // The factor forbids the second token, which costs -log .6 = .51 at once.
    const forbids = Float64Array.of(0, -Infinity);
    expect(powerWithin(p, forbids, 0.5)).toMatchObject({ power: 0, divergence: 0 });
    expect(powerWithin(p, forbids, 0.52)).toMatchObject({
      unbounded: true,
      divergence: expect.closeTo(-Math.log(0.6), 12),
    });
  });

  it("is unbounded where the factor says the same of all", () => {
    expect(powerWithin(Float64Array.from([0.6, 0.4], Math.log), Float64Array.of(-1, -1), 0.1)).toMatchObject({
      unbounded: true,
      divergence: 0,
    });
  });

  it("stands in expressions, for a token or for what is left of an answer", () => {
    const laws = { ref: [0.5, 0.3, 0.2], kid: [0.1, 0.1, 0.8] };
    const at = (text: string, spentBefore?: number) =>
      evaluate(
        productOf(parseExpression(text)),
        optionsFrom(laws, spentBefore === undefined ? {} : { spent: spentBefore }),
      );
    const { law, budget } = at("ref * (kid / ref)^budget(0.2)");
    const x = laws.kid.map((k, i) => k / laws.ref[i]);
    expect(budget!.spent).toBeCloseTo(0.2, 8);
    expect(spent(laws.ref, x, budget!.power)).toBeCloseTo(0.2, 8);
    const weights = laws.ref.map((p, i) => p * x[i] ** budget!.power);
    const sum = weights.reduce((a, b) => a + b, 0);
    expectNear(
      probabilities(law),
      weights.map((w) => w / sum),
    );
    expect(at("ref * (kid / ref)^budget(0.2, answer)", 0.15).budget!.spent).toBeCloseTo(0.05, 8);
    expect(at("ref * (kid / ref)^budget(0.2, answer)", 0.3).budget).toMatchObject({ power: 0, spent: 0 });
  });
});
