import { describe, expect, it } from "vitest";
import { type Decided, decide } from "../../src/decide/decide.js";
import type { DecideOptions } from "../../src/decide/options.js";
import type { Sample } from "../../src/num/sample.js";
import { takeColumn } from "../../src/num/take-column.js";
import { drawSample, worlds } from "../support/worlds.js";

const BENEFIT = { complier: 10, always: -2, never: -1, defier: -8 };
const OPTIONS: DecideOptions = { benefit: BENEFIT, learner: "linear", folds: 3, tree: 0 };
const world = worlds[1];
const table = drawSample(world, 1500, 11);

/** A column of the policy as plain values. */
const column = ({ policy }: Decided, name: string) => Array.from(policy.find((one) => one.name === name)!.values);
const numbers = (decided: Decided, name: string) => column(decided, name).map(Number);
const warned = ({ answer }: Decided) => answer.warnings.map(({ id }) => id);
const chosen = ({ answer }: Decided) => answer.policies.find(({ name }) => name === "chosen")!;

/** The same individuals in another order. */
function shuffled(sample: Sample, order: Int32Array): Sample {
  return {
    ...sample,
    treatment: { ...sample.treatment, values: Uint8Array.from(order, (i) => sample.treatment.values[i]) },
    outcome: { ...sample.outcome, values: Float64Array.from(order, (i) => sample.outcome.values[i]) },
    given: sample.given.map((one) => takeColumn(one, order)),
  };
}

const backwards = Int32Array.from({ length: table.rows }, (_, i) => table.rows - 1 - i);

describe("the policy", () => {
  it("has a line for each individual that adds up to the answer", async () => {
    const decided = await decide(table, { ...OPTIONS, budget: 0.2, fair: "group" });
    const [treat, benefit, low, high] = ["treat", "benefit", "benefit_low", "benefit_high"].map((name) =>
      numbers(decided, name),
    );
    const { answer } = decided;
    expect(treat).toHaveLength(table.rows);
    expect(treat.reduce((a, b) => a + b, 0)).toBe(300);
    expect(answer.treated).toBeCloseTo(0.2, 12);
    expect(answer.spent).toBeCloseTo(0.2, 12);
    expect(answer.threshold).toBe(Math.min(...benefit.filter((_, i) => treat[i] === 1)));
    expect(Math.max(...benefit.filter((_, i) => treat[i] === 0))).toBeLessThanOrEqual(answer.threshold!);
    const types = ["complier", "always", "never", "defier"].map((name) => numbers(decided, name));
    const worth = [10, -2, -1, -8];
    for (let i = 0; i < table.rows; i++) {
      expect(types.reduce((sum, type, k) => sum + worth[k] * type[i], 0)).toBeCloseTo(benefit[i], 9);
      expect(types.reduce((sum, type) => sum + type[i], 0)).toBeCloseTo(1, 12);
      expect(low[i]).toBeLessThanOrEqual(benefit[i] + 1e-12);
      expect(high[i]).toBeGreaterThanOrEqual(benefit[i] - 1e-12);
    }
    expect(numbers(decided, "priority").toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 1500 }, (_, i) => i + 1),
    );
    expect(answer.groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(1500);
    expect(answer.groups.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    const ofGroup = column(decided, "group").map(String);
    for (const { group, rows, treated } of answer.fairness!.groups) {
      expect(rows).toBe(ofGroup.filter((one) => one === group).length);
      expect(treated * rows).toBeCloseTo(treat.filter((one, i) => one === 1 && ofGroup[i] === group).length, 9);
    }
  });

  it("is ranking by effect where a complier is worth what a defier costs, and nobody else anything", async () => {
    for (const rule of ["expected", "maximin", "regret"] as const) {
      const decided = await decide(table, {
        ...OPTIONS,
        rule,
        budget: 0.3,
        benefit: { complier: 1, always: 0, never: 0, defier: -1 },
      });
      const [treat, effect] = [numbers(decided, "treat"), numbers(decided, "effect")];
      const best = effect
        .map((_, i) => i)
        .sort((a, b) => effect[b] - effect[a])
        .slice(0, 450);
      expect(treat.flatMap((one, i) => (one === 1 ? [i] : []))).toEqual(best.sort((a, b) => a - b));
      const byEffect = decided.answer.policies.find(({ name }) => name === "by effect")!;
      expect(byEffect.benefit.value).toBe(chosen(decided).benefit.value);
      expect(byEffect.difference!.value).toBe(0);
      expect(decided.answer.gainEquality).toBe(true);
      expect(chosen(decided).benefit.bounds![0]).toBe(chosen(decided).benefit.bounds![1]);
    }
  });

  it("does not depend on the order of rows, ties and lots included", async () => {
    // Without covariates that tell them apart all in a fold are alike.
    const plain = { ...table, given: [table.given[3]] };
    const options = { ...OPTIONS, budget: 0.2, explore: 0.1 };
    const [one, two] = [await decide(plain, options), await decide(shuffled(plain, backwards), options)];
    expect(two.answer.treated).toBe(one.answer.treated);
    expect(chosen(two).benefit.value).toBeCloseTo(chosen(one).benefit.value!, 12);
    // Sums in another order differ in the last digits.
    const plainly = (value: string | number) => (typeof value === "number" ? value.toFixed(9) : value);
    const lines = ({ policy }: Decided) =>
      Array.from({ length: table.rows }, (_, i) =>
        ["p1", "p0", "treat", "reason"]
          .map((name) => plainly(policy.find((c) => c.name === name)!.values[i]))
          .join(" "),
      ).sort();
    expect(lines(two)).toEqual(lines(one));
  });

  it("of units has a line for each, in the order of the table, its rows averaged", async () => {
    const codes = Int32Array.from({ length: 1500 }, (_, i) => (i < 500 ? 499 - i : i % 500));
    const labels = Array.from({ length: 500 }, (_, code) => `unit ${code}`);
    const sample = { ...table, unit: { name: "who", codes, labels } };
    const decided = await decide(sample, { ...OPTIONS, budget: 0.1 });
    expect(column(decided, "who")).toEqual(Array.from({ length: 500 }, (_, i) => labels[499 - i]));
    expect(numbers(decided, "treat").reduce((a, b) => a + b, 0)).toBe(50);
    expect(decided.answer.individuals).toEqual({ name: "who", count: 500 });
    expect(decided.answer.groups.reduce((sum, { rows }) => sum + rows, 0)).toBeCloseTo(500, 9);
  });

  it("counts a unit once however many rows it has, and as one for its interval", async () => {
    // Every row four times over, as rows of one unit: nothing is known that was not known before.
    const four = Int32Array.from({ length: 6000 }, (_, i) => i % 1500);
    const unit = { name: "who", labels: Array.from({ length: 1500 }, (_, i) => i), codes: four };
    const plain = { ...table, given: [table.given[3]] };
    const once = { ...plain, unit: { ...unit, codes: four.slice(0, 1500) } };
    const often = { ...shuffled(plain, four), rows: 6000, unit };
    const options = { ...OPTIONS, learner: "cells" as const, budget: 0.2 };
    const [one, many] = [await decide(once, options), await decide(often, options)];
    expect(numbers(many, "treat")).toHaveLength(1500);
    expect(numbers(many, "treat").toSorted()).toEqual(numbers(one, "treat").toSorted());
    expect(chosen(many).benefit.value).toBeCloseTo(chosen(one).benefit.value!, 9);
    expect(chosen(many).benefit.diagnostics["se"]).toBeCloseTo(Number(chosen(one).benefit.diagnostics["se"]), 9);
  });
});

describe("budgets and costs", () => {
  it("of 0 treat nobody and say so", async () => {
    const decided = await decide(table, { ...OPTIONS, budget: 0 });
    expect(decided.answer.treated).toBe(0);
    expect(decided.answer.threshold).toBeNull();
    expect(chosen(decided).benefit.value).toBe(0);
    expect(warned(decided)).toContain("budget-buys-nobody");
  });

  it("too small for the cheapest treat nobody and say so", async () => {
    const decided = await decide(table, { ...OPTIONS, cost: 2, budget: 0.001 });
    expect(decided.answer.treated).toBe(0);
    expect(decided.answer.warnings.find(({ id }) => id === "budget-buys-nobody")!.text).toBe(
      "The budget buys nobody: it is 1.50 in all, and the cheapest individual worth treating takes 2.00.",
    );
  });

  it("with a cost are sums per individual, and the cost is taken off", async () => {
    const decided = await decide(table, { ...OPTIONS, cost: 0.5, budget: 0.1 });
    expect(decided.answer.treated).toBeCloseTo(0.2, 12);
    expect(decided.answer.spent).toBeCloseTo(0.1, 12);
    const free = await decide(table, { ...OPTIONS, budget: 0.2 });
    expect(chosen(decided).benefit.value).toBeCloseTo(chosen(free).benefit.value! - 0.1, 9);
    expect(chosen(decided).success.value).toBeCloseTo(chosen(free).success.value!, 12);
  });

  it("by a column go to the most benefit per cost", async () => {
    const values = Float64Array.from({ length: 1500 }, (_, i) => 0.5 + (i % 7) / 2);
    const sample = { ...table, beside: [{ kind: "numeric" as const, name: "price", values }] };
    const decided = await decide(sample, { ...OPTIONS, costColumn: "price", budget: 0.3 });
    const [treat, benefit, cost] = ["treat", "benefit", "cost"].map((name) => numbers(decided, name));
    const ratio = benefit.map((f, i) => f / cost[i]);
    const spent = treat.reduce((sum, one, i) => sum + one * cost[i], 0);
    expect(cost).toEqual([...values]);
    expect(spent).toBeLessThanOrEqual(0.3 * 1500);
    expect(spent).toBeGreaterThan(0.3 * 1500 - 3.5);
    expect(Math.min(...ratio.filter((_, i) => treat[i] === 1))).toBeGreaterThanOrEqual(
      Math.max(...ratio.filter((_, i) => treat[i] === 0)) - 1e-12,
    );
    expect(decided.answer.spent).toBeCloseTo(spent / 1500, 9);
  });

  it("are not needed: without one all are treated who are worth it", async () => {
    const decided = await decide(table, OPTIONS);
    const [treat, benefit] = [numbers(decided, "treat"), numbers(decided, "benefit")];
    expect(treat).toEqual(benefit.map((f) => (f > 0 ? 1 : 0)));
  });
});

describe("benefits that make every decision equal", () => {
  const same = (worth: number) => ({ complier: worth, always: worth, never: worth, defier: worth });
  it("are answered in words", async () => {
    const nothing = await decide(table, { ...OPTIONS, benefit: same(0), tree: 2 });
    expect(warned(nothing)).toContain("all-equal");
    expect(nothing.answer.treated).toBe(0);
    const even = await decide(table, { ...OPTIONS, benefit: same(2), cost: 2 });
    expect(warned(even)).toContain("all-equal");
    const lots = await decide(table, { ...OPTIONS, benefit: same(2), budget: 0.1 });
    expect(warned(lots)).toContain("all-alike");
    expect(lots.answer.treated).toBeCloseTo(0.1, 12);
    const all = await decide(table, { ...OPTIONS, benefit: same(2) });
    expect(all.answer.treated).toBe(1);
    expect(chosen(all).benefit.value).toBeCloseTo(2, 12);
    const none = await decide(table, { ...OPTIONS, benefit: same(-2) });
    expect(warned(none)).toContain("nobody-treated");
  });
});

describe("fairness and exploration", () => {
  it("treats equal shares of groups and says what that costs", async () => {
    const options = { ...OPTIONS, fair: "group", budget: 0.3 };
    const [free, equal] = [await decide(table, options), await decide(table, { ...options, fairEqual: true })];
    const { fairness } = equal.answer;
    expect(free.answer.fairness!.difference).toBeGreaterThan(0.05);
    expect(fairness!.difference).toBeLessThan(1 / 400);
    const total = (decided: Decided) => {
      const benefit = numbers(decided, "benefit");
      return numbers(decided, "treat").reduce((sum, one, i) => sum + one * benefit[i], 0) / 1500;
    };
    expect(fairness!.price).toBeCloseTo(total(free) - total(equal), 9);
    expect(fairness!.price).toBeGreaterThan(0);
    expect(equal.answer.groups.map(({ reason }) => reason)).toContain("fair");
    expect(equal.answer.treated).toBeLessThanOrEqual(0.3);
  });

  it("draws some by lot, keeps to the budget, and gives the others what is left", async () => {
    const decided = await decide(table, { ...OPTIONS, explore: 0.2, budget: 0.1 });
    const reasons = column(decided, "reason").map(String);
    const drawn = reasons.filter((reason) => reason.startsWith("drawn")).length;
    // 1,500 draws at 0.2: six standard deviations.
    expect(Math.abs(drawn - 300)).toBeLessThan(6 * Math.sqrt(1500 * 0.2 * 0.8));
    expect(decided.answer.treated).toBeCloseTo(0.1, 12);
    const lots = decided.answer.groups.filter(({ reason }) => reason === "explore");
    expect(lots).toHaveLength(2);
    const [treated, all] = [lots.find(({ treat }) => treat)!.rows, lots.reduce((sum, { rows }) => sum + rows, 0)];
    expect(Math.abs(treated - 0.1 * all)).toBeLessThan(6 * Math.sqrt(all * 0.1 * 0.9));
  });

  it("explores everybody when asked to", async () => {
    const decided = await decide(table, { ...OPTIONS, explore: 1 });
    expect(new Set(decided.answer.groups.map(({ reason }) => reason))).toEqual(new Set(["explore"]));
    const everybody = decided.answer.policies.find(({ name }) => name === "everybody")!;
    // A fair coin brings half of what treating all brings.
    expect(chosen(decided).benefit.value).toBeCloseTo(everybody.benefit.value! / 2, 12);
  });
});

describe("assumptions", () => {
  it("without defiers, close the bounds, and are warned of where data contradict them", async () => {
    const decided = await decide(table, { ...OPTIONS, assume: "monotone" });
    expect(numbers(decided, "benefit_low")).toEqual(numbers(decided, "benefit_high"));
    expect(new Set(numbers(decided, "defier").map((one) => Math.abs(one) < 1e-12))).toEqual(new Set([true]));
    expect(chosen(decided).benefit.layer).toBe(2);
    // In this world treatment harms some.
    expect(warned(decided)).toContain("monotone-contradicted");
  });

  it("leave out the trimmed, about whom nothing is decided", async () => {
    const decided = await decide(table, { ...OPTIONS, trim: 0.2, budget: 0.2 });
    const reasons = column(decided, "reason").map(String);
    const left = reasons.filter((reason) => reason.startsWith("left out")).length;
    expect(left).toBeGreaterThan(0);
    expect(decided.answer.individuals.count).toBe(1500 - left);
    expect(decided.answer.groups.find(({ reason }) => reason === "overlap")).toMatchObject({
      rows: left,
      treat: false,
    });
    expect(numbers(decided, "treat").reduce((a, b) => a + b, 0)).toBe(Math.floor(0.2 * (1500 - left) + 1e-9));
  });
});

describe("what cannot be decided", () => {
  const refused: [what: string, options: Partial<DecideOptions>, said: RegExp][] = [
    ["a budget below nought", { budget: -0.1 }, /^budget: it should be a number from 0 up \(given: -0.1\)/],
    ["a share above 1", { budget: 1.5 }, /^budget: without costs it is a share of individuals/],
    ["a cost below nought", { cost: -1 }, /^cost: it should be a number from 0 up/],
    ["two costs", { cost: 1, costColumn: "x" }, /^cost: there is a cost for everybody and a column of costs/],
    ["a cost that is a label", { costColumn: "group" }, /^cost-column: costs should be numbers/],
    ["costs below nought in a column", { costColumn: "x" }, /^cost-column: there are costs below nought/],
    ["no such column", { fair: "grup" }, /^fair: no such column came with the rows; did you mean group\?/],
    ["too many groups", { fair: "x" }, /^fair: these are too many groups to be compared: 1500/],
    ["equal shares of nothing", { fairEqual: true }, /^fair-equal: it is not said between which groups/],
    ["a share of explorers", { explore: 2 }, /^explore: it should be a share from 0 to 1/],
    [
      "a benefit that is no number",
      { benefit: { ...BENEFIT, never: Number.NaN } },
      /^benefit: it should be a number for every response type, and never has none/,
    ],
    ["a rule", { rule: "hope" as never }, /^rule: there is no such rule/],
    ["an assumption", { assume: "luck" as never }, /^assume: there is no such assumption/],
    ["a deep tree", { tree: 9 }, /^tree: it should be a depth from 0 \(none\) to 3/],
  ];
  it.each(refused)("%s", async (_, options, said) => {
    await expect(decide(table, { ...OPTIONS, ...options })).rejects.toThrow(said);
  });

  it("numeric outcomes, units in two groups, and units named like a column of the policy", async () => {
    const { outcome } = table;
    const numeric = { ...table, outcome: { kind: "numeric" as const, name: "Y", values: outcome.values } };
    await expect(decide(numeric, OPTIONS)).rejects.toThrow(/^outcome: benefits are counted by response types/);
    const unit = { name: "who", labels: [1, 2], codes: Int32Array.from({ length: 1500 }, (_, i) => i % 2) };
    await expect(decide({ ...table, unit }, { ...OPTIONS, fair: "group" })).rejects.toThrow(
      /^fair: an individual is in two groups/,
    );
    await expect(decide({ ...table, unit: { ...unit, name: "Treat" } }, OPTIONS)).rejects.toThrow(
      /^unit: the policy has a column of its own/,
    );
  });
});
