// Golden numbers of THEORY 9: G1 (Beta heterogeneity), G2 (fusion), G14, G19. Fractions hold to 1e-12, decimals to the digits printed.
import { describe, expect, it } from "vitest";
import { bernoulli } from "../../src/law/bernoulli.js";
import { beta } from "../../src/law/beta.js";
import { type Categorical, categorical, softmax, uniformOver } from "../../src/law/categorical.js";
import { cauchy } from "../../src/law/cauchy.js";
import { probabilityGreater } from "../../src/law/comparison.js";
import { expectation } from "../../src/law/expectation.js";
import { fuse, fusePowers, inverse, power } from "../../src/law/fuse.js";
import { kl } from "../../src/law/information.js";
import { mean, variance } from "../../src/law/law.js";
import { mix } from "../../src/law/mix.js";
import { normal } from "../../src/law/normal.js";
import { regularisedOptimum } from "../../src/law/optimum.js";
import { logistic } from "../../src/num/elementary.js";

const TYPES = ["one", "two", "three"];
const on = (...weights: number[]) => categorical(TYPES, weights);
const close = (actual: readonly number[], wanted: readonly number[], digits = 1e-12) => {
  expect(actual.length).toBe(wanted.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - wanted[i]), `${value} for ${wanted[i]}`).toBeLessThan(digits);
  });
};
/** Printed with this many decimals, and rounded. */
const printed = (actual: readonly number[], wanted: readonly number[], decimals: number) =>
  close(actual, wanted, 0.5 * 10 ** -decimals + 1e-15);

describe("Beta heterogeneity (THEORY 2.6, G6)", () => {
  it.each([
    [2, 3],
    [0.5, 0.5],
    [7, 1.5],
  ])("Beta(%d, %d)", (a, b) => {
    const law = beta(a, b);
    const [mu, spread] = [mean(law), variance(law)];
    const rho = spread / (mu * (1 - mu));
    const again = expectation(law, (p) => p * p) / mu;
    close([rho, again, mu + (1 - mu) * rho], [1 / (a + b + 1), (a + 1) / (a + b + 1), (a + 1) / (a + b + 1)]);
    // After s successes in m occasions: what the occasions say is a beta law too, and nothing is counted twice.
    const [s, m] = [3, 5];
    close([mean(fuse(law, beta(1 + s, 1 + m - s)))], [(a + s) / (a + b + m)]);
  });

  it("Beta(2, 3): recurrence 1/2", () => close([expectation(beta(2, 3), (p) => p * p) / mean(beta(2, 3))], [1 / 2]));
});

describe("abduction from several occasions", () => {
  it("G1: next success after k successes", () => {
    const [prior, pass] = [on(1, 3, 6), [9 / 10, 1 / 2, 1 / 20]];
    const once = on(9, 15, 3);
    close(once.probabilities, [1 / 3, 5 / 9, 1 / 9]);
    const next = (k: number) =>
      fuse(new Array<Categorical>(k).fill(once), { prior }).probabilities.reduce((sum, p, i) => sum + p * pass[i], 0);
    close([next(0), next(1)], [27 / 100, 7 / 12]);
    printed([next(2), next(3), next(5)], [0.7014285714, 0.7636456212, 0.8451924895], 10);
  });

  it("G2: evidence (1,1) and, another occasion, (0,0)", () => {
    const prior = on(0.2, 0.3, 0.5);
    const first = on(108, 105, 20);
    const second = on(0.2 * 0.4 * 0.15, 0.3 * 0.5 * 0.8, 0.5 * 0.8 * 0.9);
    close(fuse([first, second], { prior }).probabilities, [27 / 262, 175 / 262, 60 / 262]);
    close(fuse(first, second).probabilities, [18 / 293, 175 / 293, 100 / 293]);
  });
});

describe("G14: the operator", () => {
  it("finite laws", () => {
    close(fuse(on(0.5, 0.3, 0.2), on(0.2, 0.2, 0.6)).probabilities, [5 / 14, 3 / 14, 6 / 14]);
    close(inverse(on(0.5, 0.3, 0.2)).probabilities, [6 / 31, 10 / 31, 15 / 31]);
    close([fuse(bernoulli(0.8), bernoulli(0.7)).p], [28 / 31]);
  });

  it("normal laws", () => {
    const both = fuse(normal(0, 2), normal(3, 1));
    close([both.mean, both.sd ** 2], [2.4, 0.8]);
  });

  it("a shared prior", () => {
    const prior = on(0.6, 0.3, 0.1);
    const likelihoods = [
      [0.2, 0.5, 0.9],
      [0.3, 0.4, 0.8],
    ];
    const posteriors = likelihoods.map((likelihood) => on(...likelihood.map((l, i) => l * prior.probabilities[i])));
    close(fuse(posteriors, { prior }).probabilities, [3 / 14, 5 / 14, 6 / 14]);
    close(fuse(posteriors, { commonSource: prior }).probabilities, [3 / 14, 5 / 14, 6 / 14]);
    // S (.) (F1 (.) S*) (.) (F2 (.) S*), step by step.
    const away = inverse(prior);
    const views = posteriors.map((posterior) => fuse(posterior, away));
    close(fuse(prior, ...views).probabilities, [3 / 14, 5 / 14, 6 / 14]);
    close(fuse(posteriors[0], posteriors[1]).probabilities, [6 / 13, 5 / 13, 2 / 13]);
  });
});

describe("G14: policies", () => {
  const values = ["a", "b", "c", "d"];
  const rewards: Readonly<Record<string, number>> = { a: 0, b: 1, c: 2, d: -1 };
  const reward = (y: string | number) => rewards[y];
  const reference = categorical(values, [0.5, 0.25, 0.15, 0.1]);

  it("the KL-regularised optimum", () => {
    const { law, logNormaliser, value } = regularisedOptimum(reference, reward, { temperature: 0.5 });
    printed(law.probabilities, [0.047391029, 0.175087485, 0.77623875, 0.001282736], 9);
    printed([Math.exp(logNormaliser), value], [10.550520058, 1.178087577], 9);
    // pi* = pi_ref (.) softmax(r/beta), and softmax(r/beta) = softmax(r)^(1/beta).
    const scores = values.map(reward);
    const cool = softmax(values, scores, { temperature: 0.5 });
    close(power(softmax(values, scores), 2).probabilities, cool.probabilities);
    close(fuse(reference, cool).probabilities, law.probabilities);
    // The objective is beta log Z - beta KL(pi || pi*).
    const objective = (pi: typeof law) => expectation(pi, reward) - 0.5 * kl(pi, reference);
    close([objective(law), objective(reference)], [value, value - 0.5 * kl(reference, law)]);
    // 1/beta where beta belongs gives another policy (THEORY 7.2).
    const slip = regularisedOptimum(reference, reward, { temperature: 2 });
    printed(slip.law.probabilities, [0.362168, 0.298557, 0.295342, 0.043933], 6);
  });

  it("its limits (THEORY 7.3), without overflow", () => {
    const hot = regularisedOptimum(reference, reward, { temperature: 1e9 });
    close(hot.law.probabilities, reference.probabilities, 1e-8);
    const cold = regularisedOptimum(reference, reward, { temperature: 1e-6 });
    close([...cold.law.probabilities, cold.value], [0, 0, 1, 0, 2], 1e-5);
    expect(cold.law.zeros).toEqual([]);
    const coin = regularisedOptimum(bernoulli(0.3), (y) => 2 * Number(y), { temperature: 1 });
    close([coin.law.logOdds, Math.exp(coin.logNormaliser)], [Math.log(3 / 7) + 2, 0.7 + 0.3 * Math.exp(2)]);
  });

  it("an uncertain user: mixture or geometric pool (THEORY 7.4)", () => {
    const answers = [0, 1, 2];
    const [ra, rb] = [
      [2, 0, 0.5],
      [0, 2, 0.5],
    ];
    const flat = uniformOver(answers);
    const [a, b] = [ra, rb].map((r) => regularisedOptimum(flat, (y) => r[Number(y)], { temperature: 1 }).law);
    printed(a.probabilities, [0.736125, 0.099624, 0.164252], 6);
    const mixture = mix([a, b], [0.8, 0.2]);
    const geometric = fusePowers([a, b], [0.8, 0.2]);
    printed(mixture.probabilities, [0.608825, 0.226924, 0.164252], 6);
    printed(geometric.probabilities, [0.611971, 0.184322, 0.203707], 6);
    const averaged = (y: string | number) => 0.8 * ra[Number(y)] + 0.2 * rb[Number(y)];
    const objective = (pi: typeof a) => expectation(pi, averaged) - kl(pi, flat);
    printed([objective(geometric), objective(mixture)], [0.992459, 0.983773], 6);
    // The geometric pool is the optimum of the averaged reward.
    const best = regularisedOptimum(flat, averaged, { temperature: 1 });
    close(best.law.probabilities, geometric.probabilities);
    close([best.value], [objective(geometric)]);
    // Pooled preferences are neither.
    const prefers = (p: number) => p * logistic(2) + (1 - p) * logistic(-2);
    printed([prefers(0.8), logistic(0.8 * 2 - 0.2 * 2)], [0.728478, 0.768525], 6);
  });
});

describe("rewards that are laws (THEORY 7.5)", () => {
  it("G14: who wins", () => {
    printed([probabilityGreater(normal(1, 1), normal(0, Math.sqrt(3)))], [0.691462], 6);
    printed([probabilityGreater(cauchy(1, 1), cauchy(0, 1))], [0.647584], 6);
    // 1/2 + atan(1/2)/pi.
    close([probabilityGreater(cauchy(1, 1), cauchy(0, 1))], [0.5 + Math.atan(0.5) / Math.PI]);
  });
});

describe("G19: divergence of Cauchy laws", () => {
  it("C(0,1) from C(1,2)", () => {
    close([kl(cauchy(0, 1), cauchy(1, 2))], [Math.log(1.25)]);
    printed([kl(cauchy(0, 1), cauchy(1, 2))], [0.2231435513], 10);
  });
});
