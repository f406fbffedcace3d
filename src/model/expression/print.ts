import type { BinaryOperator, Expression } from "./expression.js";
import { ATOM, CHOICE, COMPARING, POWER, PRECEDENCE, UNARY } from "./precedence.js";
import { spineOf } from "./spine.js";

/**
 * Writes an expression in the grammar that `parseExpression` reads, with no more parentheses than it takes: parsing what is printed gives
 * the same tree. A number below 0, which only a program can make, comes back as a minus and a number. Cost: O(nodes).
 * @throws Error for a number that no text stands for (NaN, Infinity)
 */
export function printExpression(expression: Expression<string>): string {
  const { first, links } = spineOf(expression);
  // Parentheses are known only when the next operator is: `(a + b) * c`. They are put in front at the end.
  let opening = 0;
  let binding = precedenceOf(first);
  const parts = ["", simple(first)];
  for (const { operator, right } of links) {
    const own = PRECEDENCE[operator];
    if (bracketsLeft(binding, own)) {
      opening++;
      parts.push(")");
    }
    const text = printExpression(right);
    parts.push(` ${operator} `, bracketsRight(precedenceOf(right), own, operator) ? `(${text})` : text);
    binding = own;
  }
  parts[0] = "(".repeat(opening);
  return parts.join("");
}

function precedenceOf(expression: Expression<string>): number {
  switch (expression.kind) {
    case "binary":
      return PRECEDENCE[expression.operator];
    case "choice":
      return CHOICE;
    case "unary":
      return UNARY;
    case "number":
      return expression.value < 0 || Object.is(expression.value, -0) ? UNARY : ATOM;
    default:
      return ATOM;
  }
}

function bracketsLeft(left: number, own: number): boolean {
  return left < own || (left === own && (own === COMPARING || own === POWER));
}

function bracketsRight(right: number, own: number, operator: BinaryOperator): boolean {
  // `2 ^ -1` and `2 ^ 3 ^ 4` need none, though a minus binds less than ^ on the other side.
  if (operator === "^") return right < UNARY;
  return right <= own;
}

const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

function quoted(text: string, quote: '"' | "`"): string {
  return `${quote}${text.replace(/["`\\]/g, (c) => (c === quote || c === "\\" ? `\\${c}` : c))}${quote}`;
}

/** All but operations of two sides. */
function simple(expression: Expression<string>): string {
  switch (expression.kind) {
    case "number":
      if (!Number.isFinite(expression.value)) throw new Error(`no text stands for ${expression.value}`);
      return Object.is(expression.value, -0) ? "-0" : String(expression.value);
    case "label":
      return quoted(expression.value, '"');
    case "reference":
      return NAME.test(expression.to) ? expression.to : quoted(expression.to, "`");
    case "unary": {
      const text = printExpression(expression.of);
      return `${expression.operator}${precedenceOf(expression.of) < UNARY ? `(${text})` : text}`;
    }
    case "choice": {
      const [test, yes, no] = [expression.test, expression.yes, expression.no].map((one) => printExpression(one));
      return `${expression.test.kind === "choice" ? `(${test})` : test} ? ${yes} : ${no}`;
    }
    case "call":
      return `${expression.name}(${expression.args.map((one) => printExpression(one)).join(", ")})`;
    case "binary":
      return printExpression(expression);
  }
}
