// A short version of test/truth/berkson.truth.ts, whose tables are in docs/berkson.md.
import { describe, expect, it } from "vitest";
import { studyWeighted, studyWhole, wholeWorlds } from "./berkson-study.ts";

const RUNS = 500;
/** Four binomial standard errors of a coverage of 95 % at this number of runs. */
const ROOM = 4 * Math.sqrt((0.95 * 0.05) / RUNS);

describe("the whole table", () => {
  it.each(wholeWorlds)("$name: intervals hold the truth", (world) => {
    const { population, selected, ratio, found } = studyWhole(world, 600, RUNS, 1);
    // Counts make intervals jump, and mid-p errs on the wide side where cells are few.
    for (const covered of [population, selected, ratio]) {
      expect(covered).toBeGreaterThan(0.95 - ROOM);
      expect(covered).toBeLessThan(0.99);
    }
    if (world.name.includes("no bias")) expect(found).toBeLessThan(0.05 + ROOM);
    else expect(found).toBeGreaterThan(0.9);
  });
});

describe("corrected", () => {
  it("by probabilities, learnt or known", () => {
    for (const { covered, bias, error } of studyWeighted(1500, 300, 2)) {
      expect(covered).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / 300));
      expect(Math.abs(bias)).toBeLessThan(0.25);
      expect(Math.abs(error - 1)).toBeLessThan(0.15);
    }
  });
});
