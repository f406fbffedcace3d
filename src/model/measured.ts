import { pow } from "../num/elementary.js";
import type { ArithmeticOperator } from "../query/question.js";
import { holds } from "./holds.js";
import type { Conjunct, Measured, Subject } from "./request.js";

/** All subjects a measure looks at. */
export function subjectsOf(measure: Measured): readonly Subject[] {
  switch (measure.kind) {
    case "subject":
      return [measure.subject];
    case "number":
      return [];
    case "negative":
      return subjectsOf(measure.of);
    case "arithmetic":
      return [...subjectsOf(measure.left), ...subjectsOf(measure.right)];
    case "indicator":
      return measure.all.map((conjunct: Conjunct) => conjunct.subject);
  }
}

/** A measure's value where the subjects have these values. */
export function evaluateMeasured(measure: Measured, valueFor: (subject: Subject) => number): number {
  switch (measure.kind) {
    case "subject":
      return valueFor(measure.subject);
    case "number":
      return measure.value;
    case "negative":
      return -evaluateMeasured(measure.of, valueFor);
    case "indicator":
      return measure.all.every((conjunct) => holds(conjunct, valueFor(conjunct.subject))) ? 1 : 0;
    case "arithmetic":
      return operate(
        measure.operator,
        evaluateMeasured(measure.left, valueFor),
        evaluateMeasured(measure.right, valueFor),
      );
  }
}

/** What an operator makes of two numbers. */
export function operate(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "^":
      return pow(left, right);
  }
}
