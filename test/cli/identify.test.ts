import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { disco } from "./disco.ts";

const folder = mkdtempSync(join(tmpdir(), "disco-identify-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const SMOKING = ["examples/graphs/smoking.dag", "P(cancer | do(smoking))"];

describe("disco identify", () => {
  it("prints one JSON document, with formula, derivation and number (DESIGN 4.4)", () => {
    const ran = disco([
      "identify",
      ...SMOKING,
      "--data",
      "examples/smoking/causality.csv",
      "--weight",
      "share",
      "--json",
    ]);
    expect([ran.code, ran.err]).toEqual([0, ""]);
    const answer = JSON.parse(ran.out);
    expect(answer).toMatchObject({ identified: true, at: { smoking: 1, cancer: 1 } });
    expect(answer.value).toBeCloseTo(0.4525, 12);
    expect(answer.estimand.text).toBe("Σ_tar P(tar | smoking) Σ_smoking' P(cancer | smoking', tar) P(smoking')");
    expect(answer.estimand.latex).toContain("\\sum_{\\mathit{tar}}");
    expect(answer.derivation.length).toBeGreaterThan(0);
  });

  it("takes a question from --treatment and --outcome, and from what the graph marks", () => {
    const flags = ["--treatment", "X", "--outcome", "Y", "--json"];
    const asked = disco(["identify", "X -> Y; Z -> {X Y}", ...flags]);
    const marked = disco(["identify", "dag { X [exposure] Y [outcome] X -> Y Z -> {X Y} }", "--json"]);
    expect([asked, marked].map(({ out }) => JSON.parse(out).query)).toEqual(["P(Y | do(X))", "P(Y | do(X))"]);
  });

  it("reads a model as its graph", () => {
    const ran = disco(["identify", "examples/models/subsidy.disco.json", "ATE(subsidy -> retained)", "--json"]);
    expect(ran.code).toBe(3);
    expect(JSON.parse(ran.out).reading.unit).toBe("U");
  });

  it("says no with exit code 3, and writes two models that the question tells apart", () => {
    const models = join(folder, "pair.disco.json");
    const ran = disco(["identify", "examples/graphs/bow.dag", "P(Y=1 | do(X=1))", "--models", models, "--json"]);
    expect(ran.code).toBe(3);
    const { witness } = JSON.parse(ran.out);
    const values = [1, 2].map((i) => {
      const path = models.replace(".disco.json", `-${i}.disco.json`);
      return JSON.parse(disco(["ask", path, witness.question, "--coupling", "1", "--json"]).out).value;
    });
    expect(values).toEqual(witness.values);
    const laws = [1, 2].map((i) => {
      const path = models.replace(".disco.json", `-${i}.disco.json`);
      const cells = ["X=0, Y=0", "X=0, Y=1", "X=1, Y=0"];
      return cells.map((cell) => JSON.parse(disco(["ask", path, `P(${cell})`, "--json"]).out).value);
    });
    expect(laws[0]).toEqual(laws[1]);
  });

  it("draws a page and a picture, and says so", () => {
    const [page, drawing] = [join(folder, "page.html"), join(folder, "graph.svg")];
    const ran = disco(["identify", ...SMOKING, "--report", page, "--svg", drawing]);
    expect([ran.code, ran.err]).toEqual([0, `wrote ${page}\nwrote ${drawing}\n`]);
    expect(readFileSync(page, "utf8")).toContain('id="disco-answer"');
    expect(readFileSync(drawing, "utf8")).toMatch(/^<svg/);
    expect(readdirSync(folder).filter((name) => name.startsWith(".disco-"))).toEqual([]);
  });

  it("gives a formula and no number where a column has too many values, and says why", () => {
    const path = file("long.csv", `X,Y\n${Array.from({ length: 300 }, (_, i) => `${i % 2},${i}`).join("\n")}\n`);
    const ran = disco(["identify", "X -> Y", "P(Y=1 | do(X=1))", "--data", path, "--json"]);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out).value).toBeUndefined();
    expect(ran.err).toContain("There is no number: column 'Y': it has 300 distinct values");
  });

  it("evaluates a formula over two populations and an experiment", () => {
    const trial = file(
      "trial.csv",
      "X,Z,Y,n\n0,0,1,10\n0,0,0,30\n1,0,1,20\n1,0,0,20\n0,1,1,10\n0,1,0,10\n1,1,1,15\n1,1,0,5\n",
    );
    const city = file("city.csv", "Z,n\n0,25\n1,75\n");
    const graph = "Z [differs]; Z -> Y; X -> Y; X <-> Y";
    const ran = disco([
      ...["identify", graph, "P(Y=1 | do(X=1))", "--data", trial, "--weight", "n", "--json"],
      ...["--experiment", "X", "--experiment-data", trial, "--target", "Z", "--target-data", city],
    ]);
    expect(ran.code, ran.err).toBe(0);
    // 1/4 of the city has Z = 0, where half of the treated have Y = 1; of the others three in four.
    expect(JSON.parse(ran.out).value).toBeCloseTo(0.25 * 0.5 + 0.75 * 0.75, 12);
  });
});

describe("what is wrong with it", () => {
  it.each([
    ["no graph file", ["nowhere.dag", "P(Y | do(X))"]],
    ["a folder", ["examples", "P(Y | do(X))"]],
    ["no question", ["X -> Y"]],
    ["a question in pieces", ["X -> Y", "P(Y", "|", "do(X))"]],
    ["a weight without a table", ["X -> Y", "P(Y | do(X))", "--weight", "n"]],
    ["a table of other things", ["X -> Y", "P(Y | do(X))", "--data", "examples/smoking/primer.csv"]],
    [
      "more tables than experiments",
      ["tar -> cancer", "P(cancer | do(tar))", "--data", "examples/smoking/primer.csv", "--experiment-data", "a.csv"],
    ],
    ["a model that is none", ['{"disco": 1, "variables": {"X": {"bernoulli": 2}}}', "P(X)"]],
    ["a graph without variables", ["", "P(Y | do(X))"]],
    ["a sign that is no edge", ["X => Y", "P(Y | do(X))"]],
    ["the wrong ending", ["X -> Y", "P(Y | do(X))", "--svg", "graph.png"]],
    ["time that is none", ["X -> Y", "P(Y | do(X))", "--seconds", "soon"]],
  ])("%s", (_, words) => {
    const ran = disco(["identify", ...words]);
    expect([ran.code, ran.out]).toEqual([2, ""]);
    expect(ran.err).toMatchSnapshot();
  });
});
