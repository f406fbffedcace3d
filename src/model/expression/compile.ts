import { exp, log, logistic, pow } from "../../num/elementary.js";
import type { BinaryOperator, Formula, FunctionName } from "./expression.js";
import { spineOf } from "./spine.js";

/** Values by index in `Model.variables`, and by index in `Model.attributes`. */
export type Evaluator = (variables: ArrayLike<number>, attributes: ArrayLike<number>) => number;

/** Chains of up to so many operators become closures within closures, which is fastest; longer ones a loop, which needs no stack. */
const NESTED_LINKS = 32;

/**
 * A formula as a function. Comparisons and logic give 1 or 0; any number but 0 is true (so is NaN); `&&`, `||` and `? :` look at no more
 * than they need. Arithmetic is that of doubles: 1 / 0 is Infinity and sqrt(-1) is NaN, which the checks of mechanisms refuse.
 * Cost: O(nodes) to compile and to call.
 */
export function compileFormula(formula: Formula): Evaluator {
  const { first, links } = spineOf(formula);
  let result = compileSimple(first);
  if (links.length <= NESTED_LINKS) {
    for (const { operator, right } of links) result = BINARY_CODE[operator](result, compileFormula(right));
    return result;
  }
  const start = result;
  // Each step sees what is there so far as a constant.
  const so = { far: 0 };
  const soFar = () => so.far;
  const steps = links.map(({ operator, right }) => BINARY_CODE[operator](soFar, compileFormula(right)));
  return (variables, attributes) => {
    let value = start(variables, attributes);
    for (const step of steps) {
      so.far = value;
      value = step(variables, attributes);
    }
    return value;
  };
}

/** The value of a formula. To evaluate one often, compile it once. */
export function evaluate(formula: Formula, variables: ArrayLike<number>, attributes: ArrayLike<number>): number {
  return compileFormula(formula)(variables, attributes);
}

const BINARY_CODE: Readonly<Record<BinaryOperator, (left: Evaluator, right: Evaluator) => Evaluator>> = {
  "||": (left, right) => (v, a) => (left(v, a) !== 0 || right(v, a) !== 0 ? 1 : 0),
  "&&": (left, right) => (v, a) => (left(v, a) !== 0 && right(v, a) !== 0 ? 1 : 0),
  "==": (left, right) => (v, a) => (left(v, a) === right(v, a) ? 1 : 0),
  "!=": (left, right) => (v, a) => (left(v, a) !== right(v, a) ? 1 : 0),
  "<": (left, right) => (v, a) => (left(v, a) < right(v, a) ? 1 : 0),
  "<=": (left, right) => (v, a) => (left(v, a) <= right(v, a) ? 1 : 0),
  ">": (left, right) => (v, a) => (left(v, a) > right(v, a) ? 1 : 0),
  ">=": (left, right) => (v, a) => (left(v, a) >= right(v, a) ? 1 : 0),
  "+": (left, right) => (v, a) => left(v, a) + right(v, a),
  "-": (left, right) => (v, a) => left(v, a) - right(v, a),
  "*": (left, right) => (v, a) => left(v, a) * right(v, a),
  "/": (left, right) => (v, a) => left(v, a) / right(v, a),
  "^": (left, right) => (v, a) => pow(left(v, a), right(v, a)),
};

const CALL_CODE: Readonly<Record<FunctionName, (args: readonly Evaluator[]) => Evaluator>> = {
  exp: one(exp),
  log: one(log),
  sqrt: one(Math.sqrt),
  abs: one(Math.abs),
  logistic: one(logistic),
  min: several(Math.min),
  max: several(Math.max),
};

function one(code: (x: number) => number): (args: readonly Evaluator[]) => Evaluator {
  return ([arg]) =>
    (v, a) =>
      code(arg(v, a));
}

function several(code: (x: number, y: number) => number): (args: readonly Evaluator[]) => Evaluator {
  return ([first, ...others]) =>
    (v, a) => {
      let value = first(v, a);
      for (const other of others) value = code(value, other(v, a));
      return value;
    };
}

/** All but operations of two sides. */
function compileSimple(formula: Formula): Evaluator {
  switch (formula.kind) {
    case "number": {
      const { value } = formula;
      return () => value;
    }
    case "reference": {
      const { to } = formula;
      if ("variable" in to) {
        const { variable } = to;
        return (v) => v[variable];
      }
      const { attribute } = to;
      return (_, a) => a[attribute];
    }
    case "unary": {
      const of = compileFormula(formula.of);
      return formula.operator === "-" ? (v, a) => -of(v, a) : (v, a) => (of(v, a) === 0 ? 1 : 0);
    }
    case "choice": {
      const [test, yes, no] = [formula.test, formula.yes, formula.no].map(compileFormula);
      return (v, a) => (test(v, a) !== 0 ? yes(v, a) : no(v, a));
    }
    case "call":
      return CALL_CODE[formula.name](formula.args.map(compileFormula));
    default:
      throw new Error(`a formula holds an unresolved ${formula.kind}`);
  }
}
