import { describe, expect, it } from "vitest";
import { districtOf, districts } from "../../../src/graph/districts.js";
import { namesOf } from "../../../src/graph/graph.js";
import { moralLinks } from "../../../src/graph/moral.js";
import { ancestors, descendants, onCausalPaths, parentsOf } from "../../../src/graph/relatives.js";
import { isApart, isWithin, join, less, meet } from "../../../src/graph/sets.js";
import { type Draw, drawFrom, randomGraph } from "../../identify/oracle/random-graph.js";
import { linksByPaths } from "./paths.js";
import {
  all,
  among,
  ancestorsOf,
  type Bits,
  bitsOf,
  descendantsOf,
  graphOf,
  has,
  nameOf,
  nodesIn,
  type Plain,
  pairsOf,
  plainOf,
  setOf,
  subsetAtRandom,
} from "./plain.js";

const COUNT = 500;

/** Mixed graphs of 4 to 8 nodes, with a set of nodes. */
function* examples(
  seed: number,
): Generator<{ plain: Plain; graph: ReturnType<typeof graphOf>; nodes: Bits; draw: Draw }> {
  const draw = drawFrom(seed);
  for (let run = 0; run < COUNT; run++) {
    const graph = randomGraph(draw, 4 + (run % 5), 0.1 + 0.5 * draw(), 0.3 * draw());
    yield { plain: plainOf(graph), graph, nodes: subsetAtRandom(draw, all(graph.nodes.length), 0.4), draw };
  }
}

/** Every directed path, as the nodes it meets in turn; a single node is one. */
function directedPaths({ size, directed }: Plain): number[][] {
  const further = (path: number[]): number[][] => [
    path,
    ...directed.filter(([from]) => from === path.at(-1)).flatMap(([, to]) => further([...path, to])),
  ];
  return nodesIn(all(size)).flatMap((node) => further([node]));
}

describe("relatives, by the list of edges", () => {
  it("ancestors and descendants are the ends of directed paths, the nodes themselves included", () => {
    for (const { plain, graph, nodes } of examples(31)) {
      const paths = directedPaths(plain);
      const above = paths.filter((path) => has(nodes, path.at(-1)!)).map((path) => path[0]);
      const below = paths.filter((path) => has(nodes, path[0])).map((path) => path.at(-1)!);
      expect(bitsOf(ancestors(graph, setOf(nodes)))).toBe(bitsOf(above));
      expect(bitsOf(descendants(graph, setOf(nodes)))).toBe(bitsOf(below));
      // What the other oracles go by.
      expect([
        ancestorsOf(plain, nodes),
        descendantsOf(plain).reduce((bits, one, node) => (has(nodes, node) ? bits | one : bits), 0),
      ]).toEqual([bitsOf(above), bitsOf(below)]);
    }
  });

  it("parents are none of the nodes", () => {
    for (const { plain, graph, nodes } of examples(32)) {
      const wanted = plain.directed.filter(([from, to]) => has(nodes, to) && !has(nodes, from)).map(([from]) => from);
      expect(bitsOf(parentsOf(graph, setOf(nodes)))).toBe(bitsOf(wanted));
    }
  });

  it("proper causal paths meet the causes only where they begin", () => {
    let some = 0;
    for (const { plain, graph, nodes: from, draw } of examples(33)) {
      const to = subsetAtRandom(draw, all(plain.size) & ~(draw() < 0.8 ? from : 0), 0.4);
      const wanted = directedPaths(plain)
        .filter((path) => has(from, path[0]) && has(to, path.at(-1)!))
        .map((path) => path.slice(1))
        .filter((path) => path.length > 0 && path.every((node) => !has(from, node)));
      expect(bitsOf(onCausalPaths(graph, setOf(from), setOf(to)))).toBe(bitsOf(wanted.flat()));
      if (wanted.some(({ length }) => length > 1)) some++;
    }
    expect(some).toBeGreaterThan(50);
  });
});

describe("districts", () => {
  /** Grown by whole edges until no edge leads out. */
  function districtByEdges({ shared }: Plain, node: number, within: Bits): Bits {
    let district = 1 << node;
    for (let before = 0; before !== district; ) {
      before = district;
      for (const edge of shared)
        if (edge.some((end) => has(district, end))) district |= bitsOf(edge.filter((end) => has(within, end)));
    }
    return district;
  }

  it("are what bidirected edges among the nodes hold together, in the order of the graph", () => {
    for (const { plain, graph, nodes } of examples(34)) {
      const wanted = nodesIn(nodes).map((node) => districtByEdges(plain, node, nodes));
      const given = new Set([...nodesIn(nodes)].reverse());
      expect(districts(graph, given).map(bitsOf)).toEqual([...new Set(wanted)]);
      nodesIn(nodes).forEach((node, i) => {
        expect(bitsOf(districtOf(graph, node, given))).toBe(wanted[i]);
      });
      expect(given.size).toBe(nodesIn(nodes).length);
    }
  });
});

describe("the moral graph", () => {
  it("links what paths of colliders join among the ancestors, each pair once and in the order of the graph", () => {
    for (const { plain, graph, nodes } of examples(35)) {
      const within = ancestorsOf(plain, nodes);
      const links = linksByPaths(among(plain, within));
      const wanted = pairsOf(plain.size)
        .filter(([a, b]) => has(within, a) && has(within, b) && has(links[a], b))
        .map(([a, b]) => [nameOf(a), nameOf(b)]);
      expect(moralLinks(graph, setOf(nodes)).map(String).sort()).toEqual(wanted.map(String).sort());
    }
  });

  it("marries parents, and parents of what shares a cause", () => {
    const married: Plain = {
      size: 4,
      directed: [
        [0, 1],
        [3, 2],
      ],
      shared: [[1, 2]],
    };
    const links = (nodes: Bits) => moralLinks(graphOf(married), setOf(nodes)).map((pair) => pair.join(""));
    expect(links(0b0110).sort()).toEqual(["AB", "AC", "AD", "BC", "BD", "CD"]);
    expect(links(0b0010)).toEqual(["AB"]);
  });
});

it("names are in the order of the graph", () => {
  const graph = graphOf({ size: 4, directed: [], shared: [] });
  expect(namesOf(graph, [3, 0, 2])).toEqual(["A", "C", "D"]);
});

it("sets meet, join and part as bits do", () => {
  for (const { plain, nodes: one, draw } of examples(36)) {
    const other = subsetAtRandom(draw, all(plain.size));
    const [a, b] = [setOf(one), setOf(other)];
    expect([meet(a, b), join(a, b), less(a, b)].map(bitsOf)).toEqual([one & other, one | other, one & ~other]);
    expect([isWithin(a, b), isApart(a, b)]).toEqual([(one & ~other) === 0, (one & other) === 0]);
    expect([bitsOf(a), bitsOf(b)]).toEqual([one, other]);
  }
});
