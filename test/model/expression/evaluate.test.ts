import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFormula, evaluate } from "../../../src/model/expression/compile.js";
import { parseExpression } from "../../../src/model/expression/parse.js";
import { rangeOf } from "../../../src/model/expression/range.js";
import { NUMBER, resolve } from "../../../src/model/expression/resolve.js";
import { type Span, span } from "../../../src/model/expression/span.js";
import { naive } from "./naive.js";
import { formulas } from "./trees.js";

const value = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, 0.5, -0.5),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const values = fc.tuple(value, value, value, value, value);

describe("evaluate", () => {
  it("agrees with the tree walked as it stands", () => {
    fc.assert(
      fc.property(formulas, values, (formula, [x, y, z, a, b]) => {
        expect(evaluate(formula, [x, y, z], [a, b])).toBe(
          naive(formula, (to) => ("variable" in to ? [x, y, z][to.variable] : [a, b][to.attribute])),
        );
      }),
      { numRuns: 3000, seed: 2 },
    );
  });

  const scope = {
    find: (name: string) => ({
      slot: name === "u" ? { attribute: 0 } : { variable: "XYZ".indexOf(name) },
      type: NUMBER,
    }),
    code: () => 0,
  };
  const of = (text: string, variables: readonly number[] = [], attributes: readonly number[] = []) =>
    evaluate(
      resolve(parseExpression(text), scope, () => {
        throw new Error("trouble");
      }).formula,
      variables,
      attributes,
    );

  it.each([
    ["-2^2", -4],
    ["2^3^2", 512],
    ["2^-1", 0.5],
    ["1/0", Infinity],
    ["0/0", Number.NaN],
    ["sqrt(0-1)", Number.NaN],
    ["log(0)", -Infinity],
    ["logistic(0)", 0.5],
    ["logistic(-1000)", 0],
    ["logistic(1000)", 1],
    ["min(3, 1, 2) + max(3, 1, 2)", 4],
    ["!0 + !2", 1],
    ["3 && 2", 1],
    ["0 || 5", 1],
    ["0 ? 7 : 8", 8],
    ["0.1 ? 7 : 8", 7],
    ["0 && 1/0", 0],
    ["(1 < 2) + (2 <= 2) + (3 > 4) + (4 >= 4) + (1 == 1) + (1 != 1)", 4],
  ])("%s is %d", (text, expected) => {
    expect(of(text)).toBe(expected);
  });

  it("gives the golden probabilities of THEORY 9, G2 and G3", () => {
    expect(of("Y == 1 ? u : 0.85", [0, 1], [0.9])).toBe(0.9);
    expect(of("(1 + 3*X + 4*Z - 2*X*Z*(1 - u) + u) / 10", [1, 0, 1], [0])).toBe(0.6);
    expect(of("(1 + 3*X + 4*Z - 2*X*Z*(1 - u) + u) / 10", [1, 0, 1], [1])).toBe(0.9);
  });

  it("compiles long chains, one within the other too", () => {
    const sum = Array(10_000).fill("X").join(" + ");
    expect(of(sum, [2])).toBe(20_000);
    const inner = Array(100).fill("X").join(" - ");
    expect(of(Array(100).fill(`(${inner})`).join(" + "), [1])).toBe(-9800);
    const compiled = compileFormula({ kind: "number", value: 3 });
    expect([compiled([], []), compiled([], [])]).toEqual([3, 3]);
  });
});

describe("rangeOf", () => {
  const ends = fc.tuple(value, fc.oneof(fc.constant(0), value)).map(([a, b]) => (a < b ? span(a, b) : span(b, a)));
  /** A place in a span: an end, somewhere between, or a number of the grammar's own where it is inside. */
  const place = fc.oneof(
    fc.constantFrom(0, 1),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom("0", "-0", "1", "-1"),
  );
  const at = (where: number | string, { low, high }: Span) => {
    const x = typeof where === "string" ? Number(where) : low * (1 - where) + high * where;
    return Math.min(high, Math.max(low, x));
  };
  const boxes = fc.tuple(ends, ends, ends, ends, ends);
  const points = fc.array(fc.tuple(place, place, place, place, place), { minLength: 8, maxLength: 8 });

  it("holds every value", () => {
    fc.assert(
      fc.property(formulas, boxes, points, (formula, box, places) => {
        const range = rangeOf(formula, (slot) => ("variable" in slot ? box[slot.variable] : box[3 + slot.attribute]));
        expect(range.low).toBeLessThanOrEqual(range.high);
        for (const where of places) {
          const [x, y, z, a, b] = where.map((one, i) => at(one, box[i]));
          const result = evaluate(formula, [x, y, z], [a, b]);
          if (Number.isNaN(result) ? !range.mayBeNaN : result < range.low || result > range.high)
            throw new Error(`${result} at ${[x, y, z, a, b]} is not in ${JSON.stringify(range)}`);
        }
      }),
      { numRuns: 4000, seed: 3 },
    );
  });

  it.each([
    ["X", 0, 1],
    ["1 - X", 0, 1],
    ["0.2 + 0.5*X", 0.2, 0.7],
    ["X == 1 ? 0.3 : 0.7", 0.3, 0.7],
    ["X > 2", 0, 0],
    ["X >= 0", 1, 1],
    ["X^2", 0, 1],
    ["exp(-X)", Math.exp(-1), 1],
    ["logistic(1000*X)", 0.5, 1],
    ["sqrt(X)", 0, 1],
    ["min(X, 0.5)", 0, 0.5],
    ["!X", 0, 1],
    ["X + 1 && 1", 1, 1],
    ["abs(X - 0.5)", 0, 0.5],
  ])("%s is from %d to %d for X from 0 to 1", (text, low, high) => {
    const find = () => ({ slot: { variable: 0 }, type: NUMBER });
    const { formula } = resolve(parseExpression(text), { find, code: () => 0 }, () => {});
    const range = rangeOf(formula, () => span(0, 1));
    expect(range.mayBeNaN).toBe(false);
    expect(range.low).toBeCloseTo(low, 14);
    expect(range.high).toBeCloseTo(high, 14);
    // A hair too wide would call a probability of 1 doubtful.
    expect(range.high).toBeLessThanOrEqual(Math.max(1, high));
  });
});
