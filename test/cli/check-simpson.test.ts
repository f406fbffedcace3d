import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disco } from "./disco.ts";

const BERKELEY = [
  ...["check", "examples/admissions/admissions.csv", "--weight", "count"],
  ...["--treatment", "sex", "--outcome", "admitted"],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-simpson-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function tableOf(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

describe("disco check --treatment --outcome", () => {
  it("finds Berkeley's reversal and writes a page", () => {
    const page = join(folder, "page.html");
    const { code, out, err } = disco([...BERKELEY, "--report", page, "--quiet"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("The association reverses within department");
    expect(out).toContain("female is ahead in 4 of 6 strata, male in 2.");
    expect(out).not.toContain("every department");
    expect(readFileSync(page, "utf8")).toContain('id="disco-answer"');
  });

  it("says what a graph makes of it, in one JSON document with the keys of DESIGN 4.5", () => {
    const graph = "sex -> department -> admitted; sex -> admitted";
    const { code, out, err } = disco([...BERKELEY, "--graph", graph, "--json", "--quiet"]);
    expect([code, err]).toEqual([0, ""]);
    const check = JSON.parse(out);
    expect(Object.keys(check)).toEqual([
      "question",
      "treatment",
      "outcome",
      "raw",
      "findings",
      "unsecured",
      "scanned",
      "graph",
      "level",
      "advice",
      "assumptions",
      "warnings",
      "data",
      "provenance",
    ]);
    expect(check.findings[0]).toMatchObject({ paradox: "simpson", by: ["department"], kind: "reversal" });
    expect(check.findings[0].claim).toContain(
      "department is decided after sex, so adjusting gives a direct effect, not a corrected total one",
    );
  });

  it("takes an exact law, a level, bins, and columns by name", () => {
    const law = tableOf("law.csv", [
      "t,y,z,p",
      ...["1,1,a,0.28", "1,0,a,0.12", "0,1,a,0.02", "0,0,a,0.08"],
      ...["1,1,b,0.07", "1,0,b,0.03", "0,1,b,0.08", "0,0,b,0.32"],
    ]);
    const { out } = disco([
      "check",
      law,
      "--treatment",
      "t",
      "--outcome",
      "y",
      "--by",
      "z",
      "--weight",
      "p",
      "--json",
      "--quiet",
    ]);
    expect(JSON.parse(out)).toMatchObject({ provenance: { weights: "law" }, raw: { value: 0.5 } });
    const jobs = [
      "check",
      "examples/jobs/nsw_dw.csv",
      "--treatment",
      "treat",
      "--outcome",
      "re78",
      "--quiet",
      "--json",
    ];
    const { scanned, level } = JSON.parse(disco([...jobs, "--by", "age,re74", "--bins", "3", "--level", "0.1"]).out);
    expect(level).toBe(0.1);
    expect(scanned.map(({ by }: { by: string[] }) => by.join())).toEqual(["age", "re74", "age,re74"]);
  });

  it("answers bad input in words", () => {
    const rows = ["t,y,id,one", "0,0,a,x", "0,1,b,x", "1,0,c,x", "1,1,d,x"];
    const table = tableOf("four.csv", rows);
    const ask = (...words: string[]) => disco(["check", table, ...words, "--quiet"]);
    const none = ask("--treatment", "t", "--outcome", "y");
    expect(none.code).toBe(2);
    expect(none.err).toContain("there is no column to stratify by");
    expect(none.err).toContain("id: as many values as rows; one: one value in every row");
    const same = ask("--treatment", "t", "--outcome", "t");
    expect([same.code, same.out]).toEqual([2, ""]);
    const missing = ask("--outcome", "y");
    expect([missing.code, missing.err.includes("no treatment")]).toEqual([2, true]);
    const graph = disco([...BERKELEY, "--graph", "gender -> admitted", "--quiet"]);
    expect([graph.code, graph.err.includes("the treatment is no variable of the graph")]).toEqual([2, true]);
  });
});
