// The fast trees against slow obvious ones, and what the learner does at the edges. The promises shared by all learners: test/contract.
import { describe, expect, it } from "vitest";
import { type Binned, binColumns } from "../../src/learn/bins/binned.js";
import { binOf, numericEdges } from "../../src/learn/bins/edges.js";
import { splitByContent } from "../../src/learn/boost/folds.js";
import { layOut } from "../../src/learn/boost/grid.js";
import { gradients, sigmoid, unitsOf } from "../../src/learn/boost/loss.js";
import { takeRows } from "../../src/learn/boost/rows.js";
import { growTree } from "../../src/learn/boost/tree.js";
import { addTrees } from "../../src/learn/boost/walk.js";
import { workspace } from "../../src/learn/boost/workspace.js";
import { type BoostOptions, boost } from "../../src/learn/boost.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { takeColumn } from "../support/samples.js";

const identity = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const numeric = (name: string, values: Float64Array): Column => ({ kind: "numeric", name, values });

function columns(n: number, seed: number, numerics: number, levels: readonly number[] = []): Column[] {
  const uniform = uniformStream(seed, 1);
  const normal = normalStream(uniformStream(seed, 2));
  const given: Column[] = [];
  for (let j = 0; j < numerics; j++)
    given.push(
      numeric(
        `x${j}`,
        Float64Array.from({ length: n }, () => normal()),
      ),
    );
  for (const count of levels) {
    const codes = Int32Array.from({ length: n }, () => Math.floor(uniform() * count));
    const labels = Array.from({ length: count }, (_, l) => `l${l}`);
    given.push({ kind: "categorical", name: `c${count}`, codes, levels: labels });
  }
  return given;
}

function noisy(given: readonly Column[], n: number, seed: number): { y: Float64Array; mean: Float64Array } {
  const uniform = uniformStream(seed, 3);
  const value = (column: Column, i: number) =>
    column.kind === "numeric" ? column.values[i] : ((column.codes[i] * 7) % 5) / 2 - 1;
  const score = (i: number) => 0.8 * value(given[0], i) + (value(given[given.length - 1], i) > 0 ? 0.7 : -0.7);
  const mean = Float64Array.from({ length: n }, (_, i) => sigmoid(score(i)));
  return { mean, y: mean.map((p) => (uniform() < p ? 1 : 0)) };
}

interface Grow {
  readonly depth: number;
  readonly leaves: number;
  readonly minLeaf: number;
  readonly l2: number;
}

/** The slow tree: at every node every cut of every feature, by adding up all rows anew. Returns the value of each row. */
function slowTree(binned: Binned, g: Float64Array, h: Float64Array, w: Float64Array, o: Grow): Float64Array {
  const { features } = binned;
  const bin = (j: number, i: number) => binned.bins[j * binned.rows + i];
  const sum = (rows: readonly number[], x: Float64Array) => rows.reduce((s, i) => s + x[i], 0);
  const worth = (rows: readonly number[]) => sum(rows, g) ** 2 / (sum(rows, h) + o.l2);
  const best = (rows: readonly number[]) => {
    let found = { gain: 1e-7, left: rows, right: rows };
    for (let j = 0; j < features.length; j++) {
      const byBin = Array.from({ length: features[j].bins }, (_, b) => rows.filter((i) => bin(j, i) === b));
      const present = byBin.filter((members) => members.length > 0);
      const ratio = (members: readonly number[]) => sum(members, g) / (sum(members, h) + 10);
      if (features[j].categorical && features[j].bins > 2) present.sort((a, b) => ratio(a) - ratio(b));
      for (let cut = 1; cut < present.length; cut++) {
        const left = present.slice(0, cut).flat();
        const right = present.slice(cut).flat();
        if (sum(left, w) < o.minLeaf || sum(right, w) < o.minLeaf) continue;
        const gain = worth(left) + worth(right) - worth(rows);
        if (gain > found.gain * (1 + 1e-9)) found = { gain, left, right };
      }
    }
    return found.left === rows ? undefined : found;
  };
  const out = new Float64Array(binned.rows);
  const start = Array.from(identity(binned.rows));
  const open = [{ rows: start, depth: 0, split: best(start) }];
  const splittable = () => open.filter((leaf) => leaf.split !== undefined && leaf.depth < o.depth);
  while (open.length < o.leaves && splittable().length > 0) {
    const leaf = splittable().reduce((a, b) => (b.split!.gain > a.split!.gain ? b : a));
    open.splice(open.indexOf(leaf), 1);
    for (const rows of [leaf.split!.left, leaf.split!.right]) {
      open.push({ rows: rows as number[], depth: leaf.depth + 1, split: best(rows) });
    }
  }
  for (const { rows } of open) for (const i of rows) out[i] = -sum(rows, g) / (sum(rows, h) + o.l2);
  return out;
}

describe("a tree against exhaustive search", () => {
  const n = 240;
  const cases: readonly [string, Grow, "binary" | "numeric", boolean][] = [
    ["by depth", { depth: 3, leaves: 8, minLeaf: 15, l2: 1 }, "binary", false],
    ["by leaves, best first", { depth: 5, leaves: 6, minLeaf: 10, l2: 0.5 }, "binary", false],
    ["weighted", { depth: 4, leaves: 16, minLeaf: 20, l2: 1 }, "binary", true],
    ["squared loss", { depth: 4, leaves: 16, minLeaf: 8, l2: 0 }, "numeric", false],
    ["squared loss, weighted, best first", { depth: 6, leaves: 7, minLeaf: 12, l2: 2 }, "numeric", true],
  ];
  it.each(cases)("grows the same leaves (%s)", (_, o, kind, weighted) => {
    for (const seed of [1, 2, 3]) {
      const given = columns(n, seed, 4, [2, 6]);
      const uniform = uniformStream(seed, 9);
      const y =
        kind === "binary" ? noisy(given, n, seed).y : noisy(given, n, seed).mean.map((m) => m + uniform() / 2 - 0.5);
      const weight = weighted ? Float64Array.from({ length: n }, () => 1 + Math.floor(3 * uniform())) : undefined;
      const binned = binColumns(given, n);
      const grid = layOut(binned, 2 * o.leaves);
      const rows = takeRows(identity(n), y, new Uint32Array(n), weight);
      const units = unitsOf(kind, rows);
      const space = workspace(grid, rows, o);
      const { score } = space;
      for (let i = 0; i < n; i++) score[i] = uniform() - 0.5;
      const before = score.slice();
      space.order.set(identity(n));
      gradients(kind, rows, n, units, space);
      const tree = growTree(rows, units, { ...o, rate: 1, longest: 100 }, space, n);
      const w = weight ?? new Float64Array(n).fill(1);
      const p = kind === "binary" ? before.map(sigmoid) : before;
      const g = p.map((v, i) => w[i] * (v - y[i]));
      const h = kind === "binary" ? p.map((v, i) => w[i] * v * (1 - v)) : w;
      const slow = slowTree(binned, g, h, w, o);
      expect(new Set(slow).size).toBeGreaterThan(3);
      const walked = new Float64Array(n);
      addTrees([tree], grid, walked);
      for (let i = 0; i < n; i++) {
        expect(walked[i]).toBeCloseTo(slow[i], 6);
        expect(score[i]).toBe(before[i] + walked[i]);
      }
    }
  });

  it("orders levels so that no other grouping gains more (Fisher 1958)", () => {
    const given = columns(600, 5, 0, [6]);
    const { y } = noisy(given, 600, 5);
    const binned = binColumns(given, 600);
    const rows = takeRows(identity(600), y, new Uint32Array(600), undefined);
    const size = { depth: 1, leaves: 2 };
    const space = workspace(layOut(binned, 3), rows, size);
    const { score } = space;
    const units = unitsOf("numeric", rows);
    space.order.set(identity(600));
    gradients("numeric", rows, 600, units, space);
    growTree(rows, units, { ...size, minLeaf: 1, l2: 0, rate: 1, longest: 100 }, space, 600);
    const loss = (side: (bin: number) => boolean) => {
      const parts = [true, false].map((s) => y.filter((_, i) => side(binned.bins[i]) === s));
      return parts.reduce((sum, part) => {
        const mean = part.reduce((a, b) => a + b, 0) / part.length;
        return sum + part.reduce((a, b) => a + (b - mean) ** 2, 0);
      }, 0);
    };
    const all = Array.from({ length: 62 }, (_, k) => loss((bin) => (((k + 1) >> bin) & 1) === 1));
    const got = y.reduce((sum, v, i) => sum + (v - score[i]) ** 2, 0);
    expect(got).toBeCloseTo(Math.min(...all), 6);
  });
});

describe("bins", () => {
  it("gives each distinct value a bin while there are at most 255", () => {
    expect(numericEdges(Float64Array.of(3, 1, 2, 3, 1))).toEqual(Float64Array.of(1, 2, 3));
  });

  it("cuts many values into 255 bins of like mass, whatever their order", () => {
    const [x] = columns(5000, 1, 1);
    const values = (x as { values: Float64Array }).values;
    const edges = numericEdges(values);
    expect(edges.length).toBe(255);
    expect(numericEdges(values.slice().reverse())).toEqual(edges);
    const mass = new Float64Array(255);
    for (const v of values) mass[binOf(edges, v)]++;
    expect(Math.min(...mass)).toBeGreaterThan(10);
    expect(Math.max(...mass)).toBeLessThan(30);
  });

  it("leaves a value of large mass alone in its bin, and counts a row of mass k as k rows", () => {
    const [x] = columns(2000, 2, 1);
    const values = (x as { values: Float64Array }).values.map((v, i) => (i % 4 === 0 ? 0.25 : v));
    const edges = numericEdges(values);
    const at = binOf(edges, 0.25);
    expect(edges[at]).toBe(0.25);
    expect(values.filter((v) => binOf(edges, v) === at).every((v) => v === 0.25)).toBe(true);
    const distinct = Float64Array.from(new Set(values));
    const mass = distinct.map((v) => values.reduce((sum, u) => sum + (u === v ? 1 : 0), 0));
    expect(numericEdges(distinct, mass)).toEqual(edges);
  });

  it("leaves out constant and repeated columns", () => {
    const [a, b] = columns(300, 3, 2) as { values: Float64Array }[];
    const given = [
      numeric("a", a.values),
      numeric("k", new Float64Array(300)),
      numeric("e", a.values.map(Math.exp)),
      numeric("b", b.values),
    ];
    const binned = binColumns(given, 300);
    expect(binned.features.map((f) => f.name)).toEqual(["a", "b"]);
    expect(binned.bins.length).toBe(600);
  });

  it("lets the rarest of too many levels share a bin, and says so", () => {
    const n = 3000;
    const codes = Int32Array.from({ length: n }, (_, i) => (i < 1000 ? i % 500 : i % 100));
    const levels = Array.from({ length: 600 }, (_, l) => `l${l}`);
    const prepared = boost().prepare([{ kind: "categorical", name: "town", codes, levels }], n);
    expect(prepared.notes).toEqual([
      {
        id: "levels-shared",
        text: '"town" has 500 levels; boosting tells 254 of them apart, and the 246 rarest (492 of 3000 rows) share one bin',
      },
    ]);
  });
});

describe("parts of the data", () => {
  it("keeps copies together when they are few and spreads them when they are many", () => {
    const keys = Uint32Array.from({ length: 400 }, (_, i) => (i < 200 ? 77 : Math.floor(i / 2) * 2654435761));
    const parts = splitByContent(keys, undefined, 5, 5);
    for (let i = 0; i < 400; i++) expect(parts.reduce((sum, part) => sum + part[i], 0)).toBe(1);
    for (const part of parts) {
      expect(part.slice(0, 200).reduce((a, b) => a + b)).toBe(40);
      for (let i = 200; i < 400; i += 2) expect(part[i]).toBe(part[i + 1]);
    }
    const one = splitByContent(
      keys.slice(199),
      Float64Array.from({ length: 201 }, (_, i) => (i === 0 ? 200 : 1)),
      5,
      5,
    );
    parts.forEach((part, f) => {
      expect(one[f][0]).toBe(40);
      expect(one[f].slice(1)).toEqual(part.slice(200));
    });
  });
});

/** Predictions for all rows of a fit to the given rows. */
function predict(
  given: readonly Column[],
  y: Float64Array,
  options: BoostOptions = {},
  weight?: Float64Array,
  rows = identity(y.length),
) {
  const n = y.length;
  const kind = y.every((v) => v === 0 || v === 1) ? ("binary" as const) : ("numeric" as const);
  const task = { kind, y, rows, rowHash: hashRows(given, n, weight), seed: 7, ...(weight ? { weight } : {}) };
  const fitted = boost(options).prepare(given, n, weight).fit(task);
  return { fitted, all: fitted.predict(identity(n)) };
}

describe("the learner", () => {
  const n = 900;
  const given = columns(n, 11, 3, [8]);
  const { y, mean } = noisy(given, n, 11);
  const base = "mean" as const;

  it("gives the same bits in any order of rows", () => {
    const shuffled = identity(n).sort((a, b) => ((a * 7919) % n) - ((b * 7919) % n));
    const again = predict(
      given.map((c) => takeColumn(c, shuffled)),
      y.map((_, i) => y[shuffled[i]]),
      { base },
    );
    const { all } = predict(given, y, { base });
    expect(Array.from(again.all)).toEqual(Array.from(shuffled, (row) => all[row]));
  });

  it("takes a weight of k for k copies, to the bit", () => {
    const weight = Float64Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 40 : 1 + (i % 3)));
    const copies = Int32Array.from(Array.from(weight).flatMap((w, i) => Array.from({ length: w }, () => i)));
    const copied = predict(
      given.map((c) => takeColumn(c, copies)),
      Float64Array.from(copies, (i) => y[i]),
      { base },
    );
    const { all } = predict(given, y, { base }, weight);
    expect(Array.from(copied.all)).toEqual(Array.from(copies, (row) => all[row]));
  });

  it("follows the mean better than a constant does, and keeps the average", () => {
    for (const base of ["mean", "linear"] as const) {
      const { all, fitted } = predict(given, y, { base });
      const error = (p: (i: number) => number) => mean.reduce((sum, m, i) => sum + (p(i) - m) ** 2, 0) / n;
      expect(error((i) => all[i])).toBeLessThan(0.25 * error(() => 0.5));
      expect(all.reduce((a, b) => a + b)).toBeCloseTo(
        y.reduce((a, b) => a + b),
        6,
      );
      expect(fitted.status).toBe("converged");
    }
  });

  it("stays near the constant when there is nothing to learn", () => {
    const uniform = uniformStream(12, 1);
    const { all } = predict(
      given,
      y.map(() => (uniform() < 0.3 ? 1 : 0)),
      { base },
    );
    expect(all.reduce((sum, p) => sum + (p - 0.3) ** 2, 0) / n).toBeLessThan(1e-3);
  });

  it("learns a numeric outcome of any scale", () => {
    const signal = given[0].kind === "numeric" ? given[0].values.map((v) => (v > 0 ? 1 : 0)) : y;
    const far = signal.map((s, i) => 1e9 + 1e6 * (s + 0.1 * mean[i]));
    const { all } = predict(given, far, { base, minLeaf: 5, subsample: 1 });
    expect(all.reduce((sum, v, i) => sum + ((v - far[i]) / 1e6) ** 2, 0) / n).toBeLessThan(5e-3);
  });

  it("is a constant where nothing can be learned", () => {
    const flat = predict(
      given,
      y.map(() => 1),
    );
    expect(flat.fitted.status).toBe("constant");
    expect(flat.all[3]).toBe(1);
    const single = predict(given, y, {}, undefined, Int32Array.of(5));
    expect(single.fitted.status).toBe("constant");
    expect(single.all[0]).toBe(y[5]);
    const bare = predict(
      [],
      y.slice(0, 4).map((_, i) => i % 2),
      {},
      Float64Array.of(1, 2, 1, 4),
    );
    expect(bare.fitted.status).toBe("constant");
    expect(bare.all[0]).toBeCloseTo(6 / 8, 12);
    expect(predict([], Float64Array.of(1, 2, 6)).all[1]).toBeCloseTo(3, 12);
    const unweighed = predict(
      given,
      y,
      {},
      y.map((v) => 1 - v),
    );
    expect([unweighed.fitted.status, unweighed.all[0]]).toEqual(["constant", 0]);
  });

  it("reaches every cell of a compressed table and of an exact law", () => {
    const cell = (bit: number) => Int32Array.from({ length: 16 }, (_, i) => (i >> bit) & 1);
    const cells: Column[] = [0, 1, 2].map((bit) => ({
      kind: "categorical",
      name: `b${bit}`,
      codes: cell(bit),
      levels: ["n", "y"],
    }));
    const outcome = Float64Array.from(cell(3));
    const p = (i: number) => [0.1, 0.9, 0.5, 0.2, 0.7, 0.3, 0.6, 0.8][i & 7];
    const mass = outcome.map((v, i) => 1000 * (v === 1 ? p(i) : 1 - p(i)));
    const counted = predict(cells, outcome, {}, mass).all;
    const exact = predict(
      cells,
      outcome,
      {},
      mass.map((m) => m / 8000),
    ).all;
    for (let i = 0; i < 16; i++) {
      expect(Math.abs(counted[i] - p(i))).toBeLessThan(0.03);
      expect(Math.abs(exact[i] - p(i))).toBeLessThan(1e-6);
    }
  });
});
