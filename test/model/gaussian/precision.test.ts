// Evidence that repeats or contradicts itself, quantities without variance, large numbers and small differences.
import { describe, expect, it } from "vitest";
import { defineModel } from "../../../src/model/define.js";
import { normalCdf } from "../../../src/num/normal.js";
import { minus, number, of, solved, times, when } from "./requests.js";

const sure = (found: number, expected: number, within = 1e-13) =>
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(within);

describe("evidence that says the same twice", () => {
  const model = defineModel({
    units: { U: { normal: { mean: 1, sd: 1 } } },
    variables: {
      X: { normal: { mean: "U", sd: 1 } },
      double: { equals: "2 * X" },
      third: { equals: "X / 3" },
      sum: { equals: "X + U" },
      fixed: { equals: "0.1 * 3" },
    },
  });
  it("adds nothing", () => {
    const once = solved(model, [of(model, "U")], { given: [["X", "=", 2]] });
    for (const more of [
      [["X", "=", 2]],
      [["double", "=", 4]],
      [["third", "=", 2 / 3]],
      [["third", "=", 0.666666666667]],
      [["fixed", "=", 0.3]],
      [
        ["X", ">=", 2],
        ["X", "<=", 2],
        ["double", "!=", 5],
      ],
    ] as const) {
      const twice = solved(model, [of(model, "U")], { given: [["X", "=", 2], ...more] });
      sure(twice.values[0], once.values[0], 1e-11);
      // The density of the tightest: of windows of one width, that of the double leaves half the room for X.
      expect(twice.evidence).toBeGreaterThan(0);
    }
  });
  it("is in any order the same", () => {
    const events = [
      ["X", "=", 2],
      ["double", "=", 4],
      ["sum", "=", 3.5],
      ["U", "<", 7],
    ] as const;
    const first = solved(model, [of(model, "U")], { given: events });
    for (const order of [
      [3, 2, 1, 0],
      [1, 3, 0, 2],
      [2, 0, 3, 1],
    ]) {
      const again = solved(model, [of(model, "U")], { given: order.map((i) => events[i]) });
      sure(again.values[0], first.values[0]);
      sure(again.evidence, first.evidence, 1e-15);
    }
    sure(first.values[0], 1.5);
  });
  it("is impossible when it contradicts itself", () => {
    for (const given of [
      [
        ["X", "=", 2],
        ["double", "=", 4.001],
      ],
      [
        ["X", "=", 2],
        ["U", "=", 1],
        ["sum", "=", 4],
      ],
      [["fixed", "=", 0.31]],
      [
        ["X", "=", 2],
        ["X", ">", 2],
      ],
      [
        ["X", "=", 2],
        ["double", "!=", 4],
      ],
      [
        ["X", ">", 2],
        ["double", "<", 4],
      ],
      [
        ["X", ">", 2],
        ["X", "<", 1],
      ],
    ] as const) {
      const { evidence, values } = solved(model, [of(model, "U")], { given });
      expect(evidence).toBe(0);
      expect(values[0]).toBeNaN();
    }
  });
  it("leaves nothing to chance in what it determines", () => {
    const given = [
      ["X", "=", 2],
      ["sum", "=", 3.5],
    ] as const;
    const measures = [
      of(model, "U"),
      when(model, ["U", "=", 1.5]),
      when(model, ["U", ">=", 1.5]),
      when(model, ["U", ">", 1.5]),
      when(model, ["U", "!=", 1.5]),
      when(model, ["U", "<", 1.6], ["double", "<=", 4]),
      times(minus(of(model, "U"), number(1.5)), minus(of(model, "U"), number(1.5))),
    ];
    const { values } = solved(model, measures, { given });
    sure(values[0], 1.5);
    expect(values.slice(1, 6)).toEqual([1, 1, 0, 0, 1]);
    sure(values[6], 0, 1e-28);
  });
  it("gives exact values probability 0, and everything but them 1", () => {
    const { values } = solved(model, [when(model, ["U", "=", 1]), when(model, ["U", "!=", 1])], {
      given: [["X", "=", 2]],
    });
    expect(values).toEqual([0, 1]);
  });
});

describe("numbers of very different size", () => {
  it("a variance beside a large mean, when the mean is taken off first", () => {
    const model = defineModel({ variables: { X: { normal: { mean: 1e9, sd: 1 } } } });
    const gap = minus(of(model, "X"), number(1e9));
    expect(solved(model, [times(gap, gap)]).values[0]).toBe(1);
  });
  it("a measurement a million times finer than what it measures", () => {
    const model = defineModel({
      units: { U: { normal: { mean: 0, sd: 1 } } },
      variables: { rough: { normal: { mean: "U", sd: 1 } }, fine: { normal: { mean: "U", sd: 1e-6 } } },
    });
    const given = [
      ["rough", "=", 3],
      ["fine", "=", 0.5],
    ] as const;
    // Precision-weighted: (3 + 0.5e12) / (1 + 1 + 1e12).
    const mean = (3 + 0.5e12) / (2 + 1e12);
    const gap = minus(of(model, "U"), number(mean));
    const { values } = solved(model, [of(model, "U"), times(gap, gap)], { given });
    sure(values[0], mean, 1e-15);
    expect(Math.abs(values[1] * (2 + 1e12) - 1)).toBeLessThan(1e-9);
  });
  it("two bounds on quantities that are almost one", () => {
    // P(X > 0, X + tiny noise < 0) = angle / (2 pi), the angle being atan(noise).
    for (const noise of [1e-3, 1e-6, 1e-9]) {
      const model = defineModel({
        variables: { X: { normal: { mean: 0, sd: 1 } }, Y: { normal: { mean: "X", sd: noise } } },
      });
      const { values } = solved(model, [when(model, ["X", ">", 0], ["Y", "<", 0])]);
      expect(Math.abs(values[0] / (Math.atan(noise) / (2 * Math.PI)) - 1)).toBeLessThan(1e-11);
    }
  });
  it("evidence far out in the tail", () => {
    const model = defineModel({
      variables: { X: { normal: { mean: 0, sd: 1 } }, Y: { normal: { mean: "X", sd: 1 } } },
    });
    // Asymptotic series of the hazard: E[X | X > a] = a + 1/a - 2/a^3 + 10/a^5 - 74/a^7 + ...
    const a = 60;
    const { values } = solved(model, [of(model, "X"), of(model, "Y"), when(model, ["X", ">", a + 1 / a])], {
      given: [["X", ">", a]],
    });
    const mean = a + 1 / a - 2 / a ** 3 + 10 / a ** 5 - 74 / a ** 7;
    sure(values[0], mean, 1e-12);
    sure(values[1], mean, 1e-12);
    expect(values[2]).toBeGreaterThan(0.36);
    expect(values[2]).toBeLessThan(0.37);
  });
  it("independent bounds multiply, however many", () => {
    const model = defineModel({
      units: [{ name: "one", m: 1 }],
      variables: Object.fromEntries(["A", "B", "C", "D"].map((name) => [name, { normal: { mean: "m", sd: 2 } }])),
    });
    const events = ["A", "B", "C", "D"].map((name, i) => [name, ">", i] as const);
    const { values } = solved(model, [when(model, ...events)]);
    const expected = [0, 1, 2, 3].reduce((product, c) => product * normalCdf((1 - c) / 2), 1);
    sure(values[0], expected, 1e-15);
  });
});
