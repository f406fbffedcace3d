// Graphs to try criteria on: all small ones, and many larger ones.
import { type Bits, bitsOf, dagsOf, type Plain, pairsOf, plainOf } from "../../graph/algorithms/plain.js";
import { drawFrom, randomGraph, shuffled } from "./random-graph.js";

/**
 * Every acyclic graph of so many nodes with directed and bidirected edges, both kinds between the same nodes included: 6 of 2 nodes, 200 of
 * 3, 34,752 of 4.
 */
export function* mixedGraphsOf(size: number): Generator<Plain> {
  const pairs = pairsOf(size);
  for (const { directed } of dagsOf(size)) {
    for (let code = 0; code < 2 ** pairs.length; code++) {
      yield { size, directed, shared: pairs.filter((_, place) => ((code >> place) & 1) === 1) };
    }
  }
}

/** Causes and effects in a graph. */
export interface Problem {
  readonly plain: Plain;
  readonly x: Bits;
  readonly y: Bits;
}

/** Mixed graphs of 5 to 7 nodes with one or two causes and effects. */
export function* randomProblems(seed: number, count: number, single = false): Generator<Problem> {
  const draw = drawFrom(seed);
  for (let run = 0; run < count; run++) {
    const size = 5 + (run % 3);
    const plain = plainOf(randomGraph(draw, size, 0.15 + 0.35 * draw(), 0.3 * draw()));
    const order = shuffled(draw, [...Array(size).keys()]);
    const [causes, effects] = single ? [1, 1] : [draw() < 0.5 ? 1 : 2, draw() < 0.5 ? 1 : 2];
    yield { plain, x: bitsOf(order.slice(0, causes)), y: bitsOf(order.slice(causes, causes + effects)) };
  }
}

/** A as the cause and B as the effect: with all graphs of named nodes that is every case. */
export function* fromAToB(graphs: Iterable<Plain>): Generator<Problem> {
  for (const plain of graphs) yield { plain, x: 1, y: 2 };
}
