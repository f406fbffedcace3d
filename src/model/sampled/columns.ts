import { BLOCK } from "../../num/noise.js";
import { evaluate } from "../expression/compile.js";
import type { BinaryOperator, Expression, Formula } from "../expression/expression.js";
import { type Link, spineOf } from "../expression/spine.js";
import { addScaled, CHANGED_OVER, GREATEST, LEAST, OF_ONE, PAIRWISE, select, WITH_NUMBER } from "./kernels.js";
import { type Bench, type Held, type Operand, release } from "./registers.js";

/**
 * An expression as steps over whole columns, the same doubles as `compileFormula` gives row by row: one loop for each operation, constants
 * folded, linear terms in one pass. Both sides of `? :` are computed and one is chosen.
 * @param operandOf where a reference's values are found
 * @returns where the result will be found; when it is not the caller's own, it must not be written to
 */
export function compileColumns<R>(expression: Expression<R>, operandOf: (reference: R) => Operand, bench: Bench): Held {
  const walk = (one: Expression<R>): Held => {
    if (one.kind !== "binary") return simple(one);
    const { first, links } = spineOf(one);
    const start = linearStart(first, links);
    let left = start ?? simple(first);
    for (const { operator, right } of start === undefined ? links : links.slice(2)) {
      const term = operator === "+" || operator === "-" ? scaledTerm(right, operandOf) : undefined;
      if (term !== undefined) {
        const scale = operator === "+" ? term.scale : -term.scale;
        left = addTerm(left, scale, term.column, bench);
      } else left = binary(operator, left, walk(right), bench);
    }
    return left;
  };

  /** `3 * x + 2`. */
  const linearStart = (first: Expression<R>, [times, plus]: readonly Link<R>[]): Held | undefined => {
    if (times?.operator !== "*" || (plus?.operator !== "+" && plus?.operator !== "-")) return undefined;
    if (plus.right.kind !== "number") return undefined;
    const term = scaledTerm({ kind: "binary", operator: "*", left: first, right: times.right }, operandOf);
    if (term === undefined) return undefined;
    const operand = plus.operator === "+" ? plus.right.value : -plus.right.value;
    return addTerm({ operand, own: false }, term.scale, term.column, bench);
  };

  const simple = (one: Expression<R>): Held => {
    switch (one.kind) {
      case "number":
        return { operand: one.value, own: false };
      case "reference":
        return { operand: operandOf(one.to), own: false };
      case "unary":
        return ofOne(one.operator, walk(one.of), bench);
      case "choice": {
        const test = walk(one.test);
        if (typeof test.operand === "number") return walk(test.operand !== 0 ? one.yes : one.no);
        return choose(test as Column, walk(one.yes), walk(one.no), bench);
      }
      case "call": {
        const { name, args } = one;
        if (name !== "min" && name !== "max") return ofOne(name, walk(args[0]), bench);
        const kernel = name === "min" ? LEAST : GREATEST;
        const fold = name === "min" ? Math.min : Math.max;
        return args.slice(1).reduce((so, arg) => pairwise(so, walk(arg), kernel, fold, bench), walk(args[0]));
      }
      default:
        throw new Error(`an expression holds an unresolved ${one.kind}`);
    }
  };

  return walk(expression);
}

/** Puts the expression's values into a register of the caller's own. */
export function toRegister(held: Held, bench: Bench): Float64Array {
  const { operand, own } = held;
  if (own) return operand as Float64Array;
  const out = bench.registers.take();
  bench.steps.push(
    typeof operand === "number"
      ? (rows) => {
          out.fill(operand, 0, rows);
        }
      : (rows) => {
          out.set(rows === operand.length ? operand : operand.subarray(0, rows));
        },
  );
  return out;
}

interface Column extends Held {
  readonly operand: Float64Array;
}

/** `3 * x` or `x * 3`. */
function scaledTerm<R>(one: Expression<R>, operandOf: (reference: R) => Operand) {
  if (one.kind !== "binary" || one.operator !== "*") return undefined;
  for (const [number, reference] of [
    [one.left, one.right],
    [one.right, one.left],
  ]) {
    if (reference.kind !== "reference") continue;
    const scale =
      number.kind === "number" ? number.value : number.kind === "reference" ? operandOf(number.to) : undefined;
    const column = operandOf(reference.to);
    if (typeof scale === "number" && typeof column !== "number") return { scale, column };
  }
  return undefined;
}

function addTerm(left: Held, scale: number, column: Float64Array, bench: Bench): Held {
  const out = left.own ? (left.operand as Float64Array) : bench.registers.take();
  const { operand } = left;
  bench.steps.push((rows) => addScaled(out, operand, scale, column, rows));
  return { operand: out, own: true };
}

function ofOne(name: keyof typeof OF_ONE, of: Held, bench: Bench): Held {
  const { operand } = of;
  if (typeof operand === "number") return { operand: folded(asCall(name, operand)), own: false };
  const kernel = OF_ONE[name];
  const out = of.own ? operand : bench.registers.take();
  bench.steps.push((rows) => kernel(out, operand, rows));
  return { operand: out, own: true };
}

function binary(operator: BinaryOperator, left: Held, right: Held, bench: Bench): Held {
  const over = CHANGED_OVER[operator];
  if (typeof left.operand === "number" && typeof right.operand !== "number" && over !== undefined) {
    return binary(over, right, left, bench);
  }
  const withNumber = WITH_NUMBER[operator];
  if (typeof left.operand !== "number" && typeof right.operand === "number" && withNumber !== undefined) {
    const [a, b] = [left.operand, right.operand];
    const out = left.own ? a : bench.registers.take();
    bench.steps.push((rows) => withNumber(out, a, b, rows));
    return { operand: out, own: true };
  }
  const fold = (a: number, b: number) => folded({ kind: "binary", operator, left: literal(a), right: literal(b) });
  return pairwise(left, right, PAIRWISE[operator], fold, bench);
}

function pairwise(
  left: Held,
  right: Held,
  kernel: (typeof PAIRWISE)["+"],
  fold: (a: number, b: number) => number,
  bench: Bench,
): Held {
  if (typeof left.operand === "number" && typeof right.operand === "number") {
    return { operand: fold(left.operand, right.operand), own: false };
  }
  const [a, b] = [asColumn(left), asColumn(right)];
  const out = a.own ? a.operand : b.own ? b.operand : bench.registers.take();
  const [x, y] = [a.operand, b.operand];
  bench.steps.push((rows) => kernel(out, x, y, rows));
  if (a.own && b.own) release(bench, b);
  return { operand: out, own: true };
}

function choose(test: Column, yes: Held, no: Held, bench: Bench): Held {
  const out = test.own ? test.operand : bench.registers.take();
  const [ask, one, other] = [test.operand, yes.operand, no.operand];
  bench.steps.push((rows) => select(out, ask, one, other, rows));
  release(bench, yes);
  release(bench, no);
  return { operand: out, own: true };
}

/** A number as a column that is filled once, now. Never given back: another step would overwrite it. */
function asColumn(held: Held): Column {
  if (typeof held.operand !== "number") return held as Column;
  return { operand: new Float64Array(BLOCK).fill(held.operand), own: false };
}

function literal(value: number): Formula {
  return { kind: "number", value };
}

function asCall(name: keyof typeof OF_ONE, value: number): Formula {
  if (name === "-" || name === "!") return { kind: "unary", operator: name, of: literal(value) };
  return { kind: "call", name, args: [literal(value)] };
}

/** Constants are folded by the very code that evaluates formulas row by row. */
function folded(formula: Formula): number {
  return evaluate(formula, [], []);
}
