// What every learner of individual effects promises (src/learn/effects/effect-learner.ts), measured on each.
import { beforeAll, describe, expect, it } from "vitest";
import { boost } from "../../src/learn/boost.js";
import { cells } from "../../src/learn/cells.js";
import { causalForest } from "../../src/learn/effects/causal-forest.js";
import { drLearner } from "../../src/learn/effects/dr-learner.js";
import type { EffectFit, EffectLearner, EffectTask } from "../../src/learn/effects/effect-learner.js";
import { rLearner } from "../../src/learn/effects/r-learner.js";
import { sLearner } from "../../src/learn/effects/s-learner.js";
import { tLearner } from "../../src/learn/effects/t-learner.js";
import { xLearner } from "../../src/learn/effects/x-learner.js";
import { linear } from "../../src/learn/linear.js";
import { indices } from "../../src/num/indices.js";
import { uniformStream } from "../../src/num/random.js";
import { chances, effectTask, lines, same, takeTask } from "../support/effect-task.js";

interface Member {
  readonly name: string;
  readonly learner: EffectLearner;
  /**
   * Another scale of the outcome is another content, by which some learners draw their chance: to them it is as another seed, and no more. The
   * others are the same to rounding.
   */
  readonly drawsByContent?: boolean;
  /** Is a row of weight k exactly k rows? */
  readonly copies?: boolean;
  /** Smallest correlation of effects and truth on 2,000 rows of the linear law. */
  readonly follows: number;
  /** Largest standard deviation of the effects where all are the same, on 2,000 rows of noise 1. */
  readonly flat: number;
}

const members: readonly Member[] = [
  { name: "s linear", learner: sLearner({ learner: linear() }), copies: true, follows: 0.95, flat: 0.2 },
  { name: "t linear", learner: tLearner({ learner: linear() }), copies: true, follows: 0.95, flat: 0.2 },
  { name: "x linear", learner: xLearner({ learner: linear() }), copies: true, follows: 0.95, flat: 0.2 },
  { name: "r linear", learner: rLearner({ learner: linear() }), copies: true, follows: 0.95, flat: 0.2 },
  { name: "dr linear", learner: drLearner({ learner: linear() }), copies: true, follows: 0.95, flat: 0.2 },
  {
    name: "r boost",
    learner: rLearner({ learner: boost({ trees: 40 }) }),
    drawsByContent: true,
    follows: 0.9,
    flat: 0.2,
  },
  {
    name: "forest",
    learner: causalForest({ trees: 60 }),
    copies: true,
    follows: 0.9,
    flat: 0.2,
  },
];

const effects = async ({ learner }: Member, task: EffectTask): Promise<EffectFit> => learner.fit(task);

function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]));
  return worst;
}

function shuffled(rows: number, seed: number): Int32Array {
  const uniform = uniformStream(seed, 3);
  const order = indices(rows);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const rms = (a: Float64Array, b: Float64Array) => Math.sqrt(mean(a.map((value, i) => (value - b[i]) ** 2)));

/** Learners that draw by content are held against themselves over so many seeds. */
const SEEDS = [1, 2, 3, 4];

/** Does the other task have the same effects once these are turned back: to rounding, or on average over seeds as near as chance would have it? */
async function expectSame(member: Member, task: EffectTask, other: EffectTask, back: (effect: number) => number) {
  if (!member.drawsByContent) {
    const [one, two] = [await effects(member, task), await effects(member, other)];
    expect(apart(two.effect.map(back), one.effect)).toBeLessThanOrEqual(1e-7);
    if (one.error)
      expect(
        apart(
          two.error!.map((error) => Math.abs(back(error) - back(0))),
          one.error,
        ),
      ).toBeLessThanOrEqual(1e-7);
    return;
  }
  const over = async (of: EffectTask, turned: (effect: number) => number) => {
    const all: Float64Array[] = [];
    for (const seed of SEEDS) all.push((await effects(member, { ...of, seed })).effect.map(turned));
    const centre = all[0].map((_, i) => mean(all.map((one) => one[i])));
    return { centre, square: mean(all.map((one) => rms(one, centre) ** 2)) / (SEEDS.length - 1) };
  };
  const [one, two] = [await over(task, (effect) => effect), await over(other, back)];
  expect(rms(one.centre, two.centre)).toBeLessThanOrEqual(2.5 * Math.sqrt(one.square + two.square));
}

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const sd = (values: ArrayLike<number>) => Math.sqrt(mean(Array.from(values, (v) => (v - mean(values)) ** 2)));
const correlation = (a: Float64Array, b: Float64Array) =>
  mean(a.map((value, i) => (value - mean(a)) * (b[i] - mean(b)))) / (sd(a) * sd(b));

describe.each(members.map((one) => [one.name, one] as const))("%s", (_, member) => {
  for (const law of [lines, chances]) {
    describe(law.binary ? "binary outcome" : "numeric outcome", () => {
      const { task } = effectTask(law, 300, 1);
      let fit: EffectFit;
      beforeAll(async () => {
        fit = await effects(member, task);
      });

      it("says one finite effect for every row, and errors that are not negative where it knows any", () => {
        expect(fit.effect.length).toBe(300);
        expect(fit.effect.every(Number.isFinite)).toBe(true);
        if (fit.error === undefined) expect(fit.errorBy).toBeUndefined();
        else expect(fit.error.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
        for (const { id, text } of fit.notes) {
          expect(id).toMatch(/^[a-z-]+$/);
          expect(text).toMatch(/^[A-Z0-9].*\.$/);
        }
      });
      it("shares importance among the covariates, all of it, where it knows any", () => {
        if (fit.importance === undefined) return;
        expect(fit.importance.length).toBe(task.given.length);
        expect(fit.importance.every((share) => share >= 0)).toBe(true);
        expect(fit.importance.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      });
      it("is a function of the task, whatever the number of workers, and leaves its data as they were", async () => {
        const before = [...task.y, ...task.e, ...task.m[0], ...task.m[1], ...task.t, ...task.fold];
        expect((await member.learner.fit(task, { workers: 1 })).effect).toEqual(fit.effect);
        expect((await member.learner.fit(task, { workers: 3 })).effect).toEqual(fit.effect);
        expect([...task.y, ...task.e, ...task.m[0], ...task.m[1], ...task.t, ...task.fold]).toEqual(before);
      });
      it("does not depend on the order of the rows", async () => {
        const order = shuffled(300, 2);
        const other = await effects(member, takeTask(task, order));
        const there = (values: Float64Array) => Float64Array.from(order, (i) => values[i]);
        expect(apart(other.effect, there(fit.effect))).toBeLessThanOrEqual(1e-9);
        if (fit.error) expect(apart(other.error!, there(fit.error))).toBeLessThanOrEqual(1e-9);
      });
      it("turns about when the arms are swapped", async () => {
        const [m0, m1] = task.m;
        const swapped = { ...task, t: task.t.map((t) => 1 - t), e: task.e.map((e) => 1 - e), m: [m1, m0] as const };
        await expectSame(member, task, swapped, (effect) => -effect);
      });
      it("does not look at the own cluster's outcomes", async () => {
        // A cluster is a pair of rows of one fold; the others stay alone.
        const cluster = indices(300);
        const second = Array.from(cluster).findIndex((i) => i > 7 && task.fold[i] === task.fold[7]);
        cluster[second] = 7;
        const y = Float64Array.from(task.y);
        for (const i of [7, second]) y[i] = law.binary ? 1 - y[i] : y[i] + 40;
        const clustered = { ...task, cluster, clusters: 300 };
        const [one, other] = [await effects(member, clustered), await effects(member, { ...clustered, y })];
        expect(other.effect[7]).toBe(one.effect[7]);
        expect(other.effect[second]).toBe(one.effect[second]);
      });
      if (member.copies) {
        it("takes a weight of k as k copies", async () => {
          const weight = task.y.map((_, i) => 1 + (i % 3));
          const source = Int32Array.from([...weight].flatMap((k, i) => Array.from({ length: k }, () => i)));
          const weighted = await effects(member, { ...task, weight });
          const copied = await effects(member, takeTask(task, source));
          const there = (values: Float64Array) => Float64Array.from(source, (i) => values[i]);
          expect(apart(copied.effect, there(weighted.effect))).toBeLessThanOrEqual(1e-9);
          if (fit.error) expect(apart(copied.error!, there(weighted.error!))).toBeLessThanOrEqual(1e-9);
        });
      }
    });
  }

  it("moves with the outcome's scale and not with its middle", async () => {
    const { task } = effectTask(lines, 300, 3);
    for (const [times, plus] of [
      [4, 0],
      [1, 256],
      [-0.5, 3],
    ]) {
      const moved = (values: Float64Array) => values.map((value) => times * value + plus);
      const other: EffectTask = { ...task, y: moved(task.y), m: [moved(task.m[0]), moved(task.m[1])] };
      await expectSame(member, task, other, (effect) => effect / times);
    }
  });
  it("learns the same with one fold as on all rows: no row is left out", async () => {
    const { task } = effectTask(lines, 300, 3);
    const fit = await effects(member, { ...task, folds: 1, fold: new Uint8Array(300) });
    expect(fit.effect.every(Number.isFinite)).toBe(true);
  });
  it("finds a constant effect constant, and its size", async () => {
    const { task } = effectTask(same, 2000, 4);
    const { effect } = await effects(member, task);
    expect(sd(effect)).toBeLessThan(member.flat);
    // Four standard errors of an average effect of noise 1.
    expect(Math.abs(mean(effect) - 2)).toBeLessThan((4 * 2.2) / Math.sqrt(2000));
  });
  it("follows effects that vary", async () => {
    const { task, truth } = effectTask(lines, 2000, 5);
    const { effect } = await effects(member, task);
    expect(correlation(effect, truth)).toBeGreaterThan(member.follows);
  });
  it("can be stopped", async () => {
    const { task } = effectTask(lines, 300, 3);
    const stop = new Error("stopped");
    await expect(
      member.learner.fit(task, {
        onFit: () => {
          throw stop;
        },
      }),
    ).rejects.toBe(stop);
  });
});

it("averages within cells make effects too", async () => {
  const { task } = effectTask(lines, 3000, 6);
  const groups = { ...task, given: task.given.filter(({ kind }) => kind === "categorical") };
  const { effect } = await tLearner({ learner: cells() }).fit(groups);
  expect(new Set(effect).size).toBe(3 * task.folds);
});
