import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withinBudget } from "../../src/decide/tree/budget.js";
import { grower } from "../../src/decide/tree/grow.js";
import type { PolicyLimits, PolicyNode, Worth } from "../../src/decide/tree/search.js";
import { grownPolicy, policyTree } from "../../src/decide/tree.js";
import type { TreeFeature } from "../../src/estimate/heterogeneity/tree-bins.js";
import type { TreeSplit } from "../../src/estimate/heterogeneity/tree-search.js";
import { hashNumber } from "../../src/num/hash.js";
import { indices } from "../../src/num/indices.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { scoredOf } from "./curves-worlds.js";

/** Small tables of binned covariates with whole numbers as scores, so that sums are exact. */
function table(seed: number, rows: number, bins: readonly number[]) {
  const uniform = uniformStream(seed, 5);
  const draw = (count: number) => Uint8Array.from({ length: rows }, () => Math.floor(count * uniform()));
  const features = bins.map(
    (count, k): TreeFeature => ({ covariate: `c${k}`, bin: draw(count), bins: count, gaps: false }),
  );
  const worth: Worth = {
    net: Float64Array.from({ length: rows }, () => Math.floor(21 * uniform()) - 10),
    spend: Float64Array.from({ length: rows }, () => 1 + Math.floor(3 * uniform())),
    t: draw(2),
    count: Float64Array.from({ length: rows }, () => 1 + Math.floor(2 * uniform())),
  };
  return { features, worth, rows };
}

type Table = ReturnType<typeof table>;

function sumsOf({ worth }: Table, leaf: readonly number[]) {
  const over = (of: (j: number) => number) => leaf.reduce((sum, j) => sum + worth.count[j] * of(j), 0);
  const arms = [0, 1].map((arm) => over((j) => (worth.t[j] === arm ? 1 : 0)));
  return { net: over((j) => worth.net[j]), spend: over((j) => worth.spend[j]), arms };
}

const allowed = (of: Table, leaf: readonly number[], { perArm, rows }: PolicyLimits) => {
  const { arms } = sumsOf(of, leaf);
  return Math.min(...arms) >= perArm && arms[0] + arms[1] >= rows;
};

function splitsOf({ features }: Table): TreeSplit[] {
  return features.flatMap(({ bins }, feature) => Array.from({ length: bins - 1 }, (_, last) => ({ feature, last })));
}

const part = ({ features }: Table, leaf: readonly number[], { feature, last }: TreeSplit, left: boolean) =>
  leaf.filter((j) => features[feature].bin[j] <= last === left);

/** Every partition that a tree of at most so many levels can make, by listing them. */
function partitions(of: Table, leaf: readonly number[], depth: number, limits: PolicyLimits): number[][][] {
  if (depth === 0) return [[[...leaf]]];
  const split = splitsOf(of).flatMap((one) => {
    const [left, right] = [part(of, leaf, one, true), part(of, leaf, one, false)];
    if (!allowed(of, left, limits) || !allowed(of, right, limits)) return [];
    const rights = partitions(of, right, depth - 1, limits);
    return partitions(of, left, depth - 1, limits).flatMap((l) => rights.map((r) => [...l, ...r]));
  });
  return [[[...leaf]], ...split];
}

const gainOf = (of: Table, leaves: readonly (readonly number[])[]) =>
  leaves.reduce((sum, leaf) => sum + Math.max(0, sumsOf(of, leaf).net), 0);

/** The leaves of a found tree as lists of rows. */
function leavesOf(of: Table, node: PolicyNode, leaf: readonly number[]): number[][] {
  if ("sums" in node) return [[...leaf]];
  return [
    ...leavesOf(of, node.left, part(of, leaf, node.split, true)),
    ...leavesOf(of, node.right, part(of, leaf, node.split, false)),
  ];
}

const all = ({ rows }: Table) => Array.from({ length: rows }, (_, j) => j);
const seeds = fc.integer({ min: 1, max: 1e6 });

describe("the search", () => {
  const limits = { perArm: 2, rows: 5 };

  it.each([1, 2])("finds the best of all trees of depth %i, with as few leaves as possible", (depth) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const one = table(seed, 40, [3, 4, 2]);
        const found = grower(one.features, indices(40), one.worth, depth, limits)(0);
        const leaves = leavesOf(one, found, all(one));
        const listed = partitions(one, all(one), depth, limits);
        const most = Math.max(...listed.map((leaf) => gainOf(one, leaf)));
        expect(gainOf(one, leaves)).toBeCloseTo(most, 8);
        const fewest = Math.min(...listed.filter((l) => gainOf(one, l) > most - 1e-8).map((l) => l.length));
        expect(leaves.length).toBe(fewest);
      }),
      { seed: 1, numRuns: 12 },
    );
  });
  it("at depth 3 is between the best of depth 2 and the best of depth 3", () => {
    for (let seed = 1; seed <= 4; seed++) {
      const one = table(seed, 40, [3, 2, 2]);
      const found = leavesOf(one, grower(one.features, indices(40), one.worth, 3, limits)(0), all(one));
      expect(found.every((leaf) => allowed(one, leaf, limits))).toBe(true);
      const best = (depth: number) =>
        Math.max(...partitions(one, all(one), depth, limits).map((leaves) => gainOf(one, leaves)));
      expect(gainOf(one, found)).toBeGreaterThanOrEqual(best(2) - 1e-8);
      expect(gainOf(one, found)).toBeLessThanOrEqual(best(3) + 1e-8);
    }
  });
  it("makes no leaf with too few of an arm, and no split that decides nothing", () => {
    const one = table(3, 40, [3, 4]);
    const gains = { ...one, worth: { ...one.worth, net: one.worth.net.map((v) => 1 + Math.abs(v)) } };
    expect(grower(one.features, indices(40), gains.worth, 2, limits)(0)).toHaveProperty("sums");
    expect(grower(one.features, indices(40), one.worth, 2, { perArm: 30, rows: 5 })(0)).toHaveProperty("sums");
  });
});

describe("a budget", () => {
  const limits = { perArm: 1, rows: 3 };

  /** Leaves of a decided tree: rows and decision. */
  function decidedLeaves(
    of: Table,
    node: ReturnType<typeof withinBudget>,
    leaf: readonly number[],
  ): [number[], boolean][] {
    if ("treat" in node) return [[[...leaf], node.treat]];
    return [
      ...decidedLeaves(of, node.left, part(of, leaf, node.split, true)),
      ...decidedLeaves(of, node.right, part(of, leaf, node.split, false)),
    ];
  }

  it("is kept, and what is gained is never less than taking leaves by benefit per cost until it is spent", () => {
    let [found, possible] = [0, 0];
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 100 }), (seed, budget) => {
        const one = table(seed, 40, [3, 4, 2]);
        const grow = grower(one.features, indices(40), one.worth, 2, limits);
        const treated = decidedLeaves(one, withinBudget(grow, budget), all(one)).filter(([, treat]) => treat);
        const sum = (key: "net" | "spend") => treated.reduce((total, [leaf]) => total + sumsOf(one, leaf)[key], 0);
        expect(sum("spend")).toBeLessThanOrEqual(budget + 1e-9);
        // Greedy on the tree that knows no budget.
        let [left, greedy] = [budget, 0];
        const ratio = (leaf: number[]) => sumsOf(one, leaf).net / sumsOf(one, leaf).spend;
        for (const leaf of leavesOf(one, grow(0), all(one)).sort((a, b) => ratio(b) - ratio(a))) {
          const { net, spend } = sumsOf(one, leaf);
          if (!(net > 0) || spend > left) continue;
          left -= spend;
          greedy += net;
        }
        expect(sum("net")).toBeGreaterThanOrEqual(greedy - 1e-8);
        // And never more than the best of all trees with the best of their leaves.
        const best = Math.max(
          ...partitions(one, all(one), 2, limits).map((leaves) => {
            let most = 0;
            for (let which = 0; which < 1 << leaves.length; which++) {
              const chosen = leaves.filter((_, k) => (which >> k) & 1).map((leaf) => sumsOf(one, leaf));
              if (chosen.reduce((s, { spend }) => s + spend, 0) > budget) continue;
              most = Math.max(
                most,
                chosen.reduce((s, { net }) => s + net, 0),
              );
            }
            return most;
          }),
        );
        expect(sum("net")).toBeLessThanOrEqual(best + 1e-8);
        [found, possible] = [found + sum("net"), possible + best];
      }),
      { seed: 1, numRuns: 25 },
    );
    expect(found / possible).toBeGreaterThan(0.85);
  });
  it("of nought treats nobody; without one it is the best tree", () => {
    const one = table(5, 40, [3, 4, 2]);
    const grow = grower(one.features, indices(40), one.worth, 2, limits);
    expect(withinBudget(grow, 0)).toEqual({ treat: false });
    const treated = decidedLeaves(one, withinBudget(grow, undefined), all(one)).filter(([, treat]) => treat);
    expect(treated.reduce((s, [leaf]) => s + sumsOf(one, leaf).net, 0)).toBeCloseTo(
      gainOf(one, leavesOf(one, grow(0), all(one))),
      8,
    );
  });
});

/** Treating pays for those above 40 in the north, and for nobody else. */
function people(
  rows: number,
  seed: number,
  gains: (age: number, north: boolean) => number = (age, north) => (age > 40 && north ? 1 : -0.5),
) {
  const uniform = uniformStream(seed, 3);
  const normal = normalStream(uniform);
  const age = Float64Array.from({ length: rows }, () => 20 + Math.floor(50 * uniform()));
  const region = Int32Array.from({ length: rows }, () => Math.floor(2 * uniform()));
  const truth = age.map((a, j) => gains(a, region[j] === 0));
  return {
    scored: scoredOf({
      ...{ benefit: truth, score: truth.map((v) => v + normal()), fold: age.map((_, j) => j % 4), folds: 4 },
      t: age.map(() => (uniform() < 0.5 ? 1 : 0)),
      given: [
        { kind: "numeric", name: "age", values: age },
        { kind: "categorical", name: "region", codes: region, levels: ["north", "south"] },
      ],
    }),
    ...{ age, region, truth },
  };
}

describe("the tree in words", () => {
  it("says whom to treat, with benefits from rows it was not grown on", () => {
    const { scored, age, region } = people(4000, 1);
    const { tree, treat, judged } = grownPolicy(scored, { level: 0.95, depth: 2 })!;
    expect(tree).toMatchObject({ depth: 2, grown: 2000, judged: 2000 });
    const yes = tree.leaves.filter((leaf) => leaf.treat);
    expect(yes.length).toBe(1);
    const [byAge, byRegion] = ["age", "region"].map((name) => yes[0].conditions.find((c) => c.covariate === name)!);
    expect(Math.abs(byAge.above! - 40)).toBeLessThanOrEqual(3);
    expect(byRegion.among).toEqual(["north"]);
    const inside = Array.from(age.keys()).filter((j) => judged[j] && age[j] > byAge.above! && region[j] === 0);
    expect(yes[0].rows).toBe(inside.length);
    expect(inside.every((j) => scored.fold[j] >= 2 && treat[j] === 1)).toBe(true);
    const mean = inside.reduce((sum, j) => sum + scored.score.value[j], 0) / inside.length;
    expect(yes[0].benefit!.value).toBeCloseTo(mean, 10);
    expect(tree.leaves.reduce((sum, { rows }) => sum + rows, 0)).toBe(2000);
    // As a whole: what it brings per individual is what its treated leaf brings, by how many are in it.
    expect(tree.treated).toBeCloseTo(inside.length / 2000, 12);
    expect(tree.benefit!.value).toBeCloseTo((mean * inside.length) / 2000, 10);
  });
  it("has honest intervals, though its leaves were picked", () => {
    let [held, count] = [0, 0];
    for (let run = 0; run < 150; run++) {
      const { scored } = people(400, 100 + run, () => 0.1);
      for (const { benefit } of policyTree(scored, { level: 0.95, depth: 2 })!.leaves) {
        if (benefit?.interval === undefined) continue;
        count++;
        if (benefit.interval[0] <= 0.1 && 0.1 <= benefit.interval[1]) held++;
      }
    }
    expect(count).toBeGreaterThan(300);
    expect(held / count).toBeGreaterThan(0.92);
    expect(held / count).toBeLessThan(0.98);
  });
  it("takes costs off and keeps to a share of individuals", () => {
    const { scored } = people(4000, 2, (age) => (age > 60 ? 2 : 1));
    const cost = new Float64Array(4000).fill(1.5);
    const paid = grownPolicy(scored, { level: 0.95, depth: 1, cost })!;
    expect(paid.tree.leaves.map(({ treat }) => treat)).toEqual([false, true]);
    expect(paid.tree.leaves[1].benefit!.value).toBeCloseTo(0.5, 0);
    const free = policyTree(scored, { level: 0.95, depth: 1 })!;
    expect(free.leaves).toMatchObject([{ conditions: [], treat: true }]);
    const few = grownPolicy(scored, { level: 0.95, depth: 1, budget: 0.3 })!;
    const share = few.treat.reduce((a, b) => a + b, 0) / 4000;
    expect(share).toBeLessThan(0.31);
    expect(share).toBeGreaterThan(0.1);
  });
  it("takes entries that are copies of rows, and an exact law as a whole", () => {
    const { scored, age } = people(400, 3);
    const twice = (values: Float64Array) => Float64Array.from({ length: 800 }, (_, j) => values[j % 400]);
    const copies = {
      ...scoredOf({
        ...{
          benefit: twice(scored.benefit.value),
          score: twice(scored.score.value),
          t: twice(Float64Array.from(scored.t)),
        },
        ...{ fold: Float64Array.from({ length: 800 }, (_, j) => j % 2), folds: 2, given: scored.given },
      }),
      row: Int32Array.from({ length: 800 }, (_, j) => j % 400),
    };
    const { tree, judged } = grownPolicy(copies, { level: 0.95, depth: 2 })!;
    expect(tree.judged).toBe(400);
    expect(judged.length).toBe(800);
    const law = { ...scored, count: age.map(() => 1 / 400), total: 1, law: true, folds: 1, fold: new Uint8Array(400) };
    const exact = policyTree(law, { level: 0.95, depth: 2 })!;
    expect(exact.grown).toBeCloseTo(1, 12);
    expect(exact.leaves.some(({ treat }) => treat)).toBe(true);
    expect(exact.leaves.every(({ benefit }) => benefit !== undefined && benefit.interval === undefined)).toBe(true);
  });
  it("is grown on some of very many, drawn by lot and not by where they stand", () => {
    const { scored } = people(240_000, 5);
    const lots = Uint32Array.from({ length: 240_000 }, (_, j) => hashNumber(j));
    const whole = policyTree(scored, { level: 0.95, depth: 1 })!;
    const { tree } = grownPolicy(scored, { level: 0.95, depth: 1, lots })!;
    expect(whole.grown).toBeGreaterThan(110_000);
    expect(Math.abs(tree.grown - 100_000)).toBeLessThan(1000);
    expect(tree.judged).toBe(whole.judged);
    expect(tree.leaves.map(({ treat }) => treat)).toEqual(whole.leaves.map(({ treat }) => treat));
    // The same individuals the other way round.
    const turn = <A extends Float64Array | Uint8Array | Uint32Array>(values: A) => values.slice().reverse() as A;
    const turned = scoredOf({
      ...{
        benefit: turn(scored.benefit.value),
        score: turn(scored.score.value),
        t: turn(scored.t),
        folds: scored.folds,
      },
      fold: turn(scored.fold),
      given: scored.given.map((column) =>
        column.kind === "numeric"
          ? { ...column, values: turn(column.values) }
          : { ...column, codes: column.codes.slice().reverse() },
      ),
    });
    const again = policyTree(turned, { level: 0.95, depth: 1, lots: turn(lots) })!;
    expect(again.leaves.map(({ conditions }) => conditions)).toEqual(tree.leaves.map(({ conditions }) => conditions));
    expect(again.grown).toBe(tree.grown);
  });
  it("is not there with one fold or nothing to ask", () => {
    const { scored } = people(400, 4);
    const one = { ...scored, folds: 1, fold: new Uint8Array(400) };
    expect(policyTree(one, { level: 0.95, depth: 2 })).toBeUndefined();
    expect(policyTree({ ...scored, given: [] }, { level: 0.95, depth: 2 })).toBeUndefined();
  });
});
