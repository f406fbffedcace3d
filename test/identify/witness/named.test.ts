import { describe, expect, it } from "vitest";
import { witnessFor } from "../../../src/identify/witness/witness.ts";
import type { Witness } from "../../../src/query/identification.ts";
import { drawFrom } from "../oracle/random-graph.ts";
import { faultsOf } from "./confirm.ts";
import { graphOf, hindranceTo, instanceOf } from "./questions.ts";

function witness(edges: string, question: string): Witness {
  const graph = graphOf(edges);
  const instance = instanceOf(graph, question);
  const hindrance = instance.terms.map(({ events }) => hindranceTo(graph, events)).find((one) => one !== undefined);
  expect(hindrance, "what stands in the way").toBeDefined();
  const found = witnessFor(graph, instance, hindrance!);
  expect(found, "a witness").toBeDefined();
  expect(faultsOf(graph, found!, drawFrom(1))).toEqual([]);
  expect(found!.difference).toBe(0);
  return found!;
}

describe("textbook questions without a formula", () => {
  // What the question is in each model follows from the proofs in kernel.ts: a fair coin against noise that is 1 in 1 case of 8, or noise
  // against its opposite; every node that only hands a bit on flips it in 1 case of 8 more.
  it.each([
    ["the bow", "X -> Y; X <-> Y", "P(Y=1 | do(X=1))", [1 / 2, 1 / 8]],
    ["an instrument", "Z -> X; X -> Y; X <-> Y", "P(Y=1 | do(X=1))", [1 / 2, 1 / 8]],
    [
      "the napkin with one edge more",
      "W -> R; R -> X; X -> Y; W <-> X; W <-> Y; X <-> Y",
      "P(Y=1 | do(X=1))",
      [1 / 2, 1 / 8],
    ],
    ["a mediator confounded with the treatment", "X -> M; M -> Y; X <-> M", "P(Y=1 | do(X=1))", [1 / 2, 7 / 32]],
    ["a mediator confounded with both", "X -> M; M -> Y; M <-> Y; X <-> M", "P(Y=1 | do(X=1))", [1 / 2, 7 / 32]],
    ["a front door that is not shut", "X -> M; M -> Y; M <-> Y; X <-> Y", "P(Y=1 | do(X=1))", [1 / 2, 1 / 8]],
    ["two roots", "X -> A; X <-> B; A <-> B; A -> Y; B -> Y", "P(Y=1 | do(X=1))", [1 / 2, 7 / 32]],
    ["M-bias, the collider given", "X -> Y; Z <-> X; Z <-> Y", "P(Y=1 | do(X=1), Z=1)", [1 / 2, 7 / 8]],
    ["PNS", "X -> Y", "P(Y[X=0]=0, Y[X=1]=1)", [0, 1 / 2]],
    ["PN", "X -> Y", "P(Y[X=0]=0 | X=1, Y=1)", [0, 1]],
    ["PS", "X -> Y", "P(Y[X=1]=1 | X=0, Y=0)", [0, 1]],
    ["two worlds for those who were treated", "X -> Y", "P(Y[X=0]=1, Y[X=1]=1 | X=1)", [1 / 2, 0]],
    ["the effect on the treated", "X -> Y; X <-> Y", "P(Y[X=1]=1 | X=0)", [7 / 8, 1 / 8]],
    ["a direct effect", "X -> M; M -> Y; X -> Y; M <-> Y", "P(Y[M=M[X=0], X=1]=1)", [1 / 8, 7 / 8]],
    // Among those with D = 0 or 1 both would have to be so: only a third value of D tells.
    ["three values", "A -> B", "P(B=0, B[A=0]=1 | B[A=1]=1)", [0, 1 / 2]],
  ])("%s", (_, edges, question, values) => {
    const found = witness(edges, question);
    expect([found.question, found.values]).toEqual([question, values]);
  });

  it.each([
    ["an average effect", "X -> Y; X <-> Y", "P(Y=1 | do(X=1)) - P(Y=1 | do(X=0))"],
    ["with an instrument", "Z -> X; X -> Y; X <-> Y", "P(Y=1 | do(X=1)) - P(Y=1 | do(X=0))"],
    ["on the treated", "X -> Y; X <-> Y", "P(Y[X=1]=1 | X=1) - P(Y[X=0]=1 | X=1)"],
    ["a direct effect", "X -> M; M -> Y; X -> Y; M <-> Y", "P(Y[M=M[X=0], X=1]=1) - P(Y=1 | do(X=0))"],
    ["a sum with weights", "X -> Y; X <-> Y", "2 * P(Y=1 | do(X=1)) + 0.5 * P(Y=1 | do(X=0))"],
    [
      "an expectation of many values",
      "X -> Y; X <-> Y",
      "P(Y=1 | do(X=2)) + 2 * P(Y=2 | do(X=2)) + 3 * P(Y=3 | do(X=2))",
    ],
  ])("sums: %s", (_, edges, question) => {
    const { question: asked, values } = witness(edges, question);
    expect(asked).toBe(question);
    expect(Math.abs(values[0] - values[1])).toBeGreaterThan(0.05);
  });
});

describe("what a witness says", () => {
  it("the bow", () => {
    const { stories, agree, files } = witness("X -> Y; X <-> Y", "P(Y=1 | do(X=1))");
    expect(stories).toEqual([
      ["U1 is a fair coin", "X = U1", "Y = X xor U1, flipped in 1 case of 8"],
      ["X is a fair coin", "Y is 1 in 1 case of 8"],
    ]);
    expect(agree).toEqual(["P(X, Y)"]);
    expect(files[0]).toEqual({
      disco: 1,
      about: "The first of two models that agree on P(X, Y) and differ on P(Y=1 | do(X=1)).",
      coupling: 1,
      variables: {
        U1: { bernoulli: 0.5 },
        N_Y: { bernoulli: 0.125 },
        X: { equals: "U1" },
        Y: { equals: "(X != U1) != N_Y" },
      },
    });
    expect(files[1]["variables"]).toEqual({ X: { bernoulli: 0.5 }, Y: { bernoulli: 0.125 } });
  });

  it("a direct effect", () => {
    const { stories } = witness("X -> M; M -> Y; X -> Y; M <-> Y; W -> X", "P(Y[M=M[X=0], X=1]=1)");
    expect(stories).toEqual([
      ["U1 is a fair coin", "W and X are fair coins", "M = U1, flipped in 1 case of 8", "Y = U1 xor M"],
      ["U1 is a fair coin", "W and X are fair coins", "M = X xor U1, flipped in 1 case of 8", "Y = X xor U1 xor M"],
    ]);
  });

  it("keeps the values of the question, labels too", () => {
    const { stories, question } = witness("drug -> cure; drug <-> cure", "P(cure=yes | do(drug=high))");
    expect(question).toBe("P(cure=yes | do(drug=high))");
    expect(stories[0]).toEqual([
      "U1 is a fair coin",
      "drug = U1 (0 stands for other and 1 stands for high)",
      "cure = drug xor U1, flipped in 1 case of 8 (0 stands for other and 1 stands for yes)",
    ]);
    expect(stories[1]).toEqual([
      "drug is other or high, equally often",
      "cure is other in 7 cases of 8 and yes in 1 case of 8",
    ]);
  });

  it("says what bits are where a variable has several", () => {
    const { stories } = witness("A -> B", "P(B=0, B[A=0]=1 | B[A=1]=1)");
    expect(stories).toEqual([
      ["B is a fair coin", "A is 0, 1, 2 or 3, equally often"],
      ["N_B is a fair coin", "A is 0, 1, 2 or 3, equally often", "A = A.1 + 2 A.2", "B = A.2 xor N_B"],
    ]);
  });
});
