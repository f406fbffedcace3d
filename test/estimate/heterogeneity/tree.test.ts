import { describe, expect, it } from "vitest";
import { effectTree } from "../../../src/estimate/heterogeneity/tree.js";
import { roundBetween, type TreeFeature, treeFeatures } from "../../../src/estimate/heterogeneity/tree-bins.js";
import { bestTree, type FoundTree, type TreeSplit } from "../../../src/estimate/heterogeneity/tree-search.js";
import { indices } from "../../../src/num/indices.js";
import { uniformStream } from "../../../src/num/random.js";
import { type EffectLaw, effectTask, lines } from "../../support/effect-task.js";
import { judgedTask } from "../../support/judged.js";

/** Two steps that a tree of depth two can say. */
const steps: EffectLaw = { ...lines, tau: ({ x, group }) => (x > 0.2 ? (group === 2 ? 3 : 1) : -1) };

describe("the search", () => {
  /** Every tree of depth two or less, by listing them. */
  function slow(features: readonly TreeFeature[], rows: number, value: (leaf: number[]) => number): number {
    const splits = features.flatMap(({ bins }, feature): TreeSplit[] =>
      Array.from({ length: bins - 1 }, (_, last) => ({ feature, last })),
    );
    const part = (of: number[], { feature, last }: TreeSplit, left: boolean) =>
      of.filter((j) => features[feature].bin[j] <= last === left);
    const best = (of: number[]) =>
      Math.max(value(of), ...splits.map((s) => value(part(of, s, true)) + value(part(of, s, false))));
    const all = Array.from({ length: rows }, (_, j) => j);
    return Math.max(...splits.map((s) => best(part(all, s, true)) + best(part(all, s, false))));
  }

  it("finds the best of all trees of depth two", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const uniform = uniformStream(seed);
      const rows = 60;
      const draw = (bins: number) => Uint8Array.from({ length: rows }, () => Math.floor(bins * uniform()));
      const features = [3, 4, 2].map((bins): TreeFeature => ({ covariate: "c", bin: draw(bins), bins, gaps: false }));
      const scores = {
        gain: Float64Array.from({ length: rows }, () => 2 * uniform() - 1),
        mass: new Float64Array(rows).fill(1),
        t: draw(2),
        count: Float64Array.from({ length: rows }, () => 1 + Math.floor(2 * uniform())),
      };
      const limits = { perArm: 3, mass: 6 };
      const value = (leaf: number[]) => {
        const total = (of: (j: number) => number) => leaf.reduce((s, j) => s + scores.count[j] * of(j), 0);
        const arms = [0, 1].map((arm) => total((j) => (scores.t[j] === arm ? 1 : 0)));
        if (Math.min(...arms) < 3 || total(() => 1) < 6) return Number.NEGATIVE_INFINITY;
        return total((j) => scores.gain[j]) ** 2 / total(() => 1);
      };
      const found = bestTree(features, indices(rows), scores, limits) as FoundTree;
      const all = Array.from({ length: rows }, (_, j) => j);
      const go = (of: number[], split: TreeSplit | undefined): number => {
        if (split === undefined) return value(of);
        const { feature, last } = split;
        return (
          value(of.filter((j) => features[feature].bin[j] <= last)) +
          value(of.filter((j) => features[feature].bin[j] > last))
        );
      };
      const { feature, last } = found.root;
      const reached =
        go(
          all.filter((j) => features[feature].bin[j] <= last),
          found.left,
        ) +
        go(
          all.filter((j) => features[feature].bin[j] > last),
          found.right,
        );
      expect(reached).toBeCloseTo(slow(features, rows, value), 10);
    }
  });
  it("splits nothing that would leave too little", () => {
    const bin = Uint8Array.from([0, 0, 1, 1]);
    const scores = {
      gain: Float64Array.of(1, 2, 3, 4),
      mass: new Float64Array(4).fill(1),
      t: Uint8Array.of(0, 1, 0, 1),
      count: new Float64Array(4).fill(1),
    };
    expect(
      bestTree([{ covariate: "c", bin, bins: 2, gaps: false }], indices(4), scores, { perArm: 2, mass: 1 }),
    ).toBeUndefined();
  });
});

describe("bins", () => {
  it("cut numbers where few digits say it, and no row is on another side for it", () => {
    const values = Float64Array.from({ length: 400 }, (_, i) => 17.123456 + i * 0.731);
    const [feature] = treeFeatures([{ kind: "numeric", name: "v", values }], indices(400), () => [0, 1]);
    expect(feature.bins).toBe(16);
    values.forEach((value, j) => {
      expect(feature.bin[j]).toBe([...feature.cuts!].filter((cut) => value > cut).length);
    });
    expect([...feature.cuts!].every((cut) => String(cut).length <= 5)).toBe(true);
  });
  it("put gaps in a bin of their own, and order labels by their scores", () => {
    const gappy = Float64Array.of(Number.NaN, 1, 2, Number.NaN, 3, 4);
    const codes = Int32Array.of(0, 1, 2, 0, 1, 2);
    const [number, label] = treeFeatures(
      [
        { kind: "numeric", name: "v", values: gappy, gaps: 2 },
        { kind: "categorical", name: "k", codes, levels: ["a", "b", "c", "unused"] },
      ],
      indices(6),
      (j) => [[3, 1, 2][codes[j]], 1],
    );
    expect([...number.bin].map((b, j) => (Number.isNaN(gappy[j]) ? b === 0 : b > 0))).toEqual(Array(6).fill(true));
    expect(label.labels!.slice(0, 2)).toEqual(["b", "c"]);
  });
  it("round between two values", () => {
    expect(roundBetween(29_998.2, 30_004)).toBe(30_000);
    expect(roundBetween(0, 12)).toBe(0);
    expect(roundBetween(-0.52, -0.49)).toBe(-0.5);
    for (const [low, high] of [
      [1, 2],
      [0.1, 0.1000001],
      [-5, 7],
    ]) {
      const cut = roundBetween(low, high);
      expect(cut >= low && cut < high).toBe(true);
    }
  });
});

describe("the tree in words", () => {
  it("finds the steps that are there, and its effects come from rows it was not grown on", () => {
    const { task, truth } = effectTask(steps, 4000, 1);
    const judged = judgedTask(task, truth);
    const tree = effectTree(judged)!;
    expect(tree.grown + tree.judged).toBe(4000);
    const [x, group] = [
      (task.given[0] as { values: Float64Array }).values,
      (task.given[2] as { codes: Int32Array }).codes,
    ];
    const levels = ["a", "b", "c"];
    for (const { conditions, effect, rows } of tree.leaves) {
      const inside = Array.from(x, (_, j) => j).filter(
        (j) =>
          task.fold[j] >= 2 &&
          conditions.every(({ covariate, above, atMost, among }) => {
            if (among) return among.includes(levels[group[j]]);
            const value = (task.given.find(({ name }) => name === covariate) as { values: Float64Array }).values[j];
            return !(value <= above!) && !(value > atMost!);
          }),
      );
      expect(rows).toBe(inside.length);
      expect(effect!.value).toBeCloseTo(inside.reduce((s, j) => s + judged.gain[j], 0) / inside.length, 10);
    }
    const first = tree.leaves.map(({ conditions }) => conditions.find(({ covariate }) => covariate === "x")!);
    // Cuts are sixteenths of the rows: 1/8 on the scale of x.
    for (const cut of first) expect(Math.abs((cut.above ?? cut.atMost)! - 0.2)).toBeLessThan(0.13);
    expect(
      tree.leaves.some(({ conditions }) => conditions.some(({ among }) => among?.length === 1 && among[0] === "c")),
    ).toBe(true);
  });
  it("has honest intervals though its leaves were picked", () => {
    let [held, all] = [0, 0];
    for (let run = 0; run < 150; run++) {
      const { task, truth } = effectTask({ ...lines, tau: () => 1 }, 500, 300 + run);
      for (const { effect } of effectTree(judgedTask(task, truth))?.leaves ?? []) {
        if (effect?.interval === undefined) continue;
        all++;
        if (effect.interval[0] <= 1 && 1 <= effect.interval[1]) held++;
      }
    }
    expect(all).toBeGreaterThan(400);
    expect(held / all).toBeGreaterThan(0.92);
    expect(held / all).toBeLessThan(0.98);
  });
  it("is not there with one fold or nothing to split by", () => {
    const { task, truth } = effectTask(steps, 400, 2);
    expect(effectTree(judgedTask({ ...task, folds: 1, fold: new Uint8Array(400) }, truth))).toBeUndefined();
    expect(effectTree(judgedTask({ ...task, given: [] }, truth))).toBeUndefined();
  });
});

it("a number that takes two values is told by them", () => {
  const values = Float64Array.of(0, 1, 1, 0, 1);
  const [feature] = treeFeatures([{ kind: "numeric", name: "busy", values }], indices(5), () => [0, 1]);
  expect(feature).toMatchObject({ bins: 2, labels: ["0", "1"] });
  expect([...feature.bin]).toEqual([...values]);
});
