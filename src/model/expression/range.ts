import { logistic } from "../../num/elementary.js";
import type { BinaryOperator, Formula, FunctionName, Slot } from "./expression.js";
import {
  abs,
  add,
  divide,
  equal,
  exp,
  greatest,
  hull,
  least,
  less,
  lessOrEqual,
  log,
  logisticSpan,
  multiply,
  negate,
  point,
  power,
  type Span,
  sqrt,
  truth,
  truthSpan,
} from "./span.js";

/**
 * Where the values of a formula can be, given where each name's value can be: interval arithmetic. Every value that `evaluate` gives lies in
 * the span; the span may be wider than the values (`X - X` is not seen to be 0). Cost: O(nodes).
 */
export function rangeOf(formula: Formula, rangeOfSlot: (slot: Slot) => Span): Span {
  // The left edge may be long, so it is walked in a loop (see spine.ts); here without the list, this being called often.
  const chain: Formula[] = [];
  let first = formula;
  while (first.kind === "binary") {
    chain.push(first);
    first = first.left;
  }
  let range = rangeOfSimple(first, rangeOfSlot);
  for (let i = chain.length - 1; i >= 0; i--) {
    const link = chain[i] as Extract<Formula, { kind: "binary" }>;
    range = BINARY_RANGE[link.operator](range, rangeOf(link.right, rangeOfSlot));
  }
  return range;
}

const BINARY_RANGE: Readonly<Record<BinaryOperator, (left: Span, right: Span) => Span>> = {
  "||": (left, right) => {
    const [a, b] = [truth(left), truth(right)];
    return truthSpan(a.mayHold || b.mayHold, a.mayFail && b.mayFail);
  },
  "&&": (left, right) => {
    const [a, b] = [truth(left), truth(right)];
    return truthSpan(a.mayHold && b.mayHold, a.mayFail || b.mayFail);
  },
  "==": equal,
  "!=": (left, right) => negation(equal(left, right)),
  "<": less,
  "<=": lessOrEqual,
  ">": (left, right) => less(right, left),
  ">=": (left, right) => lessOrEqual(right, left),
  "+": add,
  "-": (left, right) => add(left, negate(right)),
  "*": multiply,
  "/": divide,
  "^": power,
};

const CALL_RANGE: Readonly<Record<FunctionName, (args: readonly Span[]) => Span>> = {
  exp: ([a]) => exp(a),
  log: ([a]) => log(a),
  sqrt: ([a]) => sqrt(a),
  abs: ([a]) => abs(a),
  logistic: ([a]) => logisticSpan(a, logistic),
  min: (args) => args.reduce(least),
  max: (args) => args.reduce(greatest),
};

function negation(a: Span): Span {
  const { mayHold, mayFail } = truth(a);
  return truthSpan(mayFail, mayHold);
}

function rangeOfSimple(formula: Formula, rangeOfSlot: (slot: Slot) => Span): Span {
  switch (formula.kind) {
    case "number":
      return point(formula.value);
    case "reference":
      return rangeOfSlot(formula.to);
    case "unary": {
      const of = rangeOf(formula.of, rangeOfSlot);
      return formula.operator === "-" ? negate(of) : negation(of);
    }
    case "choice": {
      const { mayHold, mayFail } = truth(rangeOf(formula.test, rangeOfSlot));
      if (!mayFail) return rangeOf(formula.yes, rangeOfSlot);
      if (!mayHold) return rangeOf(formula.no, rangeOfSlot);
      return hull(rangeOf(formula.yes, rangeOfSlot), rangeOf(formula.no, rangeOfSlot));
    }
    case "call":
      return CALL_RANGE[formula.name](formula.args.map((arg) => rangeOf(arg, rangeOfSlot)));
    default:
      throw new Error(`a formula holds an unresolved ${formula.kind}`);
  }
}
