import { inQuotes } from "../num/quote.js";
import type { Budget, Expression } from "./expression.js";

/** Words that mean something else where they stand bare. */
const TAKEN: ReadonlySet<string> = new Set(["mix", "mask", "budget", "uniform"]);

/** How tightly a kind binds: a weaker one inside a stronger one needs brackets. */
const STRENGTH = { fuse: 1, divide: 1, power: 2, name: 3, mix: 3, mask: 3, uniform: 3 } as const;

/** The expression as text, with no bracket that says nothing; `parseExpression` reads it back to the same tree. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "name":
      return printName(expression.name);
    case "uniform":
      return "uniform";
    case "mask":
      return `mask(${printName(expression.set)})`;
    case "mix":
      return `mix(${expression.parts.map(({ weight, law }) => `${weight}: ${printExpression(law)}`).join(", ")})`;
    case "power":
      return `${inside(expression.base, 2)}^${printPower(expression.power)}`;
    case "fuse":
    case "divide":
      return `${inside(expression.left, 1)} ${expression.kind === "fuse" ? "*" : "/"} ${inside(expression.right, 2)}`;
  }
}

/** A name as it stands in an expression. */
export function printName(name: string): string {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) && !TAKEN.has(name) ? name : inQuotes(name, "`");
}

function printPower(power: number | Budget): string {
  if (typeof power === "number") return String(power);
  return `budget(${power.epsilon}${power.over === "answer" ? ", answer" : ""})`;
}

function inside(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return STRENGTH[expression.kind] < least ? `(${text})` : text;
}
