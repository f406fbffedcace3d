import { describe, expect, test } from "vitest";
import { finiteCells } from "../../src/num/finite-cells.js";
import { readFrame, readSample } from "../../src/table/index.js";
import { asRows, complaint, file, plain, roles } from "./helpers.js";

const kinds = () =>
  file(
    "kinds.csv",
    "n,b,l,d,zip,w\n1e3,true,b,2020-01-01,00123,2\n-2,FALSE,B,1969-12-31,10001,1\n0.5,True,é,1970-01-01,10001,3\n",
  );

describe("columns without roles", () => {
  test("numbers stay numbers, texts and truth values are labels, dates are days", async () => {
    const frame = await readFrame(kinds(), ["n", "b", "l", "d", "zip"]);
    expect(frame.rows).toBe(3);
    expect(frame.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "n numeric",
      "b categorical",
      "l categorical",
      "d numeric",
      "zip numeric",
    ]);
    expect(frame.columns.map(plain)).toEqual([
      [1000, -2, 0.5],
      ["true", "false", "true"],
      ["b", "B", "é"],
      [18262, -1, 0],
      [123, 10001, 10001],
    ]);
    expect(frame.columns[1]).toMatchObject({ levels: ["false", "true"] });
    expect(frame.columns[2]).toMatchObject({ levels: ["B", "b", "é"] });
    expect(frame.weights).toBeUndefined();
    expect(frame.data).toMatchObject({ read: 3, used: 3, missing: {} });
    expect(frame.data.notes).toEqual(["Dates were read as days since 1970-01-01: 'd'."]);
  });

  test("labels are kept to the letter, and numbers that are labels are words", async () => {
    const frame = await readFrame(kinds(), ["zip", "d", "n"], { labels: ["zip", "d", "n"] });
    expect(frame.columns.map(plain)).toEqual([
      ["00123", "10001", "10001"],
      ["2020-01-01", "1969-12-31", "1970-01-01"],
      ["1e3", "-2", "0.5"],
    ]);
    expect(frame.data.notes).toEqual([]);
  });

  test("a column may be asked for twice, and is there once, in the order of the names", async () => {
    const frame = await readFrame(kinds(), ["l", "n", "l"]);
    expect(frame.columns.map(({ name }) => name)).toEqual(["l", "n"]);
  });

  test("derived columns, weights that count, and weights that are a law", async () => {
    const counted = await readFrame(kinds(), ["b", "high"], { weight: "w", derive: ["high = n > 0"] });
    expect(counted.columns.map(plain)).toEqual([
      ["true", "false", "true"],
      ["true", "false", "true"],
    ]);
    expect(counted.weights).toEqual({ name: "w", kind: "counts", values: Float64Array.of(2, 1, 3) });
    expect(counted.data.notes).toEqual(["The 3 rows stand for 6 observations (column 'w')."]);
    const law = await readFrame(kinds(), ["b"], { weight: "p", derive: ["p = w / 6"] });
    expect(law.weights?.kind).toBe("law");
    expect(finiteCells(law)).toMatchObject({ kind: "law", columns: [{ values: ["false", "true"] }] });
    expect([...finiteCells(law).mass].map((p) => p.toFixed(12))).toEqual([(1 / 6).toFixed(12), (5 / 6).toFixed(12)]);
  });

  test("equal rows are counted where they repeat a lot, and the order of the file changes nothing", async () => {
    const rows = Array.from({ length: 2400 }, (_, i) => `${i % 2},${"abc"[i % 3]},${i % 4 > 1}`);
    const path = (lines: readonly string[]) => file("equal.csv", `x,c,b\n${lines.join("\n")}\n`);
    const counted = await readFrame(path(rows), ["x", "c", "b"]);
    expect(counted.rows).toBe(12);
    expect(counted.weights).toMatchObject({ kind: "counts" });
    expect(await readFrame(path(rows.toReversed()), ["x", "c", "b"])).toEqual(counted);
    const kept = await readFrame(path(rows), ["x", "c", "b"], asRows);
    expect(kept.rows).toBe(2400);
    expect(finiteCells(kept)).toEqual(finiteCells(counted));
  });

  test("are the covariates of a sample, but for truth values", async () => {
    const path = kinds();
    const given = ["n", "l", "d"];
    const sample = await readSample(path, { ...roles(...given), treatment: "b", outcome: "w" }, asRows);
    expect((await readFrame(path, given)).columns).toEqual(sample.given);
  });
});

describe("what is refused", () => {
  const gaps = () => file("gaps.csv", "x,y\n1,a\nNA,b\n3,NA\n4,d\n");

  test("missing values, unless the rows are dropped", async () => {
    expect(await complaint(readFrame(gaps(), ["x", "y"]))).toMatchInlineSnapshot(
      `"table: there are missing values (of 4 rows): 'x' 1, 'y' 1 (given: gaps.csv); use --missing drop to leave those rows out"`,
    );
    const frame = await readFrame(gaps(), ["x", "y"], { missing: "drop" });
    expect(frame.columns.map(plain)).toEqual([
      [1, 4],
      ["a", "d"],
    ]);
    expect(frame.data).toMatchObject({ read: 4, used: 2, missing: { x: 1, y: 1 } });
    expect(await complaint(readFrame(gaps(), ["x"], { missing: "indicator" }))).toMatchInlineSnapshot(
      `"--missing: missing values cannot be marked here: a mark would be one more column, and no variable of the graph (given: indicator); use --missing drop"`,
    );
  });

  test("names that are not there, empty columns, no names, two parts for one column", async () => {
    expect(await complaint(readFrame(kinds(), ["n", "lz"]))).toMatchInlineSnapshot(
      `"column: there is no such column; did you mean 'l'? (given: 'lz'); the columns are 'n', 'b', 'l', 'd', 'zip', 'w' (what nobody measured is marked latent in a graph)"`,
    );
    expect(await complaint(readFrame(file("empty.csv", "x,y\n1,\n2,\n"), ["x", "y"]))).toMatchInlineSnapshot(
      `"column: every row of this column is missing (given: 'y'); leave it out, or check how the file was written"`,
    );
    expect(await complaint(readFrame(kinds(), []))).toMatchInlineSnapshot(
      `"column: no column is asked about; name at least one"`,
    );
    expect(await complaint(readFrame(kinds(), ["n", "w"], { weight: "w" }))).toMatchInlineSnapshot(
      `"--weight: this column is asked about too (given: 'w'); leave it out of one of the two"`,
    );
    expect(await complaint(readFrame(kinds(), ["n"], { labels: ["zip"] }))).toMatchInlineSnapshot(
      `"--labels: this column is not asked about, so it cannot be read as labels (given: 'zip'); choose from 'n'"`,
    );
  });
});
