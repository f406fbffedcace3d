import type { Expression, Formula, Slot } from "./expression.js";
import { say, shorten } from "./say.js";
import { spineOf } from "./spine.js";

/**
 * What an expression gives: a number, or a label (`among`: the labels it can be, when they are known). `unknown` stands for what is wrong
 * already, so that one slip is not told twice.
 */
export type ValueType =
  | { readonly kind: "number" }
  | { readonly kind: "label"; readonly among?: ReadonlySet<string> }
  | { readonly kind: "unknown" };

export const NUMBER: ValueType = { kind: "number" };
export const UNKNOWN: ValueType = { kind: "unknown" };

/** What the names of an expression mean. */
export interface Scope {
  /** Undefined when there is no such name. */
  readonly find: (name: string) => { readonly slot: Slot; readonly type: ValueType } | undefined;
  /** The code of a label, the same one each time. */
  readonly code: (label: string) => number;
}

/** Something in an expression that cannot be resolved. `word` is the name or label it is about, if it is about one. */
export type Trouble =
  | { readonly kind: "name"; readonly word: string }
  /** Compared with labels among which it is not. */
  | { readonly kind: "label"; readonly word: string; readonly among: ReadonlySet<string> }
  /** A label where only numbers go, or the other way round. */
  | { readonly kind: "type"; readonly word?: string; readonly wrong: string; readonly next: string };

export interface Resolved {
  readonly formula: Formula;
  readonly type: ValueType;
}

/** More labels than this are not followed from variable to variable. */
const MOST_LABELS = 1000;
const COMPARE = "compare labels with == and !=, and only with labels";

/**
 * Puts places for names and codes for labels. Labels may be compared by == and != with what is a label, and chosen between by `? :`;
 * everything else is for numbers. Troubles go to `complain`, and the result holds 0 in their place. Cost: O(nodes).
 */
export function resolve(expression: Expression<string>, scope: Scope, complain: (trouble: Trouble) => void): Resolved {
  const numeric = (one: Expression<string>): Formula => {
    const { formula, type } = walk(one);
    if (type.kind === "label") complain(notANumber(one));
    return formula;
  };

  const walk = (one: Expression<string>): Resolved => {
    const { first, links } = spineOf(one);
    let [left, before] = [simple(first), first];
    for (const { operator, right: after } of links) {
      const right = walk(after);
      if (operator === "==" || operator === "!=") compare({ ...left, from: before }, { ...right, from: after });
      else {
        if (left.type.kind === "label") complain(notANumber(before));
        if (right.type.kind === "label") complain(notANumber(after));
      }
      left = { formula: { kind: "binary", operator, left: left.formula, right: right.formula }, type: NUMBER };
      before = one;
    }
    return left;
  };

  const compare = (left: Side, right: Side): void => {
    if (left.type.kind === "unknown" || right.type.kind === "unknown") return;
    if (left.type.kind !== right.type.kind) {
      const [label, number] = left.type.kind === "label" ? [left, right] : [right, left];
      const wrong = `a label is compared with ${described(number.from, "a number")}`;
      complain({ kind: "type", ...wordOf(label.from), wrong, next: COMPARE });
      return;
    }
    for (const [one, other] of [
      [left, right],
      [right, left],
    ]) {
      if (one.from.kind !== "label" || other.type.kind !== "label" || other.from.kind === "label") continue;
      const { among } = other.type;
      if (among !== undefined && !among.has(one.from.value)) complain({ kind: "label", word: one.from.value, among });
    }
  };

  /** All but operations of two sides. */
  const simple = (one: Expression<string>): Resolved => {
    switch (one.kind) {
      case "number":
        return { formula: one, type: NUMBER };
      case "label":
        return {
          formula: { kind: "number", value: scope.code(one.value) },
          type: { kind: "label", among: new Set([one.value]) },
        };
      case "reference": {
        const known = scope.find(one.to);
        if (known !== undefined) return { formula: { kind: "reference", to: known.slot }, type: known.type };
        complain({ kind: "name", word: one.to });
        return { formula: { kind: "number", value: 0 }, type: UNKNOWN };
      }
      case "unary":
        return { formula: { ...one, of: numeric(one.of) }, type: NUMBER };
      case "call":
        return { formula: { ...one, args: one.args.map(numeric) }, type: NUMBER };
      case "choice": {
        const test = numeric(one.test);
        const [yes, no] = [walk(one.yes), walk(one.no)];
        return { formula: { kind: "choice", test, yes: yes.formula, no: no.formula }, type: either(yes, no, one) };
      }
      case "binary":
        return walk(one);
    }
  };

  const either = (yes: Resolved, no: Resolved, one: Extract<Expression<string>, { kind: "choice" }>): ValueType => {
    if (yes.type.kind === "unknown" || no.type.kind === "unknown") return UNKNOWN;
    if (yes.type.kind === "label" && no.type.kind === "label") return union(yes.type.among, no.type.among);
    if (yes.type.kind === no.type.kind) return NUMBER;
    const wrong = "one side of ':' is a label and the other a number";
    complain({
      kind: "type",
      ...wordOf(yes.type.kind === "label" ? one.yes : one.no),
      wrong,
      next: "make both labels or both numbers",
    });
    return UNKNOWN;
  };

  return walk(expression);
}

interface Side extends Resolved {
  readonly from: Expression<string>;
}

function union(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): ValueType {
  if (a === undefined || b === undefined) return { kind: "label" };
  // Most often one holds the other: then there is nothing to copy.
  const [large, small] = a.size >= b.size ? [a, b] : [b, a];
  if ([...small].every((label) => large.has(label))) return { kind: "label", among: large };
  const among = new Set([...large, ...small]);
  return among.size > MOST_LABELS ? { kind: "label" } : { kind: "label", among };
}

function notANumber(expression: Expression<string>): Trouble {
  const wrong = `${described(expression, "this")} is a label, and a number is needed`;
  return { kind: "type", ...wordOf(expression), wrong, next: COMPARE };
}

function described(expression: Expression<string>, otherwise: string): string {
  if (expression.kind === "reference") return say(expression.to);
  return expression.kind === "label" ? `"${shorten(expression.value)}"` : otherwise;
}

function wordOf(expression: Expression<string>): { readonly word?: string } {
  if (expression.kind === "reference") return { word: expression.to };
  return expression.kind === "label" ? { word: expression.value } : {};
}
