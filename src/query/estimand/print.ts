import type { Bound, Estimand, Origin, Sign, Slot } from "../estimand.js";
import type { Comparison, Value } from "../question.js";

/** How one notation writes the pieces of a formula. */
export interface Notation {
  readonly name: (variable: string) => string;
  /** What stands for a value: the name with as many primes. */
  readonly primed: (name: string, count: number) => string;
  /** Several variables behind each other. */
  readonly list: (parts: readonly string[]) => string;
  readonly equals: (variable: string, value: string) => string;
  readonly value: (value: Value) => string;
  readonly comparison: (sign: Comparison) => string;
  readonly doing: (set: string) => string;
  readonly law: (population: string | undefined, of: string, given: string) => string;
  readonly mean: (population: string | undefined, of: string, given: string) => string;
  readonly sum: (over: string, of: string) => string;
  readonly quotient: (top: string, bottom: string) => string;
  /** A quotient is written one part above the other, and needs no brackets beside other factors. */
  readonly stacked: boolean;
  readonly brackets: (inside: string) => string;
  readonly times: string;
  readonly operator: (operator: "+" | "-" | "*" | "/") => string;
  readonly power: (base: string, exponent: string) => string;
  readonly number: (value: number) => string;
}

/** How tightly a formula holds together: a sum takes everything behind it, a law stands for itself. */
const LOOSE = { sum: 0, arithmetic: 1, negative: 1, slash: 1.5, product: 2, quotient: 3, power: 4 } as const;

/** Writes a formula in a notation. */
export function write(estimand: Estimand, how: Notation): string {
  const write = (one: Estimand): string => {
    switch (one.kind) {
      case "law":
        return how.law(one.origin.population, slots(one.of), given(one.given, one.origin));
      case "mean":
        return how.mean(one.origin.population, how.name(one.of), given(one.given, one.origin));
      case "sign":
        return sign(one.sign);
      case "number":
        return how.number(one.value);
      case "negative":
        return how.operator("-") + inside(one.of, LOOSE.product);
      case "product":
        return productText(one.factors);
      case "quotient":
        return how.quotient(write(one.top), write(one.bottom));
      case "sum":
        return how.sum(how.list(one.over.flatMap(bound)), inside(one.of, LOOSE.product));
      case "arithmetic":
        return arithmeticText(one);
    }
  };
  const inside = (one: Estimand, least: number): string =>
    looseness(one, how) < least ? how.brackets(write(one)) : write(one);
  /** Sums last, so that only what stands before another factor needs brackets. */
  const productText = (factors: readonly Estimand[]): string => {
    const order = (one: Estimand) => (one.kind === "number" || one.kind === "sign" ? 0 : one.kind === "sum" ? 2 : 1);
    const list = [...factors].sort((a, b) => order(a) - order(b));
    return list
      .map((one, i) => (one.kind === "sum" && i === list.length - 1 ? write(one) : inside(one, LOOSE.product)))
      .join(how.times);
  };
  const arithmeticText = ({ operator, left, right }: Extract<Estimand, { readonly kind: "arithmetic" }>): string => {
    if (operator === "^") return how.power(inside(left, LOOSE.power + 1), write(right));
    if (operator === "/") return how.quotient(write(left), write(right));
    const tight = operator === "*" ? LOOSE.product : LOOSE.arithmetic;
    // What stands on the right of a minus keeps its own signs only in brackets.
    const behind = operator === "-" && right.kind !== "sum" ? LOOSE.slash : tight;
    // A sum on the left would take in what follows.
    const before = left.kind === "sum" ? how.brackets(write(left)) : inside(left, tight);
    const after = right.kind === "sum" ? write(right) : inside(right, behind);
    return `${before}${operator === "*" ? how.times : ` ${how.operator(operator)} `}${after}`;
  };
  const sign = ({ variable, mark }: Sign): string => how.primed(how.name(variable), mark);
  const slot = ({ variable, at }: Slot): string => {
    if ("value" in at) return how.equals(how.name(variable), how.value(at.value));
    return at.sign.variable === variable ? sign(at.sign) : how.equals(how.name(variable), sign(at.sign));
  };
  const slots = (list: readonly Slot[]): string => how.list(list.map(slot));
  const given = (list: readonly Slot[], { do: set }: Origin): string =>
    set.length + list.length === 0
      ? ""
      : how.list([...(set.length === 0 ? [] : [how.doing(slots(set))]), ...list.map(slot)]);
  const bound = ({ sign: one, where = [] }: Bound): readonly string[] =>
    where.length === 0
      ? [sign(one)]
      : where.map(({ comparison, value }) => sign(one) + how.comparison(comparison) + how.value(value));
  return write(estimand);
}

/** Names that formulas set as a letter with an index: `X`, `X1`, `X_1`. */
export function shortName(variable: string): { readonly letter: string; readonly number: string } | undefined {
  const short = /^(\p{L})_?(\d*)$/u.exec(variable);
  return short === null ? undefined : { letter: short[1], number: short[2] };
}

function looseness(estimand: Estimand, { stacked }: Notation): number {
  const quotient = stacked ? LOOSE.quotient : LOOSE.slash;
  switch (estimand.kind) {
    case "sum":
    case "negative":
    case "product":
      return LOOSE[estimand.kind];
    case "quotient":
      return quotient;
    case "arithmetic":
      if (estimand.operator === "^") return LOOSE.power;
      return estimand.operator === "*" ? LOOSE.product : estimand.operator === "/" ? quotient : LOOSE.arithmetic;
    default:
      return 9;
  }
}
