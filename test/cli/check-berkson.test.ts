import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { BerksonCheck } from "../../src/query/berkson.ts";
import { disco } from "./disco.ts";

const HOSPITAL = "examples/berkson/berkson1946.csv";
const CLINIC = ["examples/berkson/clinic.csv", "--pair", "arthritis,hypertension", "--weight", "people", "--quiet"];
const folder = mkdtempSync(join(tmpdir(), "disco-berkson-"));
afterAll(() => rmSync(folder, { recursive: true }));

function answer(words: readonly string[]): BerksonCheck {
  const { out, err, code } = disco(["check", ...words, "--json", "--quiet"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe("disco check --pair", () => {
  it("answers in words, writes a page, and keeps standard output for one of them", () => {
    const page = join(folder, "page.html");
    const words = [HOSPITAL, "--pair", "diabetes,cholecystitis", "--selected", "hospital", "--weight", "people"];
    const { out, code, err } = disco(["check", ...words, "--report", page]);
    expect(code).toBe(0);
    expect(out).toContain("odds ratio 1.00\n  in the whole table, 1.89 among the selected");
    expect(err).toContain("wrote");
    expect(existsSync(page)).toBe(true);
    const inside = JSON.parse(/id="disco-answer">([\s\S]*?)<\/script>/.exec(readFileSync(page, "utf8"))![1]);
    expect(inside).toEqual(answer(words));
  });

  it("learns chances from covariates where others were not examined, with labels as labels", () => {
    const check = answer([...CLINIC, "--selected", "visited", "--given", "age,car", "--labels", "age"]);
    expect(check.mode).toBe("covariates");
    expect(check.corrections.map(({ from }) => from)).toEqual(["covariates"]);
    // The model that drew the table says 2.9473.
    const [low, high] = check.corrections[0].oddsRatio.interval!;
    expect(low).toBeLessThan(2.9473);
    expect(high).toBeGreaterThan(2.9473);
    expect(check.data.missing).toEqual({ arthritis: 6, hypertension: 6 });
  });

  it("without covariates says that nothing is identified, which is an answer", () => {
    const check = answer([...CLINIC, "--selected", "visited"]);
    expect(check.bounds).toEqual({ ratio: [0, null], oddsRatio: [0, null] });
    const drop = answer([...CLINIC, "--selected", "visited", "--missing", "drop"]);
    expect(drop.mode).toBe("selected");
    expect(drop.groups).toMatchObject([{ counts: check.groups[0].counts }]);
  });

  it("takes chances, bounds, labels and a graph", () => {
    const table = join(folder, "only.csv");
    writeFileSync(table, "sex,B,n\nm,no,162\nf,no,450\nm,yes,450\nf,yes,75\n");
    const words = [table, "--pair", "sex,B", "--weight", "n", "--yes", "sex=f"];
    const known = answer([...words, "--chances", "0.02,0.5,0.5,0.75", "--graph", "sex -> H; B -> H; H [selected]"]);
    expect(known.corrections[0].oddsRatio.value).toBeCloseTo(1, 12);
    expect(known.graph).toMatchObject({ kind: "collider" });
    expect(known.pair[0]).toEqual({ name: "sex", yes: "f", no: "m" });
    expect(answer([...words, "--chances-between", "0.1,0.4"]).bounds!.ratio).toEqual([
      expect.closeTo(1 / 16, 12),
      expect.closeTo(16, 12),
    ]);
  });

  it("takes a column of probabilities that only the selected have", () => {
    const table = join(folder, "probability.csv");
    writeFileSync(table, "A,B,S,p\n0,0,1,0.5\n0,1,1,0.25\n1,0,1,0.5\n1,1,1,1\n,,0,\n");
    const check = answer([table, "--pair", "A,B", "--selected", "S", "--selection-probability", "p"]);
    expect(check.corrections[0].oddsRatio.value).toBeCloseTo((1 * 2) / (2 * 4), 12);
  });

  it("keeps truth values whose gaps are open apart from false", () => {
    const table = join(folder, "truth.csv");
    writeFileSync(table, "A,B,S\ntrue,true,yes\nfalse,true,yes\ntrue,false,yes\nfalse,false,yes\n,,no\n");
    const { groups, share } = answer([table, "--pair", "A,B", "--selected", "S"]);
    expect(groups).toMatchObject([{ counts: { neither: 1, first: 1, second: 1, both: 1 } }]);
    expect(share).toBeCloseTo(0.8, 12);
  });

  it.each([
    [["--pair", "diabetes"], "a pair is two columns"],
    [["--pair", "diabetes,gallstones"], "there is no such column"],
    [["--selected", "hospital"], "a pair is two columns"],
    [["--pair", "diabetes,cholecystitis", "--chances", "a,b"], "it takes numbers with commas between"],
    [["--pair", "diabetes,cholecystitis", "--chances", "0.1,0.2"], "it takes 4 chances"],
    [["--pair", "diabetes,cholecystitis", "--yes", "diabetes"], "it takes a column and its value"],
    [["--pair", "diabetes,cholecystitis", "--given", "hospital"], "covariates can tell the chance"],
  ])("%j: refused in words", (words, complaint) => {
    const { code, err, out } = disco(["check", HOSPITAL, ...words, "--weight", "people", "--quiet"]);
    expect(code).toBe(2);
    expect(err).toContain(complaint);
    expect(out).toBe("");
  });
});
