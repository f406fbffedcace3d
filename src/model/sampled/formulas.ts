import type { BinaryOperator, Expression, FunctionName } from "../expression/expression.js";
import type { Operand } from "./registers.js";

/** An expression over columns: what the engine calculates between the model's own formulas is written the same way. */
export type Calculation = Expression<Operand>;

export function number(value: number): Calculation {
  return { kind: "number", value };
}

export function column(to: Operand): Calculation {
  return { kind: "reference", to };
}

export function operation(left: Calculation, operator: BinaryOperator, right: Calculation): Calculation {
  return { kind: "binary", operator, left, right };
}

export function call(name: FunctionName, ...args: readonly Calculation[]): Calculation {
  return { kind: "call", name, args };
}

export function negative(of: Calculation): Calculation {
  return { kind: "unary", operator: "-", of };
}

export function choice(test: Calculation, yes: Calculation, no: Calculation): Calculation {
  return { kind: "choice", test, yes, no };
}

export function sum(terms: readonly Calculation[]): Calculation {
  return terms.reduce((left, right) => operation(left, "+", right), number(0));
}

/** Do all of them hold? 1 or 0. */
export function every(tests: readonly Calculation[]): Calculation {
  return tests.reduce((left, right) => operation(left, "&&", right), number(1));
}
