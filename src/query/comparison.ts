import type { Comparison, Value } from "./question.js";

/** Does the comparison hold? Labels are equal or not, and otherwise in the order of their characters. */
export function compare(one: Value, comparison: Comparison, other: Value): boolean {
  switch (comparison) {
    case "=":
      return one === other;
    case "!=":
      return one !== other;
    case "<":
      return one < other;
    case "<=":
      return one <= other;
    case ">":
      return one > other;
    case ">=":
      return one >= other;
  }
}
