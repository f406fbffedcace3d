import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { writeBeside } from "../../src/table/beside.js";
import { readSample, writeRows } from "../../src/table/index.js";
import { asRows, complaint, file, pathOf, plain } from "./helpers.js";

const columns = [
  { name: 'u "x", y', values: ['a,"b"', "line\nend", ""] },
  { name: "n", values: Int32Array.of(1, 0, -7) },
  { name: "p", values: Float64Array.of(0.1, Number.NaN, 1e-300) },
  { name: "flag", values: [true, false, true] },
  { name: "whole", values: [3, 4, 5] },
  { name: "mixed", values: [1, "a", true] },
  { name: "<b>", values: [0.5, 1, 2] },
];
const left = () => readdirSync(dirname(pathOf("x"))).filter((name) => name.endsWith(".tmp"));

test("CSV", async () => {
  await writeRows(pathOf("out.csv"), columns);
  expect(readFileSync(pathOf("out.csv"), "utf8")).toMatchInlineSnapshot(`
    ""u ""x"", y",n,p,flag,whole,mixed,<b>
    "a,""b""",1,0.1,true,3,1,0.5
    "line
    end",0,,false,4,a,1.0
    "",-7,1e-300,true,5,true,2.0
    "
  `);
  expect(left()).toEqual([]);
});

test("Parquet, more than one chunk, read back", async () => {
  const rows = 5000;
  await writeRows(pathOf("out.parquet"), [
    { name: "t", values: Int32Array.from({ length: rows }, (_, i) => i % 2) },
    { name: "y", values: Float64Array.from({ length: rows }, (_, i) => i / 3) },
    { name: "c", values: Array.from({ length: rows }, (_, i) => `c${i % 7}`) },
  ]);
  const sample = await readSample(pathOf("out.parquet"), { treatment: "t", outcome: "y", given: ["c"] }, asRows);
  expect([...sample.outcome.values]).toEqual(Array.from({ length: rows }, (_, i) => i / 3));
  expect(plain(sample.given[0])[4999]).toBe(`c${4999 % 7}`);
});

test("an existing file is replaced only by a whole one", async () => {
  const path = file("kept.csv", "old");
  await expect(
    writeBeside(path, async (temporary) => {
      expect(temporary).toMatch(/\/\.kept\.csv\.\d+\.tmp$/);
      file("kept.csv.half", "x");
      throw new Error("stopped");
    }),
  ).rejects.toThrow("stopped");
  expect(readFileSync(path, "utf8")).toBe("old");
  await writeRows(path, [{ name: "a", values: [1] }]);
  expect(readFileSync(path, "utf8")).toBe("a\n1\n");
  expect(left()).toEqual([]);
});

test("refused", async () => {
  const one = [{ name: "a", values: [1] }];
  expect(await complaint(writeRows(pathOf("out.xlsx"), one))).toMatchInlineSnapshot(
    `"output: this kind of file cannot be written (given: out.xlsx); give a name that ends in .csv or .parquet"`,
  );
  expect(await complaint(writeRows(pathOf("no/such/out.csv"), one))).toMatchInlineSnapshot(
    `"output: there is no such folder (given: no/such/out.csv); make it first"`,
  );
  expect(await complaint(writeRows(pathOf("twice.csv"), [...one, { name: "A", values: [2] }]))).toMatchInlineSnapshot(
    `"output: two columns would have the same name (capitals do not count) (given: 'A'); rename one of them"`,
  );
  expect(existsSync(pathOf("twice.csv"))).toBe(false);
});

test("Ctrl-C removes what was begun and exits with 130", async () => {
  const begun = pathOf("begun.csv");
  const source = new URL("../../src/table/beside.ts", import.meta.url).pathname;
  const built = pathOf("beside.mjs");
  await build({ entryPoints: [source], outfile: built, bundle: true, platform: "node", format: "esm" });
  const script = `import { writeFileSync } from "node:fs";
    import { writeBeside } from ${JSON.stringify(built)};
    await writeBeside(${JSON.stringify(begun)}, async (temporary) => {
      writeFileSync(temporary, "half");
      console.log("begun");
      await new Promise((done) => setTimeout(done, 30_000));
    });`;
  const child = spawn(process.execPath, [file("interrupt.mjs", script)], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((seen) => child.stdout.once("data", seen));
  expect(left()).toHaveLength(1);
  child.kill("SIGINT");
  expect(await new Promise((done) => child.once("exit", done))).toBe(130);
  expect(left()).toEqual([]);
  expect(existsSync(begun)).toBe(false);
});
