import { exp, pow } from "../../num/elementary.js";
import type { Conjunct, Measured, Subject, Unable } from "../request.js";
import { type Boxed, boxed, meanOf, meanOfProduct } from "./box.js";
import { type Condition, conditionOf } from "./condition.js";
import { type Affine, combine, isAffine, isStep, isUnable, type Value } from "./value.js";

/** factor * (product of at most two affine quantities) * 1{all conditions}. */
interface Term {
  readonly factor: number;
  readonly of: readonly Affine[];
  readonly when: readonly Condition[];
}

/** An affine quantity and other terms. Affine parts stay together, so that the mean of (X - m)^2 is not taken apart. */
interface Polynomial {
  readonly line: number | Affine;
  readonly terms: readonly Term[];
}

const MOST_TERMS = 256;

/** A measure as a polynomial, its subjects having these values. */
export function polynomialOf(measure: Measured, lookUp: (subject: Subject) => Value): Polynomial | Unable {
  switch (measure.kind) {
    case "number":
      return { line: measure.value, terms: [] };
    case "subject":
      return ofValue(lookUp(measure.subject));
    case "negative":
      return multiplied(polynomialOf(measure.of, lookUp), { line: -1, terms: [] });
    case "indicator":
      return indicator(measure.all, lookUp);
    case "arithmetic":
      return arithmetic(measure, polynomialOf(measure.left, lookUp), polynomialOf(measure.right, lookUp));
  }
}

function ofValue(value: Value): Polynomial | Unable {
  if (isUnable(value)) return value;
  if (!isStep(value)) return { line: value, terms: [] };
  const { of, comparison, yes, no } = value;
  return { line: no, terms: [{ factor: yes - no, of: [], when: [{ of, comparison, bound: 0 }] }] };
}

function indicator(all: readonly Conjunct[], lookUp: (subject: Subject) => Value): Polynomial | Unable {
  const found = all.map((conjunct) => conditionOf(conjunct, lookUp(conjunct.subject)));
  if (found.includes(false)) return { line: 0, terms: [] };
  const when: Condition[] = [];
  for (const one of found) {
    if (isUnable(one)) return one;
    if (typeof one === "object") when.push(one);
  }
  return when.length === 0 ? { line: 1, terms: [] } : { line: 0, terms: [{ factor: 1, of: [], when }] };
}

function arithmetic(
  { operator }: Extract<Measured, { kind: "arithmetic" }>,
  left: Polynomial | Unable,
  right: Polynomial | Unable,
): Polynomial | Unable {
  if (isUnable(left)) return left;
  if (isUnable(right)) return right;
  const number = right.terms.length === 0 && typeof right.line === "number" ? right.line : undefined;
  switch (operator) {
    case "+":
      return sum(left, right);
    case "-":
      return sum(left, multiplied(right, { line: -1, terms: [] }) as Polynomial);
    case "*":
      return multiplied(left, right);
    case "/":
      return number === undefined
        ? { unable: "the question divides by a random quantity" }
        : multiplied(left, { line: 1 / number, terms: [] });
    case "^":
      return number === undefined ? { unable: "the question has a random exponent" } : power(left, number);
  }
}

function sum(left: Polynomial, right: Polynomial): Polynomial {
  return { line: combine("+", left.line, right.line)!, terms: [...left.terms, ...right.terms] };
}

function power(base: Polynomial, exponent: number): Polynomial | Unable {
  if (base.terms.length === 0 && typeof base.line === "number") return { line: pow(base.line, exponent), terms: [] };
  if (exponent === 0) return { line: 1, terms: [] };
  if (exponent === 1) return base;
  if (exponent === 2) return multiplied(base, base);
  return { unable: `the question raises a random quantity to the power ${exponent}` };
}

function multiplied(left: Polynomial | Unable, right: Polynomial | Unable): Polynomial | Unable {
  if (isUnable(left)) return left;
  if (isUnable(right)) return right;
  const line = combine("*", left.line, right.line);
  const terms = [
    ...(line === undefined ? [{ factor: 1, of: [left.line as Affine, right.line as Affine], when: [] }] : []),
    ...right.terms.flatMap((term) => timesLine(term, left.line)),
    ...left.terms.flatMap((term) => timesLine(term, right.line)),
    ...left.terms.flatMap((one) => right.terms.map((other) => product(one, other))),
  ];
  if (terms.some(({ of }) => of.length > 2))
    return { unable: "the question multiplies more than two normal quantities" };
  if (terms.length > MOST_TERMS) return { unable: "the question multiplies out to too many terms" };
  return { line: line ?? 0, terms };
}

function timesLine(term: Term, line: number | Affine): readonly Term[] {
  if (isAffine(line)) return [{ ...term, of: [...term.of, line] }];
  return line === 0 ? [] : [{ ...term, factor: term.factor * line }];
}

function product(one: Term, other: Term): Term {
  return { factor: one.factor * other.factor, of: [...one.of, ...other.of], when: [...one.when, ...other.when] };
}

/**
 * The mean of a polynomial, given what is known and the conditions that `seen` was made of.
 * Cost: for each term with conditions of its own, the box of all of them.
 */
export function expectation(
  { line, terms }: Polynomial,
  seen: Boxed,
  conditions: readonly Condition[],
): number | Unable {
  let total = typeof line === "number" ? line : meanOf(seen, line);
  for (const { factor, of, when } of terms) {
    if (factor === 0) continue;
    const box = when.length === 0 ? seen : boxed(seen.known, [...conditions, ...when]);
    if (isUnable(box)) return box;
    const chance = Math.min(1, exp(box.log - seen.log));
    if (chance === 0) continue;
    const mean = of.length === 0 ? 1 : of.length === 1 ? meanOf(box, of[0]) : meanOfProduct(box, of[0], of[1]);
    total += factor * chance * mean;
  }
  return total;
}
