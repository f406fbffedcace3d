import { holds } from "../holds.js";
import type { Mechanism } from "../model.js";
import type { Conjunct, Request } from "../request.js";
import type { Sites } from "./sites.js";

/** What the evidence says of one site's value. */
export type Constraint =
  /** What is left of a finite domain: places `first` to `last` in the mechanism's order, all of them unless there are `gaps`. */
  | {
      readonly kind: "values";
      readonly first: number;
      readonly last: number;
      readonly gaps: boolean;
      readonly all: readonly Conjunct[];
    }
  /** A range of a continuous variable; ends may be infinite. */
  | { readonly kind: "range"; readonly low: number; readonly high: number; readonly all: readonly Conjunct[] }
  /** An exact value of a continuous variable. */
  | { readonly kind: "exact"; readonly value: number; readonly all: readonly Conjunct[] }
  /** Anything else: drawn, and then looked at. */
  | { readonly kind: "test"; readonly all: readonly Conjunct[] };

/** The evidence sorted by what it is about. */
export interface Evidence {
  /** False when something that was set, or that does not vary, is not as the evidence says. */
  readonly possible: boolean;
  /** By site. */
  readonly constraints: ReadonlyMap<number, Constraint>;
  /** About the list of types: attributes and the unit itself. */
  readonly types: readonly Conjunct[];
}

/** Sorts the conjuncts by site, those about one site made into one constraint. */
export function evidenceOf({ given }: Request, { sites, at }: Sites): Evidence {
  const bySite = new Map<number, Conjunct[]>();
  const types: Conjunct[] = [];
  let possible = true;
  for (const conjunct of given) {
    const from = at(conjunct.subject);
    if (from === "unit" || "attribute" in from) types.push(conjunct);
    else if ("value" in from) possible &&= holds(conjunct, from.value);
    else bySite.set(from.site, [...(bySite.get(from.site) ?? []), conjunct]);
  }
  const constraints = new Map<number, Constraint>();
  for (const [site, all] of bySite) {
    const constraint = constraintOf(sites[site].mechanism, all);
    if (constraint === undefined) possible = false;
    else constraints.set(site, constraint);
  }
  return { possible, constraints, types };
}

/** @returns undefined when no value is left */
function constraintOf(mechanism: Mechanism, all: readonly Conjunct[]): Constraint | undefined {
  // What can come out depends on what is set, so that nothing is impossible beforehand.
  if (mechanism.kind === "equals") return { kind: "test", all };
  if (mechanism.kind === "bernoulli" || mechanism.kind === "categorical") {
    const left = valuesOf(mechanism).map((value) => all.every((one) => holds(one, value)));
    const [first, last] = [left.indexOf(true), left.lastIndexOf(true)];
    if (first < 0) return undefined;
    return { kind: "values", first, last, gaps: left.slice(first, last).includes(false), all };
  }
  const exact = all.find(({ comparison }) => comparison === "=");
  if (exact !== undefined) {
    return all.every((one) => holds(one, exact.value)) ? { kind: "exact", value: exact.value, all } : undefined;
  }
  let [low, high] = [-Infinity, Infinity];
  for (const { comparison, value } of all) {
    // Single points have no probability, so < and <= are one, and != says nothing.
    if (comparison === ">" || comparison === ">=") low = Math.max(low, value);
    if (comparison === "<" || comparison === "<=") high = Math.min(high, value);
  }
  return low < high ? { kind: "range", low, high, all } : undefined;
}

/** Values of a finite law in the order in which they share out the noise: a Bernoulli variable is 1 below p, and 0 above. */
export function valuesOf(mechanism: Extract<Mechanism, { kind: "bernoulli" | "categorical" }>): readonly number[] {
  return mechanism.kind === "bernoulli" ? [1, 0] : mechanism.values;
}

/** The value that is known before anything is drawn. */
export function fixedBy(mechanism: Mechanism, constraint: Constraint | undefined): number | undefined {
  if (constraint?.kind === "exact") return constraint.value;
  if (constraint?.kind !== "values" || constraint.first !== constraint.last) return undefined;
  if (mechanism.kind !== "bernoulli" && mechanism.kind !== "categorical") return undefined;
  return valuesOf(mechanism)[constraint.first];
}
