import { describe, expect, it } from "vitest";
import { type Edge, edgesOf, type Graph, makeGraph, sayEdge } from "../../../src/graph/graph.js";
import { induced, withoutArrowsInto, withoutArrowsOutOf, withoutEdges } from "../../../src/graph/views.js";
import { type Draw, drawFrom, randomGraph } from "../../identify/oracle/random-graph.js";
import { all, type Bits, has, numberOf, setOf, subsetAtRandom } from "./plain.js";

/** Mixed graphs with some open edges too, and a set of nodes. */
function* examples(seed: number): Generator<{ graph: Graph; nodes: Bits; draw: Draw }> {
  const draw = drawFrom(seed);
  for (let run = 0; run < 300; run++) {
    const plain = randomGraph(draw, 4 + (run % 4));
    const edges = edgesOf(plain).map(
      (edge): Edge => (edge.kind === "<->" && draw() < 0.3 ? { ...edge, kind: "--" } : edge),
    );
    const directed = edges.filter(({ kind }) => kind === "->").map(({ from, to }) => from + to);
    const clear = ({ from, to, kind }: Edge) =>
      kind !== "--" || !(directed.includes(from + to) || directed.includes(to + from));
    const graph = makeGraph(plain.nodes, edges.filter(clear));
    yield { graph, nodes: subsetAtRandom(draw, all(graph.nodes.length)), draw };
  }
}

/** What a view must be: the graph made anew of the edges that stay. */
function expectEdges(view: Graph, graph: Graph, stays: (edge: Edge, from: number, to: number) => boolean): void {
  const edges = edgesOf(graph).filter((edge) => stays(edge, numberOf(edge.from), numberOf(edge.to)));
  const sorted = ({ parents, children, siblings, neighbours }: Graph) =>
    [parents, children, siblings, neighbours].map((adjacency) => adjacency.map((others) => [...others].sort()));
  expect(edgesOf(view).map(sayEdge)).toEqual(edges.map(sayEdge));
  expect(sorted(view)).toEqual(sorted(makeGraph(graph.nodes, edges)));
  expect([view.nodes, view.numbers, view.order]).toEqual([graph.nodes, graph.numbers, graph.order]);
}

describe("views keep nodes and numbers, and the edges of their definition", () => {
  it("induced: both ends are kept", () => {
    for (const { graph, nodes } of examples(41))
      expectEdges(induced(graph, setOf(nodes)), graph, (_, from, to) => has(nodes, from) && has(nodes, to));
  });

  it("withoutArrowsInto: no arrowhead at a node", () => {
    for (const { graph, nodes } of examples(42))
      expectEdges(withoutArrowsInto(graph, setOf(nodes)), graph, ({ kind }, from, to) => {
        const heads = kind === "->" ? [to] : kind === "<->" ? [from, to] : [];
        return heads.every((node) => !has(nodes, node));
      });
  });

  it("withoutArrowsOutOf: no directed edge from a node", () => {
    for (const { graph, nodes } of examples(43))
      expectEdges(
        withoutArrowsOutOf(graph, setOf(nodes)),
        graph,
        ({ kind }, from) => kind !== "->" || !has(nodes, from),
      );
  });

  it("withoutEdges: directed edges that are not dropped", () => {
    for (const { graph, draw } of examples(44)) {
      const dropped = new Set(
        edgesOf(graph)
          .filter(() => draw() < 0.4)
          .map(({ from, to }) => from + to),
      );
      const names = graph.nodes.map(({ name }) => name);
      expectEdges(
        withoutEdges(graph, (from, to) => dropped.has(names[from] + names[to])),
        graph,
        ({ from, to, kind }) => kind !== "->" || !dropped.has(from + to),
      );
    }
  });

  it("the graph itself stays as it was, and so does the order of causes in views of views", () => {
    for (const { graph, nodes } of examples(45)) {
      const before = edgesOf(graph).map(sayEdge);
      const view = withoutArrowsOutOf(withoutArrowsInto(induced(graph, setOf(nodes)), new Set([0])), new Set([1]));
      expect(edgesOf(graph).map(sayEdge)).toEqual(before);
      view.parents.forEach((parents, node) => {
        for (const parent of parents) expect(view.order.indexOf(parent)).toBeLessThan(view.order.indexOf(node));
      });
    }
  });
});
