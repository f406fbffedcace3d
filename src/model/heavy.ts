import type { Formula, Slot } from "./expression/expression.js";
import { formulasOf } from "./file/mechanism.js";
import type { Mechanism, Model } from "./model.js";

/** Operators and functions whose value is bounded whatever they are given. */
const BOUNDED: ReadonlySet<string> = new Set(["||", "&&", "==", "!=", "<", "<=", ">", ">=", "logistic"]);

/** What has no mean because a Cauchy law reaches it without bound. Finite values stop the tail. Cost: one pass over the formulas. */
export function heavyTailed(model: Model): {
  readonly variables: ReadonlySet<number>;
  readonly attributes: ReadonlySet<number>;
} {
  const variables = new Set<number>();
  const attributes = new Set<number>();
  const heavy = (mechanism: Mechanism): boolean =>
    mechanism.kind === "cauchy" ||
    formulasOf(mechanism).some((formula) =>
      tailFrom(formula, (slot) => ("variable" in slot ? variables.has(slot.variable) : attributes.has(slot.attribute))),
    );
  model.attributes.forEach(({ mechanism, domain }, index) => {
    if (domain === undefined && mechanism !== undefined && heavy(mechanism)) attributes.add(index);
  });
  for (const index of model.order) {
    const { mechanism, domain } = model.variables[index];
    if (domain === undefined && heavy(mechanism)) variables.add(index);
  }
  return { variables, attributes };
}

/** Does a slot that passes `test` reach the formula's value without bound? A list of what is left to look at, as sums may be long. */
function tailFrom(formula: Formula, test: (slot: Slot) => boolean): boolean {
  const left: Formula[] = [formula];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (one.kind === "reference" && test(one.to)) return true;
    if (one.kind === "unary" && one.operator === "-") left.push(one.of);
    if (one.kind === "binary" && !BOUNDED.has(one.operator)) left.push(one.left, one.right);
    if (one.kind === "choice") left.push(one.yes, one.no);
    if (one.kind === "call" && !BOUNDED.has(one.name)) left.push(...one.args);
  }
  return false;
}
