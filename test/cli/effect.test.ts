import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METHODS } from "../../src/estimate/effect-options.js";
import { disco } from "./disco.ts";

const TRIAL = ["examples/jobs/nsw_dw.csv", "--treatment", "treat", "--outcome", "re78"];
const GIVEN = ["--given", "age,education,black,hispanic,married,nodegree,re74,re75"];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-effect-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("disco effect", () => {
  it("answers in one sentence, and with every estimator beside it", () => {
    const { code, out, err } = disco(["effect", ...TRIAL, ...GIVEN, "--quiet"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("With treat = 1, re78 is 1,696 higher");
    for (const name of ["AIPW", "plain difference", "g-formula", "Hajek", "TMLE", "matching", "least squares"]) {
      expect(out).toContain(name);
    }
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("prints one JSON document (DESIGN 4.5), the same for the same seed", () => {
    const words = ["effect", ...TRIAL, ...GIVEN, "--json", "--quiet", "--seed", "5", "--method", "aipw"];
    const [first, again] = [disco(words), disco(words)];
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(again).toEqual(first);
    const answer = JSON.parse(first.out);
    for (const key of [
      ...["question", "target", "recommended", "estimates", "overlap", "balance", "sensitivity"],
      ...["assumptions", "warnings", "data", "provenance"],
    ]) {
      expect(answer).toHaveProperty(key);
    }
    expect(Object.keys(answer.estimates)).toEqual(["difference", "aipw"]);
    expect(answer.estimates.aipw).toMatchObject({ layer: 2, level: 0.95 });
    expect(answer.provenance).toMatchObject({ seed: 5, folds: 5, learner: "linear" });
  });

  it("writes a page", () => {
    const page = join(folder, "effect.html");
    const { code, err } = disco(["effect", ...TRIAL, ...GIVEN, "--report", page, "--method", "hajek"]);
    expect(code).toBe(0);
    expect(err).toContain(`wrote ${page}`);
    expect(readFileSync(page, "utf8")).toContain('id="disco-answer"');
  });

  it("bootstraps where it is asked to, and says so", () => {
    const words = ["effect", ...TRIAL, ...GIVEN, "--method", "hajek", "--bootstrap", "200", "--json", "--quiet"];
    const { hajek } = JSON.parse(disco(words).out).estimates;
    expect(hajek.method).toContain("Bayesian bootstrap, 200 replications");
    expect(hajek.diagnostics.replications).toBe(200);
    // Influence function and bootstrap speak of the same error: 200 draws know it to within 5 %.
    expect(Math.abs(hajek.diagnostics.se / hajek.diagnostics.seInfluence - 1)).toBeLessThan(0.25);
  });

  it("takes what a graph says, and tells it", () => {
    const graph = "age -> treat -> re78; age -> re78; re75 -> re78; treat <- education -> re78";
    const { code, out } = disco(["effect", ...TRIAL, "--graph", graph, "--json", "--quiet"]);
    expect(code).toBe(0);
    const answer = JSON.parse(out);
    expect([...answer.given].sort()).toEqual(["age", "education", "re75"]);
    expect(answer.assumptions[0].id).toBe("graph-adjustment");
  });

  it("warns of a mediator that is adjusted for, with both estimates, and of arms compared after selection", () => {
    const graph = "age -> treat -> re75 -> re78; age -> re78";
    const run = (more: string) =>
      disco(["effect", ...TRIAL, "--given", "age,re75", "--graph", graph + more, "--method", "aipw", "--json"]);
    const { code, out, err } = run("");
    expect([code, err.match(/^warning: By the graph re75 is a mediator.* --given age\.$/m)?.length]).toEqual([0, 1]);
    const { warnings, estimates } = JSON.parse(out);
    expect(warnings[0].id).toBe("adjusts-for-mediator");
    expect(warnings[0].text).toContain(`is ${Math.round(estimates.aipw.value).toLocaleString("en")} (95 % interval`);
    const selected = JSON.parse(run("; treat -> stayed <- re78; stayed [selected]").out);
    expect(selected.warnings.map(({ id }: { id: string }) => id).slice(0, 2)).toEqual([
      "adjusts-for-mediator",
      "compares-after-selection",
    ]);
  });

  it("compares several arms with a reference", () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${["low", "none", "high"][i % 3]},${(i % 3) * 2 + (i % 7)},${i % 5}`,
    );
    const table = join(folder, "arms.csv");
    writeFileSync(table, `arm,y,w\n${rows.join("\n")}\n`);
    const words = ["effect", table, "--treatment", "arm", "--outcome", "y", "--given", "w", "--json", "--quiet"];
    const { treatment, others } = JSON.parse(disco(words).out);
    expect(treatment).toEqual({ kind: "arms", name: "arm", arms: ["none", "high", "low"], reference: "none" });
    expect(others.map(({ arm }: { arm: string }) => arm)).toEqual(["low"]);
  });
});

it("knows the methods of the library, and no others", () => {
  const { err } = disco(["effect", ...TRIAL, "--method", "magic", "--quiet"]);
  expect(err).toContain(`choose one of ${METHODS.join(", ")}\n`);
});

describe("exit code 3, with what would do", () => {
  it.each([
    ["arms that cannot be compared", ["examples/jobs/nsw_psid1.csv", ...TRIAL.slice(1), ...GIVEN]],
    [
      "a covariate that comes after the treatment, while another is missing",
      [...TRIAL, "--given", "re75", "--graph", "age -> treat -> re75 -> re78; age -> re78"],
    ],
    ["an effect that nothing identifies", [...TRIAL, "--graph", "treat -> re78; treat <-> re78"]],
  ])("%s", (_, words) => {
    const { code, out, err } = disco(["effect", ...words, "--quiet"]);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toMatchSnapshot();
  });
});

describe("exit code 2", () => {
  it.each([
    ["no table", []],
    ["no treatment", ["examples/jobs/nsw_dw.csv", "--outcome", "re78"]],
    ["no outcome", ["examples/jobs/nsw_dw.csv", "--treatment", "treat"]],
    ["a running variable without its cutoff", [...TRIAL, "--running", "age"]],
    ["a column that is not there", [...TRIAL, "--given", "agee"]],
    ["a method that is none", [...TRIAL, ...GIVEN, "--method", "magic"]],
    ["a method for other columns", [...TRIAL, ...GIVEN, "--method", "wald"]],
    [
      "ratios of a number that can be negative",
      [...TRIAL.slice(0, 3), "--derive", "gain = re78 - re75", "--outcome", "gain", "--contrast", "ratio"],
    ],
    ["a page with the wrong ending", [...TRIAL, "--report", "effect.pdf"]],
  ])("%s", (_, words) => {
    // Progress is told only where a machine is slow.
    const { code, out, err } = disco(["effect", ...words, "--quiet"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatchSnapshot();
  });
});
