// The sampled engine beside the exact ones, where evidence in several worlds bears upon one noise.
import { describe, expect, it } from "vitest";
import { ask } from "../../../src/model/ask.js";
import { modelOf } from "../../../src/model/file/read.js";

type Model = ReturnType<typeof modelOf>;

function compare(model: Model, question: string, coupling: number): void {
  const exact = ask(model, question, { method: "exact", coupling });
  const sampled = ask(model, question, { method: "sampled", coupling, draws: 60_000, seed: 5 });
  const error = sampled.diagnostics["standardError"] as number;
  const text = `${question}, coupling ${coupling}: ${sampled.value} against ${exact.value}, standard error ${error}`;
  expect(Math.abs(sampled.value! - exact.value!), text).toBeLessThan(4 * error + 1e-9);
  const [one, other] = [sampled, exact].map(({ diagnostics }) => diagnostics["evidence"] as number);
  expect(Math.abs(one / other - 1), `${question}, coupling ${coupling}: evidence ${one} against ${other}`).toBeLessThan(
    0.06,
  );
}

describe("discrete models", () => {
  const model = modelOf({
    disco: 1,
    units: [
      { name: "a", p: 0.2 },
      { name: "b", p: 0.7 },
    ],
    variables: {
      A: { bernoulli: "p" },
      C: { categorical: { values: [0, 1, 2], weights: ["1 + A", "p", 1] } },
      B: { bernoulli: "0.6 - 0.4*A + 0.15*C*p" },
    },
  });
  for (const coupling of [0, 0.3, 1]) {
    it(`coupling ${coupling}`, () => {
      for (const question of [
        // Both worlds' intervals of one noise meet.
        "P(A=1 | B=1, C>0, B[A=1]=0, C[A=1]>0)",
        "P(C=2 | C[A=0]!=1, C!=0, B=1)",
        // The second world's evidence depends on the very noise it bears upon.
        "P(A=1 | B[A=B[]]=1)",
        "P(A=1 | B[A=B[]]=1, B=0)",
        "E[C[A=B[]] | B[A=B[]]=0, C=1]",
        "P(unit=a | B[A=0]=1, B[A=1]=0, C[A=1]=2)",
      ]) {
        compare(model, question, coupling);
      }
    });
  }
});

describe("linear Gaussian models", () => {
  const model = modelOf({
    disco: 1,
    units: { skill: { normal: { mean: 1, sd: 2 } } },
    variables: {
      X: { normal: { mean: "0.5*skill", sd: 1 } },
      M: { normal: { mean: "2*X - skill", sd: 1.5 } },
      Y: { normal: { mean: "X + 0.5*M + skill", sd: 1 } },
    },
  });
  for (const coupling of [0, 0.3, 1]) {
    it(`coupling ${coupling}`, () => {
      for (const question of [
        "E[Y[X=2] | X=1, Y=3]",
        "E[skill | Y=3, M=0]",
        "Var[Y[X=0] | Y>2]",
        "P(Y[X=2]>3 | Y=1)",
        "P(Y[M=0]>1 | X=0.5, M=1)",
        "E[Y[X=1, M=M[X=0]] | Y=2]",
      ]) {
        compare(model, question, coupling);
      }
    });
  }
});
