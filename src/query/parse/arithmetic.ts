import type { ArithmeticOperator } from "../question.js";
import type { Arithmetic } from "../spine.js";
import { closeAt } from "./close.js";
import type { Cursor } from "./cursor.js";

const SUMS = ["+", "-"] as const;
const PRODUCTS = ["*", "/"] as const;

/**
 * Arithmetic over whatever `atom` reads: `^` binds tightest and to the right, then a sign, then `* /`, then `+ -`; so -2^2 is -4. A minus
 * before a number that is no base of a power is part of the number.
 */
export function arithmetic<Atom>(cursor: Cursor, room: "question" | "quantity", atom: () => Atom): Atom {
  const make = (one: Arithmetic<Atom>) => one as Atom;
  const chain = (operators: readonly ArithmeticOperator[], inner: () => Atom) => (): Atom => {
    let left = inner();
    for (;;) {
      const operator = operators.find((one) => cursor.take(one));
      if (operator === undefined) return left;
      cursor.counted();
      left = make({ kind: "arithmetic", operator, left, right: inner() });
    }
  };
  const signed = (): Atom => {
    if (!cursor.take("-")) return power();
    const { kind, value } = cursor.peek();
    if (kind === "number" && !cursor.is("^", 1)) {
      cursor.next();
      return make({ kind: "number", value: value === 0 ? 0 : -value! });
    }
    cursor.counted();
    return make({ kind: "negative", of: cursor.nested(signed) });
  };
  const power = (): Atom => {
    const left = simple();
    if (!cursor.take("^")) return left;
    cursor.counted();
    return make({ kind: "arithmetic", operator: "^", left, right: cursor.nested(signed) });
  };
  const simple = (): Atom => {
    const token = cursor.peek();
    if (token.kind === "number") return make({ kind: "number", value: cursor.next().value! });
    if (!cursor.take("(")) return atom();
    const inner = cursor.nested(sum);
    closeAt(cursor, token, room, ["an operator"]);
    return inner;
  };
  const sum = chain(SUMS, chain(PRODUCTS, signed));
  return sum();
}
