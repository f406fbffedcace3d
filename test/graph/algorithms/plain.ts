import { type Edge, edgesOf, type Graph, makeGraph, type Role } from "../../../src/graph/graph.js";
import type { Draw } from "../../identify/oracle/random-graph.js";

/** A set of nodes: bit n says whether node n is in it. What the oracles count with, so that they share no sets with the code under test. */
export type Bits = number;

/** A graph as a list of pairs, which is all that the oracles read. */
export interface Plain {
  readonly size: number;
  /** From cause to effect. */
  readonly directed: readonly (readonly [number, number])[];
  /** The ends of bidirected edges. */
  readonly shared: readonly (readonly [number, number])[];
}

export const nameOf = (node: number) => String.fromCharCode(65 + node);
export const numberOf = (name: string) => name.charCodeAt(0) - 65;

/** The pairs of a graph whose nodes are named A, B, C, ... by number. */
export function plainOf(graph: Graph): Plain {
  const pairs = (kind: string) =>
    edgesOf(graph)
      .filter((edge) => edge.kind === kind)
      .map(({ from, to }) => [numberOf(from), numberOf(to)] as const);
  return { size: graph.nodes.length, directed: pairs("->"), shared: pairs("<->") };
}

/** The graph of these pairs; `roles` by number. */
export function graphOf({ size, directed, shared }: Plain, roles: readonly (readonly Role[])[] = []): Graph {
  const edges = (pairs: Plain["directed"], kind: Edge["kind"]) =>
    pairs.map(([from, to]): Edge => ({ from: nameOf(from), to: nameOf(to), kind }));
  return makeGraph(
    Array.from({ length: size }, (_, node) => ({ name: nameOf(node), roles: roles[node] ?? [] })),
    [...edges(directed, "->"), ...edges(shared, "<->")],
  );
}

/** `A -> B; B <-> C`, for the message of a test that fails. */
export function say({ directed, shared }: Plain): string {
  return [
    ...directed.map(([a, b]) => `${nameOf(a)} -> ${nameOf(b)}`),
    ...shared.map(([a, b]) => `${nameOf(a)} <-> ${nameOf(b)}`),
  ].join("; ");
}

export const all = (size: number): Bits => 2 ** size - 1;
export const has = (bits: Bits, node: number) => ((bits >> node) & 1) === 1;
export const bitsOf = (nodes: Iterable<number>): Bits => [...nodes].reduce((bits, node) => bits | (1 << node), 0);
export const setOf = (bits: Bits): Set<number> => new Set(nodesIn(bits));
export const sayBits = (bits: Bits) => `{${nodesIn(bits).map(nameOf).join(", ")}}`;

export function nodesIn(bits: Bits): number[] {
  const nodes: number[] = [];
  for (let node = 0; bits >> node !== 0; node++) if (has(bits, node)) nodes.push(node);
  return nodes;
}

/** Every subset, the empty one and the whole one included. */
export function* subsetsOf(bits: Bits): Generator<Bits> {
  for (let subset = bits; ; subset = (subset - 1) & bits) {
    yield subset;
    if (subset === 0) return;
  }
}

export function subsetAtRandom(draw: Draw, bits: Bits, chance = 0.5): Bits {
  return bitsOf(nodesIn(bits).filter(() => draw() < chance));
}

/** Every pair of nodes, the smaller number first. */
export function pairsOf(size: number): (readonly [number, number])[] {
  const nodes = nodesIn(all(size));
  return nodes.flatMap((a) => nodes.filter((b) => a < b).map((b) => [a, b] as const));
}

/** A node and all that directed edges lead to from it, for each node: edges are followed until nothing new is found. */
export function descendantsOf({ size, directed }: Plain): Bits[] {
  const below = Array.from({ length: size }, (_, node) => 1 << node);
  for (let round = 0; round < size; round++) for (const [from, to] of directed) below[from] |= below[to];
  return below;
}

/** The nodes of which some are ancestors, these included. */
export function ancestorsOf(plain: Plain, bits: Bits): Bits {
  const below = descendantsOf(plain);
  return bitsOf(nodesIn(all(plain.size)).filter((node) => (below[node] & bits) !== 0));
}

/** Edges with both ends among some nodes. */
export function among({ size, directed, shared }: Plain, keep: Bits): Plain {
  const inside = ([a, b]: readonly [number, number]) => has(keep, a) && has(keep, b);
  return { size, directed: directed.filter(inside), shared: shared.filter(inside) };
}

/** Every directed acyclic graph of so many named nodes: 1, 3, 25, 543, 29281 (OEIS A003024). */
export function* dagsOf(size: number): Generator<Plain> {
  const pairs = pairsOf(size);
  for (let code = 0; code < 3 ** pairs.length; code++) {
    const states = pairs.map((_, place) => Math.floor(code / 3 ** place) % 3);
    const directed = pairs.flatMap(([a, b], place) =>
      states[place] === 0 ? [] : [states[place] === 1 ? ([a, b] as const) : ([b, a] as const)],
    );
    if (isAcyclic(size, directed)) yield { size, directed, shared: [] };
  }
}

/** Nodes without parents are taken away until nothing is left, or nothing can be taken. */
export function isAcyclic(size: number, directed: Plain["directed"]): boolean {
  let left = all(size);
  for (let round = 0; round < size; round++) {
    const effects = directed.reduce((bits, [from, to]) => (has(left, from) ? bits | (1 << to) : bits), 0);
    left &= effects;
  }
  return left === 0;
}
