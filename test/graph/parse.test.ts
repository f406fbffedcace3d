// Finding out the format, formats that are not read, and limits.
import { describe, expect, it } from "vitest";
import { type Edge, makeGraph, sayEdge } from "../../src/graph/graph.js";
import { parseGraph } from "../../src/graph/parse.js";
import { complaint, linesOf } from "./support.js";

const NEXT = "write the graph as lines (X -> Y), as dagitty, DOT or JSON";

describe("the format is found out", () => {
  it.each([
    ["X -> Y", "lines"],
    ["{X} -> Y", "lines"],
    ['{"X", "Y"} -> Z', "lines"],
    ['{ "nodes" } -> Z', "lines"],
    ["dag -> Y; dag [latent]", "lines"],
    ["digraph\nY", "lines"],
    ["strict -> graph", "lines"],
    ["dag{X->Y}", "braces"],
    ["  DAG my.dag_1 {X -> Y}", "braces"],
    ['strict\ndigraph "a {b}" {X -> Y}', "braces"],
    ["// X -> Y\n# Y\n/* dag { */ graph {X -- Y}", "braces"],
    ['{"edges": ["X -> Y"]}', "JSON"],
    ['  {\n "nodes" : ["X"]}', "JSON"],
    ['["X -> Y"]', "JSON"],
  ])("of %j: %s", (text, format) => {
    // Each format complains of a stray sign in words of its own.
    const message = complaint(`${text} ?`);
    if (format === "JSON") expect(message).toMatch(/expected the end of the text, found \?/);
    else expect(message).toMatch(/\? means nothing here/);
    expect(complaint(`${text} /* a comment`)).toMatch(
      { JSON: /found \//, braces: /this comment is never closed/, lines: /\/ means nothing here/ }[format]!,
    );
  });

  it("of JSON with a slip in its first key too", () => {
    for (const text of ["{nodes: []}", "{'nodes': []}"]) expect(complaint(text)).toMatch(/a key in double quotes/);
  });
});

describe("a format that is not read", () => {
  it.each([
    ['graph [\n  directed 1\n  node [ id 0 label "X" ]\n]', `GML); ${NEXT}`],
    ['graph[directed 1 node[id "X" label "X"]]', `GML); ${NEXT}`],
    ['<?xml version="1.0"?><graphml></graphml>', `XML); ${NEXT}`],
    ["graph TD\n  A-->B", `Mermaid); ${NEXT}`],
    ["flowchart LR\n  A --> B", `Mermaid); ${NEXT}`],
    ["Graph Nodes:\nX;Y\n\nGraph Edges:\n1. X --> Y", `a listing of Tetrad's); ${NEXT}`],
    ["[A][S][E|A:S]", `a model string of bnlearn's); ${NEXT}; bnlearn's write.dot writes DOT`],
    [
      "X E @0.3,0.4\nY O @0.5,0.4\nU%20x 1 @0.1,0.1\n\nX Y",
      `the format that dagitty had before its version 2); ${NEXT}; dagitty.net and the R package read it and write dag { ... }`,
    ],
  ])("%j", (text, rest) => {
    expect(complaint(text)).toBe(`graph: this format is not read (given: ${rest}`);
  });
});

describe("limits", () => {
  it("hold for texts and groups", () => {
    expect(complaint(`A -> B${" ".repeat(10_000_000)}`)).toMatchInlineSnapshot(
      `"graph: the text is longer than 10,000,000 characters (given: 10000006 characters, beginning A -> B                        ); give a graph of fewer variables"`,
    );
    const group = (letter: string) => `{${Array.from({ length: 1001 }, (_, i) => letter + i).join(" ")}}`;
    expect(complaint(`${group("a")} -> ${group("b")}`)).toMatchInlineSnapshot(
      `"graph: there are more than 1,000,000 edges; take edges out; a group in braces stands for an edge to each of its variables"`,
    );
    const nested = `dag { ${"{".repeat(90)}${"A ".repeat(200_000)}${"} -> B".repeat(90)} }`;
    expect(complaint(nested)).toMatch(/there is too much in groups within groups/);
  });

  it("are far from what is met: 5,000 variables and 50,000 edges are read at once", () => {
    const nodes = Array.from({ length: 5_010 }, (_, i) => ({ name: `v${i}`, roles: [] }));
    const edges = Array.from({ length: 50_000 }, (_, i): Edge => {
      const from = Math.floor(i / 10);
      return { from: `v${from}`, to: `v${from + 1 + (i % 10)}`, kind: "->" };
    });
    const lines = edges.map(sayEdge).join("\n");
    const made = makeGraph(nodes, edges);
    for (const text of [lines, `dag {\n${lines}\n}`, `digraph {\n${lines}\n}`, JSON.stringify({ edges })]) {
      expect(parseGraph(text).children).toEqual(made.children);
    }
  });

  it("of a name there are none", () => {
    const name = '\\"'.repeat(1_000_000);
    expect(parseGraph(`dag { "${name}" }`).nodes[0].name.length).toBe(1_000_000);
    expect(parseGraph(`"${name}"`).nodes[0].name.length).toBe(1_000_000);
    expect(linesOf(`${"a".repeat(100_000)} -> B`).length).toBe(100_005);
  });
});

describe("the name of the file", () => {
  it("is who complains, whole and visible", () => {
    expect(complaint("A --> B", "smoking.dag")).toMatch(/^smoking.dag: --> is no edge/);
    expect(complaint("A --> B", `\u001b[2J${"x".repeat(100)}`)).toMatch(/^\\u\{1b\}\[2Jx{100}: --> is no edge/);
  });
});
