import type { Propensities } from "./overlap.js";
import type { Problem } from "./problem.js";

/** Propensities in a pair of arms, as overlap is looked at. */
export function propensitiesOf({ arm, e, count }: Problem): Propensities {
  const own = new Float64Array(arm.length);
  for (let j = 0; j < own.length; j++) own[j] = e[1][j] / (e[1][j] + e[0][j]);
  return { t: arm, e: own, count };
}
