import type { Graph } from "../../../src/graph/graph.js";
import type { SeparatorOptions } from "../../../src/graph/separators.js";
import { type Draw, drawFrom, pick, randomGraph, shuffled } from "../../identify/oracle/random-graph.js";
import { separatedByPaths } from "./paths.js";
import {
  all,
  type Bits,
  dagsOf,
  graphOf,
  isAcyclic,
  nodesIn,
  type Plain,
  pairsOf,
  plainOf,
  say,
  sayBits,
  setOf,
  subsetAtRandom,
  subsetsOf,
} from "./plain.js";

/** A search for separators, as the oracles and the code under test each read it. */
export interface Search {
  readonly plain: Plain;
  readonly graph: Graph;
  /** Do paths say that the one is separated from the other by what is given? */
  readonly separates: (one: Bits, other: Bits, given: Bits) => boolean;
  readonly one: Bits;
  readonly other: Bits;
  readonly include: Bits;
  /** Undefined: every node. */
  readonly among: Bits | undefined;
}

export function aboutGraph(plain: Plain): Pick<Search, "plain" | "graph" | "separates"> {
  return { plain, graph: graphOf(plain), separates: separatedByPaths(plain) };
}

export function optionsOf({ include, among }: Search): SeparatorOptions {
  return { include: setOf(include), ...(among === undefined ? {} : { among: setOf(among) }) };
}

export function saySearch({ plain, one, other, include, among }: Search): string {
  const options = `include ${sayBits(include)} among ${among === undefined ? "all" : sayBits(among)}`;
  return `${say(plain)}: ${sayBits(one)} and ${sayBits(other)}, ${options}`;
}

/** Every set that holds `include`, otherwise only nodes of `among`, and separates: all of them are tried. */
export function separatorsOf({ plain, separates, one, other, include, among = all(plain.size) }: Search): Bits[] {
  const free = among & ~(one | other | include);
  return [...subsetsOf(free)].map((chosen) => chosen | include).filter((given) => separates(one, other, given));
}

/** Those from which no single node can be taken, `include` excepted. */
export function minimalOf(separators: readonly Bits[], include: Bits): Bits[] {
  const known = new Set(separators);
  return separators.filter((set) => nodesIn(set & ~include).every((node) => !known.has(set & ~(1 << node))));
}

/** Those none of whose proper subsets is another. */
export function smallestOf(separators: readonly Bits[]): Bits[] {
  return separators.filter((set) => separators.every((other) => other === set || (other & ~set) !== 0));
}

/** Single nodes on both sides of every directed graph of up to 4 nodes, with every `include`. */
export function* smallSearches(): Generator<Search> {
  for (const size of [2, 3, 4])
    for (const plain of dagsOf(size)) {
      const about = aboutGraph(plain);
      for (const [a, b] of pairsOf(size)) {
        const [one, other] = [1 << a, 1 << b];
        for (const include of subsetsOf(all(size) & ~(one | other)))
          yield { ...about, one, other, include, among: undefined };
      }
    }
}

/** Mixed graphs of 4 to 7 nodes; sides of one node or more, something to include now and then, now and then not all to choose from. */
function* anySearches(draw: Draw, count: number): Generator<Search> {
  for (let run = 0; run < count; run++) {
    const size = 4 + (run % 4);
    const plain = plainOf(randomGraph(draw, size, 0.15 + 0.35 * draw(), 0.3 * draw()));
    const [a, b] = pick(draw, pairsOf(size));
    const single = draw() < 0.6;
    const one = (1 << a) | (single ? 0 : subsetAtRandom(draw, all(size) & ~(1 << b), 0.25));
    const other = (1 << b) | (single ? 0 : subsetAtRandom(draw, all(size) & ~one, 0.25));
    yield { ...aboutGraph(plain), one, other, ...randomChoice(draw, all(size), all(size) & ~(one | other)) };
  }
}

/**
 * Two or three threads between A and B, with edges of any kind along them and up to two across. Where the threads cause all the way down,
 * or something given opens them, there are many ways to cut them.
 */
function* braidedSearches(draw: Draw, count: number): Generator<Search> {
  for (let made = 0; made < count; ) {
    const size = 8;
    const threads = pick(draw, [
      [
        [0, 2, 3, 4, 1],
        [0, 5, 6, 7, 1],
      ],
      [
        [0, 2, 3, 1],
        [0, 4, 5, 1],
        [0, 6, 7, 1],
      ],
    ]);
    const along = threads.flatMap((thread) => thread.slice(1).map((to, i) => [thread[i], to] as const));
    const linked = new Set(["0,1", ...along.map(String), ...along.map(([a, b]) => `${b},${a}`)]);
    const across = shuffled(
      draw,
      pairsOf(size).filter((pair) => !linked.has(String(pair))),
    ).slice(0, Math.floor(3 * draw()));
    const pairs = [...along, ...across];
    const directed = pairs
      .filter(() => draw() < 0.9)
      .map(([a, b]) => (draw() < 0.15 ? ([b, a] as const) : ([a, b] as const)));
    if (!isAcyclic(size, directed)) continue;
    const plain = { size, directed, shared: pairs.filter(() => draw() < 0.15) };
    yield { ...aboutGraph(plain), one: 1, other: 2, ...randomChoice(draw, all(size), all(size) & ~3) };
    made++;
  }
}

/** Both kinds of searches, one after the other. */
export function* randomSearches(seed: number, count: number): Generator<Search> {
  const draw = drawFrom(seed);
  yield* anySearches(draw, Math.ceil(count / 2));
  yield* braidedSearches(draw, Math.floor(count / 2));
}

/** `among` may hold nodes of the sides, and need not hold what is included. */
function randomChoice(draw: Draw, whole: Bits, rest: Bits): Pick<Search, "include" | "among"> {
  const include = draw() < 0.5 ? 0 : subsetAtRandom(draw, rest, 0.3);
  return { include, among: draw() < 0.6 ? undefined : subsetAtRandom(draw, whole, 0.8) };
}
