import type { ArithmeticOperator, Quantity, Question } from "./question.js";

/** A node of arithmetic over whatever an atom is: a question, or a term. */
export type Arithmetic<Of> =
  | Of
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negative"; readonly of: Of }
  | { readonly kind: "arithmetic"; readonly operator: ArithmeticOperator; readonly left: Of; readonly right: Of };

/** One operator of a chain and its right-hand side. */
interface Link<Of> {
  readonly operator: ArithmeticOperator;
  readonly right: Of;
}

/**
 * The left edge of arithmetic as a list: `a + b - c * d` is its first operand (never an operation of two sides) and what is done to it,
 * one after the other. A sum of a thousand terms is a tree a thousand deep on its left edge: whoever walks one loops along it.
 */
export function spineOf<Of extends Question | Quantity>(
  of: Of,
): { readonly first: Of; readonly links: readonly Link<Of>[] } {
  const links: Link<Of>[] = [];
  let first: Of = of;
  while (first.kind === "arithmetic") {
    links.push({ operator: first.operator, right: first.right as Of });
    first = first.left as Of;
  }
  return { first, links: links.reverse() };
}

/** The same arithmetic with each atom (what is neither number, sign nor operation) changed. */
export function mapAtoms<Of extends Question | Quantity>(of: Of, change: (atom: Of) => Of): Of {
  const make = (one: Arithmetic<Of>) => one as Of;
  const { first, links } = spineOf(of);
  let left: Of;
  if (first.kind === "number") left = make({ kind: "number", value: first.value === 0 ? 0 : first.value });
  else if (first.kind === "negative") left = make({ kind: "negative", of: mapAtoms(first.of as Of, change) });
  else left = change(first);
  for (const { operator, right } of links) {
    left = make({ kind: "arithmetic", operator, left, right: mapAtoms(right, change) });
  }
  return left;
}
