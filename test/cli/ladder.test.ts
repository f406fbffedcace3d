import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { disco } from "./disco.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-ladder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("shows two pairs of models, in 80 columns", () => {
  const { code, out, err } = disco(["ladder"]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/doing: here they part\n {4}≠ P\(Y=1 \| do\(T=1\)\) .* <- the first difference/);
  expect(out).toMatch(/imagining: here they part/);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

it("is one JSON document, and only the rung that is asked for", () => {
  const { code, out, err } = disco(["ladder", "--rung", "2", "--pairs", "2", "--seed", "7", "--json", "--quiet"]);
  expect([code, err]).toEqual([0, ""]);
  const { rungs, provenance } = JSON.parse(out);
  expect(rungs.map(({ rung, pairs }: { rung: number; pairs: unknown[] }) => [rung, pairs.length])).toEqual([[2, 2]]);
  expect(provenance.seed).toBe(7);
});

it("writes models that can be asked, and a page", () => {
  const page = join(folder, "ladder.html");
  const { code, err } = disco(["ladder", "--models", folder, "--report", page]);
  const first = join(folder, "rung1-pair1-first.disco.json");
  expect([code, err]).toEqual([0, `wrote ${page}\nwrote 4 models to ${folder}, the first as ${first}\n`]);
  expect(readdirSync(folder).sort()).toEqual([
    "ladder.html",
    "rung1-pair1-first.disco.json",
    "rung1-pair1-second.disco.json",
    "rung2-pair1-first.disco.json",
    "rung2-pair1-second.disco.json",
  ]);
  expect(readFileSync(page, "utf8")).toContain('aria-labelledby="ladder-1-1-title ladder-1-1-desc"');
  const { rungs } = JSON.parse(disco(["ladder", "--json"]).out);
  for (const [which, name] of ["first", "second"].entries()) {
    const file = join(folder, `rung1-pair1-${name}.disco.json`);
    const { value } = JSON.parse(disco(["ask", file, "P(Y=1 | do(T=1))", "--json"]).out);
    expect(value).toBe(rungs[0].pairs[0].rows[4].values[which]);
  }
});

it("overwrites no model", () => {
  const there = join(folder, "rung2-pair1-second.disco.json");
  writeFileSync(there, "mine");
  const { code, out, err } = disco(["ladder", "--models", folder]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^--models: a file of that name is there already \(given: .*rung2-pair1-second\.disco\.json\)/);
  expect(readdirSync(folder)).toEqual(["rung2-pair1-second.disco.json"]);
  expect(readFileSync(there, "utf8")).toBe("mine");
});

it.each([
  [["--rung", "3"], /^--rung: layer 3, imagining, is the top: no rung leads above it \(given: 3\); write --rung 1/],
  [["--rung", "0"], /^--rung: there is no such rung \(given: 0\)/],
  [["--rung", "1", "--rung", "2"], /^--rung: it stands twice/],
  [["--pairs", "0"], /^--pairs: it should be a whole number from 1 to 100 \(given: 0\)/],
  [["--seed", "x"], /^--seed: it should be a whole number/],
  [["--models", "no/such/folder"], /^--models: the folder does not exist \(given: no\/such\/folder\); make it first/],
  [["--models", "package.json"], /^--models: this is a file, not a folder/],
  [["--report", "ladder.pdf"], /^--report: the name's ending says what to write/],
  [["model.disco.json"], /^disco ladder: it takes no table and no model \(given: model\.disco\.json\)/],
])("%j", (words, said) => {
  const { code, out, err } = disco(["ladder", ...words]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(said);
});
