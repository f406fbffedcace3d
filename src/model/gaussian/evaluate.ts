import type { ArithmeticOperator, Comparison } from "../../query/question.js";
import { compileFormula } from "../expression/compile.js";
import type { BinaryOperator, Formula, Slot } from "../expression/expression.js";
import { spineOf } from "../expression/spine.js";
import type { Unable } from "../request.js";
import { combine, compare, isAffine, isStep, isUnable, mapStep, type Step, type Value } from "./value.js";

/** Where a formula's names find their values, and what the formula is, for a person ("the mean of Y"). */
export interface Scope {
  readonly what: string;
  readonly lookUp: (slot: Slot) => Value;
}

const COMPARISONS: Partial<Record<BinaryOperator, Comparison>> = {
  "==": "=",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

/**
 * The value of a formula whose names may be affine quantities. Only what matters must be affine: 0 times anything is 0, and of a choice
 * only the branch that is taken counts. Cost: O(nodes of the formula x noises).
 */
export function evaluate(formula: Formula, scope: Scope): Value {
  const { first, links } = spineOf(formula);
  let value = evaluateSimple(first, scope);
  for (const { operator, right } of links) value = binary(operator, value, evaluate(right, scope), scope);
  return value;
}

/** All but operations of two sides. */
function evaluateSimple(formula: Formula, scope: Scope): Value {
  switch (formula.kind) {
    case "number":
      return formula.value;
    case "reference":
      return scope.lookUp(formula.to);
    case "unary": {
      const of = evaluate(formula.of, scope);
      if (formula.operator === "-") return isStep(of) ? mapStep(of, (one) => -one) : binary("*", of, -1, scope);
      if (isAffine(of)) return notLinear(scope, "it asks whether a continuous quantity is 0");
      return onTruth(of, (truth) => (truth ? 0 : 1));
    }
    case "choice":
      return choice(evaluate(formula.test, scope), formula, scope);
    case "call": {
      const args = formula.args.map((arg) => evaluate(arg, scope));
      return call(formula, args, scope);
    }
    default:
      throw new Error(`a formula holds an unresolved ${formula.kind}`);
  }
}

function notLinear({ what }: Scope, why: string): Unable {
  return { unable: `${what} is not linear in what is random: ${why}` };
}

function binary(operator: BinaryOperator, left: Value, right: Value, scope: Scope): Value {
  if (operator === "*" && (left === 0 || right === 0) && typeof left !== typeof right) return 0;
  if (operator === "&&" || operator === "||") return logic(operator, left, right, scope);
  if (isUnable(left)) return left;
  if (isUnable(right)) return right;
  const comparison = COMPARISONS[operator];
  if (isStep(left) || isStep(right)) return onSteps(operator, left, right, scope);
  if (comparison !== undefined) return compare(comparison, left, right);
  const result = combine(operator as ArithmeticOperator, left, right);
  return result ?? notLinear(scope, NOT_LINEAR[operator] ?? "");
}

const NOT_LINEAR: Partial<Record<BinaryOperator, string>> = {
  "*": "it multiplies two random quantities",
  "/": "it divides by a random quantity",
  "^": "it has a power of a random quantity, or a random exponent",
};

/** A threshold and a number are another threshold. */
function onSteps(operator: BinaryOperator, left: Exclude<Value, Unable>, right: Exclude<Value, Unable>, scope: Scope) {
  const apply = (a: number, b: number) => binary(operator, a, b, scope) as number;
  if (isStep(left) && typeof right === "number") return mapStep(left, (one) => apply(one, right));
  if (isStep(right) && typeof left === "number") return mapStep(right, (one) => apply(left, one));
  return notLinear(scope, "it depends on a threshold of a continuous quantity");
}

function logic(operator: "&&" | "||", left: Value, right: Value, scope: Scope): Value {
  // One side may settle it: false for &&, true for ||.
  const settles = (value: Value) => typeof value === "number" && (value !== 0) === (operator === "||");
  if (settles(left) || settles(right)) return operator === "||" ? 1 : 0;
  const open = typeof left === "number" ? right : typeof right === "number" ? left : undefined;
  if (open === undefined) {
    if (isUnable(left)) return left;
    if (isUnable(right)) return right;
    return notLinear(scope, `${operator} joins two conditions on continuous quantities`);
  }
  if (isAffine(open)) return notLinear(scope, "it asks whether a continuous quantity is 0");
  return onTruth(open, (truth) => (truth ? 1 : 0));
}

function onTruth(value: number | Step | Unable, change: (truth: boolean) => number): Value {
  if (isUnable(value)) return value;
  return typeof value === "number" ? change(value !== 0) : mapStep(value, (one) => change(one !== 0));
}

function choice(test: Value, { yes, no }: Extract<Formula, { kind: "choice" }>, scope: Scope): Value {
  if (typeof test === "number") return evaluate(test !== 0 ? yes : no, scope);
  if (isUnable(test)) return test;
  if (isStep(test)) {
    const [whenYes, whenNo] = [evaluate(yes, scope), evaluate(no, scope)];
    if (typeof whenYes === "number" && typeof whenNo === "number") {
      return mapStep(test, (one) => (one !== 0 ? whenYes : whenNo));
    }
  }
  return notLinear(scope, "a choice in it hangs on a continuous quantity");
}

/** A function of numbers is a number; of one threshold and numbers, a threshold. */
function call(formula: Extract<Formula, { kind: "call" }>, args: readonly Value[], scope: Scope): Value {
  const apply = (numbers: readonly number[]) => {
    const literals = numbers.map((value) => ({ kind: "number", value }) as const);
    return compileFormula({ kind: "call", name: formula.name, args: literals })([], []);
  };
  const numbers = args.filter((arg) => typeof arg === "number");
  if (numbers.length === args.length) return apply(numbers);
  const unable = args.find(isUnable);
  if (unable !== undefined) return unable;
  const place = args.findIndex(isStep);
  if (place < 0 || numbers.length < args.length - 1) {
    return notLinear(scope, `it takes ${formula.name} of a continuous quantity`);
  }
  return mapStep(args[place] as Step, (one) => apply(args.map((arg, i) => (i === place ? one : (arg as number)))));
}
