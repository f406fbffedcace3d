import type { BinaryOperator } from "./expression.js";

/** How strongly operators bind; higher is tighter. `? :` binds least; `-` and `!` before a value stand between `*` and `^`. */
export const CHOICE = 0;
export const UNARY = 6;
export const POWER = 7;
export const ATOM = 8;

export const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "^": POWER,
};

/** Comparisons do not chain: `a < b < c` would compare 1 or 0 with c, which nobody means. */
export const COMPARING = 3;
