import type { ArmMeansAt } from "../../learn/effects/arm-effect-fit.js";
import type { EffectAt } from "../../learn/effects/effect-learner.js";
import { normalQuantile } from "../../num/normal.js";
import { RESPONSE_TYPES, responseType } from "./response-types.js";

/** A column of a file of individuals. */
export interface IndividualColumn {
  readonly name: string;
  readonly values: Float64Array | Int32Array | readonly (string | number)[];
}

/** What is known of each row. */
export interface IndividualParts {
  /** Effects by row; NaN where a row is in another arm. */
  readonly effect: EffectAt;
  /** Chances (two-valued outcomes) or means in the reference and in the arm. */
  readonly arms: ArmMeansAt;
  readonly binary: boolean;
  readonly level: number;
}

/**
 * Individuals as columns: effect with its pointwise interval, p1 and p0 with theirs where known (on the logit for two-valued outcomes, so that
 * they stay chances), and for two-valued outcomes the response types: under independent noises, with bounds for any. The types are those of
 * p1 and p0, whose difference is the effect for learners of means (S, T) and not quite for others. `suffix` tells arms apart.
 */
export function individualEffects({ effect, arms, binary, level }: IndividualParts, suffix = ""): IndividualColumn[] {
  const z = normalQuantile(0.5 + level / 2);
  const column = (name: string, values: Float64Array): IndividualColumn => ({ name: `${name}${suffix}`, values });
  const ends = (name: string, values: Float64Array, error: Float64Array | undefined, chance: boolean) =>
    error === undefined
      ? []
      : [-1, 1].map((side) =>
          column(
            `${name}_${side < 0 ? "low" : "high"}`,
            values.map((value, i) => endOf(value, side * z * error[i], chance)),
          ),
        );
  const [p0, p1] = arms.m;
  const types = RESPONSE_TYPES.flatMap((type) => {
    const all = Array.from(p1, (p, i) => responseType(type, p, p0[i]));
    return [
      column(
        type,
        Float64Array.from(all, ({ value }) => value),
      ),
      column(
        `${type}_low`,
        Float64Array.from(all, ({ low }) => low),
      ),
      column(
        `${type}_high`,
        Float64Array.from(all, ({ high }) => high),
      ),
    ];
  });
  return [
    column("effect", effect.effect),
    ...ends("effect", effect.effect, effect.error, false),
    column("p1", p1),
    ...ends("p1", p1, arms.error?.[1], binary),
    column("p0", p0),
    ...ends("p0", p0, arms.error?.[0], binary),
    ...(binary ? types : []),
  ];
}

function endOf(value: number, step: number, chance: boolean): number {
  if (!chance || !(value > 0 && value < 1)) return value + step;
  const logit = Math.log(value / (1 - value)) + step / (value * (1 - value));
  return 1 / (1 + Math.exp(-logit));
}
