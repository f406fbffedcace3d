import type { Column } from "../../num/columns.js";
import { indices } from "../../num/indices.js";
import { binNew, type Scheme } from "./bins.js";
import type { Packed } from "./packed.js";
import { type EffectsAt, predictEffects } from "./predict-effect.js";

/** A grown forest of effects: all that is needed to say them of new rows, now or from a file (`saveForest`, `loadForest`). */
export interface EffectForest {
  readonly packed: Packed;
  readonly scheme: Scheme;
  /** Everybody's effect, for places where the trees do not tell. */
  readonly overall: number;
}

/** Effects, their standard errors, and for how many the trees did not tell: these have everybody's effect, and NaN for an error. */
export interface ToldEffects {
  readonly effect: Float64Array;
  readonly error: Float64Array;
  readonly untold: number;
}

/**
 * Effects at new rows, by all trees; covariates are found by name. Throws where one is missing or of another kind. Cost: O(rows trees depth).
 */
export function effectsAt(forest: EffectForest, given: readonly Column[], rows: number): ToldEffects {
  const walked = binNew(forest.scheme, given, rows);
  return toldEffects(predictEffects(forest.packed, walked, indices(rows)), forest.overall);
}

/** What the trees told, and everybody's effect where they did not. */
export function toldEffects({ effect, variance }: EffectsAt, overall: number): ToldEffects {
  const untold = effect.reduce((sum, tau) => sum + (Number.isNaN(tau) ? 1 : 0), 0);
  return {
    effect: effect.map((tau) => (Number.isNaN(tau) ? overall : tau)),
    error: variance.map((v, i) => (Number.isNaN(effect[i]) ? Number.NaN : Math.sqrt(v))),
    untold,
  };
}
