import { describe, expect, it } from "vitest";
import type { Graph, NodeSet } from "../../../src/graph/graph.ts";
import { id } from "../../../src/identify/id.ts";
import { hedgeKernels } from "../../../src/identify/witness/hedge.ts";
import { type Kernel, pathKernel } from "../../../src/identify/witness/kernel.ts";
import { drawFrom, randomGraph } from "../oracle/random-graph.ts";
import { randomEffect } from "./questions.ts";

/** What each kernel node is when the coins fall in one way; nodes that are set stay, `outside` is what nodes beside the kernel are. */
function fall(
  { own }: Kernel,
  which: 0 | 1,
  order: readonly number[],
  coins: ReadonlyMap<object, number>,
  set: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const bits = new Map(set);
  for (const node of order) {
    const sums = own.get(node);
    if (sums === undefined || bits.has(node)) continue;
    let bit = 0;
    for (const [leaf] of sums[which])
      bit ^= "node" in leaf ? bits.get(leaf.node)! : coins.get("coin" in leaf ? leaf.coin : {})!;
    bits.set(node, bit);
  }
  return bits;
}

/** Goes through all ways in which all coins may fall: `tell` makes a key of each. */
function lawOf(
  kernel: Kernel,
  which: 0 | 1,
  order: readonly number[],
  set: ReadonlyMap<number, number>,
  tell: (bits: ReadonlyMap<number, number>) => string,
): ReadonlyMap<string, number> {
  const leaves = [...kernel.own.values()].flat(3);
  const coins = [...new Set(leaves.flatMap((leaf) => ("coin" in leaf ? [leaf.coin] : [])))];
  const law = new Map<string, number>();
  for (let fallen = 0; fallen < 2 ** coins.length; fallen++) {
    const values = new Map(coins.map((coin, i) => [coin, (fallen >> i) & 1]));
    const mass = coins.reduce((product, coin) => product * (values.get(coin) === 1 ? coin.odds : 1 - coin.odds), 1);
    const key = tell(fall(kernel, which, order, values, set));
    law.set(key, (law.get(key) ?? 0) + mass);
  }
  return law;
}

const NOTHING: ReadonlyMap<number, number> = new Map();

function all(nodes: Iterable<number>): (bits: ReadonlyMap<number, number>) => string {
  const list = [...nodes];
  return (bits) => list.map((node) => bits.get(node)).join("");
}

function parity(nodes: readonly number[]): (bits: ReadonlyMap<number, number>) => string {
  return (bits) => String(nodes.reduce((sum, node) => sum ^ bits.get(node)!, 0));
}

/** Hedges that ID meets in random graphs, with what was set in the question. */
function* hedges(count: number): Generator<{ graph: Graph; kernels: readonly Kernel[]; cut: NodeSet }> {
  for (let seed = 1; seed <= count; seed++) {
    const draw = drawFrom(seed);
    const graph = randomGraph(draw, 3 + Math.floor(5 * draw()));
    const { y, x } = randomEffect(draw, graph, false);
    const found = id(graph, y, x);
    if ("hedge" in found) yield { graph, kernels: hedgeKernels(graph, found.hedge, x), cut: x };
  }
}

describe("the kernel of a hedge", () => {
  const problems = [...hedges(300)].filter(({ kernels }) => kernels.every(({ own }) => own.size <= 6));

  it("has one law in both models, positive everywhere", () => {
    for (const { graph, kernels } of problems) {
      for (const kernel of kernels) {
        const [one, other] = ([0, 1] as const).map((which) =>
          lawOf(kernel, which, graph.order, NOTHING, all(kernel.own.keys())),
        );
        expect(one.size).toBe(2 ** kernel.own.size);
        expect([...other].sort()).toEqual([...one].sort());
      }
    }
    expect(problems.length).toBeGreaterThan(20);
  });

  it("has a fair coin against a biased one where its roots are seen and something outer is set", () => {
    for (const { graph, kernels, cut } of problems) {
      for (const kernel of kernels) {
        const outer = [...kernel.own.keys()].filter((node) => cut.has(node) && !isInner(kernel, node));
        for (const value of [0, 1]) {
          const set = new Map(outer.map((node) => [node, value]));
          const odds = ([0, 1] as const).map((which) =>
            lawOf(kernel, which, graph.order, set, parity(kernel.telling)).get("1"),
          );
          expect(odds).toEqual([1 / 2, 1 / 8]);
        }
      }
    }
  });
});

/** Outer nodes are what they are in both models alike. */
function isInner(kernel: Kernel, node: number): boolean {
  const [one, other] = kernel.own.get(node)!;
  return one.length !== other.length || kernel.telling.includes(node);
}

describe("the kernel of a thicket", () => {
  // 9 is the node that is two things at once.
  it.each([[[0]], [[0, 1]], [[0, 1, 2]], [[0, 1, 2, 3]]])("has one law whatever the node is, along %j", (path) => {
    const kernel = pathKernel(path, 9, 0);
    const laws = [0, 1].flatMap((value) =>
      ([0, 1] as const).map((which) => lawOf(kernel, which, path, new Map([[9, value]]), all(path))),
    );
    for (const law of laws) {
      expect(law.size).toBe(2 ** path.length);
      expect([...law].sort()).toEqual([...laws[0]].sort());
    }
  });

  it.each([[[0, 1]], [[0, 1, 2]], [[0, 1, 2, 3]]])("shows where its ends meet two values, along %j", (path) => {
    const kernel = pathKernel(path, 9, 0);
    // The first end's world has 1 and all others have 0: a kernel that has no 9 but at the first end.
    const parted: Kernel = {
      ...kernel,
      own: new Map(
        [...kernel.own].map(([node, [one, other]]) => [
          node,
          [one, node === 0 ? other : other.filter(([leaf]) => !("node" in leaf))],
        ]),
      ),
    };
    const odds = ([0, 1] as const).map((which) => lawOf(parted, which, path, new Map([[9, 1]]), parity(path)).get("1"));
    expect(odds).toEqual([1 / 8, 7 / 8]);
  });
});
