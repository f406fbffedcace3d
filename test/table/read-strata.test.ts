import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Strata, StrataTable } from "../../src/num/strata.js";
import { strataOf } from "../../src/paradox/strata-of.js";
import { readSample, readStrata } from "../../src/table/index.js";
import { bitsOf, coverPairs } from "../../src/table/strata/blocks.js";
import { complaint, file, pathOf, prepare } from "./helpers.js";

/** A row as the file has it. */
type Row = Readonly<Record<string, string | number>>;

const quoted = (text: string | number) => `"${String(text).replaceAll('"', '""')}"`;

function csv(name: string, rows: readonly Row[]): string {
  const columns = Object.keys(rows[0]);
  const line = (cells: readonly (string | number)[]) => cells.map(quoted).join(",");
  return file(name, `${[line(columns), ...rows.map((row) => line(columns.map((c) => row[c])))].join("\n")}\n`);
}

/** The slow side: every row by its labels, one after the other. */
function counted(rows: readonly Row[], by: readonly string[], weight?: string): Map<string, number[]> {
  const cells = new Map<string, number[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((name) => String(row[name])));
    const cell = cells.get(key) ?? [0, 0, 0, 0, 0, 0];
    const [w, y] = [weight === undefined ? 1 : Number(row[weight]), Number(row["y"])];
    for (const [m, value] of [w, w * y, w * y * y].entries()) cell[3 * Number(row["t"]) + m] += value;
    cells.set(key, cell);
  }
  return cells;
}

/** Strata in the same form. */
function told({ labels, count, sum, squares }: Strata): Map<string, number[]> {
  return new Map(
    labels.map((own, s) => [
      JSON.stringify(own),
      [0, 1].flatMap((arm) => [count, sum, squares].map((values) => values[2 * s + arm])),
    ]),
  );
}

const sorted = (cells: Map<string, number[]>) => [...cells].sort(([a], [b]) => (a < b ? -1 : 1));
const strataBy = (table: StrataTable, ...by: string[]) => {
  const found = table.strata.find((strata) => JSON.stringify(strata.by) === JSON.stringify(by));
  if (!found) throw new Error(`no strata by ${by.join(" and ")}`);
  return found;
};

/** Berkeley, 1973: applicants by department, sex and decision (Bickel, Hammel and O'Connell 1975). */
const BERKELEY: readonly (readonly [string, number, number, number, number])[] = [
  ["A", 512, 313, 89, 19],
  ["B", 353, 207, 17, 8],
  ["C", 120, 205, 202, 391],
  ["D", 138, 279, 131, 244],
  ["E", 53, 138, 94, 299],
  ["F", 22, 351, 24, 317],
];
const berkeley = () =>
  file(
    "berkeley.csv",
    `dept,sex,admitted,people\n${BERKELEY.flatMap(([dept, my, mn, fy, fn]) => [
      `${dept},male,yes,${my}`,
      `${dept},male,no,${mn}`,
      `${dept},female,yes,${fy}`,
      `${dept},female,no,${fn}`,
    ]).join("\n")}\n`,
  );
const sexes = { treatment: "sex", outcome: "admitted", weight: "people", treated: "male" };

describe("strata of a published table", () => {
  test("Berkeley by department", async () => {
    const table = await readStrata(berkeley(), sexes);
    expect(table.treatment).toEqual({ name: "sex", labels: { yes: "male", no: "female" } });
    expect(table.outcome).toEqual({ kind: "binary", name: "admitted", labels: { yes: "yes", no: "no" } });
    expect(table.stratifiers).toEqual([{ name: "dept", kind: "labels", values: 6 }]);
    expect(table.law).toBe(false);
    expect([...told(table.whole)]).toEqual([["[]", [1835, 557, 557, 2691, 1198, 1198]]]);
    expect(table.strata).toHaveLength(1);
    expect([...told(table.strata[0])]).toEqual(
      BERKELEY.map(([dept, my, mn, fy, fn]) => [`["${dept}"]`, [fy + fn, fy, fy, my + mn, my, my]]),
    );
    expect(table.data).toMatchObject({ read: 24, used: 24, missing: {} });
    expect(table.data.notes).toEqual(["The 24 rows stand for 4526 observations (column 'people')."]);
  });

  test("the same as an exact law", async () => {
    const { weight, ...roles } = sexes;
    const options = { derive: ["p = people / 4526"] };
    const table = await readStrata(berkeley(), { ...roles, weight: "p", by: ["dept"] }, options);
    expect(table.law).toBe(true);
    expect(table.whole.count[0]).toBeCloseTo(1835 / 4526, 15);
    for (const [s, [, my, mn, fy, fn]] of BERKELEY.entries()) {
      expect([...table.strata[0].count.slice(2 * s, 2 * s + 2)].map((p) => 4526 * p)).toEqual(
        [fy + fn, my + mn].map((n) => expect.closeTo(n, 9)),
      );
      expect(4526 * table.strata[0].sum[2 * s + 1]).toBeCloseTo(my, 9);
    }
  });
});

const value = fc.constantFrom("a", "B", "é", "\u{1F600}", "\uffee", "x'y", 'say ""', "10", "9", " ");

describe("every row counted, one after the other, gives the same", () => {
  test("labels, few numbers and numeric outcomes, alone and in pairs", async () => {
    const row = fc.record({
      t: fc.constantFrom(0, 1),
      y: fc.integer({ min: -20, max: 40 }).map((n) => n / 4),
      l: value.map((text) => `v${text}`),
      n: fc.constantFrom(-3, 0.5, 2, 10),
      'drop "table"; --': fc.constantFrom("true", "false"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 30, maxLength: 60 }), async (rows) => {
        fc.pre(new Set(rows.map((r) => r.t)).size === 2 && new Set(rows.map((r) => r.y)).size > 2);
        const by = ["l", "n", 'drop "table"; --'].filter((name) => new Set(rows.map((r) => (r as Row)[name])).size > 1);
        const table = await readStrata(csv("slow.csv", rows), { treatment: "t", outcome: "y" });
        expect(table.strata.map((strata) => strata.by)).toEqual([
          ...by.map((one) => [one]),
          ...by.flatMap((one, i) => by.slice(i + 1).map((other) => [one, other])),
        ]);
        // Multiples of a quarter add up without rounding.
        for (const strata of [table.whole, ...table.strata]) {
          expect(sorted(told(strata))).toEqual(sorted(counted(rows, strata.by)));
        }
      }),
      { seed: 1, numRuns: 8 },
    );
  }, 30_000);

  test("SQL equals memory: weights, laws, bins, gaps", async () => {
    const row = fc.record({
      t: fc.constantFrom("placebo", "drug"),
      y: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      // Wide enough to be binned, with ties.
      x: fc.oneof(fc.double({ min: -5, max: 5, noNaN: true }), fc.integer({ min: 0, max: 30 })),
      l: value,
      few: fc.constantFrom(1, 2, 3),
      w: fc.integer({ min: 0, max: 5 }),
    });
    const options = fc.record({
      kind: fc.constantFrom("rows", "counts", "law"),
      bins: fc.constantFrom(2, 5, 7),
      two: fc.boolean(),
      gap: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 40, maxLength: 120 }),
        options,
        async (drawn, { kind, bins, two, gap }) => {
          const sum = drawn.reduce((total, { w }) => total + w, 0);
          const rows = drawn.map((r, i) => ({
            ...r,
            y: two ? Number(r.y > 0) : r.y,
            x: gap && i % 7 === 0 ? "NA" : r.x,
            w: kind === "law" ? r.w / sum : r.w,
          }));
          fc.pre(["placebo", "drug"].every((t) => rows.filter((r) => r.t === t && r.w > 0).length > 3));
          fc.pre(new Set(rows.map((r) => r.y)).size > 1);
          const path = csv("both.csv", rows);
          const by = ["x", "l", "few"];
          const roles = { treatment: "t", outcome: "y", ...(kind !== "rows" && { weight: "w" }) };
          const reading = { missing: gap ? "drop" : "refuse" } as const;
          // A law without some of its cells is none.
          fc.pre(!(gap && kind === "law"));
          const fromSql = await readStrata(path, { ...roles, by }, { ...reading, bins });
          const sample = await readSample(path, { ...roles, given: by }, { ...reading, compress: "never" });
          const fromMemory = strataOf(sample, { bins });
          expect(fromSql).toEqual(fromMemory);
        },
      ),
      { seed: 1, numRuns: 16 },
    );
  }, 30_000);

  test("the order of the rows and their being counted change nothing, not the last bit", async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      t: i % 2,
      y: Math.sin(i % 11) * 1e3,
      a: `a${i % 3}`,
      b: i % 4,
    }));
    const roles = { treatment: "t", outcome: "y" };
    const read = (of: readonly Row[], compress: "auto" | "never") =>
      readStrata(csv("ordered.csv", of), roles, { compress });
    const table = await read(rows, "auto");
    expect(await read(rows.toReversed(), "auto")).toEqual(table);
    const kept = await read(rows, "never");
    const turned = rows.map((_, i) => rows[(i * 1009) % rows.length]);
    expect(await read(turned, "never")).toEqual(kept);
    for (const [i, strata] of kept.strata.entries()) {
      expect(table.strata[i].count).toEqual(strata.count);
      expect([...table.strata[i].sum]).toEqual([...strata.sum].map((sum) => expect.closeTo(sum, 7)));
    }
  });

  test("pairs add up to single columns, and these to the whole, however the columns were counted together", async () => {
    const path = pathOf("many.parquet");
    const columns = Array.from({ length: 14 }, (_, j) => `CAST(hash(i + 1000 * ${j}) % ${2 + j} AS VARCHAR) AS c${j}`);
    const wide = "CAST(hash(i) % 600 AS VARCHAR) AS wide, CAST(hash(i + 9) % 400 AS VARCHAR) AS broad";
    const roles = "CAST(hash(i + 5) % 2 AS INT) AS t, CAST(hash(i + 6) % 3 > 0 AS INT) AS y";
    await prepare(`COPY (SELECT ${columns.join(", ")}, ${wide}, ${roles} FROM range(4000) r(i)) TO '${path}'`);
    const table = await readStrata(path, { treatment: "t", outcome: "y" }, { mostLabels: 1000 });
    expect(table.strata).toHaveLength(16 + 120);
    const total = (strata: Strata, part: (labels: readonly string[]) => boolean) =>
      (["count", "sum", "squares"] as const).flatMap((measure) =>
        [0, 1].map((arm) =>
          strata.labels.reduce((sum, own, s) => sum + (part(own) ? strata[measure][2 * s + arm] : 0), 0),
        ),
      );
    const whole = total(table.whole, () => true);
    expect(whole[0] + whole[1]).toBe(4000);
    for (const strata of table.strata.slice(0, 16)) expect(total(strata, () => true)).toEqual(whole);
    for (const pair of table.strata.slice(16)) {
      const single = strataBy(table, pair.by[0]);
      const place = Math.min(1, single.labels.length - 1);
      const [label] = single.labels[place];
      expect(total(pair, ([first]) => first === label)).toEqual(total(single, ([own]) => own === label));
      expect(total(pair, () => true)).toEqual(whole);
    }
    const alone = await readStrata(path, { treatment: "t", outcome: "y" }, { mostLabels: 1000, pairs: false });
    expect(alone.strata).toEqual(table.strata.slice(0, 16));
  });
});

describe("which columns are counted together", () => {
  test("every pair is in some block, and no block is too large", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 60 }), { maxLength: 20 }), (values) => {
        const bits = values.map(bitsOf);
        const blocks = coverPairs(bits, 13, true);
        for (const block of blocks) {
          const size = block.reduce((sum, k) => sum + bits[k], 0);
          expect(size <= 13 || block.length === 2).toBe(true);
        }
        for (let i = 0; i < values.length; i++) {
          expect(blocks.some((block) => block.includes(i))).toBe(true);
          for (let j = 0; j < i; j++) expect(blocks.some((b) => b.includes(i) && b.includes(j))).toBe(true);
        }
      }),
      { seed: 1 },
    );
    expect(coverPairs([], 13, true)).toEqual([[]]);
    expect(coverPairs([3, 3], 13, false)).toEqual([[0], [1]]);
    // 50 columns of five values: far fewer passes than 1,225.
    expect(coverPairs(new Array(50).fill(bitsOf(5)), 13, true).length).toBeLessThan(320);
  });
});

describe("what becomes of columns", () => {
  const kinds = () =>
    csv(
      "kinds.csv",
      Array.from({ length: 60 }, (_, i) => ({
        t: i % 2 ? "yes" : "no",
        y: i % 3 ? 1 : 0,
        flag: i % 5 > 1 ? "true" : "FALSE",
        day: new Date(Date.UTC(2020, 0, 1 + (i % 3))).toISOString().slice(0, 10),
        month: new Date(Date.UTC(2020, i % 20, 1)).toISOString().slice(0, 10),
        age: 20 + i,
        zip: ["0123", "10001", "9"][i % 3],
        one: "always",
        id: `person ${i}`,
        many: `m${i % 55}`,
      })),
    );
  const roles = { treatment: "t", outcome: "y" };

  test("truth values are labels, dates are dates, numbers have bins, and what is not tried says why", async () => {
    const table = await readStrata(kinds(), { ...roles, labels: ["zip"] });
    expect(table.stratifiers).toEqual([
      { name: "flag", kind: "labels", values: 2 },
      { name: "day", kind: "numbers", values: 3 },
      { name: "month", kind: "numbers", values: 20, cuts: [18353, 18475, 18597, 18718] },
      { name: "age", kind: "numbers", values: 60, cuts: [31, 43, 55, 67] },
      { name: "zip", kind: "labels", values: 3 },
      { name: "one", kind: "labels", values: 1, left: "one value in every row" },
      { name: "id", kind: "labels", values: 60, left: "as many values as rows" },
      { name: "many", kind: "labels", values: 55, left: "more than 50 labels" },
    ]);
    const labels = (name: string) => strataBy(table, name).labels.flat();
    expect(labels("flag")).toEqual(["false", "true"]);
    expect(labels("day")).toEqual(["2020-01-01", "2020-01-02", "2020-01-03"]);
    expect(labels("month")).toEqual([
      "up to 2020-04-01",
      "(2020-04-01, 2020-08-01]",
      "(2020-08-01, 2020-12-01]",
      "(2020-12-01, 2021-04-01]",
      "above 2021-04-01",
    ]);
    expect(labels("age")).toEqual(["up to 31", "(31, 43]", "(43, 55]", "(55, 67]", "above 67"]);
    expect(labels("zip")).toEqual(["0123", "10001", "9"]);
    expect([...strataBy(table, "age").count]).toEqual(new Array(10).fill(6));
    expect(table.strata).toHaveLength(5 + 10);
  });

  test("numbers that are labels are in the order of their texts; as numbers by size", async () => {
    const as = async (...labels: string[]) =>
      (await readStrata(kinds(), { ...roles, by: ["n"], labels }, { derive: ["n = CAST(zip AS DOUBLE)"] })).strata[0];
    expect((await as()).labels.flat()).toEqual(["9", "123", "10001"]);
    expect((await as("n")).labels.flat()).toEqual(["10001", "123", "9"]);
  });

  test("columns named are tried, in the order of the table", async () => {
    const table = await readStrata(
      kinds(),
      { ...roles, by: ["old", "flag", "age", "flag"] },
      { derive: ["old = age > 40"] },
    );
    expect(table.stratifiers.map(({ name }) => name)).toEqual(["flag", "age", "old"]);
    expect((await readStrata(kinds(), { ...roles, by: ["many"] }, { mostLabels: 60 })).strata).toHaveLength(1);
    const none = await readStrata(kinds(), { ...roles, by: [] });
    expect([none.strata, none.stratifiers, [...none.whole.count]]).toEqual([[], [], [30, 30]]);
  });

  test("a dominant value does not swallow the others", async () => {
    const rows = (x: (i: number) => number) => Array.from({ length: 200 }, (_, i) => ({ t: i % 2, y: i % 3, x: x(i) }));
    const cuts = async (x: (i: number) => number) => {
      const table = await readStrata(csv("ties.csv", rows(x)), { treatment: "t", outcome: "y" });
      return [table.stratifiers[0].cuts, strataBy(table, "x").labels.flat()];
    };
    expect(await cuts((i) => Math.max(0, i - 180))).toEqual([[0], ["up to 0", "above 0"]]);
    expect(await cuts((i) => Math.min(20, i))).toEqual([[19], ["up to 19", "above 19"]]);
  });

  test("columns of types that make no strata are left where nobody named them", async () => {
    const path = pathOf("types.parquet");
    await prepare(
      `COPY (SELECT i % 2 AS t, i % 3 AS y, i % 4 AS a, [i] AS list, CAST(NULL AS VARCHAR) AS nothing FROM range(24) r(i)) TO '${path}'`,
    );
    const table = await readStrata(path, roles);
    expect(table.stratifiers.map(({ name, left }) => [name, left])).toEqual([
      ["a", undefined],
      ["nothing", "missing in every row"],
      ["list", "holds BIGINT[], which is neither a number, a label nor a date"],
    ]);
    expect(await complaint(readStrata(path, { ...roles, by: ["list"] }))).toMatchInlineSnapshot(
      `"--by: column 'list' of types.parquet holds BIGINT[], which is neither a number, a label nor a date (given: 'list'); leave it out, or make a column from it with --derive"`,
    );
  });

  test("hostile names and values come through as they are", async () => {
    const name = `a" FROM held; DROP TABLE held; --'`;
    const values = ["'); DROP TABLE coded; --", 'x"y', "Robert'", "\u{1F600}", "\uffee"];
    const rows = Array.from({ length: 50 }, (_, i) => ({ [name]: values[i % 5], t: i % 2, y: i % 3 > 1 ? 1 : 0 }));
    const table = await readStrata(csv("hostile.csv", rows), { treatment: "t", outcome: "y" });
    expect(strataBy(table, name).labels.flat()).toEqual([
      "'); DROP TABLE coded; --",
      "Robert'",
      'x"y',
      "\uffee",
      "\u{1F600}",
    ]);
    expect(strataBy(table, name).count.reduce((a, b) => a + b)).toBe(50);
  });
});

describe("missing values", () => {
  const gaps = () =>
    csv(
      "gaps.csv",
      Array.from({ length: 40 }, (_, i) => ({
        t: i % 2,
        y: i % 3 > 1 ? 1 : 0,
        a: i === 3 ? "NA" : `a${i % 4}`,
        b: i % 5,
        remark: i % 10 === 0 ? `it rained on ${i}` : "",
        seen: i % 4 === 0 ? "yes" : "NA",
      })),
    );
  const roles = { treatment: "t", outcome: "y" };

  test("are refused, or their rows dropped; columns that are not tried do not count", async () => {
    expect(await complaint(readStrata(gaps(), roles))).toMatchInlineSnapshot(
      `"table: there are missing values (of 40 rows): 'a' 1 (given: gaps.csv); use --missing drop to leave those rows out, or --by to name columns without gaps"`,
    );
    const table = await readStrata(gaps(), roles, { missing: "drop" });
    expect(table.data).toMatchObject({ read: 40, used: 39, missing: { a: 1 } });
    expect(table.data.notes).toMatchInlineSnapshot(`
      [
        "1 of 40 row was left out because of missing values in 'a'.",
      ]
    `);
    expect(table.whole.count.reduce((a, b) => a + b)).toBe(39);
    expect(table.stratifiers.map(({ name, left }) => [name, left])).toEqual([
      ["a", undefined],
      ["b", undefined],
      ["remark", "as many values as rows"],
      ["seen", "one value, and missing in 30 rows"],
    ]);
    expect(await complaint(readStrata(gaps(), roles, { missing: "indicator" }))).toMatchInlineSnapshot(
      `"--missing: missing values cannot be marked here: strata are made of values that are there (given: indicator); use --missing drop"`,
    );
  });

  test("a column that is left with one value when rows are gone says so", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      t: i % 2,
      y: i % 3,
      a: i < 5 ? "NA" : i % 4,
      b: i < 5 ? "x" : "z",
    }));
    const table = await readStrata(csv("gone.csv", rows), roles, { missing: "drop" });
    expect(table.stratifiers.map(({ name, left }) => [name, left])).toEqual([
      ["a", undefined],
      ["b", "one value in every row"],
    ]);
    expect(table.strata).toHaveLength(1);
  });
});

describe("what is refused", () => {
  const small = () => file("small.csv", "t,y,a,w\n0,1,x,1\n1,0,x,2\n0,0,y,0.5\n1,1,y,-1\n");
  const roles = { treatment: "t", outcome: "y" };

  test("parts that clash, names that are not there, numbers that make no sense", async () => {
    const said = async (more: object, options: object = {}) =>
      complaint(readStrata(small(), { ...roles, ...more }, options));
    expect([
      await said({ by: ["t"] }),
      await said({ by: ["aa"] }),
      await said({ outcome: "t" }),
      await said({ labels: ["w"], by: ["a"] }),
      await said({ weight: "w" }),
      await said({ treated: "2" }),
      await said({ success: "2" }),
      await said({ treatment: "w" }),
      await said({ outcome: "a", treatment: "t" }),
      await said({}, { bins: 1 }),
      await said({}, { mostLabels: 1e6 }),
    ]).toMatchInlineSnapshot(`
      [
        "--by: this column is the treatment (given: 't'); leave it out of --by",
        "--by: there is no such column; did you mean 'a'? (given: 'aa'); the columns are 't', 'y', 'a', 'w'",
        "--outcome: the same column is already the treatment (given: 't'); name two different columns",
        "--labels: this column makes no strata, so it cannot be read as labels (given: 'w'); choose from 'a'",
        "--weight: there is a negative weight, -1 (given: 'w'); give counts (whole numbers) or probabilities of distinct rows (which sum to 1)",
        "--treated: no row of 't' has this value; its values are 0 and 1 (given: '2'); give one of the two",
        "--success: no row of 'y' has this value; its values are 0 and 1 (given: '2'); give one of the two",
        "--treatment: the treatment must have two values and has 4 values: -1, 0.5, 1, 2 (given: 'w'); make it two-valued, for example --derive "treated = w = 2" and then --treatment treated",
        "--outcome: the values are 'x' and 'y', and it cannot be told which means success (given: 'a'); say which means success: --success x or --success y",
        "--bins: a whole number from 2 to 100 is needed (given: 1); give one, for example 5",
        "mostLabels: a whole number from 2 to 1000 is needed (given: 1000000); give one, for example 5",
      ]
    `);
  });

  test("complaints about treatment, outcome and weight are those of the other readers", async () => {
    const both = async (more: object) => {
      const path = small();
      const own = await complaint(readStrata(path, { ...roles, by: ["a"], ...more }));
      expect(own).toBe(await complaint(readSample(path, { ...roles, given: ["a"], ...more })));
    };
    await both({ treated: "2" });
    await both({ success: "2" });
    await both({ weight: "w" });
    await both({ treatment: "w" });
    await both({ outcome: "nothing" });
  });

  test("squares beyond all numbers", async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ t: i % 2, y: (1 + (i % 3)) * 1e160, a: i % 4 }));
    expect(await complaint(readStrata(csv("vast.csv", rows), roles))).toMatchInlineSnapshot(
      `"--outcome: its squares are too large to add (given: 'y'); write it in larger units with --derive"`,
    );
  });
});
