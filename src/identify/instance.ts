import type { Event } from "./counterfactual/event.js";

/**
 * A question at values: the sum of `weight` P(asked events | given events) over its terms. All events are at values, and so is everything
 * that their worlds set; the given events of all terms are the same.
 */
export interface Instance {
  readonly terms: readonly { readonly weight: number; readonly events: readonly Event[] }[];
  /** The question as `disco ask` takes it, where there is one text for it. */
  readonly text: string;
}
