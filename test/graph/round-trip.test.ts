// What is printed is read again: the same variables in the same order, the same roles, the same edges.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeGraph } from "../../src/graph/graph.js";
import { parseGraph, parseGraphWithNotes } from "../../src/graph/parse.js";
import { type GraphFormat, graphJson, printGraph } from "../../src/graph/print.js";
import { anyGraph, seed } from "./any-graph.js";

const FORMATS: readonly GraphFormat[] = ["lines", "dagitty", "dot", "json"];

describe.each(FORMATS)("a graph printed as %s", (format) => {
  it("is read as the same graph, with nothing read over", () => {
    const same = (graph: Parameters<typeof printGraph>[0]) => {
      const { graph: read, notes } = parseGraphWithNotes(printGraph(graph, format));
      expect(graphJson(read)).toStrictEqual(graphJson(graph));
      expect(notes).toEqual([]);
    };
    fc.assert(fc.property(anyGraph, same), { numRuns: 1000, seed });
  });

  it("is the same text when it is printed again", () => {
    const same = (graph: Parameters<typeof printGraph>[0]) => {
      const text = printGraph(graph, format);
      expect(printGraph(parseGraph(text), format)).toBe(text);
    };
    fc.assert(fc.property(anyGraph, same), { numRuns: 200, seed });
  });

  it("has nothing that plays with a terminal", () => {
    const clean = (graph: Parameters<typeof printGraph>[0]) => {
      expect(printGraph(graph, format)).not.toMatch(/[^\n\P{Cc}]|[\u202a-\u202e\u2028]|\p{Cs}/u);
    };
    fc.assert(fc.property(anyGraph, clean), { numRuns: 200, seed });
  });

  it("may be read in any other format", () => {
    const same = (graph: Parameters<typeof printGraph>[0], other: GraphFormat) => {
      const read = parseGraph(printGraph(parseGraph(printGraph(graph, format)), other));
      expect(graphJson(read)).toStrictEqual(graphJson(graph));
    };
    fc.assert(fc.property(anyGraph, fc.constantFrom(...FORMATS), same), { numRuns: 200, seed });
  });
});

describe("a printed graph", () => {
  const plain = parseGraph(
    "X -> Y; Z -> X; Z -> Y; U [latent]; X <-> Y; S -- Y; alone; my name [exposure]".replace("my name", '"my name"'),
  );

  it("as lines", () => {
    expect(printGraph(plain, "lines")).toMatchInlineSnapshot(`
      "{X, Y, Z, U, S, alone, "my name"}
      X -> Y
      Z -> X
      Z -> Y
      X <-> Y
      Y -- S
      U [latent]
      "my name" [exposure]"
    `);
    expect(printGraph(parseGraph("X -> M -> Y; X <-> Y; alone; U [latent]"), "lines")).toMatchInlineSnapshot(`
      "X -> M
      M -> Y
      X <-> Y
      alone
      U [latent]"
    `);
  });
  it("as dagitty", () => {
    expect(printGraph(plain, "dagitty")).toMatchInlineSnapshot(`
      "pdag {
      X
      Y
      Z
      U [latent]
      S
      alone
      "my name" [exposure]
      X -> Y
      Z -> X
      Z -> Y
      X <-> Y
      Y -- S
      }"
    `);
    expect(printGraph(parseGraph("X -> Y; U [latent, individual]"), "dagitty")).toMatchInlineSnapshot(`
      "dag {
      X
      Y
      U [latent,individual]
      X -> Y
      }"
    `);
  });
  it("as DOT", () => {
    expect(printGraph(plain, "dot")).toMatchInlineSnapshot(`
      "digraph {
        X
        Y
        Z
        U [role="latent"]
        S
        alone
        "my name" [role="exposure"]
        X -> Y
        Z -> X
        Z -> Y
        X -> Y [dir=both]
        Y -> S [dir=none]
      }"
    `);
  });
  it("as JSON", () => {
    expect(printGraph(plain, "json")).toMatchInlineSnapshot(`
      "{
        "nodes": [
          {"name":"X","roles":[]},
          {"name":"Y","roles":[]},
          {"name":"Z","roles":[]},
          {"name":"U","roles":["latent"]},
          {"name":"S","roles":[]},
          {"name":"alone","roles":[]},
          {"name":"my name","roles":["exposure"]}
        ],
        "edges": [
          {"from":"X","to":"Y","kind":"->"},
          {"from":"Z","to":"X","kind":"->"},
          {"from":"Z","to":"Y","kind":"->"},
          {"from":"X","to":"Y","kind":"<->"},
          {"from":"Y","to":"S","kind":"--"}
        ]
      }"
    `);
    expect(JSON.parse(printGraph(plain, "json"))).toEqual(graphJson(plain));
    expect(printGraph(makeGraph([{ name: "X", roles: [] }], []), "json")).toMatchInlineSnapshot(`
      "{
        "nodes": [
          {"name":"X","roles":[]}
        ],
        "edges": []
      }"
    `);
  });
});
