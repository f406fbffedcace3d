import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { uniformStream } from "../../src/num/random.js";
import { type StreamChunk, type StreamColumn, writeStream } from "../../src/table/index.js";
import { complaint, file, pathOf } from "./helpers.js";

const LABELS = ["plain", 'with "quotes", and comma', "it's", "", "line\nend"];
const columns: readonly StreamColumn[] = [
  { name: 'u "x", y', kind: "label", labels: LABELS },
  { name: "n", kind: "integer" },
  { name: "p", kind: "number" },
];
const left = () => readdirSync(dirname(pathOf("x"))).filter((name) => name.includes(".tmp"));

/** Rows of which each is known by its number. */
const uniform = uniformStream(1);
const numbers = Float64Array.from({ length: 10_000 }, (_, i) =>
  i % 97 === 0 ? Number.NaN : (uniform() - 0.5) * 10 ** (i % 300),
);

async function* chunks(sizes: readonly number[]): AsyncGenerator<StreamChunk> {
  let from = 0;
  for (const rows of sizes) {
    const row = Int32Array.from({ length: rows }, (_, i) => from + i);
    yield { rows, columns: [row.map((i) => i % LABELS.length), row, Float64Array.from(row, (i) => numbers[i])] };
    from += rows;
  }
}

async function readBack(sql: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql);
  const rows = reader.getRowsJS();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

test.each([
  ["rows.parquet", "read_parquet"],
  ["rows.csv", "read_csv"],
  ["rows.jsonl", "read_json"],
  ["rows.NDJSON", "read_json"],
])("%s: chunks of any size come back whole, in order, to the last bit", async (name, read) => {
  const path = pathOf(name);
  const heard: number[] = [];
  await writeStream(path, columns, chunks([1, 2048, 0, 3000, 4951]), (rows) => heard.push(rows));
  expect(heard).toEqual([1, 2049, 2049, 5049, 10_000]);
  const rows = await readBack(
    `SELECT * FROM ${read}('${path}'${read === "read_csv" ? ", all_varchar = true, nullstr = 'NULL'" : ""})`,
  );
  expect(rows.length).toBe(10_000);
  rows.forEach(([label, n, p], i) => {
    const number = Number.isNaN(numbers[i]) ? null : numbers[i];
    const found = p === "" || p === null ? null : Number(p);
    if (label !== LABELS[i % LABELS.length] || Number(n) !== i || found !== number) {
      throw new Error(`row ${i}: ${String(label)}, ${String(n)}, ${String(p)} for ${number}`);
    }
  });
  expect(left()).toEqual([]);
});

test("whole numbers are written as such, and the header is there when no row is", async () => {
  await writeStream(pathOf("none.csv"), columns, chunks([]));
  expect(readFileSync(pathOf("none.csv"), "utf8")).toBe('"u ""x"", y",n,p\n');
  await writeStream(pathOf("few.csv"), columns, chunks([3]));
  expect(readFileSync(pathOf("few.csv"), "utf8").split("\n").slice(0, 2)).toEqual(['"u ""x"", y",n,p', "plain,0,"]);
});

test("what fails half-way leaves the old file and nothing else", async () => {
  const path = file("kept.parquet", "old");
  async function* failing() {
    yield* chunks([5000]);
    throw new Error("stopped");
  }
  await expect(writeStream(path, columns, failing())).rejects.toThrow("stopped");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(left()).toEqual([]);
});

test("what cannot be written is said before anything is drawn", async () => {
  async function* never() {
    yield* chunks([1]);
    throw new Error("drawn");
  }
  expect(await complaint(writeStream(pathOf("x.xlsx"), columns, never()))).toBe(
    "output: this kind of file cannot be written (given: x.xlsx); give a name that ends in .csv, .parquet or .jsonl",
  );
  expect(await complaint(writeStream(pathOf("no/x.csv"), columns, never()))).toContain("there is no such folder");
  const twice = [...columns, { name: "N", kind: "integer" }] as const;
  expect(await complaint(writeStream(pathOf("x.csv"), twice, never()))).toContain(
    "two columns would have the same name",
  );
});

test("an interrupt leaves no file behind", async () => {
  const path = pathOf("interrupted.parquet");
  const table = pathToFileURL(`${import.meta.dirname}/../../dist/table/index.js`);
  const script = `
    import { writeStream } from ${JSON.stringify(table.href)};
    async function* rows() {
      for (;;) {
        yield { rows: 2048, columns: [new Float64Array(2048)] };
        console.log("more");
        await new Promise((go) => setTimeout(go, 20));
      }
    }
    await writeStream(${JSON.stringify(path)}, [{ name: "x", kind: "number" }], rows());`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  const seen = new Promise((resolve) => child.stdout.once("data", resolve));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await seen;
  expect(left().length).toBeGreaterThan(0);
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(left()).toEqual([]);
  expect(existsSync(path)).toBe(false);
});
