import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/align/evaluate.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { productOf } from "../../src/align/product.js";
import { expectNear, optionsFrom, probabilities } from "./laws.js";

// THEORY 7.2: direct preference optimisation (Rafailov et al. 2023) on a tabular policy, trained here by itself, ends at the fusion.
const sigma = (x: number) => 1 / (1 + Math.exp(-x));
const softmax = (z: readonly number[]) => {
  const weights = z.map((one) => Math.exp(one - Math.max(...z)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
};

interface Task {
  readonly ref: readonly number[];
  readonly reward: readonly number[];
  /** What multiplies the log-ratios in the loss. */
  readonly slope: number;
}

/** The slope of the loss in each parameter: all pairs compared, both ways, with their exact Bradley-Terry probabilities. */
function lossSlopes(theta: readonly number[], { ref, reward, slope }: Task): number[] {
  const logPi = softmax(theta).map(Math.log);
  const margin = (w: number, l: number) => slope * (logPi[w] - Math.log(ref[w]) - (logPi[l] - Math.log(ref[l])));
  const slopes = theta.map(() => 0);
  for (let w = 0; w < theta.length; w++) {
    for (let l = 0; l < theta.length; l++) {
      if (l === w) continue;
      // d/dx of -log sigma(x) is -sigma(-x); log pi(w) - log pi(l) is theta(w) - theta(l).
      const push = -sigma(reward[w] - reward[l]) * sigma(-margin(w, l)) * slope;
      slopes[w] += push;
      slopes[l] -= push;
    }
  }
  return slopes;
}

/** Gradient descent with a step that fits the loss's largest curvature, slope^2 n / 2; momentum after Nesterov, begun anew where it overshoots. */
function trained(task: Task): number[] {
  const n = task.ref.length;
  const rate = 2 / (task.slope ** 2 * n);
  let theta: number[] = new Array(n).fill(0);
  let before = theta;
  let momentum = 0;
  for (let step = 0; step < 20_000; step++) {
    const ahead = theta.map((one, k) => one + (momentum / (momentum + 3)) * (one - before[k]));
    const slopes = lossSlopes(ahead, task);
    if (Math.max(...slopes.map(Math.abs)) < 1e-13 * task.slope) return softmax(ahead);
    const next = ahead.map((one, k) => one - rate * slopes[k]);
    const overshoots = slopes.reduce((sum, one, k) => sum + one * (next[k] - theta[k]), 0) > 0;
    momentum = overshoots ? 0 : momentum + 1;
    [before, theta] = [theta, next];
  }
  throw new Error("not trained");
}

/** pi_ref (.) softmax(r)^(power), through the expression language. */
function fused({ ref, reward }: Task, power: number): number[] {
  const product = productOf(parseExpression(`ref * preference^${power}`));
  return probabilities(evaluate(product, optionsFrom({ ref, preference: softmax(reward) })).law);
}

const golden = { ref: [0.5, 0.25, 0.15, 0.1], reward: [0, 1, 2, -1] };

describe("direct preference optimisation", () => {
  it("ends at the fusion of reference and reward (G14)", () => {
    const policy = trained({ ...golden, slope: 0.5 });
    expectNear(policy, fused({ ...golden, slope: 0.5 }, 2), 1e-8);
    expectNear(policy, [0.047391029, 0.175087485, 0.77623875, 0.001282736], 1e-8);
  });

  it("does so for any reference, reward and beta", () => {
    const size = fc.integer({ min: 2, max: 5 });
    const task = size.chain((n) =>
      fc.record({
        ref: fc.array(fc.integer({ min: 5, max: 100 }), { minLength: n, maxLength: n }).map((weights) => {
          const sum = weights.reduce((a, b) => a + b, 0);
          return weights.map((w) => w / sum);
        }),
        reward: fc.array(
          fc.integer({ min: -10, max: 10 }).map((k) => k / 10),
          { minLength: n, maxLength: n },
        ),
        slope: fc.constantFrom(0.25, 0.5, 1, 2),
      }),
    );
    fc.assert(
      fc.property(task, (one) => expectNear(trained(one), fused(one, 1 / one.slope), 1e-8)),
      { seed: 1, numRuns: 25 },
    );
  });

  it("with 1/beta where beta belongs ends at another policy", () => {
    const slip = trained({ ...golden, slope: 1 / 0.5 });
    expectNear(slip, fused({ ...golden, slope: 2 }, 0.5), 1e-8);
    expectNear(slip, [0.362168, 0.298557, 0.295342, 0.043933], 5e-7);
    const right = fused({ ...golden, slope: 0.5 }, 2);
    expect(Math.max(...slip.map((p, i) => Math.abs(p - right[i])))).toBeGreaterThan(0.4);
  });
});
