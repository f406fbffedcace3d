import type { ArmMeansAt } from "../../learn/effects/arm-effect-fit.js";
import type { EffectAt } from "../../learn/effects/effect-learner.js";
import { normalQuantile } from "../../num/normal.js";
import { type ChanceEstimates, type ResponseLimits, responseLimits } from "./response-type-limits.js";
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
 * p1 and p0, whose difference is the effect for learners of means (S, T) and not quite for others. Where the errors of p1 and p0 are known each
 * type has sampling limits too: `_from` and `_to` for its value under independent noises, `_least` and `_most` for its bounds
 * (`responseLimits`). `suffix` tells arms apart.
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
  const limits = binary && arms.error ? limitsOf(arms.m, arms.error, effect.error, z) : undefined;
  const types = RESPONSE_TYPES.flatMap((type) => {
    const all = Array.from(p1, (p, i) => responseType(type, p, p0[i]));
    const of = (name: string, pick: (one: (typeof all)[number]) => number) =>
      column(`${type}${name}`, Float64Array.from(all, pick));
    const known = limits && Array.from(p1, (_, i) => responseLimits(type, limits(i)));
    return [
      of("", ({ value }) => value),
      of("_low", ({ low }) => low),
      of("_high", ({ high }) => high),
      ...(known
        ? LIMITS.map((end) =>
            column(
              `${type}_${end}`,
              Float64Array.from(known, (one) => one[end]),
            ),
          )
        : []),
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

const LIMITS = ["from", "to", "least", "most"] as const satisfies readonly (keyof ResponseLimits)[];

/**
 * What each row's limits are made of. How far the errors of p1 and p0 go together is what the error of their difference says: not at all where
 * each comes from its own arm (T-learner), whatever it is where one fit has both (S-learner).
 */
function limitsOf(
  [p0, p1]: ArmMeansAt["m"],
  [s0, s1]: NonNullable<ArmMeansAt["error"]>,
  difference: Float64Array | undefined,
  z: number,
): (row: number) => ChanceEstimates {
  const around = (p: number, s: number) =>
    ([-1, 1] as const).map((side) => Math.min(1, Math.max(0, endOf(p, side * z * s, true)))) as [number, number];
  return (i) => {
    const shared = difference === undefined ? 0 : (s0[i] ** 2 + s1[i] ** 2 - difference[i] ** 2) / (2 * s0[i] * s1[i]);
    return {
      p1: p1[i],
      p0: p0[i],
      p1Limits: around(p1[i], s1[i]),
      p0Limits: around(p0[i], s0[i]),
      // Without an error of its own an estimate goes with nothing; a row whose counts lie in several folds has averages of errors.
      correlation: Number.isFinite(shared) ? Math.min(1, Math.max(-1, shared)) : 0,
    };
  };
}

function endOf(value: number, step: number, chance: boolean): number {
  if (!chance || !(value > 0 && value < 1)) return value + step;
  const logit = Math.log(value / (1 - value)) + step / (value * (1 - value));
  return 1 / (1 + Math.exp(-logit));
}
