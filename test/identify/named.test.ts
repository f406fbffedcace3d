import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseGraph } from "../../src/graph/parse.ts";
import { identify } from "../../src/identify/identify.ts";

// Graphs that people know by name, in code; through the command, and with numbers: examples/examples.json.
const graph = (name: string) =>
  parseGraph(readFileSync(new URL(`../../examples/graphs/${name}.dag`, import.meta.url), "utf8"));
const ask = (name: string, question: string) => identify(graph(name), question);

describe("formulas that textbooks print", () => {
  it.each([
    // Pearl, Causality (2009), 3.3.1, 3.3.2.
    ["adjustable", "P(Y | do(X))", "adjustment", "Σ_Z P(Y | X, Z) P(Z)"],
    [
      "smoking",
      "P(cancer | do(smoking))",
      "front-door",
      "Σ_tar P(tar | smoking) Σ_smoking' P(cancer | smoking', tar) P(smoking')",
    ],
    ["two-mediators", "P(Y | do(X))", "front-door", "Σ_{M1, M2} P(M1, M2 | X) Σ_X' P(Y | X', M1, M2) P(X')"],
    // Pearl & Mackenzie (2018), chapter 7; the same at every value of R.
    ["napkin", "P(Y | do(X))", "ID", "[Σ_W P(W) P(X, Y | W, R)] / [Σ_W P(W) P(X | W, R)]"],
    ["m-bias", "P(Y | do(X))", "adjustment", "P(Y | X)"],
    ["confounded-mediator", "P(Y | do(X))", "adjustment", "P(Y | X)"],
    ["instrument", "P(Y | do(Z))", "adjustment", "P(Y | Z)"],
    // Tian & Pearl (AAAI 2002), the graph of Verma: it does not depend on A.
    ["verma", "P(D | do(A, C))", "adjustment", "Σ_B P(D | B, C) P(B)"],
    // Shpitser & Pearl (UAI 2009): the law of Z among the treated.
    ["adjustable", "E[Y[X=0] | X=1]", "IDC*", "Σ_Z P(Z | X=1) E[Y | X=0, Z]"],
    // Pearl (UAI 2001), the mediation formula.
    [
      "admissions",
      "E[admitted[sex=1, department=department[sex=0]]]",
      "ID*",
      "Σ_department P(department | sex=0) E[admitted | sex=1, department]",
    ],
  ])("%s: %s by %s: %s", async (name, question, method, formula) => {
    const answer = await ask(name, question);
    expect([answer.method, answer.estimand?.text]).toEqual([method, formula]);
  });

  it("Pearl & Bareinboim 2011: an experiment in one city, the ages of another", async () => {
    const city = parseGraph("Z [differs]; Z -> Y; X -> Y; X <-> Y");
    const answer = await identify(city, "P(Y | do(X))", { experiments: [["X"]], target: ["Z"] });
    expect(answer.estimand?.text).toBe("Σ_Z P*(Z) P(Y | do(X), Z)");
  });

  it("Bareinboim & Pearl 2012: an experiment on Z in place of one on X", async () => {
    const surrogate = parseGraph("Z -> X -> Y; X <-> Z; Z <-> Y");
    expect((await identify(surrogate, "P(Y | do(X))")).identified).toBe(false);
    const answer = await identify(surrogate, "P(Y | do(X))", { experiments: [["Z"]] });
    expect(answer.estimand?.text).toBe("P(Y | do(Z), X)");
    expect(answer.estimand?.arbitrary).toEqual(["Z"]);
  });
});

describe("what is not identified", () => {
  it.each([
    ["bow", "P(Y | do(X))", "hedge", ["X", "Y"], ["Y"]],
    ["instrument", "P(Y | do(X))", "hedge", ["X", "Y"], ["Y"]],
    ["invalid-front-door", "P(Y | do(X))", "hedge", ["X", "M", "Y"], ["M", "Y"]],
    ["adjustable", "PN(X -> Y)", "thicket", ["Y"], ["X"]],
    ["adjustable", "PNS(X -> Y)", "thicket", ["Y"], ["X"]],
    ["bow", "ETT(X -> Y)", "thicket", ["X", "Y"], ["X"]],
    ["direct", "E[Y[X=1, M=M[X=0]]]", "thicket", ["M", "Y"], ["X"]],
  ])("%s: %s, a %s of %j", async (name, question, kind, nodes, inner) => {
    const { obstacle, witness } = await ask(name, question);
    expect(obstacle).toMatchObject({ kind, nodes, inner });
    expect(Math.abs(witness!.values[0] - witness!.values[1])).toBeGreaterThan(0.01);
    expect(witness!.difference).toBeLessThan(1e-12);
  });
});

describe("the individual in the graph", () => {
  it("identified for each individual, not for the population, not from single occasions", async () => {
    const { reading } = await ask("individual", "P(Y | do(T))");
    expect(reading?.individual).toMatchObject({ identified: true, formula: "P(Y | U, T)" });
    expect(reading?.population.identified).toBe(false);
    expect(reading?.replicates).toContain("2K − 1");
  });

  it("not even for each individual where the noise of treatment and outcome is shared (THEORY 1.5)", async () => {
    const shared = parseGraph("U [individual]; U -> {T Y}; T -> Y; T <-> Y");
    const { reading } = await identify(shared, "P(Y | do(T))");
    expect(reading?.individual.identified).toBe(false);
    expect(reading?.replicates).toContain("do not mend");
  });

  it("a stratum where the covariates are enough", async () => {
    const strata = parseGraph("U [latent]; U -> W; W -> T; U -> Y; W -> Y; T -> Y");
    const { reading, identified } = await identify(strata, "P(Y | do(T))");
    expect([identified, reading?.stratum.identified, reading?.stratum.formula]).toEqual([true, true, "P(Y | W, T)"]);
  });
});
