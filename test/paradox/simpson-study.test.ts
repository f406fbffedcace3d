import { describe, expect, it } from "vitest";
import { BORDER, PLANTED, tally } from "../support/simpson-study.ts";

// A small one of what test/truth/simpson.truth.ts counts in full; the table stands in docs/simpson.md.
describe("planted reversals", () => {
  it.each(BORDER)("$name, $rows rows: says nothing false of more than 5 % of tables", (world) => {
    const runs = 120;
    const { falseAlarms } = tally(world, runs, 11);
    // 12 or more of 120 would come at 5 % once in 50 times for the worst world; most are far below.
    expect(falseAlarms).toBeLessThan(12);
  });

  it("are found where there are rows enough", () => {
    const [, , many, , pairs] = PLANTED;
    expect(tally(many, 60, 11).found).toBeGreaterThan(50);
    expect(tally(pairs, 20, 11).found).toBeGreaterThan(12);
  });
});
