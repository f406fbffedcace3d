import type { Expression } from "../expression.js";

/** The expression with its laws renamed. */
export function renamed(expression: Expression, to: (name: string) => string): Expression {
  switch (expression.kind) {
    case "name":
      return { kind: "name", name: to(expression.name) };
    case "fuse":
    case "divide":
      return { ...expression, left: renamed(expression.left, to), right: renamed(expression.right, to) };
    case "power":
      return { ...expression, base: renamed(expression.base, to) };
    case "mix":
      return { ...expression, parts: expression.parts.map(({ weight, law }) => ({ weight, law: renamed(law, to) })) };
    default:
      return expression;
  }
}
