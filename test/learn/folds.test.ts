// An observation is its covariates, arm and outcome; what is dealt is compared as a multiset of (observation, fold).
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignFolds } from "../../src/learn/folds.js";
import { uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import { type Row, sampleOf, takeColumn } from "../support/samples.js";
import { drawSample, worlds } from "../support/worlds.js";

const text = ({ w, t, y }: Row) => JSON.stringify([Object.entries(w).sort(), t, y]);

/** "(observation) fold" as many times as it was dealt, sorted; `names` says what to call each row of the sample. */
function dealt(sample: Sample, names: readonly string[], folds = 5, seed = 1): string[] {
  const { row, fold, count } = assignFolds(sample, folds, seed);
  const out: string[] = [];
  for (let j = 0; j < row.length; j++) for (let k = 0; k < count[j]; k++) out.push(`${names[row[j]]} ${fold[j]}`);
  return out.sort();
}

/** Rows with a short alphabet, so that many repeat; `tied` makes both arms, or both outcomes, equally frequent. */
function rowsOf(n: number, seed: number, covariates = 2, weights = false): Row[] {
  const uniform = uniformStream(seed);
  return Array.from({ length: n }, (): Row => {
    const w: Record<string, string | number> = {};
    if (covariates > 0) w["g"] = "abc"[Math.floor(3 * uniform())];
    if (covariates > 1) w["x"] = Math.floor(3 * uniform()) / 2;
    const t = uniform() < 0.4 ? 1 : 0;
    return { w, t, y: uniform() < 0.3 ? 1 : 0, ...(weights ? { weight: 1 + Math.floor(4 * uniform()) } : {}) };
  });
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const uniform = uniformStream(seed, 9);
  return values
    .map((value) => ({ value, key: uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

const copies = (rows: readonly Row[]) => rows.flatMap((row) => Array.from({ length: row.weight ?? 1 }, () => row));
const flip = (bit: number) => (bit === 1 ? 0 : 1);
const tables = fc.record({
  n: fc.integer({ min: 1, max: 40 }),
  seed: fc.integer({ min: 0, max: 1e9 }),
  covariates: fc.integer({ min: 0, max: 2 }),
});

describe("the shape of what is dealt", () => {
  it("is one entry a row in the order of the rows, without weights", () => {
    const sample = sampleOf(rowsOf(50, 1));
    const entries = assignFolds(sample, 4, 1);
    expect([...entries.row]).toEqual([...Array(50).keys()]);
    expect([...entries.count]).toEqual(new Array(50).fill(1));
    expect([entries.total, entries.folds, entries.rowHash.length]).toEqual([50, 4, 50]);
    expect(entries.fold.every((fold) => fold < 4)).toBe(true);
  });
  it("shares out every count, no pair of row and fold twice", () => {
    const rows = rowsOf(40, 2, 2, true);
    const { row, fold, count, total } = assignFolds(sampleOf(rows, { weights: "counts" }), 3, 1);
    const sums = new Array<number>(40).fill(0);
    const pairs = new Set<string>();
    row.forEach((i, j) => {
      sums[i] += count[j];
      pairs.add(`${i} ${fold[j]}`);
      expect(count[j]).toBeGreaterThan(0);
    });
    expect(sums).toEqual(rows.map(({ weight }) => weight));
    expect(pairs.size).toBe(row.length);
    expect(total).toBe(sums.reduce((a, b) => a + b, 0));
  });
  it("is one fold for an exact law, whatever is asked for, and for one fold", () => {
    const rows = rowsOf(10, 3).map((row) => ({ ...row, weight: 0.1 }));
    const law = assignFolds(sampleOf(rows, { weights: "law" }), 5, 1);
    expect([law.folds, law.total, Math.max(...law.fold)]).toEqual([1, 1, 0]);
    expect([...law.count]).toEqual(new Array(10).fill(0.1));
    const one = assignFolds(sampleOf(rowsOf(10, 3)), 1, 1);
    expect([one.folds, one.total, Math.max(...one.fold)]).toEqual([1, 10, 0]);
  });
  it("is a function of the seed", () => {
    const sample = drawSample(worlds[0], 300, 1);
    expect(assignFolds(sample, 5, 1).fold).toEqual(assignFolds(sample, 5, 1).fold);
    expect(assignFolds(sample, 5, 1).fold).not.toEqual(assignFolds(sample, 5, 2).fold);
  });
});

describe("units", () => {
  const uniform = uniformStream(4);
  const rows = rowsOf(600, 5).map((row) => ({ ...row, unit: `u${Math.floor(90 * uniform())}` }));
  const byUnit = (sample: Sample) => {
    const { row, fold } = assignFolds(sample, 5, 1);
    const folds = new Map<string, Set<number>>();
    row.forEach((i, j) => {
      const name = String(sample.unit!.labels[sample.unit!.codes[i]]);
      folds.set(name, (folds.get(name) ?? new Set()).add(fold[j]));
    });
    return folds;
  };
  it("never have their rows parted, with counts or without", () => {
    const counted = rows.map((row, i) => ({ ...row, weight: 1 + (i % 3) }));
    for (const sample of [sampleOf(rows), sampleOf(counted, { weights: "counts" })]) {
      for (const folds of byUnit(sample).values()) expect(folds.size).toBe(1);
    }
  });
  it("stay in their fold when rows are reordered, renumbered, left out, or their contents change", () => {
    const before = byUnit(sampleOf(rows));
    const changed = shuffled(rows, 1)
      .slice(0, 400)
      .map((row) => ({ ...row, t: flip(row.t) as 0 | 1, w: { other: 1 } }));
    for (const [unit, folds] of byUnit(sampleOf(changed))) expect([...folds]).toEqual([...before.get(unit)!]);
  });
  it("are spread over the folds, named by numbers or by texts", () => {
    for (const name of [(i: number) => i, (i: number) => `user-${i}`]) {
      const many = Array.from({ length: 5000 }, (_, i): Row => ({ w: {}, t: 0, y: 0, unit: name(i) }));
      const sizes = new Array<number>(5).fill(0);
      assignFolds(sampleOf(many), 5, 1).fold.forEach((fold) => {
        sizes[fold]++;
      });
      for (const size of sizes) expect(Math.abs(size - 1000)).toBeLessThan(4 * Math.sqrt(5000 * 0.2 * 0.8));
    }
  });
});

describe("what leaves every observation in its fold", () => {
  it("the order of the rows", () => {
    fc.assert(
      fc.property(tables, ({ n, seed, covariates }) => {
        const rows = rowsOf(n, seed, covariates);
        const other = shuffled(rows, seed);
        expect(dealt(sampleOf(other), other.map(text))).toEqual(dealt(sampleOf(rows), rows.map(text)));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
  it("the order of the columns, repeated columns, and levels that no row uses", () => {
    const rows = rowsOf(300, 6);
    const sample = sampleOf(rows);
    const names = rows.map(text);
    const expected = dealt(sample, names);
    const [g, x] = sample.given;
    const more = g.kind === "categorical" ? { ...g, levels: [...g.levels, "never"] } : g;
    for (const given of [
      [x, g],
      [g, x, { ...x, name: "z" }],
      [more, x],
      [g, { ...g, name: "gg" }, x, { ...x, name: "xx" }],
    ]) {
      expect(dealt({ ...sample, given }, names)).toEqual(expected);
    }
  });
  it("a repeated column whose name comes first", () => {
    const rows = rowsOf(300, 6);
    const sample = sampleOf(rows);
    const [g, x] = sample.given;
    expect(dealt({ ...sample, given: [{ ...x, name: "a" }, g, x] }, rows.map(text))).toEqual(
      dealt(sample, rows.map(text)),
    );
  });
  for (const numeric of [false, true]) {
    const of = (rows: readonly Row[]) =>
      sampleOf(
        rows.map((row) => (numeric ? { ...row, y: row.y + 0.5 } : row)),
        { numeric },
      );
    it(`calling the treated untreated, ${numeric ? "numeric" : "two-valued"} outcome`, () => {
      for (let seed = 0; seed < 30; seed++) {
        const rows = rowsOf(101, 200 + seed);
        const swapped = rows.map((row) => ({ ...row, t: flip(row.t) as 0 | 1 }));
        expect(dealt(of(swapped), rows.map(text))).toEqual(dealt(of(rows), rows.map(text)));
      }
    });
  }
  it("calling successes failures, and both at once", () => {
    for (let seed = 0; seed < 30; seed++) {
      const rows = rowsOf(101, 300 + seed);
      const failures = rows.map((row) => ({ ...row, y: flip(row.y) }));
      const both = failures.map((row) => ({ ...row, t: flip(row.t) as 0 | 1 }));
      for (const swapped of [failures, both]) {
        expect(dealt(sampleOf(swapped), rows.map(text))).toEqual(dealt(sampleOf(rows), rows.map(text)));
      }
    }
  });
  it("either swap, on any small table: arms and outcomes may be equally frequent, covariates few or none", () => {
    fc.assert(
      fc.property(tables, fc.boolean(), fc.boolean(), ({ n, seed, covariates }, arm, outcome) => {
        const rows = rowsOf(n, seed, covariates);
        const swapped = rows.map((row) => ({
          ...row,
          t: (arm ? flip(row.t) : row.t) as 0 | 1,
          y: outcome ? flip(row.y) : row.y,
        }));
        expect(dealt(sampleOf(swapped), rows.map(text))).toEqual(dealt(sampleOf(rows), rows.map(text)));
      }),
      { seed: 2, numRuns: 300 },
    );
  });
  it("a count instead of copies", () => {
    for (let seed = 0; seed < 30; seed++) {
      const rows = rowsOf(61, 400 + seed, 2, true);
      const each = copies(rows);
      expect(dealt(sampleOf(rows, { weights: "counts" }), rows.map(text))).toEqual(
        dealt(sampleOf(each), each.map(text)),
      );
    }
  });
  it("a count instead of copies, on any small table: arms and outcomes may be equally frequent", () => {
    fc.assert(
      fc.property(tables, ({ n, seed, covariates }) => {
        const rows = rowsOf(n, seed, covariates, true);
        const each = copies(rows);
        expect(dealt(sampleOf(rows, { weights: "counts" }), rows.map(text))).toEqual(
          dealt(sampleOf(each), each.map(text)),
        );
      }),
      { seed: 3, numRuns: 300 },
    );
  });
  it("counts split over like rows, and rows of count 0", () => {
    const rows = rowsOf(60, 9, 2, true);
    const split = rows.flatMap((row) => [
      { ...row, weight: row.weight! - 1 },
      { ...row, weight: 0 },
      { ...row, weight: 1 },
    ]);
    const sample = (of: readonly Row[]) => sampleOf(of, { weights: "counts" });
    expect(dealt(sample(split), split.map(text))).toEqual(dealt(sample(rows), rows.map(text)));
  });
});

describe("the folds", () => {
  it("are about equally large, in the whole and within each arm and outcome", () => {
    for (const folds of [2, 3, 5, 10]) {
      const sample = drawSample(worlds[1], 10_000, folds);
      const { fold } = assignFolds(sample, folds, 1);
      for (const [t, y] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]) {
        const sizes = new Array<number>(folds).fill(0);
        fold.forEach((k, i) => {
          if (sample.treatment.values[i] === t && sample.outcome.values[i] === y) sizes[k]++;
        });
        const n = sizes.reduce((a, b) => a + b, 0);
        for (const size of sizes)
          expect(Math.abs(size - n / folds)).toBeLessThan(4.5 * Math.sqrt((n / folds) * (1 - 1 / folds)));
      }
    }
  });
  it("are about equally large when few observations repeat often, and when none differ at all", () => {
    for (const covariates of [0, 1, 2]) {
      const sizes = new Array<number>(5).fill(0);
      assignFolds(sampleOf(rowsOf(5000, 7, covariates)), 5, 1).fold.forEach((fold) => {
        sizes[fold]++;
      });
      // Like observations may be dealt alike: 4 kinds of 1,250 at worst.
      for (const size of sizes) expect(Math.abs(size - 1000)).toBeLessThan(4.5 * 2 * Math.sqrt(5000 * 0.2 * 0.8));
    }
  });
  it("are about equally large for numeric outcomes without covariates", () => {
    const uniform = uniformStream(8);
    const rows = Array.from({ length: 5000 }, (): Row => ({ w: {}, t: uniform() < 0.5 ? 1 : 0, y: uniform() }));
    const sizes = new Array<number>(5).fill(0);
    assignFolds(sampleOf(rows, { numeric: true }), 5, 1).fold.forEach((fold) => {
      sizes[fold]++;
    });
    for (const size of sizes) expect(Math.abs(size - 1000)).toBeLessThan(4.5 * Math.sqrt(5000 * 0.2 * 0.8));
  });
  it("follow their rows when rows are taken in another order, every row being different", () => {
    const sample = drawSample(worlds[0], 500, 3);
    const order = Int32Array.from(shuffled([...Array(500).keys()], 3));
    const moved: Sample = {
      ...sample,
      treatment: { ...sample.treatment, values: Uint8Array.from(order, (i) => sample.treatment.values[i]) },
      outcome: { ...sample.outcome, values: Float64Array.from(order, (i) => sample.outcome.values[i]) },
      given: sample.given.map((column) => takeColumn(column, order)),
    };
    const before = assignFolds(sample, 5, 1).fold;
    expect([...assignFolds(moved, 5, 1).fold]).toEqual([...order].map((i) => before[i]));
  });
});
