import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
// Compiled, because workers are opened by the name of a file.
import { causalForest as compiled } from "../../dist/learn/effects/causal-forest.js";
import { binColumns } from "../../src/learn/bins/binned.js";
import { crossFit } from "../../src/learn/crossfit.js";
import { causalForest } from "../../src/learn/effects/causal-forest.js";
import type { EffectTask } from "../../src/learn/effects/effect-learner.js";
import { bagSeed, inBag } from "../../src/learn/forest/deal.js";
import { groundOf } from "../../src/learn/forest/ground.js";
import { littleBagVariance } from "../../src/learn/forest/little-bags.js";
import { bytesOf, type Packed } from "../../src/learn/forest/packed.js";
import { findLeaves, makeWalk } from "../../src/learn/forest/walk.js";
import { linear } from "../../src/learn/linear.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { indices } from "../../src/num/indices.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { effectTask, groundFrom, mixedColumns, shuffled, takeTask } from "../support/forests.js";

const small = { trees: 120, leaf: 3 };
const alone = { workers: 1 };

const rms = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.sqrt(Array.from(a).reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length);
const mean = (a: ArrayLike<number>) => Array.from(a).reduce((sum, v) => sum + v, 0) / a.length;

/** The rows' observations, as the forest makes them. */
function groundOfTask({ given, y, t, e, m, weight }: EffectTask) {
  const rest = y.map((v, i) => v - (e[i] * m[1][i] + (1 - e[i]) * m[0][i]));
  return groundFrom(given, { kind: "effect", y: rest, z: e.map((p, i) => t[i] - p), arm: t }, weight);
}

/** Effect and variance of one row the slow way: trees asked one by one, sums as in the papers. */
function slowEffect(packed: Packed, leafOf: (t: number) => number, takes: (bag: number) => boolean) {
  const trees = Array.from({ length: packed.trees }, (_, t) => t).filter((t) => takes(Math.floor(t / packed.bag)));
  const stats = trees.map((t) => [...packed.leaves.subarray(4 * leafOf(t), 4 * leafOf(t) + 4)]);
  const average = [0, 1, 2, 3].map((k) => mean(stats.map((own) => own[k])));
  const [z, y, zy, zz] = average;
  // The weighted normal equations of y on (1, z), solved; a tree's influence is its own residual moment through their inverse.
  const det = zz - z * z;
  const tau = (zy - z * y) / det;
  const level = (zz * y - z * zy) / det;
  const influence = stats.map(([oz, oy, ozy, ozz]) => {
    const first = oy - level - oz * tau;
    const second = ozy - oz * level - ozz * tau;
    return (-z * first + second) / det;
  });
  const bags: number[][] = [];
  influence.forEach((rho, i) => {
    if (i % packed.bag === 0) bags.push([]);
    bags[bags.length - 1].push(rho);
  });
  const between = mean(bags.map((own) => mean(own) ** 2));
  const within = mean(bags.map((own) => own.reduce((sum, rho) => sum + (rho - mean(own)) ** 2, 0) / (own.length - 1)));
  return { tau, between, chance: within / packed.bag, bags: bags.length };
}

/** Mean of a normal law with the given centre and standard error, cut at 0, by quadrature. */
function positivePart(centre: number, se: number): number {
  let [top, bottom] = [0, 0];
  const step = (10 * se) / 20_000;
  for (let k = 0; k < 40_000; k++) {
    const x = (k + 0.5) * step + Math.max(0, centre - 10 * se);
    const p = Math.exp(-(((x - centre) / se) ** 2) / 2 + (centre < 0 ? (centre / se) ** 2 / 2 : 0));
    top += x * p;
    bottom += p;
  }
  return top / bottom;
}

describe("what a causal forest says", () => {
  const n = 400;
  const task = effectTask(n, 1);
  const fit = causalForest(small).fit(task, alone);

  it("of a row comes from trees whose half-sample does not hold it, and its error from their bags (slow version)", async () => {
    const { forest, effect, error } = await fit;
    const { packed } = forest;
    const { ground, groupOf } = groundOfTask(task);
    const walked = { rows: ground.size, bins: ground.bins };
    const every = indices(ground.size);
    const leaves = Array.from({ length: packed.trees }, (_, t) => {
      const out = new Int32Array(ground.size);
      findLeaves(packed, t, walked, every, ground.size, new Uint8Array(ground.size), makeWalk(ground.size), out);
      return out;
    });
    for (let row = 0; row < n; row += 7) {
      const g = groupOf[row];
      const slow = slowEffect(
        packed,
        (t) => leaves[t][g],
        (bag) => inBag(ground, g, bagSeed(task.seed, bag)) === 0,
      );
      expect(effect[row]).toBeCloseTo(slow.tau, 9);
      const se = Math.max(slow.between, slow.chance) * Math.sqrt(2 / slow.bags);
      expect(error![row] ** 2 / positivePart(slow.between - slow.chance, se)).toBeCloseTo(1, 5);
    }
  });

  it("of new rows comes from all trees", async () => {
    const { forest, predict } = await fit;
    const { ground, groupOf } = groundOfTask(task);
    const out = new Int32Array(1);
    const at = predict(task.given, n);
    for (const row of [0, 11, 399]) {
      const own = Int32Array.of(groupOf[row]);
      const leafOf = (t: number) => {
        findLeaves(
          forest.packed,
          t,
          { rows: ground.size, bins: ground.bins },
          own,
          1,
          new Uint8Array(1),
          makeWalk(1),
          out,
        );
        return out[0];
      };
      expect(at.effect[row]).toBeCloseTo(slowEffect(forest.packed, leafOf, () => true).tau, 9);
    }
  });

  it("is the same in any order of rows, with columns in another order or repeated, and does not hang on names of arms", async () => {
    const { effect, error } = await fit;
    const order = shuffled(n, 5);
    const other = await causalForest(small).fit(takeTask(task, order), alone);
    expect(other.effect).toEqual(Float64Array.from(order, (row) => effect[row]));
    expect(other.error).toEqual(Float64Array.from(order, (row) => error![row]));
    const given = [...task.given].reverse();
    const repeated = await causalForest(small).fit(
      { ...task, given: [...given, { ...given[0], name: "twin" }] },
      alone,
    );
    expect(rms(repeated.effect, effect)).toBeLessThan(1e-12);
    expect(repeated.importance![4]).toBe(0);
    expect(repeated.importance!.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const swapped = {
      ...task,
      t: task.t.map((v) => 1 - v),
      e: task.e.map((v) => 1 - v),
      m: [task.m[1], task.m[0]] as const,
    };
    const mirrored = await causalForest(small).fit(swapped, alone);
    expect(
      rms(
        mirrored.effect,
        effect.map((v) => -v),
      ),
    ).toBeLessThan(1e-9);
  });

  it("moves with the outcome's units and not with where it starts", async () => {
    const { effect, error } = await fit;
    const move = (v: Float64Array) => v.map((x) => 5 + 3 * x);
    const moved = { ...task, y: move(task.y), m: [move(task.m[0]), move(task.m[1])] as const };
    const other = await causalForest(small).fit(moved, alone);
    expect(
      rms(
        other.effect,
        effect.map((v) => 3 * v),
      ),
    ).toBeLessThan(1e-9);
    expect(
      rms(
        other.error!,
        error!.map((v) => 3 * v),
      ),
    ).toBeLessThan(1e-9);
  });

  it("takes a row that stands for k as k rows", async () => {
    const uniform = uniformStream(6);
    const weight = Float64Array.from({ length: n }, () => 1 + Math.floor(3 * uniform()));
    const source = Int32Array.from([...weight].flatMap((k, i) => Array.from({ length: k }, () => i)));
    const one = await causalForest(small).fit({ ...task, weight, rowHash: hashRows(task.given, n, weight) }, alone);
    const copies = await causalForest(small).fit(
      takeTask({ ...task, rowHash: hashRows(task.given, n, weight) }, source),
      alone,
    );
    expect(
      rms(
        copies.effect,
        Float64Array.from(source, (row) => one.effect[row]),
      ),
    ).toBeLessThan(1e-12);
    expect(
      rms(
        copies.error!,
        Float64Array.from(source, (row) => one.error![row]),
      ),
    ).toBeLessThan(1e-12);
  });

  it("keeps rows of a cluster on one side", async () => {
    const cluster = Int32Array.from({ length: n }, (_, i) => i % 20);
    // Rows of a cluster are nearly the same: trees that had seen its other rows would know its noise.
    const near = Int32Array.from({ length: n }, (_, i) => i % 20);
    const given = task.given.map((column): Column => {
      if (column.kind === "categorical") return { ...column, codes: Int32Array.from(near, (i) => column.codes[i]) };
      return { ...column, values: Float64Array.from(near, (i, row) => column.values[i] + 1e-9 * row) };
    });
    const uniform = normalStream(uniformStream(8));
    const luck = Float64Array.from({ length: 20 }, () => 3 * uniform());
    const y = Float64Array.from(cluster, (c, i) => (task.t[i] - 0.5) * luck[c]);
    const flat = new Float64Array(n);
    const own: EffectTask = { ...task, given, y, m: [flat, flat], e: flat.map(() => 0.5), rowHash: hashRows(given, n) };
    const apart = await causalForest(small).fit(own, alone);
    const together = await causalForest(small).fit({ ...own, cluster, clusters: 20 }, alone);
    const known = (effect: Float64Array) => {
      const lucks = Float64Array.from(cluster, (c) => luck[c]);
      return mean(effect.map((v, i) => v * lucks[i])) / mean(lucks.map((v) => v * v));
    };
    expect(known(apart.effect)).toBeGreaterThan(0.5);
    expect(Math.abs(known(together.effect))).toBeLessThan(0.25);
  });

  it("keeps copies of a row with its cluster too", () => {
    const weight = new Float64Array(n).fill(3);
    const cluster = Int32Array.from({ length: n }, (_, i) => i % 20);
    const matter = { rows: indices(n), rowHash: task.rowHash, target: { kind: "mean" as const, y: task.y }, weight };
    const { ground, groupOf } = groundOf({ ...matter, binned: binColumns(task.given, n), cluster });
    for (let bag = 0; bag < 40; bag++) {
      const held = Array.from({ length: n }, (_, i) => inBag(ground, groupOf[i], bagSeed(1, bag)));
      expect(held.every((count, i) => count === held[i % 20] && (count === 0 || count === 3))).toBe(true);
    }
  });

  it("never leaves out a row, however odd, and says what it could not do", async () => {
    const tiny = await causalForest({ trees: 2 }).fit(effectTask(12, 3), alone);
    expect(tiny.effect.every(Number.isFinite)).toBe(true);
    expect(tiny.notes.map(({ id }) => id)).toContain("in-bag");
    const bare = await causalForest(small).fit({ ...task, given: [] }, alone);
    expect(bare.effect.every(Number.isFinite)).toBe(true);
    expect(bare.importance).toBeUndefined();
    const sure = { ...task, e: Float64Array.from(task.t) };
    await expect(causalForest(small).fit(sure, alone)).rejects.toThrow("the treatment does not vary");
    expect(() => causalForest({ bag: 1 })).toThrow("forest, bag: the setting is out of its range (given: 1)");
    expect(() => causalForest({ trees: 0.5 })).toThrow("forest, trees");
  });
});

describe("the variance of little bags", () => {
  it("is the difference where that is clear, and positive where it is not", () => {
    expect(littleBagVariance(2, 2.2, 1e9, 2)).toBeCloseTo(1.8, 4);
    for (const [between, total, bags] of [
      [1, 2.2, 50],
      [1, 1.9, 20],
      [1, 3, 400],
      [0.5, 0.6, 10],
    ]) {
      const chance = total - between;
      const se = Math.max(between, chance) * Math.sqrt(2 / bags);
      expect(littleBagVariance(between, total, bags, 2) / positivePart(between - chance, se)).toBeCloseTo(1, 5);
    }
    expect(littleBagVariance(0, 0, 10, 2)).toBe(0);
  });
});

describe("on several threads", () => {
  const task = effectTask(900, 2);

  it("gives the same bits on one, two and three", async () => {
    const [one, two, three] = [
      await compiled(small).fit(task, { workers: 1 }),
      await compiled(small).fit(task, { workers: 2 }),
      await compiled(small).fit(task, { workers: 3 }),
    ];
    for (const other of [two, three]) {
      expect(other.effect).toEqual(one.effect);
      expect(other.error).toEqual(one.error);
      expect(other.forest.packed.leaves).toEqual(one.forest.packed.leaves);
    }
  });

  it("stops when it is told to, and ends its workers", async () => {
    const told: number[] = [];
    const onFit = (done: number, of: number) => {
      told.push(done / of);
      if (done === 3) throw new Error("enough");
    };
    await expect(compiled(small).fit(task, { workers: 2, onFit })).rejects.toThrow("enough");
    expect(Math.max(...told)).toBeLessThan(0.5);
    await expect(compiled(small).fit(task, { workers: 1, onFit })).rejects.toThrow("enough");
  });
});

describe("with a known truth", () => {
  /** X of 10 standard normals, e steps at 0, the effect max(X1, 0). */
  function world(n: number, seed: number): EffectTask & { tau: Float64Array } {
    const uniform = uniformStream(seed, 4);
    const normal = normalStream(uniform);
    const x = Array.from({ length: 10 }, () => Float64Array.from({ length: n }, normal));
    const tau = x[0].map((v) => Math.max(v, 0));
    const e = x[0].map((v) => 0.4 + (v > 0 ? 0.2 : 0));
    const t = Uint8Array.from(e, (p) => (uniform() < p ? 1 : 0));
    const m0 = x[1].map((v, i) => v + Math.min(x[2][i], 0));
    const m1 = m0.map((v, i) => v + tau[i]);
    const y = m0.map((v, i) => v + t[i] * tau[i] + normal());
    const given = x.map((values, j): Column => ({ kind: "numeric", name: `x${j}`, values }));
    const rowHash = hashRows(given, n);
    return {
      rows: n,
      given,
      t,
      outcome: "numeric",
      y,
      e,
      m: [m0, m1],
      fold: new Uint8Array(n),
      folds: 1,
      rowHash,
      seed: 1,
      tau,
    };
  }

  it("finds the effect, which covariate it hangs on, and how sure it is; at most 4 bytes a row and tree", async () => {
    const task = world(4000, 1);
    const { effect, error, importance, forest, predict } = await causalForest({ trees: 200 }).fit(task, alone);
    // Half of what the average effect for everybody leaves.
    expect(rms(effect, task.tau)).toBeLessThan(
      0.25 *
        rms(
          task.tau,
          task.tau.map(() => mean(task.tau)),
        ) +
        0.05,
    );
    expect(importance![0]).toBeGreaterThan(0.6);
    const fresh = world(2000, 2);
    const at = predict(fresh.given, 2000);
    const covered = mean(fresh.tau.map((v, i) => (Math.abs(at.effect[i] - v) < 1.96 * at.error![i] ? 1 : 0)));
    expect(covered).toBeGreaterThan(0.9);
    expect(Math.abs(mean(effect) - mean(task.tau))).toBeLessThan(3 * (2.2 / Math.sqrt(4000)));
    expect(error!.every((v) => v > 0)).toBe(true);
    expect(bytesOf(forest.packed)).toBeLessThan(4 * 4000 * 200);
  });

  it("finds a constant effect to be constant, and none to be none", async () => {
    const task = world(3000, 3);
    const flat = {
      ...task,
      y: task.y.map((v, i) => v + task.t[i] * (2 - task.tau[i])),
      m: [task.m[0], task.m[0].map((v) => v + 2)] as const,
    };
    const { effect, error } = await causalForest({ trees: 200 }).fit(flat, alone);
    expect(
      rms(
        effect,
        effect.map(() => 2),
      ),
    ).toBeLessThan(0.12);
    expect(mean(effect.map((v, i) => (Math.abs(v - 2) < 1.96 * error![i] ? 1 : 0)))).toBeGreaterThan(0.9);
  });

  it("lets missing values speak: here they are what the effect hangs on", async () => {
    const given = mixedColumns(3000, 9);
    const task = effectTask(3000, 9, given);
    const { effect } = await causalForest({ trees: 200 }).fit(task, alone);
    const z = (given[1] as { values: Float64Array }).values;
    const [missing, known] = [true, false].map((which) => mean(effect.filter((_, i) => Number.isNaN(z[i]) === which)));
    // 1 in truth.
    expect(missing - known).toBeGreaterThan(0.6);
  });
});

// Six replications of the semi-synthetic data of Hill 2011 (examples/ihdp).
describe("IHDP", () => {
  it("median root of the mean squared error of effects at most 0.60 in six replications", async () => {
    const errors: number[] = [];
    for (let k = 1; k <= 6; k++) {
      const rows = gunzipSync(readFileSync(`examples/ihdp/ihdp_npci_${k}.csv.gz`))
        .toString()
        .trim()
        .split("\n")
        .map((line) => line.split(",").map(Number));
      const n = rows.length;
      const at = (j: number) => Float64Array.from(rows, (row) => row[j]);
      const given = Array.from(
        { length: 25 },
        (_, j): Column => ({ kind: "numeric", name: `x${j + 1}`, values: at(5 + j) }),
      );
      const [treated, y, tau] = [at(0), at(1), at(4).map((v, i) => v - rows[i][3])];
      const rowHash = hashRows(given, n);
      const folds = 10;
      const fold = Uint8Array.from(rowHash, (hash) => (hash >>> 7) % folds);
      const entries = {
        folds,
        row: indices(n),
        fold,
        count: new Float64Array(n).fill(1),
        single: true,
        total: n,
        rowHash,
      };
      const prepared = linear({ ridge: 1 }).prepare(given, n);
      const learn = async (kind: "binary" | "numeric", values: Float64Array, include?: Uint8Array) => {
        const task = { kind, y: values, seed: 1, ...(include ? { include } : {}) };
        return (await crossFit(prepared, n, entries, task, { halves: false, pause: async () => {} })).predicted;
      };
      const t = Uint8Array.from(treated);
      const e = await learn("binary", treated);
      const m = [
        await learn(
          "numeric",
          y,
          t.map((v) => 1 - v),
        ),
        await learn("numeric", y, t),
      ] as const;
      const task: EffectTask = { rows: n, given, t, outcome: "numeric", y, e, m, fold, folds, rowHash, seed: 1 };
      errors.push(rms((await causalForest().fit(task, alone)).effect, tau));
    }
    errors.sort((a, b) => a - b);
    expect((errors[2] + errors[3]) / 2).toBeLessThanOrEqual(0.6);
  });
});
