import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readSample } from "../../src/table/index.js";
import { asRows, complaint, file, pathOf, plain, prepare, roles } from "./helpers.js";

const CSV = "t,y,age,city\n1,0,30,Oslo\n0,1,41.5,Rome\n1,1,22,Oslo\n";
const ANSWER = [
  [30, 41.5, 22],
  ["Oslo", "Rome", "Oslo"],
];

async function read(path: string, options = {}) {
  const sample = await readSample(path, roles("age", "city"), { ...asRows, ...options });
  expect([...sample.treatment.values]).toEqual([1, 0, 1]);
  expect([...sample.outcome.values]).toEqual([0, 1, 1]);
  expect(sample.data).toMatchObject({ read: 3, used: 3, missing: {} });
  return sample;
}

describe("formats", () => {
  test.each([
    ["a.csv", CSV],
    ["a.txt", CSV.replaceAll(",", "|")],
    ["a.tsv", CSV.replaceAll(",", "\t")],
    ["semicolon.csv", CSV.replaceAll(",", ";")],
    ["windows.csv", CSV.replaceAll("\n", "\r\n")],
    ["oldmac.csv", CSV.replaceAll("\n", "\r")],
    ["windows-quoted.csv", CSV.replaceAll("\n", "\r\n").replaceAll("Oslo", '"Oslo"')],
    ["blank.csv", CSV.replaceAll("\n", "\n\n")],
    ["bom.csv", `\ufeff${CSV}`],
    ["single.csv", CSV.replaceAll("Oslo", "'Oslo'").replace("Rome", "'Rome'")],
    ["packed.csv.gz", gzipSync(CSV)],
    ["odd*name[1]?.csv", CSV],
    ["it's.csv", CSV],
  ])("%s", async (name, content) => {
    const sample = await read(file(name, content));
    expect(sample.given.map(plain)).toEqual(ANSWER);
    expect(sample.data.notes).toEqual([]);
  });

  test("parquet, JSON lines and DuckDB files", async () => {
    file("src.csv", CSV);
    await prepare(
      "COPY (FROM '$dir/src.csv') TO '$dir/a.parquet' (FORMAT parquet)",
      "COPY (FROM '$dir/src.csv') TO '$dir/a.jsonl' (FORMAT json)",
      "ATTACH '$dir/one.duckdb' AS o",
      "CREATE TABLE o.main.jobs AS FROM '$dir/src.csv'",
      "DETACH o",
      "ATTACH '$dir/two.db' AS w",
      `CREATE TABLE w.main."jobs ""x""" AS FROM '$dir/src.csv'`,
      "CREATE TABLE w.main.other AS FROM '$dir/src.csv'",
      "CREATE SCHEMA w.s",
      "CREATE TABLE w.s.deep AS FROM w.main.other",
      "USE w",
      "CREATE VIEW main.seen AS FROM other",
      "USE memory",
      "DETACH w",
    );
    for (const name of ["a.parquet", "a.jsonl", "one.duckdb"]) {
      expect((await read(pathOf(name))).given.map(plain), name).toEqual(ANSWER);
    }
    for (const table of ['jobs "x"', "other", "s.deep", "seen"]) {
      expect((await read(pathOf("two.db"), { table })).given.map(plain)).toEqual(ANSWER);
    }
    expect(await complaint(readSample(pathOf("two.db"), roles()))).toMatchInlineSnapshot(
      `"--table: the file has 4 tables: 'jobs "x"', 'other', 'seen', 's.deep' (given: two.db); say which one with --table"`,
    );
    expect(await complaint(readSample(pathOf("two.db"), roles(), { table: "nope" }))).toMatchInlineSnapshot(
      `"--table: the file has no such table; it has 'jobs "x"', 'other', 'seen', 's.deep' (given: 'nope'); say which one with --table"`,
    );
    expect(await complaint(readSample(pathOf("a.parquet"), roles(), { table: "x" }))).toMatchInlineSnapshot(
      `"--table: this is only for DuckDB files, and the table is a.parquet (given: x); leave it out"`,
    );
    expect(await complaint(readSample(pathOf("a.parquet"), roles(), { delimiter: ";" }))).toMatchInlineSnapshot(
      `"--delimiter: this is only for text tables (.csv, .tsv, .txt), and the table is a.parquet (given: ;); leave it out"`,
    );
  });

  test("a field that first appears late in JSON lines, and mixed values", async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `{"t":${i % 2},"y":${i % 3}${i > 25_000 ? ',"late":1' : ""}}`,
    );
    const sample = await readSample(file("late.jsonl", rows.join("\n")), roles("late"), { missing: "drop", ...asRows });
    expect(sample.data.used).toBe(4999);
    const mixed = '{"t":1,"y":1,"x":"a"}\n{"t":0,"y":0,"x":2}\n';
    const second = await readSample(file("mixed.jsonl", mixed), roles("x"), asRows);
    expect(second.given.map(plain)).toEqual([["a", "2"]]);
  });

  test("Latin-1 is recognised, or said", async () => {
    const latin = Buffer.from("t,y,städt\n1,0,Zürich\n0,1,Genève\n", "latin1");
    const sample = await readSample(file("latin.csv", latin), roles("städt"), asRows);
    expect(sample.given.map(plain)).toEqual([["Zürich", "Genève"]]);
    expect(sample.data.notes).toMatchInlineSnapshot(`
      [
        "latin.csv is not UTF-8, so it was read as Latin-1 (--encoding says otherwise).",
      ]
    `);
    const said = await readSample(pathOf("latin.csv"), roles("städt"), { ...asRows, encoding: "latin-1" });
    expect(said.data.notes).toEqual([]);
    expect(await complaint(readSample(pathOf("latin.csv"), roles(), { encoding: "utf-8" }))).toMatchInlineSnapshot(
      `"table: the text is not UTF-8 (given: latin.csv); use --encoding latin-1 if that is how it was written, or save it as UTF-8"`,
    );
    const late = Buffer.concat([
      Buffer.from(`t,y,c\n${"1,0,é\n0,1,b\n".repeat(400_000)}`),
      Buffer.from("1,1,\xff\n", "latin1"),
    ]);
    const error = await complaint(readSample(file("later.csv", late), roles("c"), asRows));
    expect(error).toMatchInlineSnapshot(
      `"table: the text is not UTF-8 on line 800002 (given: later.csv); use --encoding latin-1 if that is how it was written, or save it as UTF-8"`,
    );
  });

  test("quotes that hold delimiters, quotes and line ends; other escapes and delimiters", async () => {
    const text = 't,y,"a, ""b""\nc"\n1,0,"x, ""y""\nz"\n0,1,plain\n';
    const sample = await readSample(file("quotes.csv", text), roles('a, "b"\nc'), asRows);
    expect(sample.given.map(plain)).toEqual([['x, "y"\nz', "plain"]]);
    const slash = await readSample(file("slash.csv", 't,y,a\n1,0,"x \\"y\\""\n0,1,"z"\n'), roles("a"), asRows);
    expect(slash.given.map(plain)).toEqual([['x "y"', "z"]]);
    const caret = await readSample(file("caret.csv", "t^y^a\n1^0^x\n0^1^z\n"), roles("a"), {
      ...asRows,
      delimiter: "^",
    });
    expect(caret.given.map(plain)).toEqual([["x", "z"]]);
    const unquoted = await readSample(file("none.csv", 't,y,a\n1,0,5" pipe\n0,1,"z\n'), roles("a"), {
      ...asRows,
      quote: "",
    });
    expect(unquoted.given.map(plain)).toEqual([['5" pipe', '"z']]);
    const tab = await readSample(file("tab.csv", "t\ty\n1\t0\n0\t1\n"), roles(), { ...asRows, delimiter: "tab" });
    expect(tab.rows).toBe(2);
    expect(await complaint(readSample(pathOf("tab.csv"), roles(), { delimiter: "::" }))).toMatchInlineSnapshot(
      `"--delimiter: this cannot separate values (given: '::'); give one character, for example ';' or tab"`,
    );
    expect(await complaint(readSample(pathOf("tab.csv"), roles(), { quote: "ab" }))).toMatchInlineSnapshot(
      `"--quote: this cannot quote values (given: 'ab'); give one character, or '' if values are never quoted"`,
    );
  });
});

describe("files that are no tables", () => {
  const small = () => roles();
  test.each([
    ["missing.csv", undefined],
    ["image.png", "x"],
    ["empty.csv", ""],
    ["header.csv", "t,y\n"],
    ["header-cut.csv", "t,y"],
    ["bom-only.csv", "\ufeff"],
    ["binary.csv", Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 7919) % 256)],
    ["words.csv", "hello world\nthis is no table\n"],
    ["utf16.csv", Buffer.from("\ufefft,y\n1,0\n", "utf16le")],
    ["fake.parquet", "this is not parquet at all, however long"],
    ["fake.duckdb", "this is not a DuckDB file at all, however long"],
    ["fake.csv.gz", "t,y\n1,0\n"],
    ["broken.jsonl", '{"t":1,"y":0}\n{"t":\n'],
    ["short.csv", "t,y,a\n1,0,3\n1,0\n0,1,2\n"],
    ["long.csv", "t,y,a\n1,0,3\n1,0,4,5\n0,1,2\n"],
    ["mixed-ends.csv", "t,y\r\n1,0\n0,1\r\n1,1\r\n"],
    ["unclosed.csv", 't,y,a\n1,0,"x\n0,1,2\n'],
  ])("%s", async (name, content) => {
    const path = content === undefined ? pathOf(name) : file(name, content);
    expect(await complaint(readSample(path, small()))).toMatchSnapshot();
  });

  test("a folder", async () => {
    expect((await complaint(readSample(pathOf(""), small()))).replace(/\(given: .*\)/, "")).toMatchInlineSnapshot(
      `"table: this is a folder ; name the file inside it"`,
    );
  });

  test("a ragged line far down is named by its number", async () => {
    const text = `t,y\n${"1,0\n0,1\n".repeat(50_000)}1,0,7\n0,1\n`;
    expect(await complaint(readSample(file("far.csv", text), small()))).toMatchInlineSnapshot(
      `"table: line 100002 has 3 values where the header has 2 columns (given: far.csv); correct that line (a value that holds the delimiter must be quoted), or say --delimiter or --quote"`,
    );
  });
});
