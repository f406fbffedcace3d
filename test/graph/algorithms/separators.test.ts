import { describe, expect, it } from "vitest";
import { minimalSeparator } from "../../../src/graph/separators.js";
import { linksByPaths } from "./paths.js";
import { all, among, ancestorsOf, type Bits, bitsOf, nodesIn, type Plain, sayBits } from "./plain.js";
import {
  aboutGraph,
  minimalOf,
  optionsOf,
  randomSearches,
  type Search,
  saySearch,
  separatorsOf,
  smallestOf,
  smallSearches,
} from "./searches.js";

function found(search: Search): Bits | undefined {
  const { graph, one, other } = search;
  const set = minimalSeparator(graph, new Set(nodesIn(one)), new Set(nodesIn(other)), optionsOf(search));
  return set && bitsOf(set);
}

/** For a separator, what is reached from one side of the moral graph without stepping on it. */
function nearSideOf({ plain, one, other, include }: Search): (separator: Bits) => Bits {
  const links = linksByPaths(among(plain, ancestorsOf(plain, one | other | include)));
  return (separator) => {
    let near = one;
    for (let round = 0; round < plain.size; round++) for (const node of nodesIn(near)) near |= links[node] & ~separator;
    return near;
  };
}

/** What is wrong with the set found for a search, if anything; what there was to find is counted. */
function objection(search: Search, counts: { some: number; none: number; many: number }): string | undefined {
  const separators = separatorsOf(search);
  const minimal = minimalOf(separators, search.include);
  const set = found(search);
  counts[minimal.length === 0 ? "none" : minimal.length === 1 ? "some" : "many"]++;
  if (set === undefined) return minimal.length === 0 ? undefined : `${saySearch(search)}: nothing found`;
  if (!minimal.includes(set)) return `${saySearch(search)}: ${sayBits(set)} is not minimal, or separates nothing`;
  const near = nearSideOf(search);
  if (minimal.some((other) => (near(set) & ~near(other)) !== 0))
    return `${saySearch(search)}: ${sayBits(set)} is not the nearest`;
  return undefined;
}

describe("a minimal separator", () => {
  it("is one, the nearest, and none is found only where there is none: all pairs of all directed graphs of up to 4 nodes", () => {
    const counts = { some: 0, none: 0, many: 0 };
    expect([...smallSearches()].flatMap((search) => objection(search, counts) ?? [])).toEqual([]);
    expect(Math.min(counts.some, counts.none)).toBeGreaterThan(4000);
  });

  it("the same in 2,000 mixed graphs of 4 to 8 nodes, with sides, `include` and `among` at random", () => {
    const counts = { some: 0, none: 0, many: 0 };
    expect([...randomSearches(5, 2000)].flatMap((search) => objection(search, counts) ?? [])).toEqual([]);
    expect(Math.min(counts.some, counts.none, counts.many)).toBeGreaterThan(400);
  });

  it("is minimal among its subsets when no single node can be taken away (van der Zander et al. 2019)", () => {
    for (const search of randomSearches(6, 400)) {
      const separators = separatorsOf(search);
      expect(minimalOf(separators, search.include)).toEqual(smallestOf(separators));
    }
  });
});

describe("what must be included", () => {
  // A -> B -> E <- D <- C, and E is given: the collider is open, and B or D must shut the path again.
  const collider: Plain = {
    size: 5,
    directed: [
      [0, 1],
      [1, 4],
      [2, 3],
      [3, 4],
    ],
    shared: [],
  };
  const search: Search = {
    ...aboutGraph(collider),
    one: 1,
    other: 4,
    include: 0,
    among: undefined,
  };
  const E = 1 << 4;

  it("may open a collider, which then must be shut", () => {
    expect(found(search)).toBe(0);
    expect(sayBits(found({ ...search, include: E })!)).toBe("{B, E}");
    expect(sayBits(found({ ...search, include: E, among: 1 << 3 })!)).toBe("{D, E}");
    expect(found({ ...search, include: E, among: 0 })).toBeUndefined();
  });

  it("is in the set even where it is not among what may be chosen, and where it could be spared", () => {
    expect(sayBits(found({ ...search, include: 1 << 1, among: 0 })!)).toBe("{B}");
  });

  it("is no node of a side, and sides that overlap have no separator", () => {
    expect(found({ ...search, include: 1 })).toBeUndefined();
    expect(found({ ...search, include: 4 })).toBeUndefined();
    expect(found({ ...search, one: 3, other: 6 })).toBeUndefined();
  });
});

it("a side of nobody is separated by what must be included", () => {
  const plain: Plain = { size: 3, directed: [[0, 1]], shared: [] };
  const search: Search = { ...aboutGraph(plain), one: 0, other: 2, include: 4, among: all(3) };
  expect(found(search)).toBe(4);
});
