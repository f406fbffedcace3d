import type { Expression } from "../expression/expression.js";
import { point, type Span, span } from "../expression/span.js";
import { compileColumns } from "./columns.js";
import type { Calculation } from "./formulas.js";
import { type Bench, type Held, type Operand, type Place, release } from "./registers.js";
import type { From, Site } from "./sites.js";

/** A program while it is being made. */
export interface Draft extends Bench {
  readonly seed: number;
  /** Values by site, of those calculated so far. */
  readonly values: Map<number, Held>;
  /** Where the values can be, by site, of those calculated so far. */
  readonly spans: Map<number, Span>;
  /** Values of a type's attribute, and where they can be. */
  readonly attributeOf: (attribute: number) => Operand;
  readonly attributeSpan: (attribute: number) => Span;
  /** Names the type of the individual in a row. */
  readonly unitOf: (row: number) => string | undefined;
  readonly weights: DraftWeights;
}

/** Log weights of the rows: of each row, and of all of them alike. A row that cannot be has -Infinity, or NaN after that. */
export interface DraftWeights {
  /** Absent while all rows weigh the same. */
  rows: Place | undefined;
  common: number;
}

/** Where a value is found. */
export function operandFrom({ values, attributeOf }: Draft, from: From): Operand {
  if ("value" in from) return from.value;
  if ("attribute" in from) return attributeOf(from.attribute);
  const held = values.get(from.site);
  if (held === undefined) throw new Error("a value is used before it is calculated");
  return held.operand;
}

/** Where a value can be. */
export function spanFrom({ spans, attributeSpan }: Draft, from: From): Span {
  if ("value" in from) return point(from.value);
  if ("attribute" in from) return attributeSpan(from.attribute);
  return spans.get(from.site) ?? ANYWHERE;
}

const ANYWHERE = span(-Number.MAX_VALUE, Number.MAX_VALUE);

/** Compiles what is calculated from columns. */
export function calculate(draft: Draft, calculation: Calculation): Held {
  return compileColumns(calculation, (operand) => operand, draft);
}

/** Compiles a formula of the model for one of its sites. */
export function compileAt(draft: Draft, site: Site, formula: Expression<Parameters<Site["from"]>[0]>): Held {
  return compileColumns(formula, (slot) => operandFrom(draft, site.from(slot)), draft);
}

/** Multiplies the rows' weights by the exponential of this. */
export function weighBy(draft: Draft, logarithm: Held): void {
  const { operand } = logarithm;
  if (typeof operand === "number") draft.weights.common += operand;
  else {
    const weights = rowWeights(draft);
    const [w, a] = [weights.at, operand.at];
    draft.steps.push((memory, rows) => {
      for (let i = 0; i < rows; i++) memory[w + i] += memory[a + i];
    });
    release(draft, logarithm);
  }
}

/** Drops the rows where this is 0. */
export function keepWhere(draft: Draft, test: Held): void {
  const { operand } = test;
  if (typeof operand === "number") {
    if (operand === 0) draft.weights.common = -Infinity;
    return;
  }
  const weights = rowWeights(draft);
  const [w, a] = [weights.at, operand.at];
  draft.steps.push((memory, rows) => {
    for (let i = 0; i < rows; i++) if (memory[a + i] === 0) memory[w + i] = -Infinity;
  });
  release(draft, test);
}

/** The rows' weights, from here on different for each row. */
export function rowWeights(draft: Draft): Place {
  if (draft.weights.rows === undefined) {
    const fresh = draft.registers.take();
    draft.weights.rows = fresh;
    draft.steps.push((memory, rows) => {
      memory.fill(0, fresh.at, fresh.at + rows);
    });
  }
  return draft.weights.rows;
}
