import { describe, expect, it } from "vitest";
import type { Budget } from "../../../src/graph/budget.js";
import { makeGraph } from "../../../src/graph/graph.js";
import { type Listing, listMinimalSeparators, listSeparators } from "../../../src/graph/list-separators.js";
import { minimalSeparator } from "../../../src/graph/separators.js";
import { type Bits, bitsOf, sayBits, setOf } from "./plain.js";
import {
  minimalOf,
  optionsOf,
  randomSearches,
  type Search,
  saySearch,
  separatorsOf,
  smallSearches,
} from "./searches.js";

type List = typeof listSeparators;

function listed(list: List, search: Search, limit = Number.POSITIVE_INFINITY, budget?: Budget): Listing {
  const options = { ...optionsOf(search), limit, ...(budget === undefined ? {} : { budget }) };
  return list(search.graph, setOf(search.one), setOf(search.other), options);
}

/** In an order of their own, so that lists are equal when they hold the same sets as often. */
const inOrder = (sets: readonly Bits[]) => [...sets].sort((a, b) => a - b);

/** Where a listing is not what trying all sets gives, each once. */
function objection(list: List, search: Search, wanted: readonly Bits[]): string[] {
  const { sets, ended } = listed(list, search);
  const got = inOrder(sets.map(bitsOf));
  if (ended === "complete" && got.join() === inOrder(wanted).join()) return [];
  return [`${saySearch(search)}: ${ended}, ${got.map(sayBits).join(" ")}, and not ${wanted.map(sayBits).join(" ")}`];
}

/** A clock that runs out after so many looks at it. */
function looks(count: number): Budget & { readonly used: () => number } {
  let used = 0;
  return { left: () => used++ < count, text: `${count} looks`, used: () => used };
}

describe("the lists of separators, of minimal ones and of all", () => {
  /** What is wrong with either. */
  const objections = (search: Search, separators: readonly Bits[], minimal: readonly Bits[]) => [
    ...objection(listMinimalSeparators, search, minimal),
    ...objection(listSeparators, search, separators),
  ];

  it("are what trying all sets gives, each once: all pairs of all directed graphs of up to 4 nodes", () => {
    const wrong = [...smallSearches()].flatMap((search) => {
      const separators = separatorsOf(search);
      return objections(search, separators, minimalOf(separators, search.include));
    });
    expect(wrong).toEqual([]);
  });

  it("the same in 2,000 mixed graphs of 4 to 8 nodes, in many of which what is included opens colliders", () => {
    const counts = { many: 0, opened: 0 };
    const wrong = [...randomSearches(7, 2000)].flatMap((search) => {
      const separators = separatorsOf(search);
      const minimal = minimalOf(separators, search.include);
      if (minimal.length > 2) counts.many++;
      const { one, other, include, separates } = search;
      if (separates(one, other, 0) && !separates(one, other, include)) counts.opened++;
      return objections(search, separators, minimal);
    });
    expect(wrong).toEqual([]);
    expect(counts.many).toBeGreaterThan(150);
    expect(counts.opened).toBeGreaterThan(20);
  });

  it("begin with the one nearest to the first side, where the minimal ones are asked for", () => {
    for (const search of randomSearches(8, 200)) {
      const first = minimalSeparator(search.graph, setOf(search.one), setOf(search.other), optionsOf(search));
      expect(listed(listMinimalSeparators, search).sets[0]).toEqual(first);
    }
  });
});

describe.each([
  ["listMinimalSeparators", listMinimalSeparators],
  ["listSeparators", listSeparators],
])("%s", (_, list) => {
  it("gives as many as are asked for, and says so only when there are more", () => {
    for (const search of randomSearches(10, 60)) {
      const { sets: whole } = listed(list, search);
      for (let limit = 0; limit <= whole.length + 1; limit++) {
        const { sets, ended } = listed(list, search, limit);
        expect(sets).toEqual(whole.slice(0, limit));
        expect(ended).toBe(whole.length > limit ? "limit" : "complete");
      }
    }
  });

  it("stops when the budget is spent, and gives what it found until then", () => {
    for (const search of randomSearches(11, 20)) {
      const endless = looks(Number.POSITIVE_INFINITY);
      const { sets: whole } = listed(list, search, Number.POSITIVE_INFINITY, endless);
      for (let count = 0; count < endless.used(); count++) {
        const { sets, ended } = listed(list, search, Number.POSITIVE_INFINITY, looks(count));
        expect(ended).toBe("budget");
        expect(sets).toEqual(whole.slice(0, sets.length));
      }
      expect(listed(list, search, Number.POSITIVE_INFINITY, looks(endless.used())).ended).toBe("complete");
    }
  });

  it("finds nothing where sides overlap or must be included", () => {
    const [search] = randomSearches(12, 1);
    const overlap = { ...search, one: 3, other: 6, include: 0 };
    const inside = { ...search, one: 1, other: 2, include: 1 };
    for (const improper of [overlap, inside]) expect(listed(list, improper)).toEqual({ sets: [], ended: "complete" });
  });
});

/** X -> A1 -> B1 -> Y, X -> A2 -> B2 -> Y, ...: one of every Ai and Bi, 2^ways minimal separators. */
function braid(ways: number) {
  const numbers = Array.from({ length: ways }, (_, i) => i + 1);
  const names = ["X", "Y", ...numbers.flatMap((i) => [`A${i}`, `B${i}`])];
  return makeGraph(
    names.map((name) => ({ name, roles: [] })),
    numbers.flatMap((i) =>
      [
        ["X", `A${i}`],
        [`A${i}`, `B${i}`],
        [`B${i}`, "Y"],
      ].map(([from, to]) => ({ from, to, kind: "->" as const })),
    ),
  );
}

describe("no answer keeps the next waiting", () => {
  it.each([
    ["listMinimalSeparators", listMinimalSeparators],
    ["listSeparators", listSeparators],
  ])("%s looks at no more branches than there are nodes, twice, from one answer to the next", (_, list) => {
    const graph = braid(9);
    const branches = (limit: number) => {
      const budget = looks(Number.POSITIVE_INFINITY);
      list(graph, new Set([0]), new Set([1]), { limit, budget });
      return budget.used();
    };
    let before = 0;
    for (let limit = 1; limit <= 80; limit++) {
      const now = branches(limit);
      expect(now - before).toBeLessThanOrEqual(2 * graph.nodes.length);
      before = now;
    }
  });

  it("there are 2^9 minimal separators of 9 ways with two nodes each, and 3^9 separators", () => {
    const [one, other] = [new Set([0]), new Set([1])];
    const minimal = listMinimalSeparators(braid(9), one, other, { limit: 1000 });
    expect([minimal.sets.length, minimal.ended]).toEqual([512, "complete"]);
    const whole = listSeparators(braid(6), one, other, { limit: 1000 });
    expect([whole.sets.length, whole.ended]).toEqual([729, "complete"]);
  });
});
