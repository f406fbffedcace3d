import {
  compare,
  decimal,
  divided,
  type Fraction,
  fraction,
  isZero,
  minus,
  ONE,
  plus,
  times,
  ZERO,
} from "./fraction.js";
import type { Exact, Scope, Value } from "./model.js";

/** Expressions put together: each says what it is twice, as text and as an exact function. */

/** A whole number, or `over/under`. */
export function ratio(over: number, under = 1): Exact {
  const value = fraction(over, under);
  return { text: under === 1 ? `${over}` : `${over}/${under}`, at: () => value };
}

/** A number as decimals: .35. */
export function digits(value: number): Exact {
  return { text: String(value), at: () => decimal(value) };
}

/** A variable or an attribute that is a number. */
export function named(name: string): Exact {
  return { text: name, at: (scope) => decimal(scope[name] as number) };
}

type Operator = "+" | "-" | "*" | "/";
const OPERATE = { "+": plus, "-": minus, "*": times, "/": divided };

/** Both sides are bracketed unless they are one word, so that nothing rests on which operator binds first. */
export function operate(operator: Operator, left: Exact, right: Exact): Exact {
  return {
    text: `${bracketed(left.text)} ${operator} ${bracketed(right.text)}`,
    at: (scope) => OPERATE[operator](left.at(scope), right.at(scope)),
  };
}

/** `(1 + 2*X + Z) / 10`: what the brackets of `operate` leave out. */
export function linear(
  constant: number,
  terms: readonly (readonly [factor: number, name: string])[],
  under = 1,
): Exact {
  const inner = [String(constant), ...terms.map(([factor, name]) => (factor === 1 ? name : `${factor}*${name}`))];
  return {
    text: under === 1 ? inner.join(" + ") : `(${inner.join(" + ")}) / ${under}`,
    at: (scope) => {
      const parts = terms.map(([factor, name]) => times(fraction(factor), decimal(scope[name] as number)));
      return divided(parts.reduce(plus, fraction(constant)), fraction(under));
    },
  };
}

/** A comparison that is 1 or 0; labels are only ever equal or not. */
export function test(name: string, comparison: "==" | "!=" | ">" | "<=", value: Value): Exact {
  const holds = (found: Value) => {
    if (comparison === "==") return found === value;
    if (comparison === "!=") return found !== value;
    const above = compare(decimal(found as number), decimal(value as number)) > 0;
    return comparison === ">" ? above : !above;
  };
  const text = `${name} ${comparison} ${typeof value === "string" ? JSON.stringify(value) : value}`;
  return { text, at: (scope) => (holds(scope[name]) ? ONE : ZERO) };
}

export function both(left: Exact, right: Exact): Exact {
  return {
    text: `${bracketed(left.text)} && ${bracketed(right.text)}`,
    at: (scope) => (isZero(left.at(scope)) || isZero(right.at(scope)) ? ZERO : ONE),
  };
}

export function choice(when: Exact, yes: Exact, no: Exact): Exact {
  return {
    text: `${when.text} ? ${bracketed(yes.text)} : ${bracketed(no.text)}`,
    at: (scope) => (isZero(when.at(scope)) ? no.at(scope) : yes.at(scope)),
  };
}

export function largest(left: Exact, right: Exact): Exact {
  return call("max", left, right, (a, b) => (compare(a, b) < 0 ? b : a));
}

export function smallest(left: Exact, right: Exact): Exact {
  return call("min", left, right, (a, b) => (compare(a, b) < 0 ? a : b));
}

/** Cut off to [0, 1]. */
export function clamped(of: Exact): Exact {
  return smallest(ratio(1), largest(ratio(0), of));
}

function call(name: string, left: Exact, right: Exact, value: (a: Fraction, b: Fraction) => Fraction): Exact {
  return {
    text: `${name}(${left.text}, ${right.text})`,
    at: (scope: Scope) => value(left.at(scope), right.at(scope)),
  };
}

function bracketed(text: string): string {
  return /^[\w.]+$/.test(text) ? text : `(${text})`;
}
