import { DiscoError } from "../../error.js";
import { normalCdf } from "../../num/normal.js";
import type { Study } from "../../num/study.js";
import type { Method } from "../../query/effect.js";
import type { Estimate } from "../scores.js";

/** The estimator that a check asks again, on a changed study. */
export type Reestimate = (study: Study) => Promise<Estimate>;

export interface AgainOptions {
  readonly method: Method;
  /** Decides, with the rows' content, everything that is drawn. */
  readonly seed: number;
}

/** Two-sided p-value of a standard normal z. */
export function twoSided(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/** What became of one re-estimation: a number, or the reason why the changed study has none. */
export async function attempt(reestimate: Reestimate, study: Study): Promise<Estimate | DiscoError> {
  try {
    return await reestimate(study);
  } catch (error) {
    // A changed study may lack overlap where the whole has it; everything else is a fault and goes on up.
    if (error instanceof DiscoError && error.kind === "refused") return error;
    throw error;
  }
}
