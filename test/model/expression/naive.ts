import type { BinaryOperator, Expression, FunctionName } from "../../../src/model/expression/expression.js";
import { exp, log, pow } from "../../../src/num/elementary.js";

/**
 * The oracle: the tree walked as it stands, both sides first, operators by their names. exp, log and pow are the product's, whose own tests
 * compare them with exact fractions: a last bit would decide a comparison otherwise.
 */
export function naive<Reference>(one: Expression<Reference>, look: (to: Reference) => number): number {
  const of = (part: Expression<Reference>) => naive(part, look);
  switch (one.kind) {
    case "number":
      return one.value;
    case "reference":
      return look(one.to);
    case "unary":
      return one.operator === "-" ? 0 - of(one.of) || -of(one.of) : Number(of(one.of) === 0);
    case "binary":
      return operation(one.operator, of(one.left), of(one.right));
    case "choice": {
      const [test, yes, no] = [of(one.test), of(one.yes), of(one.no)];
      return test === 0 ? no : yes;
    }
    case "call":
      return call(one.name, one.args.map(of));
    case "label":
      throw new Error("a label in a formula");
  }
}

function operation(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "^":
      return pow(a, b);
    case "==":
      return a === b ? 1 : 0;
    case "!=":
      return a === b ? 0 : 1;
    case "<":
      return b > a ? 1 : 0;
    case "<=":
      return b >= a ? 1 : 0;
    case ">":
      return b < a ? 1 : 0;
    case ">=":
      return b <= a ? 1 : 0;
    case "&&":
      return a === 0 ? 0 : b === 0 ? 0 : 1;
    case "||":
      return a === 0 ? (b === 0 ? 0 : 1) : 1;
  }
}

function call(name: FunctionName, args: readonly number[]): number {
  switch (name) {
    case "exp":
      return exp(args[0]);
    case "log":
      return log(args[0]);
    case "sqrt":
      return Math.sqrt(args[0]);
    case "abs":
      return args[0] < 0 ? -args[0] : args[0] === 0 ? 0 : args[0];
    case "logistic":
      return 1 / (1 + exp(-args[0]));
    case "min":
      return args.some(Number.isNaN) ? Number.NaN : [...args].sort((a, b) => a - b || (Object.is(a, -0) ? -1 : 1))[0];
    case "max":
      return args.some(Number.isNaN) ? Number.NaN : [...args].sort((a, b) => b - a || (Object.is(a, -0) ? 1 : -1))[0];
  }
}
