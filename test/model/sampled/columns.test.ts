import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFormula } from "../../../src/model/expression/compile.js";
import { BINARY, type Formula, FUNCTIONS, type FunctionName } from "../../../src/model/expression/expression.js";
import { compileColumns } from "../../../src/model/sampled/columns.js";
import { makeRegisters, type Operand, type Step } from "../../../src/model/sampled/registers.js";
import { BLOCK } from "../../../src/num/noise.js";
import { uniformStream } from "../../../src/num/random.js";

/** Values that arithmetic finds hard, and ordinary ones. */
const HARD = [0, -0, 1, -1, 2, 0.1, 0.5, Number.NaN, Infinity, -Infinity, 1e308, 5e-324, 3];

const formulas = fc.letrec<{ formula: Formula }>((tie) => {
  const leaf = fc.oneof(
    fc.constantFrom(...HARD).map((value): Formula => ({ kind: "number", value })),
    fc.nat(4).map((variable): Formula => ({ kind: "reference", to: { variable } })),
    fc.nat(1).map((attribute): Formula => ({ kind: "reference", to: { attribute } })),
  );
  const of = tie("formula");
  return {
    formula: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom(...BINARY), of, of)
        .map(([operator, left, right]): Formula => ({ kind: "binary", operator, left, right })),
      fc
        .tuple(fc.constantFrom("+", "-", "*") as fc.Arbitrary<"+">, of, of)
        .map(([operator, left, right]): Formula => ({ kind: "binary", operator, left, right })),
      fc
        .tuple(fc.constantFrom("-", "!") as fc.Arbitrary<"-">, of)
        .map(([operator, one]): Formula => ({ kind: "unary", operator, of: one })),
      fc.tuple(of, of, of).map(([test, yes, no]): Formula => ({ kind: "choice", test, yes, no })),
      fc
        .tuple(
          fc.constantFrom(...(Object.keys(FUNCTIONS) as FunctionName[])),
          fc.array(of, { minLength: 2, maxLength: 3 }),
        )
        .map(([name, args]): Formula => ({ kind: "call", name, args: args.slice(0, FUNCTIONS[name] === 1 ? 1 : 3) })),
    ),
  };
});

const ROWS = 60;

/** Variables 0 to 2 are columns, 3 and 4 numbers; attribute 0 is a column, 1 a number. */
function world() {
  const uniform = uniformStream(3);
  const column = () =>
    Float64Array.from({ length: BLOCK }, (_, i) =>
      i % 3 === 0 ? HARD[Math.floor(uniform() * HARD.length)] : 4 * uniform() - 2,
    );
  const variables: readonly Operand[] = [column(), column(), column(), 2, 0];
  const attributes: readonly Operand[] = [column(), 0.7];
  return { variables, attributes };
}

describe("columns", () => {
  it("calculate the very doubles of formulas row by row", () => {
    const { variables, attributes } = world();
    const before = [...variables, ...attributes].map((one) => (typeof one === "number" ? one : one.slice()));
    const at = (operand: Operand, row: number) => (typeof operand === "number" ? operand : operand[row]);
    fc.assert(
      fc.property(formulas.formula, (formula) => {
        const steps: Step[] = [];
        const { operand } = compileColumns(
          formula,
          (slot) => ("variable" in slot ? variables[slot.variable] : attributes[slot.attribute]),
          { steps, registers: makeRegisters() },
        );
        // Twice, as a program is run: nothing of the first time may be left.
        for (let time = 0; time < 2; time++) for (const step of steps) step(ROWS, time);
        const scalar = compileFormula(formula);
        for (let row = 0; row < ROWS; row++) {
          const expected = scalar(
            variables.map((one) => at(one, row)),
            attributes.map((one) => at(one, row)),
          );
          const found = at(operand, row);
          if (!Object.is(found, expected)) return false;
        }
        return true;
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect([...variables, ...attributes]).toEqual(before);
  });

  it("take long sums without a deep stack", () => {
    const { variables } = world();
    let formula: Formula = { kind: "number", value: 0 };
    for (let k = 0; k < 20_000; k++) {
      const term: Formula = {
        kind: "binary",
        operator: "*",
        left: { kind: "number", value: k },
        right: { kind: "reference", to: { variable: k % 3 } },
      };
      formula = { kind: "binary", operator: "+", left: formula, right: term };
    }
    const steps: Step[] = [];
    const { operand } = compileColumns(formula, (slot) => variables["variable" in slot ? slot.variable : 0], {
      steps,
      registers: makeRegisters(),
    });
    for (const step of steps) step(10, 0);
    const expected = compileFormula(formula)(
      variables.map((one) => (typeof one === "number" ? one : one[4])),
      [],
    );
    expect((operand as Float64Array)[4]).toBe(expected);
  });
});
