import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/align/evaluate.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { productOf } from "../../src/align/product.js";
import { simplify } from "../../src/align/simplify.js";
import { divergence, lawOf, likeliest, tokenAt } from "../../src/align/token-law.js";
import { anyExpression, NAMES, slowly } from "./any-expression.js";
import { expectNear, lawFrom, optionsFrom, probabilities, vocabularyOf } from "./laws.js";

const fused = (text: string, options: Parameters<typeof optionsFrom>) =>
  evaluate(productOf(parseExpression(text)), optionsFrom(...options));

const anyLaw = (size: number) =>
  fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: size, maxLength: size }).map((weights) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((w) => w / sum);
  });

describe("fusing laws of tokens", () => {
  it("gives THEORY's numbers (G14)", () => {
    const laws = { p: [0.5, 0.3, 0.2], q: [0.2, 0.2, 0.6] };
    const near = (text: string, expected: readonly number[]) =>
      expectNear(probabilities(fused(text, [laws]).law), expected);
    near("p * q", [5 / 14, 3 / 14, 6 / 14]);
    near("uniform / p", [6 / 31, 10 / 31, 15 / 31]);
    near("p * q / q", laws.p);
    const two = fused("p * q", [{ p: [0.2, 0.8], q: [0.3, 0.7] }]).law;
    expect(Math.exp(two.logs[1])).toBeCloseTo(28 / 31, 12);
  });

  it("gives the optimum of reward and divergence (G14)", () => {
    const [ref, r, beta] = [[0.5, 0.25, 0.15, 0.1], [0, 1, 2, -1], 0.5];
    const sum = r.reduce((all, one) => all + Math.exp(one), 0);
    const laws = { ref, r: r.map((one) => Math.exp(one) / sum) };
    const best = [0.047391029, 0.175087485, 0.77623875, 0.001282736];
    expectNear(probabilities(fused(`ref * r^${1 / beta}`, [laws]).law), best, 1e-9);
    const slip = [0.362168, 0.298557, 0.295342, 0.043933];
    expectNear(probabilities(fused(`ref * r^${beta}`, [laws]).law), slip, 1e-6);
  });

  it("gives the two answers for a user who is not known for sure (G14)", () => {
    const tilted = (r: readonly number[]) => {
      const sum = r.reduce((all, one) => all + Math.exp(one), 0);
      return r.map((one) => Math.exp(one) / sum);
    };
    const laws = { A: tilted([2, 0, 0.5]), B: tilted([0, 2, 0.5]) };
    const near = (text: string, expected: readonly number[]) =>
      expectNear(probabilities(fused(text, [laws]).law), expected, 1e-6);
    near("A", [0.736125, 0.099624, 0.164252]);
    near("mix(0.8: A, 0.2: B)", [0.608825, 0.226924, 0.164252]);
    near("A^0.8 * B^0.2", [0.611971, 0.184322, 0.203707]);
  });

  it("agrees with the obvious way, simplified or not", () => {
    const laws = fc.tuple(anyLaw(7), anyLaw(7), anyLaw(7), anyLaw(7));
    fc.assert(
      fc.property(anyExpression(), laws, (expression, four) => {
        const named = Object.fromEntries(NAMES.map((name, k) => [name, four[k]]));
        const slow = slowly(expression, named);
        for (const one of [expression, simplify(expression)]) {
          const { law } = evaluate(productOf(one), optionsFrom(named));
          expectNear(probabilities(law), slow, 1e-9);
        }
      }),
      { seed: 2, numRuns: 400 },
    );
  });

  it("does so on laws of which some tokens are told", () => {
    fc.assert(
      fc.property(
        anyLaw(9),
        anyLaw(9),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 2 }),
        (p, q, some) => {
          const part = (law: readonly number[]) =>
            lawOf(
              {
                ids: Int32Array.from(some),
                logits: Float64Array.from(some, (i) => Math.log(3 * law[i])),
                logZ: Math.log(3),
              },
              vocabularyOf(9),
            );
          const { law, leftOut } = evaluate(productOf(parseExpression("p^2 / q")), {
            laws: new Map([
              ["p", part(p)],
              ["q", part(q)],
            ]),
          });
          const kept = [...some].sort((a, b) => a - b);
          const weights = kept.map((i) => p[i] ** 2 / q[i]);
          const sum = weights.reduce((a, b) => a + b, 0);
          expect([...law.ids!]).toEqual(kept);
          expectNear(
            probabilities(law),
            weights.map((w) => w / sum),
          );
          const out = (one: readonly number[]) =>
            one.reduce((all, value, i) => all + (some.includes(i) ? 0 : value), 0);
          expect(leftOut).toBeCloseTo(Math.max(out(p), out(q)), 10);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  it("carries supports: what is multiplied in forbids, whatever else is divided", () => {
    const laws = { ref: [0.5, 0.5, 0], kid: [0.2, 0.4, 0.4], strict: [0, 0.5, 0.5] };
    expect(probabilities(fused("ref * (kid / ref)", [laws]).law)).toEqual([
      expect.closeTo(1 / 3, 12),
      expect.closeTo(2 / 3, 12),
      0,
    ]);
    expect(probabilities(fused("ref * strict^0", [laws]).law)).toEqual([0, 1, 0]);
    expect(probabilities(fused("ref * strict", [laws]).law)).toEqual([0, 1, 0]);
    expect(() => fused("kid / strict", [laws])).toThrow(/"strict" is taken out.*token 0/);
    const { law, floored } = fused("kid / strict", [laws, { floor: 1e-3 }]);
    expect(floored).toBe(1);
    const weights = [0.2 / 1e-3, 0.8, 0.8];
    expectNear(
      probabilities(law),
      weights.map((w) => w / 201.6),
    );
    expect(() => fused("mask(a) * strict", [laws, { sets: new Map([["a", new Set([0])]]) }])).toThrow(
      /no token is possible/,
    );
  });

  it("applies masks last", () => {
    const laws = { p: [0.5, 0.3, 0.2], q: [0.2, 0.2, 0.6] };
    const sets = new Map([["ends", new Set([0, 2])]]);
    const { law } = fused("(mask(ends) * p)^2 * q", [laws, { sets }]);
    const weights = [0.25 * 0.2, 0, 0.04 * 0.6];
    const sum = weights[0] + weights[2];
    expectNear(
      probabilities(law),
      weights.map((w) => w / sum),
    );
  });

  it("refuses other vocabularies, unknown names, floors that are none, and engines that say nothing", () => {
    const laws = new Map([
      ["p", lawFrom([0.5, 0.5])],
      ["q", lawFrom([0.5, 0.25, 0.25])],
    ]);
    const product = (text: string) => productOf(parseExpression(text));
    expect(() => evaluate(product("p * q"), { laws })).toThrow(/different vocabularies.*p: 2 tokens.*q: 3 tokens/);
    expect(() => evaluate(product("p * r"), { laws })).toThrow(/not there.*r.*p, q/);
    expect(() => evaluate(product("p * mask(x)"), { laws })).toThrow(/set of tokens.*x/);
    expect(() => evaluate(product("p"), { laws, floor: 0 })).toThrow(/above 0 and below 1/);
    expect(() => lawOf({ logits: new Float64Array(3), logZ: 1 }, vocabularyOf(2))).toThrow(/no law/);
    expect(() => lawOf({ logits: new Float64Array(2), logZ: Number.NaN }, vocabularyOf(2))).toThrow(/no law/);
  });
});

describe("laws of tokens", () => {
  it("tell their likeliest tokens, draw by their distribution function, and diverge", () => {
    const law = lawFrom([0.1, 0.4, 0.4, 0, 0.1]);
    expect(likeliest(law, 3).map(({ token }) => token)).toEqual([1, 2, 0]);
    expect([0, 0.09, 0.11, 0.49, 0.51, 0.89, 0.91, 0.9999999999999999].map((u) => tokenAt(law, u))).toEqual([
      0, 0, 1, 1, 2, 2, 4, 4,
    ]);
    expect(divergence(lawFrom([0.5, 0.5]), lawFrom([0.25, 0.75]))).toBeCloseTo(
      0.5 * Math.log(2) + 0.5 * Math.log(2 / 3),
      12,
    );
    expect(divergence(lawFrom([1, 0]), lawFrom([0, 1]))).toBe(Number.POSITIVE_INFINITY);
  });
});
