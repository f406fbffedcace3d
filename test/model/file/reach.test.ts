import { describe, expect, it } from "vitest";
import type { DiscoError } from "../../../src/error.js";
import { modelOf } from "../../../src/model/file/read.js";

/** "fine", or what is wrong with the model. */
function verdict(variables: object, units?: object): string {
  try {
    modelOf({ disco: 1, variables, ...(units === undefined ? {} : { units }) });
    return "fine";
  } catch (error) {
    return (error as DiscoError).message;
  }
}

const coin = { bernoulli: 0.5 };
const normal = { normal: { mean: 0, sd: 1 } };

describe("a law that fails in a possible case is refused, with the case", () => {
  it("for one unit and not the other (THEORY 9, G3, with a slip)", () => {
    const units = [
      { name: "u0", u: 0 },
      { name: "u1", u: 1 },
    ];
    const variables = {
      X: { bernoulli: "(3 + 3*u) / 10" },
      Z: { bernoulli: "(2 + 4*X + 2*u) / 10" },
      Y: { bernoulli: "(1 + 3*X + 4*Z + 4*u) / 10" },
    };
    expect(verdict(variables, units)).toMatchInlineSnapshot(
      `"model, variables.Y.bernoulli: the probability is 1.2 when X = 1, Z = 1 for unit 'u1' (given: "(1 + 3*X + 4*Z + 4*u) / 10"); it must stay between 0 and 1"`,
    );
  });

  it("with labels for parents", () => {
    const colour = { categorical: { values: ["red", "blue"], weights: [1, 1] } };
    expect(verdict({ colour, Y: { bernoulli: 'colour == "blue" ? 1.5 : 0.5' } })).toMatchInlineSnapshot(
      `"model, variables.Y.bernoulli: the probability is 1.5 when colour = "blue" (given: "colour == \\"blue\\" ? 1.5 : 0.5"); it must stay between 0 and 1"`,
    );
  });

  it("where weights sum to nothing, or one is negative", () => {
    const weights = (...list: string[]) => ({ X: coin, C: { categorical: { values: [1, 2], weights: list } } });
    expect(verdict(weights("X", "X"))).toMatchInlineSnapshot(
      `"model, variables.C.categorical.weights[0]: the weights add up to 0 when X = 0 (given: "X"); they must add up to something positive"`,
    );
    expect(verdict(weights("1", "X - 0.5"))).toMatchInlineSnapshot(
      `"model, variables.C.categorical.weights[1]: the weight is -0.5 when X = 0 (given: "X - 0.5"); it must stay a finite number, 0 or more"`,
    );
    expect(verdict(weights("X", "1 - X"))).toBe("fine");
  });

  it("with a continuous parent", () => {
    expect(verdict({ X: normal, Y: { bernoulli: "0.5 + X" } })).toMatch(/the probability is .* when X = /);
    expect(verdict({ X: normal, Y: { normal: { mean: 0, sd: "X" } } })).toMatch(/the sd is -/);
    expect(verdict({ X: normal, T: coin, Y: { bernoulli: "T == 1 ? 0.5 + X/10 : 0.5" } })).toBe("fine");
    expect(verdict({ X: normal, T: coin, Y: { bernoulli: "T == 1 ? 0.5 + X/9 : 0.5" } })).toMatch(/when X = .*, T = 1/);
    expect(verdict({ X: { uniform: { low: 0, high: 1 } }, Y: { uniform: { low: "X", high: 0.999 } } })).toMatch(
      /low is 0\.999/,
    );
  });

  it("where the law of an attribute fails", () => {
    const continuous = { ability: normal, p: { bernoulli: "ability" } };
    expect(verdict({ X: coin }, continuous)).toMatch(/units\.p\.bernoulli: the probability is .* when ability = /);
    const discrete = { a: { categorical: { values: [0.5, 2], weights: [1, 1] } }, b: { bernoulli: "a" } };
    expect(verdict({ X: coin }, discrete)).toMatchInlineSnapshot(
      `"model, units.b.bernoulli: the probability is 2 when a = 2 (given: "a"); it must stay between 0 and 1"`,
    );
    expect(verdict({ X: { bernoulli: "ability" } }, { ability: normal })).toMatch(/when ability = /);
  });

  it("when many ancestors stand between", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 15 }, (_, i) => [`V${i}`, i === 0 ? coin : { bernoulli: `0.1 + 0.8*V${i - 1}` }]),
    );
    expect(verdict({ ...chain, Y: { bernoulli: "V14 + V0" } })).toMatch(/the probability is 2 when V0 = 1, V14 = 1/);
  });

  it("each of them, in one error", () => {
    const message = verdict({
      X: coin,
      A: { bernoulli: "X + 1" },
      B: { normal: { mean: 0, sd: "X" } },
      C: { equals: "1/X" },
    });
    expect(message).toMatchInlineSnapshot(`
      "model: there are 3 defects; correct them:
        variables.A.bernoulli: the probability is 2 when X = 1 (given: "X + 1"); it must stay between 0 and 1
        variables.B.normal.sd: the sd is 0 when X = 0 (given: "X"); it must stay above 0, and finite
        variables.C.equals: the value is Infinity when X = 0 (given: "1/X"); it must stay a finite number"
    `);
  });
});

describe("what cannot happen is no defect", () => {
  it("values that exclude one another", () => {
    const pair = (z: string) => ({ X: coin, Z: { equals: z }, Y: { bernoulli: "X + Z" } });
    expect(verdict(pair("1 - X"))).toBe("fine");
    expect(verdict(pair("X"))).toMatch(/the probability is 2 when X = 1, Z = 1/);
  });

  it("values of probability 0, for this unit", () => {
    const units = (p: number) => [
      { name: "never", p: 0, q: 1 },
      { name: "maybe", p, q: 0.1 },
    ];
    const variables = { X: { bernoulli: "p" }, Y: { bernoulli: "q + 0.9*X" } };
    expect(verdict(variables, units(0.5))).toBe("fine");
    expect(verdict({ ...variables, Y: { bernoulli: "q + X" } }, units(0.5))).toMatchInlineSnapshot(
      `"model, variables.Y.bernoulli: the probability is 1.1 when X = 1 for unit 'maybe' (given: "q + X"); it must stay between 0 and 1"`,
    );
    expect(verdict({ ...variables, Y: { bernoulli: "q + X" } }, units(0))).toBe("fine");
  });

  it("a category of weight 0", () => {
    const variables = (weight: number) => ({
      C: { categorical: { values: [0, 1, 2], weights: [1, 1, weight] } },
      Y: { bernoulli: "C" },
    });
    expect(verdict(variables(0))).toBe("fine");
    expect(verdict(variables(1e-9))).toMatch(/when C = 2/);
  });

  it("through twelve ancestors, all of whose cases are gone through", () => {
    const bits = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`B${i}`, coin]));
    const sum = Object.keys(bits).join(" + ");
    const even = { equals: `${sum} - 2*(${[1, 2, 3, 4, 5].map((k) => `(${sum} >= ${2 * k})`).join(" + ")})` };
    const variables = { ...bits, odd: even, first: { equals: `odd == (${sum}) - 2*((${sum}) > 1) || 1` } };
    expect(verdict({ ...variables, Y: { bernoulli: "odd" } })).toBe("fine");
    expect(verdict({ ...variables, Y: { bernoulli: "odd == 1 && B0 == 0 ? 2 : 0.5" } })).toMatch(
      /the probability is 2/,
    );
  });
});

describe("what interval arithmetic cannot prove, but is true, is accepted", () => {
  it.each([
    ["bernoulli", { bernoulli: "X - X + 0.5" }],
    ["bernoulli", { bernoulli: "abs(X) / (1 + abs(X))" }],
    ["bernoulli", { bernoulli: "exp(X) / (1 + exp(X))" }],
    ["sd", { normal: { mean: "X", sd: "abs(X)" } }],
    ["sd", { normal: { mean: 0, sd: "sqrt(X^2 + Z^2)" } }],
    ["sd of a difference, never exactly 0", { normal: { mean: 0, sd: "abs(X - Z)" } }],
    ["a quotient, never by exactly 0", { normal: { mean: "Z / X", sd: 1 } }],
    ["a logarithm", { normal: { mean: "log(X^2)", sd: 1 } }],
    ["uniform", { uniform: { low: "min(X, Z)", high: "max(X, Z)" } }],
    ["scale", { cauchy: { location: 0, scale: "(X - Z)^2" } }],
    ["weights", { categorical: { values: [1, 2], weights: ["X^2", "Z^2"] } }],
    ["equals", { equals: "1 / (X - 0.25)" }],
  ])("%s: %j", (_, law) => {
    expect(verdict({ X: normal, Z: normal, Y: law })).toBe("fine");
    expect(verdict({ Y: law }, { X: normal, Z: normal })).toBe("fine");
  });

  it("a spread that follows a sum of many: far out together is farther than one in a million", () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`N${i}`, normal]));
    const sum = Object.keys(many).join(" + ");
    // The sum's own sd is 4.47: 30 is 6.7 of them, and 95 all at once.
    expect(verdict({ ...many, Y: { bernoulli: `0.5 + (${sum}) / 60` } })).toBe("fine");
    expect(verdict({ ...many, Y: { bernoulli: `0.5 + (${sum}) / 20` } })).toMatch(/the probability is/);
  });

  it("many parents: nothing is found, and engines look again", () => {
    const bits = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`B${i}`, coin]));
    const sum = Object.keys(bits).join(" + ");
    expect(verdict({ ...bits, Y: { bernoulli: `(${sum}) / 40` } })).toBe("fine");
    expect(verdict({ ...bits, Y: { bernoulli: `(${sum}) / 40 - (${sum}) / 40 + 0.5` } })).toBe("fine");
    expect(verdict({ ...bits, Y: { bernoulli: `(${sum}) / 20` } })).toMatch(/the probability is/);
  });
});
