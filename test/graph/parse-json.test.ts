// JSON: our own records, lists of edges, and what networkx writes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonSlip } from "../../src/graph/parse/json-slip.js";
import { parseGraph, parseGraphWithNotes } from "../../src/graph/parse.js";
import { seed } from "./any-graph.js";
import { complaint, expectSlip, linesOf, type Slip } from "./support.js";

/** As networkx's node_link_data writes a graph; before version 3.4 its edges were "links". */
const NETWORKX = {
  directed: true,
  multigraph: false,
  graph: {},
  nodes: [{ observed: "no", id: "U" }, { id: 0 }, { id: 1, pos: [0, 1] }],
  links: [
    { weight: 2, source: "U", target: 0 },
    { weight: 1, source: 0, target: 1 },
  ],
};

describe("JSON", () => {
  it.each([
    [
      { nodes: ["X", { name: "U", roles: ["latent"] }], edges: [{ from: "U", to: "X", kind: "->" }] },
      "{X, U}; U -> X; U [latent]",
    ],
    [{ nodes: ["X", "Y", "alone"], edges: [["X", "->", "Y"], "X <-> Y"] }, "X -> Y; X <-> Y; alone"],
    [{ nodes: ["X"] }, "X"],
    [{ edges: ["X -> Y <- Z", "{X, Z} <-> `a b`"] }, 'X -> Y; Z -> Y; X <-> "a b"; Z <-> "a b"'],
    [[["X", "Y"], ["Y", "--", "Z"], ["A", "<-", "Z"], { from: "X", to: "Z" }], "X -> Y; X -> Z; Z -> A; Y -- Z"],
    [
      {
        nodes: [
          { name: "U", role: "latent,individual" },
          { name: "V", latent: true },
          { name: "W", observed: true },
        ],
      },
      "U [latent, individual]; V [latent]; W",
    ],
    [NETWORKX, "U -> 0; 0 -> 1; U [latent]"],
    [{ directed: false, nodes: [{ id: "X" }, { id: "Y" }], edges: [{ source: "X", target: "Y" }] }, "X -- Y"],
    [{ nodes: ["__proto__", "constructor"], edges: [["__proto__", "constructor"]] }, "__proto__ -> constructor"],
  ])("%j", (value, expected) => {
    expect(linesOf(JSON.stringify(value))).toBe(expected);
    expect(linesOf(`\ufeff\n${JSON.stringify(value, null, 2)}\n`)).toBe(expected);
  });

  it("notes what it reads over", () => {
    expect(parseGraphWithNotes(JSON.stringify(NETWORKX)).notes).toEqual([
      "The key pos of 1 was read over.",
      "The key weight of U -> 0 and of 1 other edge was read over.",
    ]);
    expect(parseGraphWithNotes('{"title": "Fig. 1", "graph": {"rankdir": "LR"}, "edges": ["X -> Y"]}').notes).toEqual([
      "The key title of the graph was read over.",
      "The key graph of the graph was read over.",
    ]);
  });
});

const EDGE = 'write as in "X -> Y", ["X", "->", "Y"] or {"from": "X", "to": "Y", "kind": "->"}';
const NODE = 'write as in "X" or {"name": "X", "roles": ["latent"]}';
const ROLES = "latent, individual, selected, differs, exposure, outcome, adjusted";

describe("JSON of something else", () => {
  it.each([
    [
      "{}",
      "the whole has neither nodes nor edges (given: an object without keys)",
      'write as in {"nodes": ["X", "Y"], "edges": ["X -> Y"]}',
    ],
    [
      '{"a": 1, "b": 2}',
      "the whole has neither nodes nor edges (given: an object with a, b)",
      'write as in {"nodes": ["X", "Y"], "edges": ["X -> Y"]}',
    ],
    ['{"nodes": "X"}', 'nodes is no list (given: "X")', 'write as in {"nodes": [...]}'],
    ['{"edges": {"X": "Y"}}', "edges is no list (given: an object with X)", 'write as in {"edges": [...]}'],
    ['{"nodes": [null]}', "nodes[0] is no variable (given: null)", NODE],
    ['{"nodes": [{"label": "X"}]}', "nodes[0] is no variable (given: an object with label)", NODE],
    ['{"nodes": ["X", "X"]}', 'nodes[1] is there already (given: "X")', "keep one of the two"],
    [
      '{"nodes": [{"name": "X", "roles": "latent"}]}',
      'nodes[0] has roles that are no list (given: "latent")',
      'write as in "roles": ["latent"]',
    ],
    [
      '{"nodes": [{"name": "X", "roles": ["latnet"]}]}',
      'nodes[0] has a role that there is not (given: "latnet")',
      `did you mean latent? Roles are ${ROLES}`,
    ],
    [
      '{"nodes": [{"name": "X", "roles": [1]}]}',
      "nodes[0] has a role that there is not (given: 1)",
      `roles are ${ROLES}`,
    ],
    ["[1]", "edges[0] is no edge (given: 1)", EDGE],
    ['[["X", "->", "Y", 1]]', "edges[0] is no edge (given: a list of 4)", EDGE],
    ['[["X", "->", null]]', "edges[0] is no edge (given: a list of 3)", EDGE],
    ['[{"from": "X"}]', "edges[0] is no edge (given: an object with from)", EDGE],
    ['[["X", "=>", "Y"]]', 'edges[0] has a kind that there is not (given: "=>")', "write ->"],
    ['[{"from": "X", "to": "Y", "kind": 1}]', "edges[0] has a kind that there is not (given: 1)", EDGE],
    [
      '{"nodes": ["X", "outcome"], "edges": ["X -> outcom"]}',
      "an edge has an end that is not among the nodes (given: X -> outcom)",
      "did you mean outcome? Or add outcom to the nodes",
    ],
    [
      '{"nodes": ["X"], "edges": [["Y", "X"]]}',
      "an edge has an end that is not among the nodes (given: Y -> X)",
      "add Y to the nodes",
    ],
  ])("%s", (text, wrong, next) => {
    expect(complaint(text)).toBe(`graph: ${wrong}; ${next}`);
  });

  it("points into an edge that is a text", () => {
    expect(complaint('{"edges": ["X -> Y", "Y --> Z"]}', "model.json")).toMatchInlineSnapshot(`
      "model.json, edges[1]: --> is no edge
          Y --> Z
            ^
        at character 3; write ->"
    `);
  });
});

const QUOTES = "names and keys are in double quotes";
const COMMA = "put a comma between two items";

const SLIPS: readonly Slip[] = [
  ['{"nodes": ["X",¦]}', "expected a value, found ]", "take out the comma before it"],
  ['{"nodes": ["X"],¦}', "expected a key in double quotes, found }", "take out the comma before it"],
  ["{¦nodes: []}", "expected a key in double quotes, found nodes", QUOTES],
  ["{¦'nodes': []}", "expected a key in double quotes, found '", QUOTES],
  ['{"nodes": [¦X]}', "expected a value, found X", QUOTES],
  ['{"nodes": [], "edges" ¦["X"]}', "expected a : behind the key, found [", QUOTES],
  ['{"nodes": ["X" ¦"Y"]}', 'expected a comma or ], found "', COMMA],
  ['{"nodes": ["X"¦}', "expected a comma or ], found }", COMMA],
  ['¦{"nodes": ["X"]', "this { is never closed", "put a } where it should end"],
  ['{"nodes": ¦["X"', "this [ is never closed", "put a ] where it should end"],
  ['{"nodes": [¦"X]}', 'this " is never closed', 'put a " where it should end, on the same line'],
  ['{"nodes": ["¦\\x"]}', "this escape means nothing", "write \\\\ for a backslash, \\n for a new line"],
  ['{"nodes": ["X"]} ¦2', "expected the end of the text, found 2", COMMA],
  ['{"nodes": [] ¦// none', "expected a comma or }, found /", "JSON has no comments"],
];

describe("a slip", () => {
  it.each(SLIPS)("%s", (...slip) => {
    expectSlip(slip);
  });

  it("has a place wherever the engine finds one", () => {
    const token = fc.constantFrom(
      ...'{ } [ ] , : "a" "\\n" "\\u00e9" "\\x" " \\ 1 -0.5e3 01 - true nul null a \n / \u0001 é'.split(" "),
      " ",
      '""',
    );
    const agrees = (tokens: readonly string[]) => {
      const text = tokens.join("");
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(jsonSlip(text) === undefined).toBe(isJson);
    };
    fc.assert(fc.property(fc.array(token, { maxLength: 10 }), agrees), { numRuns: 5000, seed });
    const isWhole = (text: string) => {
      expect(jsonSlip(text)).toBeUndefined();
    };
    fc.assert(fc.property(fc.json(), isWhole), { numRuns: 300, seed });
  });

  it("is no matter of depth", () => {
    const deep = 1_000_000;
    expect(complaint("[".repeat(deep))).toMatch(/this \[ is never closed/);
    expect(complaint(`${"[".repeat(deep)}${"]".repeat(deep)}`)).toMatch(/edges\[0\] is no edge \(given: a list of 1\)/);
    expect(() => parseGraph(`{"nodes": [{"name": "X", "roles": [${"[".repeat(deep)}${"]".repeat(deep)}]}]}`)).toThrow(
      /a role that there is not/,
    );
    expect(
      parseGraphWithNotes(`{"nodes": [{"name": "X", "latent": ${"[".repeat(deep)}${"]".repeat(deep)}}]}`).notes,
    ).toEqual(["The key latent of X was read over."]);
  });
});
