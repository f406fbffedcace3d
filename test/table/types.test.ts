import { describe, expect, test } from "vitest";
import { readSample } from "../../src/table/index.js";
import { asRows, complaint, file, pathOf, plain, prepare, roles } from "./helpers.js";

describe("types come from the whole file", () => {
  const rows = (value: (i: number) => string) =>
    `t,y,x\n${Array.from({ length: 60_000 }, (_, i) => `${i % 2},${i % 3},${value(i)}`).join("\n")}\n`;

  test("whole numbers, then a fraction: nothing is rounded", async () => {
    const path = file(
      "frac.csv",
      rows((i) => (i === 59_000 ? "1.5" : String(i % 100))),
    );
    const [x] = (await readSample(path, roles("x"), asRows)).given.map(plain);
    expect(x[59_000]).toBe(1.5);
  });

  test("numbers, then a word", async () => {
    const path = file(
      "word.csv",
      rows((i) => (i === 59_000 ? "many" : String(i % 100))),
    );
    const [x] = (await readSample(path, roles("x"), asRows)).given;
    expect(x.kind).toBe("categorical");
    expect(plain(x)[59_000]).toBe("many");
  });

  test("missing values, then numbers; dates, then words; booleans, then words", async () => {
    const numbers = await readSample(
      file(
        "na.csv",
        rows((i) => (i < 59_000 ? "NA" : String(i))),
      ),
      roles("x"),
      {
        ...asRows,
        missing: "drop",
      },
    );
    expect(numbers.given[0].kind).toBe("numeric");
    expect(numbers.data.notes).toMatchInlineSnapshot(`
      [
        "59000 of 60000 rows were left out because of missing values in 'x'.",
      ]
    `);
    for (const first of ["2020-01-02", "true"]) {
      const path = file(
        "late.csv",
        rows((i) => (i === 59_000 ? "never" : first)),
      );
      const [x] = (await readSample(path, roles("x"), asRows)).given;
      expect(x).toMatchObject({ kind: "categorical", levels: [first, "never"].sort() });
    }
  });

  test("a moment late among dates keeps its hours", async () => {
    const path = file(
      "hours.csv",
      rows((i) => (i === 59_000 ? "1970-01-02 12:00:00" : "1970-01-03")),
    );
    expect(plain((await readSample(path, roles("x"), asRows)).given[0])[59_000]).toBe(1.5);
  });
});

describe("covariates", () => {
  test("numbers, booleans, labels and dates", async () => {
    const text = [
      "t,y,n,b,l,d,m,zip",
      "1,0,1e3,true,b,2020-01-01,1970-01-01 06:00:00,00123",
      "0,1,-2,FALSE,B,1969-12-31,1970-01-01 12:00:00,10001",
      "1,1,0.5,True,é,1970-01-01,1970-01-02 00:00:00,10001",
    ].join("\n");
    const path = file("kinds.csv", text);
    const sample = await readSample(path, roles("n", "b", "l", "d", "m"), asRows);
    expect(sample.given.map(plain)).toEqual([
      [1000, -2, 0.5],
      [1, 0, 1],
      ["b", "B", "é"],
      [18262, -1, 0],
      [0.25, 0.5, 1],
    ]);
    expect(sample.given[2]).toMatchObject({ levels: ["B", "b", "é"] });
    expect(sample.data.notes).toMatchInlineSnapshot(`
      [
        "Dates were read as days since 1970-01-01: 'd' and 'm'.",
      ]
    `);
  });

  test("levels are sorted by code point, 10,000 of them too, in the order of the file", async () => {
    const label = (i: number) => `level ${(i * 7919) % 10_000}`;
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i % 2},${i % 3},${label(i)},${label(i + 1)}`);
    const path = file("levels.csv", `t,y,c,few\n${rows.join("\n")}\n`);
    const sample = await readSample(path, roles("c"), asRows);
    const [c] = sample.given;
    expect(c.kind === "categorical" && c.levels).toEqual(Array.from({ length: 10_000 }, (_, i) => label(i)).sort());
    expect(plain(c)).toEqual(Array.from({ length: 40_000 }, (_, i) => label(i)));
    const odd = await readSample(file("odd.csv", "t,y,c\n1,0,\u{1F600}\n0,1,\uffee\n1,1,a\n"), roles("c"), asRows);
    expect(odd.given[0]).toMatchObject({ levels: ["a", "\uffee", "\u{1F600}"] });
  });

  test("types of a database", async () => {
    await prepare(
      `COPY (SELECT t, (t + i) % 3 AS y, i::HUGEINT AS h, (i / 4)::DECIMAL(10,2) AS d, (i % 2 = 0) AS b,
         (CASE WHEN i % 2 = 0 THEN 'u' ELSE 'v' END)::ENUM('v', 'u') AS e, [i] AS l, 'x'::BLOB AS blob,
         '2020-01-01'::TIMESTAMPTZ AS z, i::FLOAT AS f, TIME '10:00' AS clock
       FROM (SELECT i, i % 2 AS t FROM range(6) r(i))) TO '$dir/types.parquet' (FORMAT parquet)`,
    );
    const path = pathOf("types.parquet");
    const sample = await readSample(path, roles("h", "d", "b", "e", "f"), asRows);
    expect(sample.given.map(plain)).toEqual([
      [0, 1, 2, 3, 4, 5],
      [0, 0.25, 0.5, 0.75, 1, 1.25],
      [1, 0, 1, 0, 1, 0],
      ["u", "v", "u", "v", "u", "v"],
      [0, 1, 2, 3, 4, 5],
    ]);
    expect((await readSample(path, roles("z"), asRows)).given[0].kind).toBe("numeric");
    expect(await complaint(readSample(path, roles("l")))).toMatchInlineSnapshot(
      `"--given: column 'l' of types.parquet holds BIGINT[], which is neither a number, a label nor a date (given: 'l'); leave it out, or make a column from it with --derive"`,
    );
    expect(await complaint(readSample(path, roles("clock")))).toMatchInlineSnapshot(
      `"--given: column 'clock' of types.parquet holds TIME, which is neither a number, a label nor a date (given: 'clock'); leave it out, or make a column from it with --derive"`,
    );
  });

  test("constant, empty and infinite columns", async () => {
    const path = file(
      "edge.csv",
      "t,y,same,one,none,inf,minus\n1,0,3,a,NA,inf,1\n0,1,3,a,,2,-inf\n1,1,3,a,null,inf,3\n",
    );
    expect((await readSample(path, roles("same", "one"), asRows)).data.notes).toMatchInlineSnapshot(`
      [
        "The same value in every row, so it explains nothing: 'same' and 'one'.",
      ]
    `);
    expect(await complaint(readSample(path, roles("none")))).toMatchInlineSnapshot(
      `"--given: every row of this column is missing (given: 'none'); leave it out, or check how the file was written"`,
    );
    expect(await complaint(readSample(path, roles("inf", "minus")))).toMatchInlineSnapshot(
      `"table: there are infinite values: 'inf' 2, 'minus' 1 (given: edge.csv); correct them, or replace them with --derive"`,
    );
  });
});

test("an offset from UTC is no part of a plain date, so the column stays text", async () => {
  const path = file("offset.csv", "t,y,x\n1,0,2020-01-01T00:00:00+02:00\n0,1,2020-01-01T00:00:00Z\n");
  expect((await readSample(path, roles("x"), asRows)).given[0].kind).toBe("categorical");
});

describe("missing values", () => {
  const text = "t,y,x,c\n1,0,1,a\n0,1,NA,b\n1,1,3,\n0,0,NaN,N/A\n1,2,5,a\n0,1,3,a\n";
  const gaps = () => file("gaps.csv", text);

  test("refuse is the default and counts them", async () => {
    expect(await complaint(readSample(gaps(), roles("x", "c")))).toMatchInlineSnapshot(
      `"table: there are missing values (of 6 rows): 'x' 2, 'c' 2 (given: gaps.csv); use --missing drop to leave those rows out, or --missing indicator to keep them and mark the gaps"`,
    );
    expect((await readSample(gaps(), roles(), asRows)).data.missing).toEqual({});
  });

  test("drop", async () => {
    const sample = await readSample(gaps(), roles("x", "c"), { ...asRows, missing: "drop" });
    expect(sample.given.map(plain)).toEqual([
      [1, 5, 3],
      ["a", "a", "a"],
    ]);
    expect(sample.data).toMatchObject({ read: 6, used: 3, missing: { x: 2, c: 2 } });
    expect(sample.data.notes).toMatchInlineSnapshot(`
      [
        "3 of 6 rows were left out because of missing values in 'x' and 'c'.",
        "The same value in every row, so it explains nothing: 'c'.",
      ]
    `);
  });

  test("indicator", async () => {
    const sample = await readSample(gaps(), roles("x", "c"), { ...asRows, missing: "indicator" });
    expect(sample.given.map((g) => g.name)).toEqual(["x", "x (missing)", "c"]);
    expect(sample.given.map(plain)).toEqual([
      [1, 3, 3, 3, 5, 3],
      [0, 1, 0, 1, 0, 0],
      ["a", "b", "(missing)", "(missing)", "a", "a"],
    ]);
    expect(sample.given[2]).toMatchObject({ levels: ["(missing)", "a", "b"] });
    expect(sample.data).toMatchObject({ read: 6, used: 6, missing: { x: 2, c: 2 } });
    expect(sample.data.notes).toMatchInlineSnapshot(`
      [
        "Missing numbers became the mean of the others, with a 0/1 column that tells where: 'x'.",
        "Missing labels became a level of their own: 'c'.",
      ]
    `);
  });

  test("branch: as indicator, and the gaps themselves beside it", async () => {
    const marked = await readSample(gaps(), roles("x", "c"), { ...asRows, missing: "indicator" });
    const sample = await readSample(gaps(), roles("x", "c"), { ...asRows, missing: "branch" });
    expect(sample.given).toEqual(marked.given);
    expect(sample.gapped).toEqual([
      { kind: "numeric", name: "x", values: Float64Array.of(1, Number.NaN, 3, Number.NaN, 5, 3), gaps: 2 },
      marked.given[2],
    ]);
    expect(sample.data.notes).toEqual([
      ...marked.data.notes,
      "Learners of trees are given the gaps themselves, and send them down a branch of their own.",
    ]);
    const whole = await readSample(gaps(), roles("c"), { ...asRows, missing: "branch" });
    expect(whole.gapped).toBeUndefined();
  });

  test("marks of missing can be chosen", async () => {
    const path = file("marks.csv", "t,y,c\n1,0,.\n0,1,NA\n1,1,a\n");
    const sample = await readSample(path, roles("c"), { ...asRows, na: ["."], missing: "indicator" });
    expect(sample.given.map(plain)).toEqual([["(missing)", "NA", "a"]]);
  });

  test("nothing can be marked in the outcome, and dropping everything is refused", async () => {
    const path = file("hole.csv", "t,y,x\n1,,1\n0,1,\n");
    expect(await complaint(readSample(path, roles("x"), { missing: "indicator" }))).toMatchInlineSnapshot(
      `"--missing: missing values can be marked only in covariates, and the outcome has some too (of 2 rows): 'y' 1, 'x' 1 (given: indicator); use --missing drop"`,
    );
    expect(await complaint(readSample(path, roles("x"), { missing: "drop" }))).toMatchInlineSnapshot(
      `"--missing: every row has a missing value: 'y' 1, 'x' 1 (given: drop); leave out the columns with most of them"`,
    );
  });

  test("NaN in a typed file is missing", async () => {
    await prepare(
      "COPY (SELECT i % 2 AS t, i AS y, CASE WHEN i = 2 THEN 'nan'::DOUBLE ELSE i END AS x FROM range(4) r(i)) TO '$dir/nan.parquet'",
    );
    const sample = await readSample(pathOf("nan.parquet"), roles("x"), { ...asRows, missing: "drop" });
    expect(sample.data.missing).toEqual({ x: 1 });
  });
});
