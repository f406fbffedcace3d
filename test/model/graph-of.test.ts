import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { edgesOf, sayEdge } from "../../src/graph/graph.ts";
import { modelOf, readModel } from "../../src/model/file/read.ts";
import { graphOf } from "../../src/model/graph-of.ts";

const example = (name: string) =>
  readModel(readFileSync(new URL(`../../examples/models/${name}.disco.json`, import.meta.url), "utf8"));

describe("the graph of a model", () => {
  it("has an arrow from each parent, and from the individual to what depends on it", () => {
    const graph = graphOf(example("subsidy"));
    expect(edgesOf(graph).map(sayEdge)).toEqual(["subsidy -> retained", "U -> subsidy", "U -> retained"]);
    expect(graph.nodes.at(-1)).toEqual({ name: "U", roles: ["latent", "individual"] });
  });

  it("has no individual where nothing depends on one, and another name for it where U is taken", () => {
    const alone = graphOf(modelOf({ disco: 1, variables: { X: { bernoulli: 0.5 }, Y: { bernoulli: "X" } } }));
    expect(alone.nodes.map(({ name }) => name)).toEqual(["X", "Y"]);
    const units = [
      { name: "one", a: 0.1 },
      { name: "two", a: 0.9 },
    ];
    const taken = graphOf(modelOf({ disco: 1, units, variables: { U: { bernoulli: "a" } } }));
    expect(edgesOf(taken).map(sayEdge)).toEqual(["individual -> U"]);
  });
});
