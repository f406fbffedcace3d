import { describe, expect, it } from "vitest";
import { makeGraph } from "../../../src/graph/graph.ts";
import { idc } from "../../../src/identify/idc.ts";
import { witnessFor } from "../../../src/identify/witness/witness.ts";
import { ask } from "../../../src/model/ask.ts";
import { modelOf } from "../../../src/model/file/read.ts";
import { drawFrom, randomGraph } from "../oracle/random-graph.ts";
import { faultsOf } from "./confirm.ts";
import { effectAt, graphOf, hindranceTo, instanceOf, randomEffect, randomEvents } from "./questions.ts";

/** A hindrance that is none: everything but the treatment is said to be held together with it. */
const anything = (nodes: Iterable<number>, x: Iterable<number>) => {
  const set = new Set(x);
  return { hedge: { forest: new Set(nodes), inner: new Set([...nodes].filter((node) => !set.has(node))) } };
};

describe("identified questions have no witness", () => {
  it("effects", () => {
    let identified = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const draw = drawFrom(seed);
      const graph = randomGraph(draw, 3 + Math.floor(3 * draw()));
      const { y, x, z } = randomEffect(draw, graph, draw() < 0.5);
      if ("hedge" in idc(graph, y, x, z)) continue;
      identified++;
      const terms = [{ weight: 1, events: effectAt(y, x, z) }];
      const found = witnessFor(graph, { terms, text: "" }, anything(graph.nodes.keys(), x), { tries: 60 });
      expect(found, `seed ${seed}`).toBeUndefined();
    }
    expect(identified).toBeGreaterThan(30);
  });

  it("counterfactuals", () => {
    let identified = 0;
    for (let seed = 1; seed <= 80; seed++) {
      const draw = drawFrom(seed);
      const graph = randomGraph(draw, 2 + Math.floor(3 * draw()), 0.5, 0.3 * draw());
      const events = randomEvents(draw, graph);
      if (hindranceTo(graph, events) !== undefined) continue;
      identified++;
      const fake = {
        thicket: { district: new Set(graph.nodes.keys()), node: 0, meanings: [{ value: 0 }, { value: 1 }] },
      };
      const found = witnessFor(graph, { terms: [{ weight: 1, events }], text: "" }, fake as never, { tries: 60 });
      expect(found, `seed ${seed}`).toBeUndefined();
    }
    expect(identified).toBeGreaterThan(40);
  });
});

describe("what may be asked", () => {
  it("names that model files cannot hold are replaced, and said", () => {
    const names = ["home crowd", 'a`b\\c"d', "__proto__", "unit", "2020", "U1", "N_U1", "home_crowd"];
    const edges = names.slice(1).flatMap((to, i) => [
      { from: names[i], to, kind: "->" as const },
      { from: names[0], to, kind: "<->" as const },
    ]);
    const graph = makeGraph(
      names.map((name) => ({ name, roles: [] })),
      edges,
    );
    const terms = [{ weight: 1, events: effectAt([6], [4], [1]) }];
    const found = witnessFor(graph, { terms, text: "" }, anything(graph.nodes.keys(), [4]))!;
    expect(found.question).toBe("P(N_U1=1 | do(_2020=1), a_b_c_d=1)");
    expect(found.stories[0].slice(0, 4)).toEqual([
      "`home crowd` is called home_crowd_2 here",
      '`a\\`b\\\\c"d` is called a_b_c_d here',
      "unit is called unit_ here",
      "`2020` is called _2020 here",
    ]);
    found.files.forEach((file, i) => {
      expect(ask(modelOf(file), found.question, { coupling: 1 }).value).toBeCloseTo(found.values[i], 12);
    });
  });

  it("a variable set to what another one is", () => {
    const graph = graphOf("W -> X; X -> Y; X <-> Y; W <-> Y");
    const instance = instanceOf(graph, "P(Y[X=W[X=a]]=1 | W=b)");
    const found = witnessFor(graph, instance, hindranceTo(graph, instance.terms[0].events)!)!;
    expect(faultsOf(graph, found, drawFrom(1))).toEqual([]);
  });

  it("three labels and three numbers", () => {
    const graph = graphOf("X -> Y; X <-> Y");
    const instance = instanceOf(graph, "P(Y=a | do(X=2)) - P(Y=b | do(X=1)) - 0.5 * P(Y=c | do(X=0))");
    const found = witnessFor(graph, instance, hindranceTo(graph, instance.terms[0].events)!)!;
    expect(faultsOf(graph, found, drawFrom(1))).toEqual([]);
  });

  it("gives nothing for a variable with numbers and labels, and stops when time is up", () => {
    const graph = graphOf("X -> Y; X <-> Y");
    const hindrance = anything([0, 1], [0]);
    const mixed = instanceOf(graph, "P(Y=a | do(X=2)) - P(Y=1 | do(X=1))");
    expect(witnessFor(graph, mixed, hindrance)).toBeUndefined();
    // W tells nothing about Y: there is nothing to find.
    const idle = instanceOf(graphOf("X -> Y; W -> X"), "P(Y=1 | do(X=1))");
    let asked = 0;
    const budget = { left: () => ++asked < 5, text: "" };
    expect(witnessFor(graphOf("X -> Y; W -> X"), idle, anything([0, 1, 2], [0]), { budget })).toBeUndefined();
    expect(asked).toBe(5);
  });

  it("works in larger graphs", () => {
    // Twenty steps from X to Y, a latent cause of X and every third step.
    const steps = Array.from({ length: 20 }, (_, i) => `V${i} -> V${i + 1}`);
    const shared = Array.from({ length: 6 }, (_, i) => `V0 <-> V${3 * i + 1}`);
    const graph = graphOf([...steps, ...shared].join("; "));
    const instance = instanceOf(graph, "P(V20=1 | do(V0=1))");
    const found = witnessFor(graph, instance, hindranceTo(graph, instance.terms[0].events)!)!;
    expect(found.difference).toBe(0);
    expect(Math.abs(found.values[0] - found.values[1])).toBeGreaterThan(1e-3);
  });
});
