import { evaluate } from "../expression/compile.js";
import type { BinaryOperator, Expression, Formula } from "../expression/expression.js";
import { type Link, spineOf } from "../expression/spine.js";
import {
  addProduct,
  addScaled,
  addScaledToNumber,
  addTwoScaled,
  addTwoScaledToNumber,
  CHANGED_OVER,
  GREATEST,
  LEAST,
  OF_ONE,
  PAIRWISE,
  type Pairwise,
  select,
  selectNumber,
  WITH_NUMBER,
} from "./kernels.js";
import { type Bench, type Held, type Operand, type Place, release } from "./registers.js";

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
    const linear = linearStart(first, links);
    let left = linear?.start ?? simple(first);
    // Terms are added two at a time; one may be waiting for another.
    let waiting = linear?.term;
    const settle = () => {
      if (waiting !== undefined) left = addTerms(left, [waiting], bench);
      waiting = undefined;
    };
    for (const { operator, right } of linear === undefined ? links : links.slice(2)) {
      const term = operator === "+" || operator === "-" ? scaledTerm(right, operandOf, operator === "-") : undefined;
      if (term === undefined) {
        settle();
        const product = operator === "+" ? productOf(right, operandOf) : undefined;
        if (product !== undefined && typeof left.operand !== "number") left = addTwo(left as Column, product, bench);
        else left = binary(operator, left, walk(right), bench);
      } else if (waiting === undefined) waiting = term;
      else {
        left = addTerms(left, [waiting, term], bench);
        waiting = undefined;
      }
    }
    settle();
    return left;
  };

  /** `3 * x + 2`. */
  const linearStart = (first: Expression<R>, [times, plus]: readonly Link<R>[]) => {
    if (times?.operator !== "*" || (plus?.operator !== "+" && plus?.operator !== "-")) return undefined;
    if (plus.right.kind !== "number") return undefined;
    const term = scaledTerm({ kind: "binary", operator: "*", left: first, right: times.right }, operandOf, false);
    const operand = plus.operator === "+" ? plus.right.value : -plus.right.value;
    return term && { start: { operand, own: false }, term };
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
export function toRegister(held: Held, bench: Bench): Place {
  const { operand, own } = held;
  if (typeof operand !== "number" && own) return operand;
  const out = bench.registers.take();
  const { at } = out;
  bench.steps.push(
    typeof operand === "number"
      ? (memory, rows) => {
          memory.fill(operand, at, at + rows);
        }
      : (memory, rows) => {
          memory.copyWithin(at, operand.at, operand.at + rows);
        },
  );
  return out;
}

interface Column extends Held {
  readonly operand: Place;
}

/** `3 * x`. */
interface Term {
  readonly scale: number;
  readonly column: Place;
}

/** `3 * x` or `x * 3`. */
function scaledTerm<R>(
  one: Expression<R>,
  operandOf: (reference: R) => Operand,
  subtracted: boolean,
): Term | undefined {
  if (one.kind !== "binary" || one.operator !== "*") return undefined;
  for (const [number, reference] of [
    [one.left, one.right],
    [one.right, one.left],
  ]) {
    if (reference.kind !== "reference") continue;
    const scale =
      number.kind === "number" ? number.value : number.kind === "reference" ? operandOf(number.to) : undefined;
    const column = operandOf(reference.to);
    if (typeof scale === "number" && typeof column !== "number") return { scale: subtracted ? -scale : scale, column };
  }
  return undefined;
}

/** `x * y`. */
function productOf<R>(one: Expression<R>, operandOf: (reference: R) => Operand): readonly [Place, Place] | undefined {
  if (one.kind !== "binary" || one.operator !== "*") return undefined;
  if (one.left.kind !== "reference" || one.right.kind !== "reference") return undefined;
  const [a, b] = [operandOf(one.left.to), operandOf(one.right.to)];
  return typeof a === "number" || typeof b === "number" ? undefined : [a, b];
}

function addTwo(left: Column, [a, b]: readonly [Place, Place], bench: Bench): Held {
  const out = left.own ? left.operand : bench.registers.take();
  const start = left.operand.at;
  bench.steps.push((memory, rows) => addProduct(memory, out.at, start, a.at, b.at, rows));
  return { operand: out, own: true };
}

/** left + 3 * x, or left + 3 * x + 2 * y, in this order. */
function addTerms(left: Held, [first, second]: readonly Term[], bench: Bench): Held {
  const { operand, own } = left;
  const out = own && typeof operand !== "number" ? operand : bench.registers.take();
  const to = out.at;
  const { scale, column } = first;
  const a = column.at;
  if (second === undefined) {
    bench.steps.push(
      typeof operand === "number"
        ? (memory, rows) => addScaledToNumber(memory, to, operand, scale, a, rows)
        : (memory, rows) => addScaled(memory, to, operand.at, scale, a, rows),
    );
  } else {
    const [factor, b] = [second.scale, second.column.at];
    bench.steps.push(
      typeof operand === "number"
        ? (memory, rows) => addTwoScaledToNumber(memory, to, operand, scale, a, factor, b, rows)
        : (memory, rows) => addTwoScaled(memory, to, operand.at, scale, a, factor, b, rows),
    );
  }
  return { operand: out, own: true };
}

function ofOne(name: keyof typeof OF_ONE, of: Held, bench: Bench): Held {
  const { operand } = of;
  if (typeof operand === "number") return { operand: folded(asCall(name, operand)), own: false };
  const kernel = OF_ONE[name];
  const out = of.own ? operand : bench.registers.take();
  bench.steps.push((memory, rows) => kernel(memory, out.at, operand.at, rows));
  return { operand: out, own: true };
}

function binary(operator: BinaryOperator, left: Held, right: Held, bench: Bench): Held {
  const over = CHANGED_OVER[operator];
  if (typeof left.operand === "number" && typeof right.operand !== "number" && over !== undefined) {
    return binary(over, right, left, bench);
  }
  const withNumber = WITH_NUMBER[operator];
  if (typeof left.operand !== "number" && typeof right.operand === "number" && withNumber !== undefined) {
    const [a, number] = [left.operand, right.operand];
    const out = left.own ? a : bench.registers.take();
    bench.steps.push((memory, rows) => withNumber(memory, out.at, a.at, number, rows));
    return { operand: out, own: true };
  }
  const fold = (a: number, b: number) => folded({ kind: "binary", operator, left: literal(a), right: literal(b) });
  return pairwise(left, right, PAIRWISE[operator], fold, bench);
}

function pairwise(
  left: Held,
  right: Held,
  kernel: Pairwise,
  fold: (a: number, b: number) => number,
  bench: Bench,
): Held {
  if (typeof left.operand === "number" && typeof right.operand === "number") {
    return { operand: fold(left.operand, right.operand), own: false };
  }
  const [a, b] = [asColumn(left, bench), asColumn(right, bench)];
  const out = a.own ? a.operand : b.own ? b.operand : bench.registers.take();
  const [to, x, y] = [out.at, a.operand.at, b.operand.at];
  bench.steps.push((memory, rows) => kernel(memory, to, x, y, rows));
  if (a.own && b.own) release(bench, b);
  return { operand: out, own: true };
}

function choose(test: Column, yes: Held, no: Held, bench: Bench): Held {
  const out = test.own ? test.operand : bench.registers.take();
  const [to, ask] = [out.at, test.operand.at];
  if (typeof yes.operand === "number" && typeof no.operand === "number") {
    const [one, other] = [yes.operand, no.operand];
    bench.steps.push((memory, rows) => selectNumber(memory, to, ask, one, other, rows));
    return { operand: out, own: true };
  }
  const [one, other] = [asColumn(yes, bench), asColumn(no, bench)];
  const [a, b] = [one.operand.at, other.operand.at];
  bench.steps.push((memory, rows) => select(memory, to, ask, a, b, rows));
  release(bench, one);
  release(bench, other);
  return { operand: out, own: true };
}

/** A number as a column. */
function asColumn(held: Held, bench: Bench): Column {
  if (typeof held.operand !== "number") return held as Column;
  return { operand: toRegister(held, bench), own: true };
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
