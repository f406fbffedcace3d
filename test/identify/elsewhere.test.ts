import { expect, it } from "vitest";
import { parseGraph } from "../../src/graph/parse.ts";
import { identify } from "../../src/identify/identify.ts";

const formula = async (graph: string, question: string, options = {}) =>
  (await identify(parseGraph(graph), question, options)).estimand?.text;

it("what is given may select, where the selection tells nothing more of what is asked (Bareinboim, Tian & Pearl 2014)", async () => {
  expect(await formula("X -> Y -> S; S [selected]", "P(X | Y)")).toBe("P(X | Y, S=1)");
  expect(await formula("X -> Y -> S; S [selected]", "P(Y | X)")).toBeUndefined();
  expect(await formula("X -> Y -> S; S [selected]", "P(Y | do(X))")).toBeUndefined();
  expect(await formula("X -> Y; X -> S; S [selected]", "P(Y | do(X))")).toBe("P(Y | X, S=1)");
});

it("of a target the covariate is enough, without its causes", async () => {
  expect(await formula("X -> Y; Z -> Y; W -> Z; W -> X; Z [differs]", "P(Y | do(X))", { target: ["Z"] })).toBe(
    "Σ_Z P(Y | X, Z) P*(Z)",
  );
});

it("where something unmeasured differs, so does what it causes", async () => {
  const graph = "U -> Z; Z -> Y; X -> Y; Z -> X; U [latent, differs]";
  expect(await formula(graph, "P(Y | do(X))", { target: ["Z"] })).toBe("Σ_Z P*(Z) P(Y | Z, X)");
  expect(await formula(graph, "P(Y | do(X))", { target: ["X"] })).toBeUndefined();
});
