import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFormula } from "../../../src/model/expression/compile.js";
import {
  BINARY,
  type Formula,
  FUNCTIONS,
  type FunctionName,
  type Slot,
} from "../../../src/model/expression/expression.js";
import { compileColumns } from "../../../src/model/sampled/columns.js";
import { makeRegisters, type Operand, type Step, valueIn } from "../../../src/model/sampled/registers.js";
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
  const registers = makeRegisters();
  const column = () => ({
    place: registers.take(),
    values: Float64Array.from({ length: ROWS }, (_, i) =>
      i % 3 === 0 ? HARD[Math.floor(uniform() * HARD.length)] : 4 * uniform() - 2,
    ),
  });
  const columns = Array.from({ length: 4 }, column);
  const variables: readonly Operand[] = [...columns.slice(0, 3).map(({ place }) => place), 2, 0];
  const attributes: readonly Operand[] = [columns[3].place, 0.7];
  const operandOf = (slot: Slot) => ("variable" in slot ? variables[slot.variable] : attributes[slot.attribute]);
  const valuesOf = (operands: readonly Operand[], row: number) =>
    operands.map((one) => (typeof one === "number" ? one : columns.find(({ place }) => place === one)!.values[row]));
  return {
    registers,
    operandOf,
    /** Runs the steps on these columns. */
    run: (steps: readonly Step[], memory: Float64Array, rows: number) => {
      for (const { place, values } of columns) memory.set(values, place.at);
      for (const step of steps) step(memory, rows, 0);
    },
    row: (row: number) => [valuesOf(variables, row), valuesOf(attributes, row)] as const,
    untouched: (memory: Float64Array) =>
      columns.every(({ place, values }) => values.every((value, i) => Object.is(value, memory[place.at + i]))),
  };
}

describe("columns", () => {
  it("calculate the very doubles of formulas row by row", () => {
    fc.assert(
      fc.property(formulas.formula, (formula) => {
        const { registers, operandOf, run, row, untouched } = world();
        const steps: Step[] = [];
        const { operand } = compileColumns(formula, operandOf, { steps, registers });
        const memory = new Float64Array(registers.size());
        // Twice, as a program is run: nothing of the first time may be left.
        for (let time = 0; time < 2; time++) run(steps, memory, ROWS);
        const scalar = compileFormula(formula);
        for (let i = 0; i < ROWS; i++) if (!Object.is(valueIn(memory, operand, i), scalar(...row(i)))) return false;
        return untouched(memory);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it("calculate linear formulas, which have loops of their own, in every order of their parts", () => {
    const { registers, operandOf, run, row } = world();
    const x = (variable: number): Formula => ({ kind: "reference", to: { variable } });
    const parts: readonly Formula[] = [
      { kind: "number", value: 0.3 },
      x(0),
      ...[0, 1, 2].map(
        (variable): Formula => ({
          kind: "binary",
          operator: "*",
          left: { kind: "number", value: 0.7 + variable },
          right: x(variable),
        }),
      ),
      { kind: "binary", operator: "*", left: x(1), right: { kind: "number", value: -1.3 } },
      { kind: "binary", operator: "*", left: x(1), right: x(2) },
      { kind: "binary", operator: "*", left: x(1), right: x(3) },
    ];
    const steps: Step[] = [];
    const checks: { formula: Formula; operand: Operand }[] = [];
    for (const a of parts)
      for (const b of parts)
        for (const c of parts)
          for (const [one, two] of ["++", "+-", "-+", "*+", "*-"]) {
            const formula: Formula = {
              kind: "binary",
              operator: two as "+",
              left: { kind: "binary", operator: one as "+", left: a, right: b },
              right: c,
            };
            checks.push({ formula, operand: compileColumns(formula, operandOf, { steps, registers }).operand });
          }
    const memory = new Float64Array(registers.size());
    run(steps, memory, ROWS);
    for (const { formula, operand } of checks) {
      const scalar = compileFormula(formula);
      for (let i = 0; i < ROWS; i++)
        if (!Object.is(valueIn(memory, operand, i), scalar(...row(i)))) throw new Error(JSON.stringify(formula));
    }
  });

  it("take long sums without a deep stack", () => {
    const { registers, operandOf, run, row } = world();
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
    const { operand } = compileColumns(formula, operandOf, { steps, registers });
    const memory = new Float64Array(registers.size());
    run(steps, memory, 10);
    expect(valueIn(memory, operand, 4)).toBe(compileFormula(formula)(...row(4)));
  });
});
