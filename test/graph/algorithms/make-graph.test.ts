import { describe, expect, it } from "vitest";
import { findCycle } from "../../../src/graph/cycle.js";
import {
  type Edge,
  edgesOf,
  makeGraph,
  type Node,
  type Role,
  sayEdge,
  unmeasured,
  withRole,
} from "../../../src/graph/graph.js";
import { connected, separated } from "../../../src/graph/separation.js";
import { minimalSeparator } from "../../../src/graph/separators.js";
import { drawFrom, randomGraph, shuffled } from "../../identify/oracle/random-graph.js";
import { dagsOf, isAcyclic, nameOf, type Plain, pairsOf } from "./plain.js";

const named = (...names: string[]): Node[] => names.map((name) => ({ name, roles: [] }));

/** `A -> B; B <-> C` as edges. */
const edgesFrom = (text: string): Edge[] =>
  text.split("; ").map((edge) => {
    const [from, kind, to] = edge.split(" ");
    return { from, kind: kind as Edge["kind"], to };
  });

const made = (names: string, text: string) => makeGraph(named(...names.split(" ")), edgesFrom(text));

describe("a graph", () => {
  it("has the edges it was made of, whatever their order", () => {
    const draw = drawFrom(51);
    for (let run = 0; run < 300; run++) {
      const size = 3 + (run % 5);
      const names = shuffled(
        draw,
        Array.from({ length: size }, (_, node) => nameOf(node)),
      );
      const edges = pairsOf(size).flatMap(([a, b]): Edge[] => {
        const [from, to] = [names[a], names[b]];
        const some: Edge[] = [{ from, to, kind: draw() < 0.8 ? "->" : "--" }];
        return [...some, { from: to, to: from, kind: "<->" } satisfies Edge].filter(() => draw() < 0.4);
      });
      const graph = makeGraph(named(...shuffled(draw, names)), shuffled(draw, edges));
      const said = (list: readonly Edge[]) =>
        list
          .map((edge) => (edge.kind === "->" ? sayEdge(edge) : [edge.from, edge.to].sort().join(` ${edge.kind} `)))
          .sort();
      expect(said(edgesOf(graph))).toEqual(said(edges));
      const ends = (kind: string) => edges.filter((edge) => edge.kind === kind).length;
      expect(graph.parents.flat()).toHaveLength(ends("->"));
      expect(graph.siblings.flat()).toHaveLength(2 * ends("<->"));
      expect(graph.neighbours.flat()).toHaveLength(2 * ends("--"));
    }
  });

  it("lists its edges in the order of the nodes, directed ones first", () => {
    const graph = made("A B C D", "B <-> A; C -> D; B -> C; A -> D; A -> B");
    expect(edgesOf(graph).map(sayEdge)).toEqual(["A -> D", "A -> B", "B -> C", "C -> D", "A <-> B"]);
    expect(edgesOf(made("A B C", "C -- B; C -> A; C <-> B")).map(sayEdge)).toEqual(["C -> A", "B <-> C", "B -- C"]);
  });

  it("has an order in which every node stands once and behind its parents", () => {
    const draw = drawFrom(52);
    for (let run = 0; run < 300; run++) {
      const graph = randomGraph(draw, 8);
      expect([...graph.order].sort()).toEqual([...graph.nodes.keys()]);
      const place = (node: number) => graph.order.indexOf(node);
      graph.parents.forEach((parents, node) => {
        for (const parent of parents) expect(place(parent)).toBeLessThan(place(node));
      });
    }
  });

  it("keeps the order of nodes that are listed causes first", () => {
    const draw = drawFrom(53);
    for (let run = 0; run < 100; run++) {
      const graph = randomGraph(draw, 8);
      const listed = graph.order.map((node) => graph.nodes[node]);
      expect(makeGraph(listed, edgesOf(graph)).order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    }
  });

  it("knows the roles of its nodes, in one order and each once", () => {
    const roles: Role[] = ["outcome", "latent", "outcome"];
    const graph = makeGraph([{ name: "A", roles }, ...named("B")], []);
    expect(graph.nodes[0].roles).toEqual(["latent", "outcome"]);
    expect(withRole(graph, "latent")).toEqual(new Set([0]));
    expect(withRole(graph, "selected")).toEqual(new Set());
  });

  it("has no values of what is latent or the individual, but of what is selected on", () => {
    const roles: Role[][] = [["latent"], ["individual"], ["latent", "selected"], ["selected"], []];
    const graph = makeGraph(
      roles.map((some, node) => ({ name: nameOf(node), roles: some })),
      [],
    );
    expect(unmeasured(graph)).toEqual(new Set([0, 1]));
  });

  it("may have a directed and a bidirected edge between the same two", () => {
    expect(edgesOf(made("A B", "A -> B; B <-> A")).map(sayEdge)).toEqual(["A -> B", "A <-> B"]);
  });
});

describe("cycles", () => {
  it("are found just where there are some: every directed graph of 4 nodes, and 2,000 with edges any way", () => {
    const parentsOf = (size: number, directed: Plain["directed"]) =>
      Array.from({ length: size }, (_, node) => directed.filter(([, to]) => to === node).map(([from]) => from));
    for (const { directed } of dagsOf(4)) expect(findCycle(parentsOf(4, directed)).cycle).toBeUndefined();
    const draw = drawFrom(54);
    let cyclic = 0;
    for (let run = 0; run < 2000; run++) {
      const size = 3 + (run % 5);
      const both = pairsOf(size).flatMap(([a, b]) => [[a, b] as const, [b, a] as const]);
      const directed = shuffled(draw, both).filter(() => draw() < 1.2 / size);
      const { cycle, order } = findCycle(parentsOf(size, directed));
      expect(cycle === undefined).toBe(isAcyclic(size, directed));
      if (cycle === undefined) continue;
      cyclic++;
      expect(order).toEqual([]);
      expect(new Set(cycle).size).toBe(cycle.length);
      cycle.forEach((from, i) => {
        const to = cycle[(i + 1) % cycle.length];
        expect(directed.some(([a, b]) => a === from && b === to)).toBe(true);
      });
    }
    expect(cyclic).toBeGreaterThan(500);
  });

  it("are shown from causes to effects, from the node that is listed first where it is on it", () => {
    const shown = (names: string, edges: string) => {
      try {
        made(names, edges);
        return "nothing";
      } catch (error) {
        return /given: (.*)\)/.exec(String(error))?.[1];
      }
    };
    expect(shown("A B C", "A -> B; B -> C; C -> A")).toBe("A -> B -> C -> A");
    expect(shown("A B C", "C -> A; B -> C; A -> B")).toBe("A -> B -> C -> A");
    expect(shown("A B", "B -> A; A -> B")).toBe("A -> B -> A");
    expect(shown("A B C D E", "A -> B; B -> C; C -> D; D -> B; D -> E")).toBe("B -> C -> D -> B");
  });
});

describe("what is no graph is refused", () => {
  const said = (run: () => unknown) => {
    try {
      run();
      return "nothing";
    } catch (error) {
      return String(error);
    }
  };

  it("in words", () => {
    expect(said(() => makeGraph([], []))).toMatchInlineSnapshot(
      `"DiscoError: graph: there are no variables; write edges such as X -> Y"`,
    );
    expect(said(() => makeGraph(named("A", " "), []))).toMatchInlineSnapshot(
      `"DiscoError: graph: a variable has no name (given: ""); name it"`,
    );
    expect(said(() => makeGraph(named("A", "B", "A"), []))).toMatchInlineSnapshot(
      `"DiscoError: graph: a variable is declared twice (given: A); keep one of the two"`,
    );
    expect(said(() => made("A B", "A -> C"))).toMatchInlineSnapshot(
      `"DiscoError: graph: an edge has an end that is no variable (given: A -> C); declare C"`,
    );
    expect(said(() => made("A B", "A -> A"))).toMatchInlineSnapshot(
      `"DiscoError: graph: a variable is linked with itself (given: A -> A); take the edge out"`,
    );
    expect(said(() => made("A B", "A -> B; A -> B"))).toMatchInlineSnapshot(
      `"DiscoError: graph: an edge is given twice (given: A -> B); keep one of the two"`,
    );
    expect(said(() => made("A B C", "A -> B; B -> C; C -> A"))).toMatchInlineSnapshot(
      `"DiscoError: graph: there is a cycle of causes (given: A -> B -> C -> A); take one of its edges out: a cause comes before its effect"`,
    );
    expect(said(() => made("A B", "B -> A; A -- B"))).toMatchInlineSnapshot(
      `"DiscoError: graph: an edge is both directed and left open (given: B -> A; A -- B); keep one of the two"`,
    );
  });

  it("edges that have no direction are the same from both ends", () => {
    for (const edges of ["A <-> B; B <-> A", "A -- B; B -- A"])
      expect(said(() => made("A B", edges))).toContain("an edge is given twice");
    for (const edges of ["A -> B; A -- B", "A -> B; B -- A", "B -- A; A -> B", "B -> A; A -- B"])
      expect(said(() => made("A B", edges))).toContain("an edge is both directed and left open");
  });

  it("and so are questions of separation in a graph with open edges", () => {
    const graph = made("A B C", "A -- B; B -> C");
    const [a, c, none] = [new Set([0]), new Set([2]), new Set<number>()];
    expect(said(() => separated(graph, a, c, none))).toMatchInlineSnapshot(
      `"DiscoError: graph: separation is known only where every edge has a direction (given: A -- B); give it a direction"`,
    );
    expect(said(() => connected(graph, a, none))).toContain("A -- B");
    expect(said(() => minimalSeparator(graph, a, c))).toContain("A -- B");
  });
});

it("names may be any text", () => {
  const odd = ["a b", "->", "0>1", "__proto__", "constructor", "é", "e\u0301", '"'];
  const graph = makeGraph(named(...odd), [{ from: "__proto__", to: "->", kind: "->" }]);
  expect(edgesOf(graph).map(sayEdge)).toEqual(["__proto__ -> ->"]);
  expect(odd.map((name) => graph.nodes[graph.numbers.get(name)!].name)).toEqual(odd);
});
