import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disco } from "./disco.ts";

const TRIAL = [
  "effect",
  "examples/jobs/nsw_dw.csv",
  "--treatment",
  "treat",
  "--outcome",
  "re78",
  "--given",
  "age,education,re75",
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-individuals-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("disco effect --heterogeneity", () => {
  it("tells who gains more, and writes a line for each individual", () => {
    const file = join(folder, "men.csv");
    const { code, out, err } = disco([...TRIAL, "--heterogeneity", "t", "--individuals", file]);
    expect(code).toBe(0);
    expect(out).toContain("Who gains more from treat = 1 than from 0?");
    expect(err).toContain(`wrote ${file}`);
    const [head, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(head).toBe("row,effect,effect_low,effect_high,p1,p1_low,p1_high,p0,p0_low,p0_high");
    expect(lines.length).toBe(445);
    for (const line of lines) {
      const [, effect, low, high, p1, , , p0] = line.split(",").map(Number);
      expect(effect).toBeCloseTo(p1 - p0, 6);
      expect(low < effect && effect < high).toBe(true);
    }
  });
  it("has it all in the JSON, and none of it where it was not asked for", () => {
    const { out } = disco([...TRIAL, "--heterogeneity", "dr", "--json", "--quiet"]);
    const { heterogeneity } = JSON.parse(out);
    expect(Object.keys(heterogeneity[0])).toEqual([
      ...[
        "arm",
        "reference",
        "learner",
        "words",
        "finding",
        "average",
        "distribution",
        "calibration",
        "groups",
        "targeting",
      ],
      ...["projection", "importance", "tree", "notes"],
    ]);
    expect(JSON.parse(disco([...TRIAL, "--json", "--quiet", "--method", "aipw"]).out)).not.toHaveProperty(
      "heterogeneity",
    );
  });
  it.each([
    [["--individuals", "men.csv"], "disco: --individuals: it is not said how their effects are to be learnt"],
    [["--heterogeneity", "magic"], "magic"],
    [
      ["--heterogeneity", "dr", "--folds", "1"],
      "heterogeneity: effects have to be judged on rows that they were not learnt from",
    ],
    [["--heterogeneity", "dr", "--individuals", "men.xls"], ".csv"],
  ])("refuses in words: %j", (more, words) => {
    const { code, err } = disco([...TRIAL, ...more]);
    expect(code).toBe(2);
    expect(err).toContain(words.replace("disco: ", ""));
  });
});
