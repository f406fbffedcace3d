import type { Comparison } from "../../query/question.js";
import type { BinaryOperator } from "../expression/expression.js";
import type { Conjunct, Measured, Subject } from "../request.js";
import { type Calculation, call, column, every, negative, number, operation } from "./formulas.js";
import type { Operand } from "./registers.js";

/** A measure as a calculation over columns. */
export function calculationOf(measure: Measured, operandOf: (subject: Subject) => Operand): Calculation {
  switch (measure.kind) {
    case "subject":
      return column(operandOf(measure.subject));
    case "number":
      return measure;
    case "negative":
      return negative(calculationOf(measure.of, operandOf));
    case "arithmetic": {
      const [left, right] = [measure.left, measure.right].map((side) => calculationOf(side, operandOf));
      return operation(left, measure.operator, right);
    }
    case "indicator":
      return every(measure.all.map((one) => testOf(one, operandOf(one.subject))));
  }
}

/** Does the event hold? 1 or 0. */
export function testOf({ comparison, value }: Pick<Conjunct, "comparison" | "value">, operand: Operand): Calculation {
  return operation(column(operand), OPERATOR[comparison], number(value));
}

/** Is it this number, but for the rounding of a few operations? 1 or 0. */
export function nearTest(value: number, operand: Operand): Calculation {
  const apart = call("abs", operation(column(operand), "-", number(value)));
  const size = operation(call("abs", column(operand)), "+", number(Math.abs(value)));
  return operation(apart, "<=", operation(number(1e-12), "*", size));
}

const OPERATOR: Readonly<Record<Comparison, BinaryOperator>> = {
  "=": "==",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};
