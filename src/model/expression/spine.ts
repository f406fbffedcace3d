import type { BinaryOperator, Expression } from "./expression.js";

/** One operator of a chain and its right-hand side. */
export interface Link<Reference> {
  readonly operator: BinaryOperator;
  readonly right: Expression<Reference>;
}

/** `a + b - c * d` as its first operand (never an operation of two sides) and what is done to it, one after the other. */
export interface Spine<Reference> {
  readonly first: Expression<Reference>;
  readonly links: readonly Link<Reference>[];
}

/**
 * The left edge of an expression as a list. A sum of ten thousand terms is a tree ten thousand deep on its left edge, and at most a few
 * hundred deep anywhere else (the parser sees to it), so whoever walks an expression loops along the spine and calls itself for the rest.
 */
export function spineOf<Reference>(expression: Expression<Reference>): Spine<Reference> {
  const links: Link<Reference>[] = [];
  let first = expression;
  while (first.kind === "binary") {
    links.push({ operator: first.operator, right: first.right });
    first = first.left;
  }
  return { first, links: links.reverse() };
}

/** The parts of an expression that is not an operation of two sides. */
function partsOf<Reference>(expression: Expression<Reference>): readonly Expression<Reference>[] {
  switch (expression.kind) {
    case "unary":
      return [expression.of];
    case "choice":
      return [expression.test, expression.yes, expression.no];
    case "call":
      return expression.args;
    case "binary":
      return [expression.left, expression.right];
    default:
      return [];
  }
}

/** Visits every node once, parents before parts, left before right, with a stack of its own. Cost: O(nodes). */
export function visit<Reference>(expression: Expression<Reference>, see: (one: Expression<Reference>) => void): void {
  const stack = [expression];
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    see(one);
    const parts = partsOf(one);
    for (let i = parts.length - 1; i >= 0; i--) stack.push(parts[i]);
  }
}

/** How many nodes an expression has: what evaluating it costs. */
export function sizeOf<Reference>(expression: Expression<Reference>): number {
  let size = 0;
  visit(expression, () => size++);
  return size;
}
