// What the engine follows and what it leaves to sampling, with the sentence that says why.
import { describe, expect, it } from "vitest";
import { bernoulli, categorical, cauchy, defineModel, equals, normal, uniform } from "../../../src/model/define.js";
import type { Model } from "../../../src/model/model.js";
import { number, of, plus, reason, solved, times, when } from "./requests.js";

const model = (variables: Parameters<typeof defineModel>[0]["variables"]): Model =>
  defineModel({ units: { U: normal(1, 2) }, variables });

describe("it is unable, and says why", () => {
  const rows: readonly (readonly [string, Parameters<typeof defineModel>[0]["variables"]])[] = [
    ["the mean of Y is not linear in what is random: it multiplies two random quantities", { Y: normal("U * U", 1) }],
    ["the mean of Y is not linear in what is random: it divides by a random quantity", { Y: normal("1 / U", 1) }],
    [
      "the mean of Y is not linear in what is random: it has a power of a random quantity, or a random exponent",
      { Y: normal("U ^ 2", 1) },
    ],
    [
      "the mean of Y is not linear in what is random: it takes exp of a continuous quantity",
      { Y: normal("exp(U)", 1) },
    ],
    [
      "the mean of Y is not linear in what is random: a choice in it hangs on a continuous quantity",
      { Y: normal("U > 0 ? U : 1", 1) },
    ],
    ["the mean of Y depends on a threshold of something continuous", { Y: normal("U > 0 ? 2 : 1", 1) }],
    [
      "the mean of Y is not linear in what is random: && joins two conditions on continuous quantities",
      { Y: normal("U > 0 && U < 1 ? 2 : 1", 1) },
    ],
    [
      "the mean of Y is not linear in what is random: it depends on a threshold of a continuous quantity",
      { Y: normal("(U > 0) + U", 1) },
    ],
    ["the sd of Y depends on something continuous", { Y: normal("U", "1 + abs(0 * U) + max(U, 1) * 0 + (U > 0)") }],
    [
      "the sd of Y is not linear in what is random: it takes exp of a continuous quantity",
      { Y: normal("U", "exp(U)") },
    ],
    ["W has a uniform law, and linear algebra needs normal ones", { W: uniform(0, 1), Y: normal("W", 1) }],
    ["W has a cauchy law, and linear algebra needs normal ones", { W: cauchy(0, 1), Y: normal("W", 1) }],
    [
      "the probability of T is not linear in what is random: it takes logistic of a continuous quantity",
      { T: bernoulli("logistic(U)"), Y: normal("T", 1) },
    ],
    ["the probability of T depends on something continuous", { T: bernoulli("U > 0 ? .2 : .4"), Y: normal("T", 1) }],
    [
      "a weight of C depends on something continuous",
      { C: categorical([0, 1], [1, "U > 0 ? 2 : 1"]), Y: normal("C", 1) },
    ],
  ];
  for (const [text, variables] of rows) {
    it(text, () => {
      const made = model(variables);
      expect(reason(made, [of(made, "Y")])).toBe(text);
      expect(reason(made, [], { given: [["Y", "=", 1]] })).toBe(text);
    });
  }
  const three = model({ A: normal("U", 1), B: normal("U", 1), C: normal("U", 1), D: normal(0, 1) });
  it("too much for two dimensions", () => {
    const events = [
      ["A", ">", 0],
      ["B", ">", 0],
      ["C", ">", 0],
    ] as const;
    const text = "the question puts bounds on 3 normal quantities that go together";
    expect(reason(three, [when(three, ...events)])).toBe(text);
    expect(reason(three, [when(three, ...events.slice(1))], { given: [["A", ">", 0]] })).toBe(text);
    // What is known makes them independent.
    expect(solved(three, [when(three, ...events)], { given: [["U", "=", 0]] }).values[0]).toBeCloseTo(1 / 8, 14);
  });
  it("what is asked is no polynomial of degree two", () => {
    const [a, d] = [of(three, "A"), of(three, "D")];
    const power = { kind: "arithmetic", operator: "^", left: a, right: number(3) } as const;
    const ratio = { kind: "arithmetic", operator: "/", left: a, right: d } as const;
    const exponent = { kind: "arithmetic", operator: "^", left: number(2), right: d } as const;
    expect(reason(three, [times(a, times(a, d))])).toBe("the question multiplies more than two normal quantities");
    expect(reason(three, [power])).toBe("the question raises a random quantity to the power 3");
    expect(reason(three, [ratio])).toBe("the question divides by a random quantity");
    expect(reason(three, [exponent])).toBe("the question has a random exponent");
  });
  it("too many configurations", () => {
    const coins = Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`C${i}`, bernoulli(0.5)]));
    const sum = Object.keys(coins).join(" + ");
    const made = model({ ...coins, Y: normal(`U + ${sum}`, 1) });
    expect(reason(made, [of(made, "Y")])).toBe(
      "C0, C1, C2, C3 and 9 more have more than 4,096 configurations together",
    );
    // One of them seen: the rest is few enough.
    expect(solved(made, [of(made, "Y")], { given: [["C3", "=", 1]] }).values[0]).toBeCloseTo(1 + 1 + 6, 12);
  });
  it("gives up in good time", () => {
    const types = Array.from({ length: 400 }, (_, i) => ({ name: `t${i}`, b: i }));
    const coins = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`C${i}`, bernoulli(0.5)]));
    const sum = Object.keys(coins).join(" + ");
    const made = defineModel({ units: types, variables: { ...coins, Y: normal(`b + ${sum}`, 1), Z: normal("Y", 1) } });
    const start = performance.now();
    expect(reason(made, [when(made, ["Y", ">", 5], ["Z", ">", 5])])).toMatch(/would take too long/);
    expect(performance.now() - start).toBeLessThan(30_000);
  });
  it("potential outcomes of continuous parents", () => {
    const made = model({ X: normal("U", 1), Y: normal("X", 1) });
    const asking = { worlds: [{}, { X: 1 }], arms: true };
    expect(reason(made, [of(made, "Y@1")], asking)).toMatch(/^able/);
    expect(reason(made, [of(made, "Y@2")], { ...asking, given: [["Y", "=", 1]] })).toBe(
      "potential outcomes need finitely many kinds of parents, and those of Y are continuous",
    );
  });
});

describe("it follows what is linear where it matters", () => {
  it("ancestors that the question does not need", () => {
    const made = model({ W: uniform(0, 1), V: normal("exp(W)", 1), Y: normal("U", 1), Z: normal("V * Y", 1) });
    expect(solved(made, [of(made, "Y")]).values[0]).toBe(1);
    expect(solved(made, [of(made, "Z@1")], { worlds: [{ V: 2 }] }).values[0]).toBe(2);
    expect(solved(made, [of(made, "Z@1")], { worlds: [{ V: 0 }] }).values[0]).toBe(0);
  });
  it("constants: attributes of types, what is set, discrete values", () => {
    const made = defineModel({
      units: [{ name: "a", k: 2 }],
      variables: {
        T: bernoulli(0.25),
        X: normal(3, 1),
        Y: normal("k^2 * X + exp(k) * 0 * X^2 + max(T, k) + (T == 1 ? X / k : -X)", "sqrt(k) + T"),
      },
    });
    const { values } = solved(made, [of(made, "Y"), of(made, "Y@1")], { worlds: [{ T: 1, X: -1 }] });
    expect(values[0]).toBeCloseTo(12 + 2 + 0.25 * 1.5 - 0.75 * 3, 13);
    expect(values[1]).toBe(-4 + 2 - 0.5);
  });
  it("thresholds: as events, as numbers, negated, labelled by numbers", () => {
    const made = model({
      X: normal("U", 1),
      high: equals("X > 2"),
      low: equals("!high"),
      grade: equals("X > 2 ? 5 : 1"),
      shifted: equals("3 - 2 * grade"),
      both: equals("high && 1 == 1"),
    });
    const chance = solved(made, [when(made, ["X", ">", 2])]).values[0];
    const { values } = solved(made, [
      of(made, "high"),
      when(made, ["high", "=", 0]),
      of(made, "low"),
      of(made, "grade"),
      when(made, ["grade", ">=", 3]),
      of(made, "shifted"),
      of(made, "both"),
      when(made, ["grade", "=", 4]),
      plus(of(made, "high"), of(made, "low")),
    ]);
    [chance, 1 - chance, 1 - chance, 1 + 4 * chance, chance, 1 - 8 * chance, chance, 0, 1].forEach((expected, i) => {
      expect(values[i], String(i)).toBeCloseTo(expected, 13);
    });
  });
  it("a mixed population: some attributes discrete, some normal, some neither and not asked about", () => {
    const made = defineModel({
      units: { side: bernoulli(0.5), skill: normal("3 * side", 1), odd: uniform(0, 1) },
      variables: { Y: normal("skill", 1), Z: normal("odd", 1) },
    });
    const { values, units } = solved(made, [of(made, "Y"), when(made, ["side", "=", 1])], { given: [["Y", "=", 1.5]] });
    expect(values[0]).toBeCloseTo(1.5, 13);
    expect(values[1]).toBeCloseTo(0.5, 13);
    expect(units).toBeUndefined();
    expect(reason(made, [of(made, "Z")])).toBe("odd has a uniform law, and linear algebra needs normal ones");
  });
  it("refuses what is no law for values that the question reaches", () => {
    const made = model({ X: normal(0, 1), Y: normal("U", "2") });
    const wild = defineModel({
      variables: { A: bernoulli(0.5), B: bernoulli("A / 2"), S: normal(0, "1 + A"), Y: normal("S", 1) },
    });
    expect(solved(made, [of(made, "Y")]).values[0]).toBe(1);
    expect(() => solved(wild, [of(wild, "S@1")], { worlds: [{ A: -1 }] })).toThrow(
      "variables.S.normal: the sd is 0 when A = -1, which this question reaches; it must stay above 0",
    );
    expect(() => solved(wild, [of(wild, "S"), of(wild, "B@1")], { worlds: [{ A: 3 }] })).toThrow(
      "variables.B.bernoulli: the probability is 1.5 when A = 3, which this question reaches",
    );
  });
});
