import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCommands } from "../support/commands.ts";
import { disco, root } from "./disco.ts";

const MODEL = "examples/models/subsidy.disco.json";
const CROSS = "P(retained[subsidy=0]=1 | subsidy=1, retained=1)";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-ask-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

// One test of each kind starts the command as a shell would (`disco`); others have it loaded once.
const commands = startCommands();
afterAll(commands.close);
const loaded = (words: readonly string[]) => commands.disco(words, root);

/** The answer as a program reads it. */
async function asked(words: readonly string[]) {
  const { code, out, err } = await loaded(["ask", ...words, "--json"]);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

describe("an answer", () => {
  it("is the number, the question in words, and the three steps", () => {
    const { code, out, err } = disco(["ask", MODEL, CROSS]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^\n {2}0\.4927 {2}Of those with subsidy = 1 and retained = 1: would have/);
    expect(out).toMatch(/^ {4}Loyal +0\.2000 +0\.5400 +0\.4635 +0\.8500 +0\.3940$/m);
    expect(out).not.toContain("\x1b");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  // THEORY 9, G2, G1 and G3.
  it.each([
    [MODEL, CROSS, 574 / 1165],
    [MODEL, "P(retained=1 | subsidy=1)", 233 / 370],
    [MODEL, "P(retained=1 | do(subsidy=1))", 49 / 100],
    [MODEL, "E[retained[subsidy=1]] - E[retained[subsidy=0]]", 21 / 100],
    [MODEL, "P(unit=Loyal | subsidy=1, retained=1)", 108 / 233],
    ["examples/models/exam.disco.json", "PC(passed=1)", 7 / 12],
    ["examples/models/layers.disco.json", "P(Y[X=0]=1 | X=1, Y=1)", 5517 / 16300],
  ])("%s %s", async (model, question, value) => {
    expect((await asked([model, question])).value).toBeCloseTo(value, 12);
  });

  it("turns with the dial", async () => {
    const at = async (coupling: string) =>
      (await asked([MODEL, "SHARES(subsidy=1, retained=1)", "--coupling", coupling])).shares;
    expect((await at("0")).chance.value).toBeCloseTo(583 / 2330, 12);
    expect((await at("0.5")).chance.value).toBeCloseTo(583 / 4660, 12);
    expect((await at("1")).anyway.value).toBeCloseTo(142 / 233, 12);
  });

  it("takes the model from standard input, and a question that begins with a minus behind --", () => {
    const text = readFileSync(join(root, MODEL), "utf8");
    const words = ["cli/bin/disco.js", "ask", "--json", "-", "--", "-P(retained=1 | subsidy=1)"];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: root, input: text, encoding: "utf8" });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).value).toBeCloseTo(-233 / 370, 12);
  });

  it("comes as a page, and says so", async () => {
    const page = join(folder, "answer.html");
    const { code, err } = disco(["ask", MODEL, CROSS, "--report", page]);
    expect([code, err]).toEqual([0, `wrote ${page}\n`]);
    expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>/i);
    expect(readdirSync(folder)).toEqual(["answer.html"]);
    expect((await loaded(["ask", MODEL, CROSS, "--quiet", "--report", page])).err).toBe("");
  });

  it("says more with --more", async () => {
    const { out } = await loaded(["ask", MODEL, "SHARES(subsidy=1, retained=1)", "--more"]);
    expect(out).toContain("Four-way split");
    expect(out).toContain("Assumptions");
    expect((await loaded(["ask", MODEL, "SHARES(subsidy=1, retained=1)"])).out).not.toContain("Assumptions");
  });

  it("is sampled when asked for, the same with the same seed and any number of workers", async () => {
    const words = [MODEL, CROSS, "--method", "sampled", "--draws", "200_000", "--level", "0.9"];
    const one = await asked(words);
    const again = JSON.parse(disco(["ask", ...words, "--json"]).out);
    const other = await asked([...words, "--seed", "2"]);
    const many = JSON.parse(disco(["ask", ...words, "--workers", "2", "--json"]).out);
    expect(Math.abs(one.value - 574 / 1165)).toBeLessThan(4 * one.diagnostics.standardError);
    expect(one.level).toBe(0.9);
    expect(one.diagnostics.draws).toBe(200_000);
    expect(again.value).toBe(one.value);
    expect(many.value).toBe(one.value);
    expect(other.value).not.toBe(one.value);
    expect((await loaded(["ask", ...words])).out).toMatch(/90 % interval: 0\.4\d+ to 0\.\d+/);
  });
});

describe("bad input", () => {
  const model = (text: string) => {
    const path = join(folder, "m.disco.json");
    writeFileSync(path, text);
    return path;
  };

  it.each([
    [["ask"], 'disco ask: no model; name one: `disco ask subsidy.disco.json "P(Y=1 | T=1)"`'],
    [["ask", MODEL], 'disco ask: no question; name one: `disco ask subsidy.disco.json "P(Y=1 | T=1)"`'],
    [
      ["ask", "no.disco.json", CROSS],
      "model: there is no such file (given: no.disco.json); name a .disco.json file, or - for standard input",
    ],
    [
      ["ask", "examples", CROSS],
      "model: this is a folder (given: examples); name a .disco.json file, or - for standard input",
    ],
    [
      ["ask", MODEL, "P(retained=1", "|", "subsidy=1)"],
      "disco ask: more than the model and the question is given (given: | subsidy=1)); put the whole question in quotation marks",
    ],
    [
      ["ask", MODEL, CROSS, "--couplng", "1"],
      "disco: there is no such option (given: --couplng); did you mean --coupling? `disco ask --help` lists them all",
    ],
    [
      ["ask", MODEL, "-P(retained=1)"],
      "disco: there is no such option (given: -P(retained=1)); write -- before a question that begins with a minus",
    ],
    [
      ["ask", MODEL, CROSS, "--coupling", "2"],
      "--coupling: it should be a number from 0 to 1 (given: 2); write --coupling 0.5",
    ],
    [
      ["ask", MODEL, CROSS, "--method", "magic"],
      "--method: there is no such choice (given: magic); choose one of auto, exact, sampled",
    ],
    [[MODEL], `disco: a model stands where a command should (given: ${MODEL}); write \`disco ask ${MODEL} "..."\``],
  ])("%j", async (words, said) => {
    expect(await loaded(words)).toMatchObject({ code: 2, out: "", err: `${said}\n` });
  });

  it.each([
    ["a question that breaks off", "P(retained=1 | subsidy=1", /at character/],
    ["a variable that is not there", "P(retaned=1)", /retaned.*retained/],
    ["evidence that cannot be", "P(retained=1 | subsidy=1, subsidy=0)", /subsidy/],
    ["nothing", "", /question/],
  ])("%s", async (_, question, said) => {
    const { code, out, err } = await loaded(["ask", MODEL, question, "--json"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(said);
    expect(err).not.toMatch(/bug in Disco/);
  });

  it.each([
    ["not JSON", "units: 3"],
    ["a table", readFileSync(join(root, "examples/subsidy/users.csv"), "utf8")],
    ["empty", ""],
    ["a list", "[]"],
    ["a cycle", '{"disco": 1, "variables": {"A": {"bernoulli": "B"}, "B": {"bernoulli": "A"}}}'],
    ["binary", "\u0000\u0001\u0002"],
  ])("a model file that is %s", async (_, text) => {
    const { code, out, err } = await loaded(["ask", model(text), "P(A=1)"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).not.toMatch(/bug in Disco/);
    expect(err).toContain("m.disco.json");
  });

  it("will not write over the model", () => {
    const path = join(folder, "m.html");
    writeFileSync(path, readFileSync(join(root, MODEL)));
    const { code, err } = disco(["ask", path, CROSS, "--report", path]);
    expect(code).toBe(2);
    expect(err).toContain("the same file");
  });
});

it("is refused with exit code 3 when what must be exact cannot be", () => {
  const path = join(folder, "c.disco.json");
  const text =
    '{"disco": 1, "variables": {"A": {"cauchy": {"location": 0, "scale": 1}}, "B": {"bernoulli": "logistic(A)"}}}';
  writeFileSync(path, text);
  const { code, out, err } = disco(["ask", path, "P(B=1 | A > 1)", "--method", "exact"]);
  expect([code, out]).toEqual([3, ""]);
  expect(err).not.toMatch(/bug in Disco/);
});

it("names in a model cannot reach the terminal", async () => {
  const path = join(folder, "evil.disco.json");
  const units = [{ name: "\u001b[31mred\u202e" }, { name: "b\u0007" }];
  writeFileSync(path, JSON.stringify({ disco: 1, units, variables: { A: { bernoulli: 0.5 } } }));
  for (const question of ["P(A=1 | A=1)", 'P(unit="\u001b[31mred\u202e" | A=1)', "P(unit=X)"]) {
    const { out, err } = await loaded(["ask", path, question, "--more"]);
    expect(out + err).toContain("[31mred");
    expect(out + err).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
  }
});

it("help has headings, the questions there are, examples and exit codes", () => {
  const { code, out } = disco(["ask", "--help"]);
  expect(code).toBe(0);
  for (const heading of ["What is asked:", "How it is computed:", "What comes out:"]) {
    expect(out).toContain(`\n${heading}\n`);
  }
  expect(out.match(/\$ disco ask/g)).toHaveLength(3);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(90);
});
