import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { disco, root } from "./disco.ts";

const MODEL = "examples/models/subsidy.disco.json";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-simulate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Rows as records of texts; none of the fields of these tests holds a comma. */
function rowsOf(csv: string): Record<string, string>[] {
  const [head, ...lines] = csv.trimEnd().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((field, i) => [names[i], field])));
}

/** Rows on standard output. */
function drawn(words: readonly string[]): Record<string, string>[] {
  const { code, out, err } = disco(["simulate", ...words]);
  expect([code, err]).toEqual([0, ""]);
  return rowsOf(out);
}

const share = (rows: readonly unknown[], among: readonly unknown[]) => rows.length / among.length;

describe("rows", () => {
  it("are those of the model, and are CSV on standard output", () => {
    const rows = drawn([MODEL, "-n", "20_000"]);
    expect(rows).toHaveLength(20_000);
    expect(Object.keys(rows[0])).toEqual(["unit", "subsidy", "retained"]);
    const treated = rows.filter((row) => row.subsidy === "1");
    const loyal = rows.filter((row) => row.unit === "Loyal");
    const stayed = treated.filter((row) => row.retained === "1");
    // THEORY 9, G2, within 4 standard errors.
    expect(Math.abs(share(treated, rows) - 0.37)).toBeLessThan(4 * Math.sqrt((0.37 * 0.63) / 20_000));
    expect(Math.abs(share(loyal, rows) - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / 20_000));
    expect(Math.abs(share(stayed, rows) - 0.233)).toBeLessThan(4 * Math.sqrt((0.233 * 0.767) / 20_000));
  });

  it("are the same for every number of rows and of threads, other with another seed", () => {
    const rows = drawn([MODEL, "-n", "2e5"]);
    expect(drawn([MODEL, "-n", "1000"])).toEqual(rows.slice(0, 1000));
    expect(drawn([MODEL, "-n", "200000", "--workers", "2"])).toEqual(rows);
    expect(drawn([MODEL, "-n", "1000", "--seed", "2"])).not.toEqual(rows.slice(0, 1000));
  });

  it("keep individuals and noise when something is set", () => {
    const before = drawn([MODEL, "-n", "5000"]);
    const after = drawn([MODEL, "-n", "5000", "--do", "subsidy=1"]);
    expect(after.every((row) => row.subsidy === "1")).toBe(true);
    expect(after.map((row) => row.unit)).toEqual(before.map((row) => row.unit));
    const same = before.flatMap((row, i) => (row.subsidy === "1" ? [[row.retained, after[i].retained]] : []));
    for (const [was, is] of same) expect(is).toBe(was);
    const stayed = after.filter((row) => row.retained === "1");
    expect(Math.abs(share(stayed, after) - 0.49)).toBeLessThan(4 * Math.sqrt(0.25 / 5000));
  });

  it("of a continuous population have its attributes", () => {
    const rows = drawn(["examples/models/score.disco.json", "-n", "4000"]);
    expect(Object.keys(rows[0])).toEqual(["ability", "score"]);
    const mean = rows.reduce((sum, row) => sum + Number(row.score), 0) / rows.length;
    expect(Math.abs(mean - 500)).toBeLessThan(4 * Math.sqrt(10_000 / 4000));
  });

  it("are one JSON document with --json", () => {
    const { out } = disco(["simulate", MODEL, "-n", "20_000", "--json"]);
    const { columns, rows } = JSON.parse(out);
    expect(columns).toEqual(["unit", "subsidy", "retained"]);
    expect(rows).toHaveLength(20_000);
    const texts = rows.map((row: unknown[]) => row.map(String));
    expect(texts.slice(0, 50)).toEqual(drawn([MODEL, "-n", "50"]).map((row) => Object.values(row)));
  });

  it("are not mourned when nobody listens: `disco | head`", () => {
    const script = `node cli/bin/disco.js simulate ${MODEL} -n 1e9 | head -3; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: root, encoding: "utf8" });
    expect(stdout).toMatch(/^unit,subsidy,retained\n\w+,[01],[01]\n\w+,[01],[01]\n0\n$/);
    expect(stderr).toBe("");
  });
});

describe("a file", () => {
  it.each(["csv", "jsonl", "parquet"])(".%s has the same rows, and comes complete", (ending) => {
    const path = join(folder, `rows.${ending}`);
    const { code, out, err } = disco(["simulate", MODEL, "-n", "3000", "--out", path]);
    expect([code, out, err]).toEqual([0, "", `wrote ${path}: 3,000 rows\n`]);
    expect(readdirSync(folder)).toEqual([`rows.${ending}`]);
    const rows = drawn([MODEL, "-n", "3000"]);
    if (ending === "csv") expect(rowsOf(readFileSync(path, "utf8"))).toEqual(rows);
    if (ending === "jsonl") {
      const lines = readFileSync(path, "utf8").trimEnd().split("\n");
      const texts = lines.map((line) =>
        Object.fromEntries(Object.entries(JSON.parse(line)).map(([name, value]) => [name, String(value)])),
      );
      expect(texts).toEqual(rows);
    }
    // Whatever it is, it can be asked about.
    const words = ["attribute", path, "--treatment", "subsidy", "--outcome", "retained", "--given", "unit", "--json"];
    const answer = JSON.parse(disco(words).out);
    expect(answer.data.read).toBe(3000);
    expect(answer.evidence[0].rows).toBe(rows.filter((row) => row.subsidy === "1" && row.retained === "1").length);
  });

  it("is told of by --json, and by nothing with --quiet", () => {
    const path = join(folder, "rows.csv");
    const { out, err } = disco([
      "simulate",
      MODEL,
      "-n",
      "10",
      "--do",
      "subsidy=0",
      "--out",
      path,
      "--json",
      "--quiet",
    ]);
    expect(err).toBe("");
    expect(JSON.parse(out)).toEqual({
      rows: 10,
      columns: ["unit", "subsidy", "retained"],
      seed: 1,
      set: { subsidy: 0 },
      out: path,
    });
  });

  it("is not begun when a law is none for values that were drawn", () => {
    const model = join(folder, "m.disco.json");
    const variables = { A: { normal: { mean: 0, sd: 1 } }, B: { bernoulli: "A" } };
    writeFileSync(model, JSON.stringify({ disco: 1, variables }));
    const { code, err } = disco(["simulate", model, "-n", "1000", "--out", join(folder, "rows.csv")]);
    expect([code, err.includes("bug in Disco")]).toEqual([2, false]);
    expect(readdirSync(folder)).toEqual(["m.disco.json"]);
  });
});

it.each([
  [["simulate"], /^disco simulate: no model; name one: `disco simulate subsidy.disco.json -n 1000`/],
  [["simulate", MODEL], /^disco simulate: it is not said how many rows; write -n 1000/],
  [["simulate", MODEL, "-n", "0"], /^-n: it should be a whole number from 1/],
  [["simulate", MODEL, "-n", "many"], /^-n: it should be a whole number from 1/],
  [["simulate", MODEL, "-n", "5", "--do", "subsdy=1"], /subsdy.*subsidy/],
  [["simulate", MODEL, "-n", "5", "--do", "subsidy=7"], /subsidy/],
  [["simulate", MODEL, "-n", "5", "--do", "subsidy="], /at character/],
  [["simulate", MODEL, "-n", "5", "--do", "pt=1"], /pt/],
  [["simulate", MODEL, "-n", "5", "--do", "subsidy=1, subsidy=0"], /twice/],
  [["simulate", MODEL, "-n", "5", "--do", "retained=retained[subsidy=0]"], /^--do: a value is needed/],
  [["simulate", MODEL, "-n", "5", "--out", "rows.xlsx"], /^--out: the name's ending/],
  [["simulate", MODEL, "-n", "5", "--out", "nowhere/rows.csv"], /^--out: the folder does not exist/],
  [["simulate", MODEL, "5", "-n", "5"], /^disco simulate: more than the model is given/],
])("%j", (words, said) => {
  const { code, out, err } = disco(words);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(said);
  expect(err).not.toMatch(/bug in Disco/);
});
