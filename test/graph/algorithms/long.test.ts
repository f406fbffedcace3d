import { describe, expect, it } from "vitest";
import { districts } from "../../../src/graph/districts.js";
import { equivalenceClass } from "../../../src/graph/equivalence.js";
import { type Edge, edgesOf, type Graph, makeGraph, type Role } from "../../../src/graph/graph.js";
import { listMinimalSeparators, listSeparators } from "../../../src/graph/list-separators.js";
import { latentProjection, withLatentRoots } from "../../../src/graph/projection.js";
import { ancestors, descendants, onCausalPaths } from "../../../src/graph/relatives.js";
import { separated } from "../../../src/graph/separation.js";
import { minimalSeparator } from "../../../src/graph/separators.js";
import { induced } from "../../../src/graph/views.js";

/** Deep enough for any recursion to run out of stack, and for any quadratic walk to be noticed. */
const LENGTH = 100_000;
const END = LENGTH - 1;

/** 0 -> 1 -> 2 ..., or <->. */
function chain(kind: Edge["kind"], role: (node: number) => readonly Role[] = () => [], length = LENGTH): Graph {
  const nodes = Array.from({ length }, (_, node) => ({ name: String(node), roles: role(node) }));
  return makeGraph(
    nodes,
    nodes.slice(1).map(({ name }, i) => ({ from: String(i), to: name, kind })),
  );
}

const only = (node: number) => new Set([node]);

describe("chains of 100,000 nodes", () => {
  const causes = chain("->");
  const shared = chain("<->");

  it("are put in order, listed either way", () => {
    expect(causes.order.slice(0, 3)).toEqual([0, 1, 2]);
    const backwards = makeGraph([...causes.nodes].reverse(), edgesOf(causes));
    expect(backwards.order.slice(0, 3)).toEqual([END, END - 1, END - 2]);
  });

  it("show their cycle", () => {
    const edges = [...edgesOf(causes), { from: String(END), to: "0", kind: "->" } as const];
    expect(() => makeGraph(causes.nodes, edges)).toThrow(/given: 0 -> 1 -> 2 -> .* -> 99999 -> 0\)/);
  });

  it("have relatives and districts", () => {
    expect(ancestors(causes, only(END)).size).toBe(LENGTH);
    expect(descendants(causes, only(0)).size).toBe(LENGTH);
    expect(onCausalPaths(causes, only(0), only(END)).size).toBe(LENGTH - 1);
    expect(districts(shared, new Set(shared.nodes.keys()))).toHaveLength(1);
  });

  it("are separated by what is given", () => {
    expect(separated(causes, only(0), only(END), new Set())).toBe(false);
    expect(separated(causes, only(0), only(END), only(500))).toBe(true);
    expect(minimalSeparator(causes, only(0), only(END))).toEqual(only(1));
    expect(
      minimalSeparator(shared, only(0), only(END), { include: new Set([...shared.nodes.keys()].slice(1, END)) }),
    ).toBeUndefined();
  });

  it("give their first separators at once", () => {
    const { sets, ended } = listMinimalSeparators(causes, only(0), only(END), { limit: 2 });
    expect([sets, ended]).toEqual([[only(1), only(2)], "limit"]);
    const few = { limit: 2, among: new Set([1, 2]) };
    expect(listSeparators(causes, only(0), only(END), few).sets).toEqual([only(2), only(1)]);
  });

  it("are cut to a part, and their latent nodes projected out", () => {
    expect(edgesOf(induced(causes, new Set([5, 6, 8])))).toEqual([{ from: "5", to: "6", kind: "->" }]);
    const hidden = chain("->", (node) => (node === 0 || node === END ? [] : ["latent"]));
    expect(edgesOf(latentProjection(hidden))).toEqual([{ from: "0", to: String(END), kind: "->" }]);
    expect(withLatentRoots(chain("<->", undefined, 10_000)).nodes).toHaveLength(19_999);
  });

  it("have a class, of 10,000 as quickly: open all along, or directed behind a collider, listed either way", () => {
    const short = chain("->", undefined, 10_000);
    expect(equivalenceClass(short).neighbours.flat()).toHaveLength(2 * 9999);
    const edges = [...edgesOf(short), { from: "other", to: "1", kind: "->" } as const];
    for (const listed of [short.nodes, [...short.nodes].reverse()]) {
      const bent = makeGraph([...listed, { name: "other", roles: [] }], edges);
      expect(equivalenceClass(bent).neighbours.flat()).toEqual([]);
    }
  });
});
