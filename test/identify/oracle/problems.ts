// Causes and effects in graphs, to try criteria on: all small graphs, and many larger ones.
import type { Graph, NodeSet } from "../../../src/graph/graph.js";
import {
  all,
  type Bits,
  bitsOf,
  dagsOf,
  graphOf,
  nodesIn,
  numberOf,
  type Plain,
  pairsOf,
  plainOf,
  say,
  sayBits,
  setOf,
  subsetsOf,
} from "../../graph/algorithms/plain.js";
import { drawFrom, randomGraph, shuffled } from "./random-graph.js";

/** A graph with causes and effects, as the oracles (bits) and the code under test (sets) each read it. */
export interface Problem {
  readonly plain: Plain;
  readonly graph: Graph;
  readonly x: Bits;
  readonly y: Bits;
  readonly X: NodeSet;
  readonly Y: NodeSet;
  /** All that is neither cause nor effect. */
  readonly rest: Bits;
}

export function problemOf(plain: Plain, x: Bits, y: Bits): Problem {
  return { plain, graph: graphOf(plain), x, y, X: setOf(x), Y: setOf(y), rest: all(plain.size) & ~(x | y) };
}

/** `"A -> B; A <-> B"` from A to B; ends are written as letters. */
export function problem(edges: string, x: string, y: string): Problem {
  const list = edges.split("; ").map((edge) => edge.split(" "));
  const pairs = (kind: string) =>
    list.flatMap(([from, own, to]) => (own === kind ? [[numberOf(from), numberOf(to)] as const] : []));
  const size = 1 + Math.max(...list.flatMap(([from, , to]) => [numberOf(from), numberOf(to)]));
  return problemOf({ size, directed: pairs("->"), shared: pairs("<->") }, letters(x), letters(y));
}

/** "AC" as a set. */
export function letters(names: string): Bits {
  return bitsOf([...names].map(numberOf));
}

export function sayProblem({ plain, x, y }: Problem): string {
  return `${say(plain)}: ${sayBits(x)} to ${sayBits(y)}`;
}

/**
 * Every acyclic graph of so many nodes with directed and bidirected edges, both kinds between the same nodes included: 6 of 2 nodes, 200 of
 * 3, 34,752 of 4.
 */
export function* mixedGraphsOf(size: number): Generator<Plain> {
  const pairs = pairsOf(size);
  for (const { directed } of dagsOf(size)) {
    for (const chosen of subsetsOf(all(pairs.length))) {
      yield { size, directed, shared: nodesIn(chosen).map((place) => pairs[place]) };
    }
  }
}

/** From A to B; as the nodes of all graphs are named, that is from any node to any other. */
export function* fromAToB(graphs: Iterable<Plain>): Generator<Problem> {
  for (const plain of graphs) yield problemOf(plain, 1, 2);
}

/** Mixed graphs of 5 to 7 nodes with one or two causes and effects, or only with one of each. */
export function* randomProblems(seed: number, count: number, most: 1 | 2 = 2): Generator<Problem> {
  const draw = drawFrom(seed);
  for (let run = 0; run < count; run++) {
    const size = 5 + (run % 3);
    const plain = plainOf(randomGraph(draw, size, 0.15 + 0.35 * draw(), 0.3 * draw()));
    const order = shuffled(draw, nodesIn(all(size)));
    const causes = draw() < 0.5 ? 1 : most;
    const effects = draw() < 0.5 ? 1 : most;
    yield problemOf(plain, bitsOf(order.slice(0, causes)), bitsOf(order.slice(causes, causes + effects)));
  }
}
