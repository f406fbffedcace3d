import { describe, expect, it } from "vitest";
import { budgetOf, USUAL_SECONDS } from "../../../src/graph/budget.js";

describe("a budget", () => {
  it("lasts so many seconds from when it was made, by the clock it is given", () => {
    let clock = 5_000;
    const budget = budgetOf(2.5, () => clock);
    expect(budget.left()).toBe(true);
    clock = 7_499;
    expect(budget.left()).toBe(true);
    clock = 7_500;
    expect(budget.left()).toBe(false);
    clock = 1e9;
    expect(budget.left()).toBe(false);
  });

  it("says how long it is", () => {
    expect(budgetOf(2.5).text).toBe("2.5 s");
    expect(budgetOf().text).toBe(`${USUAL_SECONDS} s`);
  });

  it("of no time is spent at once, and of endless time never", () => {
    const clock = () => 1;
    expect(budgetOf(0, clock).left()).toBe(false);
    expect(budgetOf(Number.POSITIVE_INFINITY, clock).left()).toBe(true);
  });

  it("goes by the clock of the machine where none is given", () => {
    expect(budgetOf(60).left()).toBe(true);
    expect(budgetOf(-1).left()).toBe(false);
  });
});
