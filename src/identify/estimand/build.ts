import type { Bound, Estimand, Origin, Sign, Slot } from "../../query/estimand.js";

/** What was observed, as it is. */
export const OBSERVED: Origin = { do: [] };

export const ONE: Estimand = { kind: "number", value: 1 };

/** The sign of a variable without primes. */
export function signOf(variable: string, mark = 0): Sign {
  return { variable, mark };
}

/** A variable at its own sign. */
export function slotOf(variable: string, mark = 0): Slot {
  return { variable, at: { sign: signOf(variable, mark) } };
}

/** `P(of | given)`; 1 when nothing is asked. */
export function law(of: readonly Slot[], given: readonly Slot[], origin: Origin = OBSERVED): Estimand {
  return of.length === 0 ? ONE : { kind: "law", of, given, origin };
}

/** A product without products inside and without ones. */
export function product(factors: readonly Estimand[]): Estimand {
  const flat = factors.flatMap((one) => (one.kind === "product" ? one.factors : isOne(one) ? [] : [one]));
  return flat.length === 0 ? ONE : flat.length === 1 ? flat[0] : { kind: "product", factors: flat };
}

/** The factors of a product; anything else is its own only factor. */
export function factorsOf(estimand: Estimand): readonly Estimand[] {
  return estimand.kind === "product" ? estimand.factors : isOne(estimand) ? [] : [estimand];
}

/** A sum over signs; over nothing it is what is summed. */
export function sum(over: readonly Bound[], of: Estimand): Estimand {
  return over.length === 0 ? of : { kind: "sum", over, of };
}

/** A fraction; over 1 it is its top. */
export function quotient(top: Estimand, bottom: Estimand): Estimand {
  return isOne(bottom) ? top : { kind: "quotient", top, bottom };
}

function isOne(estimand: Estimand): boolean {
  return estimand.kind === "number" && estimand.value === 1;
}
