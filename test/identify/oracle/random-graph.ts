import { type Edge, type Graph, makeGraph } from "../../../src/graph/graph.ts";

/** Uniform numbers in [0, 1). */
export type Draw = () => number;

/** Mulberry32: a stream for tests, not the one of the code under test. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of a list. */
export function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[Math.floor(draw() * list.length)];
}

export function shuffled<T>(draw: Draw, list: readonly T[]): T[] {
  const all = [...list];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

/** Nodes A, B, C, ... in an order that tells nothing, with directed and bidirected edges at random. */
export function randomGraph(draw: Draw, size: number, directed = 0.2 + 0.5 * draw(), bidirected = 0.5 * draw()): Graph {
  const names = Array.from({ length: size }, (_, i) => String.fromCharCode(65 + i));
  const order = shuffled(draw, names);
  const edges: Edge[] = [];
  order.forEach((from, i) => {
    for (const to of order.slice(i + 1)) {
      if (draw() < directed) edges.push({ from, to, kind: "->" });
      if (draw() < bidirected) edges.push({ from, to, kind: "<->" });
    }
  });
  return makeGraph(
    names.map((name) => ({ name, roles: [] })),
    shuffled(draw, edges),
  );
}
