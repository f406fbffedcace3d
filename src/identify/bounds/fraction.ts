import { signMaker } from "../counterfactual/conjunction.js";
import type { Event } from "../counterfactual/event.js";
import { idcStar } from "../counterfactual/idc-star.js";
import { unnested } from "../counterfactual/unnest.js";
import type { Instance } from "../instance.js";
import { factorValues, numberOf } from "./factors.js";
import { type Functional, functionalOf, type Product, weighted } from "./functional.js";
import type { Space } from "./space.js";
import type { Gain } from "./types.js";

/** A question as a number, plus a fraction of two functionals of what is unknown. */
export interface Fraction {
  readonly known: number;
  readonly top: Functional;
  readonly bottom: Functional;
}

/**
 * A question as far as it is identified. Terms that are, given what is given, are numbers, also where neither their joint probability nor
 * that of what is given is one.
 * @throws Unsolved
 * Cost: that of `functionalOf`, for each term.
 */
export function fractionOf(space: Space, { terms }: Instance): Fraction {
  const factorValue = factorValues(space);
  const given = terms[0].events.filter(({ part }) => part === "given");
  let known = 0;
  const parts: [number, Functional][] = [];
  for (const { weight, events } of terms) {
    const value = given.length === 0 ? undefined : identifiedValue(space, events);
    if (value !== undefined) known += weight * value;
    else parts.push([weight, functionalOf(space, factorValue, events)]);
  }
  return { known, top: weighted(parts), bottom: functionalOf(space, factorValue, given) };
}

function identifiedValue({ graph, cells }: Space, events: readonly Event[]): number | undefined {
  const fresh = signMaker();
  const found = idcStar(unnested(graph, events, new Map(), fresh), { graph, fresh });
  return "estimand" in found ? numberOf(found.estimand, cells) : undefined;
}

/** What the responses of one block add to the top and to the bottom. */
export function gainsOf(block: ReadonlySet<number>, { top, bottom }: Fraction): readonly Gain[] {
  const found = new Map<string, Gain>();
  const add = (products: ReadonlyMap<string, Product>, side: "top" | "bottom") => {
    for (const [key, { weight, responses }] of products) {
      if (!block.has(responses[0].node)) continue;
      found.set(key, { top: 0, bottom: 0, ...found.get(key), responses, [side]: weight });
    }
  };
  add(top.products, "top");
  add(bottom.products, "bottom");
  return [...found.values()];
}
