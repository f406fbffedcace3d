// G14 of THEORY 9, through the expression language: what `evaluate.test.ts` does not have. Decimals hold to the digits printed.
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/align/evaluate.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { productOf } from "../../src/align/product.js";
import { recipeNamed } from "../../src/align/recipes.js";
import { divergence } from "../../src/align/token-law.js";
import { lawFrom, optionsFrom, probabilities } from "./laws.js";

const printed = (found: number, wanted: number, decimals: number) =>
  expect(Math.abs(found - wanted)).toBeLessThan(0.5 * 10 ** -decimals + 1e-12);
const softmax = (r: readonly number[]) => {
  const sum = r.reduce((all, one) => all + Math.exp(one), 0);
  return r.map((one) => Math.exp(one) / sum);
};
const fused = (text: string, laws: Readonly<Record<string, readonly number[]>>) =>
  evaluate(productOf(parseExpression(text)), optionsFrom(laws));

describe("G14: the best policy near a reference", () => {
  const [ref, r, beta] = [[0.5, 0.25, 0.15, 0.1], [0, 1, 2, -1], 0.5];
  const { law, logZ } = fused(`ref * preference^${1 / beta}`, { ref, preference: softmax(r) });
  const best = probabilities(law);

  it("has Z and value", () => {
    // Z is that of exp(r / beta); softmax(r)^(1/beta) is smaller by (sum of exp r)^(1/beta).
    const Z = Math.exp(logZ + Math.log(r.reduce((sum, one) => sum + Math.exp(one), 0)) / beta);
    printed(Z, 10.550520058, 9);
    printed(beta * Math.log(Z), 1.178087577, 9);
    const worth = best.reduce((sum, p, i) => sum + p * r[i], 0) - beta * divergence(law, lawFrom(ref));
    printed(worth, 1.178087577, 9);
  });

  it("is the recipe of an autoregressive reward model", () => {
    const text = recipeNamed("genarm").expression({ beta });
    const found = probabilities(fused(text, { base: ref, reward: softmax(r) }).law);
    for (const [i, wanted] of [0.047391029, 0.175087485, 0.77623875, 0.001282736].entries()) {
      printed(found[i], wanted, 9);
    }
  });
});

describe("G14: a user who may be one of two", () => {
  const rewards = { A: [2, 0, 0.5], B: [0, 2, 0.5] };
  const laws = { A: softmax(rewards.A), B: softmax(rewards.B) };
  const share = { A: 0.8, B: 0.2 };

  it("is answered best by the geometric consensus", () => {
    const worth = (id: string) => {
      const { law } = fused(recipeNamed(id).expression(share), laws);
      const gain = probabilities(law).reduce((sum, p, i) => sum + p * (0.8 * rewards.A[i] + 0.2 * rewards.B[i]), 0);
      return gain - divergence(law, lawFrom([1 / 3, 1 / 3, 1 / 3]));
    };
    printed(worth("consensus"), 0.992459, 6);
    printed(worth("mixture"), 0.983773, 6);
  });

  it("has preferences that pooling does not average", () => {
    // P(first preferred to second) is p1 / (p1 + p2) of either user's law (Bradley-Terry, beta 1, flat reference).
    const prefers = (law: readonly number[]) => law[0] / (law[0] + law[1]);
    printed(share.A * prefers(laws.A) + share.B * prefers(laws.B), 0.728478, 6);
    const consensus = probabilities(fused(recipeNamed("consensus").expression(share), laws).law);
    printed(prefers(consensus), 0.768525, 6);
  });
});
