import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disco } from "./disco.ts";

const TRIAL = "examples/surrogate/trial.csv";
const MODEL = "examples/models/surrogate.disco.json";
const roles = ["--treatment", "drug", "--surrogate", "arrhythmia", "--outcome", "death", "--weight", "patients"];
const ofModel = ["--treatment", "X", "--surrogate", "S", "--outcome", "Y"];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-surrogate-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A table written for one test. */
function table(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

describe("disco check --surrogate", () => {
  it("answers 0 though the surrogate misleads, and says by how much", () => {
    const { code, out, err } = disco(["check", TRIAL, ...roles, "--quiet"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("arrhythmia misleads");
    expect(out).toMatch(/drug on death = yes +\+6\.0 points +1\.7 to 10\.3/);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("prints one JSON document, with covariates and a graph", () => {
    const graph = "drug -> arrhythmia -> death; type -> arrhythmia; type -> death";
    const words = ["check", TRIAL, ...roles, "--given", "type", "--graph", graph, "--json", "--quiet"];
    const { code, out, err } = disco(words);
    expect([code, err]).toEqual([0, ""]);
    const check = JSON.parse(out);
    expect(check.kind).toBe("table");
    expect(check.given).toEqual(["type"]);
    expect(check.findings.map(({ kind }: { kind: string }) => kind)).toEqual([
      "reversal",
      "direct effect",
      "not transitive",
      "confounding",
    ]);
    expect(check.causes[0].text).toContain("The graph has no direct effect.");
    expect(disco(words).out).toBe(out);
  });

  it("judges a model too, and writes its page", () => {
    const page = join(folder, "model.html");
    const { code, out, err } = disco(["check", MODEL, ...ofModel, "--report", page, "--quiet"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("+ Cov(a, b) over individuals  −12.0 points");
    expect(readFileSync(page, "utf8")).toContain('id="disco-answer"');
  });

  it("writes a page of a table, with names that are markup", () => {
    const path = table("evil.csv", ["<b>x,s & t,y", "0,0,0", "0,1,0", "0,0,1", "1,1,1", "1,0,0", "1,1,0"]);
    const page = join(folder, "evil.html");
    const words = ["--treatment", "<b>x", "--surrogate", "s & t", "--outcome", "y", "--report", page, "--quiet"];
    const { code, err } = disco(["check", path, ...words]);
    expect([code, err]).toEqual([0, ""]);
    expect(readFileSync(page, "utf8").split('<script type="application/json"')[0]).not.toContain("<b>x");
  });
});

describe("what it says no to", () => {
  const rows = ["drug,s,same,once,arm,death", "0,0,0,1,0,0", "0,1,1,1,0,1", "1,0,1,1,1,1", "1,1,0,1,1,0"];
  const trial = () => table("small.csv", rows);
  const named = (surrogate: string) => [
    "--treatment",
    "drug",
    "--surrogate",
    surrogate,
    "--outcome",
    "death",
    "--quiet",
  ];

  it.each([
    [2, "death", "--surrogate: the same column is already the outcome (given: 'death'); name two different columns"],
    [2, "same", "--surrogate: it says in every row what the outcome death says"],
    [2, "once", "--surrogate: every row of once has the same value"],
    [3, "arm", "--surrogate: it never varies within an arm of drug"],
  ])("%i: %s", (code, surrogate, said) => {
    const found = disco(["check", trial(), ...named(surrogate)]);
    expect([found.code, found.out]).toEqual([code, ""]);
    expect(found.err).toContain(said);
  });

  it.each([
    [["check", TRIAL, "--surrogate", "arrhythmia", "--outcome", "death"], "disco check: no treatment"],
    [["check", MODEL, ...ofModel, "--given", "a"], "--given: this is for tables, and a model is given"],
    [
      ["check", MODEL, "--treatment", "X", "--surrogate", "T", "--outcome", "Y"],
      "--surrogate: the model has no variable of this name",
    ],
  ])("%j", (words, said) => {
    const { code, out, err } = disco(words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(said);
  });
});
