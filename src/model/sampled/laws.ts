import { DiscoError } from "../../error.js";
import { rangeOf } from "../expression/range.js";
import type { Span } from "../expression/span.js";
import { faultOf, formulasOf, provenFine, valueSpan } from "../file/mechanism.js";
import { calculate, compileAt, type Draft, operandFrom, spanFrom } from "./draft.js";
import { valuesOf } from "./evidence.js";
import { column, operation, sum } from "./formulas.js";
import { type Held, type Operand, release, valueIn } from "./registers.js";
import type { Site } from "./sites.js";

/** A site's mechanism with its parameters calculated: those of `formulasOf`, and what follows from them. */
export interface Law {
  readonly site: Site;
  readonly parameters: readonly Operand[];
  /** Categorical: the sum of the weights. Uniform: high - low. */
  readonly whole: Operand;
  readonly held: readonly Held[];
  /** Where its values can be, unless evidence has a say in its noise. */
  readonly span: Span;
}

const MOST = Number.MAX_VALUE;
const LEAST = Number.MIN_VALUE;

/** Calculates the parameters, and looks at each row whether there is such a law, unless that is plain beforehand. */
export function lawAt(draft: Draft, site: Site): Law {
  const { mechanism } = site;
  const formulas = formulasOf(mechanism);
  const held = formulas.map((formula) => compileAt(draft, site, formula));
  const parameters = held.map(({ operand }) => operand);
  const [a, b] = parameters;
  const spans = formulas.map((formula) => rangeOf(formula, (slot) => spanFrom(draft, site.from(slot))));
  const fine = provenFine(mechanism, spans);
  const check = (operand: Operand, low: number, high: number) => {
    if (!fine) refuseOutside(draft, site, parameters, operand, low, high);
  };
  let whole: Operand = 1;
  switch (mechanism.kind) {
    case "bernoulli":
      check(a, 0, 1);
      break;
    case "categorical": {
      const total = calculate(draft, sum(parameters.map(column)));
      held.push(total);
      whole = total.operand;
      for (const weight of parameters) check(weight, 0, MOST);
      check(whole, LEAST, MOST);
      break;
    }
    case "uniform": {
      const width = calculate(draft, operation(column(b), "-", column(a)));
      held.push(width);
      whole = width.operand;
      check(whole, LEAST, MOST);
      break;
    }
    case "normal":
    case "cauchy":
      check(a, -MOST, MOST);
      check(b, LEAST, MOST);
      break;
    case "equals":
      check(a, -MOST, MOST);
  }
  return { site, parameters, whole, held, span: valueSpan(mechanism, spans) };
}

export function releaseLaw(draft: Draft, { held }: Law): void {
  for (const one of held) release(draft, one);
}

/** The part of the noise below the first `count` values of a finite law. */
export function cumulative(draft: Draft, { site, parameters, whole }: Law, count: number): Held {
  if (count === 0) return { operand: 0, own: false };
  const { mechanism } = site;
  if (mechanism.kind !== "bernoulli" && mechanism.kind !== "categorical") throw new Error("this law is not finite");
  if (count === valuesOf(mechanism).length) return { operand: 1, own: false };
  if (mechanism.kind === "bernoulli") return { operand: parameters[0], own: false };
  return calculate(draft, operation(sum(parameters.slice(0, count).map(column)), "/", column(whole)));
}

function refuseOutside(
  draft: Draft,
  site: Site,
  parameters: readonly Operand[],
  operand: Operand,
  low: number,
  high: number,
): void {
  if (typeof operand === "number" && operand >= low && operand <= high) return;
  const { rows: weights } = draft.weights;
  const above = site.above.map(({ name, from }) => ({ name, operand: operandFrom(draft, from) }));
  draft.steps.push((memory, rows) => {
    if (typeof operand !== "number" && allInside(memory, operand.at, low, high, rows)) return;
    const at = (one: Operand, row: number) => valueIn(memory, one, row);
    for (let row = 0; row < rows; row++) {
      const value = at(operand, row);
      if ((value >= low && value <= high) || (weights !== undefined && !(at(weights, row) > -Infinity))) continue;
      const fault = faultOf(
        site.mechanism,
        parameters.map((one) => at(one, row)),
      );
      if (fault === undefined) continue;
      const unit = draft.unitOf(row);
      const where = above.map((one) => `${one.name} = ${Number(at(one.operand, row).toPrecision(6))}`);
      if (unit !== undefined) where.push(`the unit is ${unit}`);
      throw new DiscoError({
        who: site.who,
        wrong: `${fault.wrong}${where.length === 0 ? "" : ` when ${where.join(" and ")}`}, which was drawn`,
        next: `${fault.next}: change the expression, or do not set these values`,
      });
    }
  });
}

function allInside(m: Float64Array, at: number, low: number, high: number, rows: number): boolean {
  let inside = true;
  for (let i = 0; i < rows; i++) if (!(m[at + i] >= low && m[at + i] <= high)) inside = false;
  return inside;
}
