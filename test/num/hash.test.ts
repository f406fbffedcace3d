import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/num/columns.js";
import { hashNumber, hashRows, hashText, mix, unitInterval } from "../../src/num/hash.js";
import { uniformStream } from "../../src/num/random.js";
import { takeColumn } from "../support/samples.js";

const numeric = (name: string, values: readonly number[]): Column => ({
  kind: "numeric",
  name,
  values: Float64Array.from(values),
});

/** `unused` levels are put before, after and between the used ones. */
function labels(name: string, values: readonly string[], unused: readonly string[] = []): Column {
  const levels = [...new Set([...unused.slice(0, 1), ...values, ...unused])];
  return { kind: "categorical", name, codes: Int32Array.from(values, (value) => levels.indexOf(value)), levels };
}

const x = numeric("x", [1, 2, 2, -0.5, 1, 1e300]);
const z = numeric("z", [0, 0, 1, 0, 0, 1]);
const g = labels("g", ["a", "b", "a", "a", "a", "c"]);

/** Which rows share a hash, whatever the hashes are. */
const classes = (hashes: ArrayLike<number>) => Array.from(hashes, (hash) => Array.from(hashes).indexOf(hash));

describe("mix", () => {
  it("moves about half of the output's bits for every bit of either input", () => {
    const uniform = uniformStream(1);
    const word = () => Math.floor(uniform() * 2 ** 32);
    const trials = 2000;
    for (const side of [0, 1]) {
      for (let bit = 0; bit < 32; bit++) {
        const flips = new Array<number>(32).fill(0);
        for (let trial = 0; trial < trials; trial++) {
          const [a, b] = [word(), word()];
          const change = mix(a, b) ^ (side === 0 ? mix((a ^ (1 << bit)) >>> 0, b) : mix(a, (b ^ (1 << bit)) >>> 0));
          for (let out = 0; out < 32; out++) flips[out] += (change >>> out) & 1;
        }
        expect(Math.max(...flips.map((count) => Math.abs(count / trials - 0.5)))).toBeLessThan(0.06);
      }
    }
  });
  it("is a whole number below 2^32, one to one in each argument", () => {
    const seen = [new Set<number>(), new Set<number>()];
    for (let i = 0; i < 50_000; i++) {
      for (const [side, hash] of [mix(i, 77), mix(77, i)].entries()) {
        if (hash >= 0 && hash < 2 ** 32 && Number.isInteger(hash)) seen[side].add(hash);
      }
    }
    expect(seen.map((set) => set.size)).toEqual([50_000, 50_000]);
  });
});

describe("hashes of values", () => {
  it("of texts are FNV-1a, mixed with the length (published FNV-1a values)", () => {
    expect(hashText("")).toBe(mix(0x811c9dc5, 0));
    expect(hashText("a")).toBe(mix(0xe40c292c, 1));
    expect(hashText("foobar")).toBe(mix(0xbf9cf968, 6));
  });
  it("of numbers are a function of the number: 0 and -0 are one, neighbours differ", () => {
    expect(hashNumber(-0)).toBe(hashNumber(0));
    expect(hashNumber(1)).not.toBe(hashNumber(1 + Number.EPSILON));
    expect(hashNumber(1)).not.toBe(hashNumber(-1));
    expect(hashNumber(3)).toBe(hashNumber(3));
    const some = Array.from({ length: 5000 }, (_, i) => hashNumber(i));
    expect(new Set(some).size).toBe(5000);
  });
  it("become numbers in [0, 1)", () => {
    expect(unitInterval(0)).toBe(0);
    expect(unitInterval(0xffffffff)).toBeLessThan(1);
    expect(unitInterval(0x80000000)).toBe(0.5);
  });
});

describe("hashes of rows", () => {
  it("are equal for equal rows and differ for different ones", () => {
    expect(classes(hashRows([x, z, g], 6))).toEqual([0, 1, 2, 3, 0, 5]);
  });
  it("do not see -0", () => {
    expect(hashRows([numeric("x", [-0, 0])], 2)).toEqual(hashRows([numeric("x", [0, -0])], 2));
  });
  it("are the same whatever the order of the columns", () => {
    const expected = hashRows([x, z, g], 6);
    for (const columns of [
      [x, g, z],
      [z, x, g],
      [z, g, x],
      [g, x, z],
      [g, z, x],
    ])
      expect(hashRows(columns, 6)).toEqual(expected);
  });
  it("follow their rows when rows are reordered", () => {
    const order = Int32Array.from([5, 3, 1, 0, 2, 4]);
    const before = hashRows([x, z, g], 6);
    const after = hashRows(
      [x, z, g].map((column) => takeColumn(column, order)),
      6,
    );
    expect([...after]).toEqual([...order].map((row) => before[row]));
  });
  it("do not see unused levels, or how the levels are numbered", () => {
    const renumbered = labels("g", ["a", "b", "a", "a", "a", "c"], ["q", "c", "r"]);
    expect(hashRows([x, renumbered], 6)).toEqual(hashRows([x, g], 6));
  });
  for (const name of ["zz", "m", "A"]) {
    it(`do not see a column repeated under the name "${name}"`, () => {
      const expected = hashRows([x, z, g], 6);
      for (const column of [x, z, g]) expect(hashRows([x, z, g, { ...column, name }], 6)).toEqual(expected);
    });
  }
  it("do not see a repeated column, also when two columns hold the same values in another order", () => {
    const columns = [numeric("b", [0, 1, 1, 0, 1]), numeric("c", [1, 0, 1, 0, 1]), numeric("d", [5, 6, 7, 8, 9])];
    const expected = hashRows(columns, 5);
    for (const name of ["a", "bb", "cc", "z"]) {
      for (const column of columns) expect(hashRows([...columns, { ...column, name }], 5)).toEqual(expected);
    }
  });
  it("do not see whether equal rows are written out or counted", () => {
    const columns = [numeric("b", [0, 1, 1, 0]), numeric("c", [1, 0, 1, 0]), labels("d", ["p", "q", "p", "r"])];
    const counts = [3, 1, 2, 0];
    const each = Int32Array.from(counts.flatMap((count, i) => Array.from({ length: count }, () => i)));
    const counted = hashRows(columns, 4, Float64Array.from(counts));
    const written = hashRows(
      columns.map((column) => takeColumn(column, each)),
      each.length,
    );
    expect([...written]).toEqual([...each].map((i) => counted[i]));
  });
  it("of no columns are all the same; of no rows there are none", () => {
    expect(new Set(hashRows([], 4)).size).toBe(1);
    expect(hashRows([x], 0).length).toBe(0);
  });
  it("tell apart rows that swap their values between columns", () => {
    const columns = [numeric("a", [0, 1]), numeric("b", [1, 0])];
    expect(classes(hashRows(columns, 2))).toEqual([0, 1]);
  });
  it("collide no more than chance on 20,000 different rows", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => i);
    const columns = [
      numeric(
        "a",
        values.map((i) => i % 200),
      ),
      numeric(
        "b",
        values.map((i) => Math.floor(i / 200)),
      ),
    ];
    // 20,000^2 / 2^33 = 0.05 expected.
    expect(new Set(hashRows(columns, 20_000)).size).toBeGreaterThanOrEqual(19_999);
  });
  it("keep equality and difference on random tables, columns shuffled and one repeated", () => {
    const table = fc.array(
      fc.tuple(fc.integer({ min: -1, max: 1 }), fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 2 })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(table, fc.constantFrom("aa", "m", "zz"), fc.integer({ min: 0, max: 2 }), (rows, name, which) => {
        const columns = [
          numeric(
            "b",
            rows.map((row) => row[0]),
          ),
          labels(
            "c",
            rows.map((row) => row[1]),
          ),
          numeric(
            "d",
            rows.map((row) => row[2] / 4),
          ),
        ];
        const texts = rows.map((row) => JSON.stringify(row));
        const hashes = hashRows(columns, rows.length);
        expect(classes(hashes)).toEqual(texts.map((text) => texts.indexOf(text)));
        expect(hashRows([{ ...columns[which], name }, ...[...columns].reverse()], rows.length)).toEqual(hashes);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
