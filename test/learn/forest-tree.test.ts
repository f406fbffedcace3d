// One tree of a forest against a slow one: every cut of every covariate, sums by loops over rows, nothing binned twice or kept.
import { describe, expect, it } from "vitest";
import { bagSeed, inBag, treeSeed } from "../../src/learn/forest/deal.js";
import type { Ground, Target } from "../../src/learn/forest/ground.js";
import { growBags } from "../../src/learn/forest/grow.js";
import { halfOf } from "../../src/learn/forest/halves.js";
import { poisson } from "../../src/learn/forest/lots.js";
import type { Settings } from "../../src/learn/forest/settings.js";
import { makeSpace } from "../../src/learn/forest/space.js";
import { findLeaves, makeWalk } from "../../src/learn/forest/walk.js";
import { mix } from "../../src/num/hash.js";
import { indices } from "../../src/num/indices.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { effectTask, groundFrom, mixedColumns } from "../support/forests.js";

const settings: Settings = { bags: 2, bag: 2, leaf: 4, mtry: 1000, alpha: 0.05, honest: true, seed: 9 };

interface Own {
  readonly g: number;
  readonly count: number;
}
interface Leaf {
  readonly fill: readonly Own[];
  readonly split: readonly Own[];
}

const add = (rows: readonly Own[], of: (g: number) => number) =>
  rows.reduce((sum, { g, count }) => sum + count * of(g), 0);
const mass = (rows: readonly Own[]) => add(rows, () => 1);

/** Pseudo-outcomes of a node, by observation; for effects by the definition: influence of each row on the node's own slope. */
function pseudo(target: Target, rows: readonly Own[]): Map<number, number> {
  const n = mass(rows);
  const meanY = add(rows, (g) => target.y[g]) / n;
  if (target.kind === "mean") return new Map(rows.map(({ g }) => [g, target.y[g] - meanY]));
  const meanZ = add(rows, (g) => target.z[g]) / n;
  const slope =
    add(rows, (g) => (target.z[g] - meanZ) * (target.y[g] - meanY)) / add(rows, (g) => (target.z[g] - meanZ) ** 2);
  return new Map(
    rows.map(({ g }) => [g, (target.z[g] - meanZ) * (target.y[g] - meanY - slope * (target.z[g] - meanZ))]),
  );
}

/** Leaves of the slow tree. */
function slowLeaves(ground: Ground, s: Settings, split: readonly Own[], fill: readonly Own[]): Leaf[] {
  const { target, features, size } = ground;
  const bin = (j: number, g: number) => ground.bins[j * size + g];
  const rho = pseudo(target, split);
  const fits = (side: readonly Own[]) => {
    if (target.kind === "mean") return mass(side) >= Math.max(s.leaf, s.alpha * mass(split));
    const meanZ = add(split, (g) => target.z[g]) / mass(split);
    const vary = (rows: readonly Own[]) => add(rows, (g) => (target.z[g] - meanZ) ** 2);
    const treated = add(side, (g) => target.arm[g]);
    return treated >= s.leaf && mass(side) - treated >= s.leaf && vary(side) >= s.alpha * vary(split) - 1e-12;
  };
  const worth = (rows: readonly Own[]) => add(rows, (g) => rho.get(g)!) ** 2 / mass(rows);
  let best: { gain: number; left: (g: number) => boolean } | undefined;
  for (const j of ground.order) {
    const all = [...new Set(split.map(({ g }) => bin(j, g)))].sort((a, b) => a - b);
    const bins = all.filter((b) => b !== 255);
    if (features[j].categorical) {
      const mean = (b: number) => {
        const rows = split.filter(({ g }) => bin(j, g) === b);
        return add(rows, (g) => rho.get(g)!) / mass(rows);
      };
      bins.sort((a, b) => mean(a) - mean(b));
    }
    for (const gapLeft of all.includes(255) ? [false, true] : [false]) {
      for (let cut = gapLeft ? 0 : 1; cut < bins.length; cut++) {
        const goes = new Set(bins.slice(0, cut));
        const first = split.filter(({ g }) => (bin(j, g) === 255 ? gapLeft : goes.has(bin(j, g))));
        const rest = split.filter((own) => !first.includes(own));
        if (!fits(first) || !fits(rest)) continue;
        const gain = worth(first) + worth(rest);
        if (best !== undefined && gain <= best.gain * (1 + 1e-9)) continue;
        // Between the bins that occur, rows of the other half go to the nearer.
        const top = cut === 0 ? -1 : Math.floor((bins[cut - 1] + bins[cut]) / 2);
        const more = 2 * first.length - split.length;
        const largerLeft = more > 0 || (more === 0 && first[0] === split[0]);
        const gapsGoLeft = all.includes(255) ? gapLeft : largerLeft;
        const left = (g: number) => {
          const b = bin(j, g);
          if (b === 255) return gapsGoLeft;
          if (!features[j].categorical) return b <= top;
          return bins.includes(b) ? goes.has(b) : largerLeft;
        };
        best = { gain, left };
      }
    }
  }
  if (best === undefined || !(best.gain > 1e-12)) return [{ fill, split }];
  const { left } = best;
  const half = (rows: readonly Own[], side: boolean) => rows.filter(({ g }) => left(g) === side);
  const fills = [half(fill, true), half(fill, false)];
  if (fills[0].length === 0) return slowLeaves(ground, s, half(split, false), fill);
  if (fills[1].length === 0) return slowLeaves(ground, s, half(split, true), fill);
  return [
    ...slowLeaves(ground, s, half(split, true), fills[0]),
    ...slowLeaves(ground, s, half(split, false), fills[1]),
  ];
}

/** Means of a leaf, by loops. */
function slowMeans(target: Target, fill: readonly Own[]): number[] {
  const n = mass(fill);
  if (target.kind === "mean") return [add(fill, (g) => target.y[g]) / n];
  const { y, z } = target;
  return [(g: number) => z[g], (g: number) => y[g], (g: number) => z[g] * y[g], (g: number) => z[g] ** 2].map(
    (of) => add(fill, of) / n,
  );
}

function checkForest(ground: Ground, s: Settings): number {
  const effect = ground.target.kind === "effect";
  const packed = growBags(ground, s, 0, s.bags, makeSpace(ground.size, ground.features.length));
  const size = effect ? 4 : 1;
  const every = indices(ground.size);
  let count = 0;
  for (let t = 0; t < packed.trees; t++) {
    const bag = bagSeed(s.seed, Math.floor(t / s.bag));
    const seed = treeSeed(bag, t % s.bag);
    const split: Own[] = [];
    const fill: Own[] = [];
    for (let g = 0; g < ground.size; g++) {
      const held = inBag(ground, g, bag);
      const splitting = s.honest ? halfOf(held, mix(ground.key[g], seed)) : held;
      if (splitting > 0) split.push({ g, count: splitting });
      const filling = s.honest ? held - splitting : held;
      if (filling > 0) fill.push({ g, count: filling });
    }
    const leaves = slowLeaves(ground, s, split, fill);
    const out = new Int32Array(ground.size);
    const walked = { rows: ground.size, bins: ground.bins };
    findLeaves(packed, t, walked, every, every.length, new Uint8Array(every.length), makeWalk(every.length), out);
    expect(leaves.length).toBe(packed.leafStart[t + 1] - packed.leafStart[t]);
    for (const leaf of leaves) {
      const own = out[leaf.fill[0].g];
      expect(leaf.fill.every(({ g }) => out[g] === own)).toBe(true);
      slowMeans(ground.target, leaf.fill).forEach((value, k) => {
        expect(packed.leaves[size * own + k]).toBeCloseTo(value, 10);
      });
    }
    expect(new Set(leaves.map((leaf) => out[leaf.fill[0].g])).size).toBe(leaves.length);
    count += leaves.length;
  }
  return count;
}

describe("a tree against the slow one", () => {
  const n = 260;

  it.each([1, 2, 3])("of means: the same leaves, filled with the same means (table %i)", (seed) => {
    const given = mixedColumns(n, seed);
    const y = effectTask(n, seed, given).y;
    const { ground } = groundFrom(given, { kind: "mean", y });
    expect(ground.size).toBe(n);
    expect(checkForest(ground, settings)).toBeGreaterThan(4 * 8);
    expect(checkForest(ground, { ...settings, honest: false, leaf: 7, alpha: 0.2 })).toBeGreaterThan(4 * 4);
  });

  it.each([4, 5, 6])("of effects: the same leaves, filled with the same means (table %i)", (seed) => {
    const given = mixedColumns(n, seed);
    const { y, t, e, m } = effectTask(n, seed, given);
    const rest = y.map((v, i) => v - e[i] * m[1][i] - (1 - e[i]) * m[0][i]);
    const target: Target = { kind: "effect", y: rest, z: e.map((p, i) => t[i] - p), arm: t };
    const { ground } = groundFrom(given, target);
    expect(checkForest(ground, settings)).toBeGreaterThan(4 * 3);
    expect(checkForest(ground, { ...settings, leaf: 2 })).toBeGreaterThan(4 * 5);
  });

  it("of rows that stand for several", () => {
    const given = mixedColumns(n, 7);
    const uniform = uniformStream(8);
    const weight = Float64Array.from({ length: n }, () => Math.floor(5 * uniform()));
    const { ground } = groundFrom(given, { kind: "mean", y: effectTask(n, 7, given).y }, weight);
    expect(checkForest(ground, { ...settings, leaf: 9 })).toBeGreaterThan(4 * 6);
  });

  it("groups levels so that no other grouping gains more (Fisher 1958)", () => {
    const m = 120;
    const normal = normalStream(uniformStream(3));
    const codes = Int32Array.from({ length: m }, (_, i) => i % 6);
    const y = Float64Array.from(codes, (c) => [0.3, -1, 0.2, 2, -0.5, 0.9][c] + normal());
    const { ground } = groundFrom([{ kind: "categorical", name: "k", codes, levels: [..."abcdef"] }], {
      kind: "mean",
      y,
    });
    const s = { ...settings, bags: 1, leaf: 1, alpha: 0, honest: false };
    const deep = growBags(ground, s, 0, 1, makeSpace(ground.size, 1));
    const held = indices(ground.size).filter((g) => inBag(ground, g, bagSeed(s.seed, 0)) > 0);
    const worth = (side: (bin: number) => boolean) =>
      [true, false].reduce((sum, which) => {
        const rows = held.filter((g) => side(ground.bins[g]) === which);
        const mean = held.reduce((a, g) => a + ground.target.y[g], 0) / held.length;
        return rows.length === 0
          ? sum
          : sum + rows.reduce((a, g) => a + ground.target.y[g] - mean, 0) ** 2 / rows.length;
      }, 0);
    const most = Math.max(...Array.from({ length: 31 }, (_, k) => worth((bin) => (((k + 1) >> bin) & 1) === 1)));
    const root = (bin: number) => ((deep.sets[bin >> 3] >> (bin & 7)) & 1) === 1;
    expect(worth(root)).toBeCloseTo(most, 9);
  });
});

describe("a big tree", () => {
  it("is the same when its branches are moved together", () => {
    const given = mixedColumns(900, 11);
    const { y, t, e } = effectTask(900, 11, given);
    const targets: Target[] = [
      { kind: "mean", y },
      { kind: "effect", y, z: e.map((p, i) => t[i] - p), arm: t },
    ];
    for (const target of targets) {
      const { ground } = groundFrom(given, target);
      const s = { ...settings, leaf: 1, mtry: 2 };
      const grow = (near: number) => growBags(ground, s, 0, 2, makeSpace(900, 4, near));
      const plain = grow(900);
      expect(plain.split.length).toBeGreaterThan(4 * 40);
      for (const near of [5, 20, 50]) expect(grow(near)).toEqual(plain);
    }
  });
});

describe("what is random", () => {
  it("throws a fair coin for each copy: exact laws of small counts, mean and variance of large ones", () => {
    const hashes = Array.from({ length: 20_000 }, (_, i) => mix(i, 77));
    for (const count of [1, 2, 5, 40, 1000, 5000]) {
      const drawn = hashes.map((hash) => halfOf(count, hash));
      const mean = drawn.reduce((a, b) => a + b) / drawn.length;
      const variance = drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / drawn.length;
      expect(Math.abs(mean - count / 2)).toBeLessThan(4 * Math.sqrt(count / 4 / drawn.length));
      // The variance of a sample variance of a normal law is 2 / n of its square.
      expect(Math.abs(variance / (count / 4) - 1)).toBeLessThan(4 * Math.sqrt(2 / drawn.length) + 0.003);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...drawn)).toBeLessThanOrEqual(count);
    }
    const five = hashes.map((hash) => halfOf(5, hash));
    [1, 5, 10, 10, 5, 1].forEach((ways, k) => {
      const share = five.filter((d) => d === k).length / five.length;
      expect(Math.abs(share - ways / 32)).toBeLessThan(4 * Math.sqrt(ways / 32 / five.length));
    });
  });

  it("draws Poisson numbers by inversion, kept between 1 and the number of covariates", () => {
    const law = (k: number) => (Math.exp(-3) * 3 ** k) / [1, 1, 2, 6, 24, 120, 720, 5040][k];
    let below = 0;
    for (let k = 0; k < 7; k++) {
      const inside = below + law(k) / 2;
      expect(poisson(3, inside, 7)).toBe(Math.max(1, k));
      below += law(k);
    }
    expect(poisson(3, 0.999999, 7)).toBe(7);
    expect(poisson(1e9, 0.5, 12)).toBe(12);
  });
});
