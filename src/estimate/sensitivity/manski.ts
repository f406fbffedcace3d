import { DiscoError } from "../../error.js";
import type { Range } from "../../query/answer.js";
import type { Method, Sensitivity, Target } from "../../query/effect.js";
import type { Problem } from "../problem.js";
import { range } from "./say.js";

/** What is seen of two arms: shares of all observations and average outcomes, the reference first; and the outcome's limits. */
export interface Seen {
  readonly share: Range;
  readonly mean: Range;
  /** Least and largest value that the outcome can have. */
  readonly limits: Range;
}

/** What a Problem's entries show, with the given limits (0 and 1 for two values; else the least and largest seen, unless others are given). */
export function seenOf(problem: Problem, limits?: Range): Seen & { readonly assumed: boolean } {
  const { arm, y, count, total, study } = problem;
  const [mass, sum] = [
    [0, 0],
    [0, 0],
  ];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let j = 0; j < y.length; j++) {
    if (count[j] === 0) continue;
    least = Math.min(least, y[j]);
    most = Math.max(most, y[j]);
    if (arm[j] < 0) continue;
    mass[arm[j]] += count[j];
    sum[arm[j]] += count[j] * y[j];
  }
  if (limits !== undefined && !(limits[0] <= least && limits[1] >= most)) {
    throw new DiscoError({
      who: `limits of "${study.outcome.name}"`,
      wrong: `the outcome goes from ${least} to ${most}`,
      given: `${limits[0]} to ${limits[1]}`,
      next: "give limits that no row exceeds",
    });
  }
  const binary = study.outcome.kind === "binary";
  return {
    share: [mass[0] / total, mass[1] / total],
    mean: [sum[0] / mass[0], sum[1] / mass[1]],
    limits: limits ?? (binary ? [0, 1] : [least, most]),
    assumed: limits === undefined && !binary,
  };
}

/** Bounds on the average outcome of the target population in each arm, the reference first; undefined for the overlap target. */
function armBounds({ share, mean, limits }: Seen, target: Target): readonly [Range, Range] | undefined {
  if (target === "overlap") return undefined;
  const known = (arm: 0 | 1): Range => [mean[arm], mean[arm]];
  if (target === "att") return [limits, known(1)];
  if (target === "atc") return [known(0), limits];
  const all = (arm: 0 | 1): Range => {
    const own = share[arm] * mean[arm];
    return [own + (1 - share[arm]) * limits[0], own + (1 - share[arm]) * limits[1]];
  };
  return [all(0), all(1)];
}

/**
 * What the data say of an effect without any assumption on who is treated: the others' outcomes may be anything within the limits.
 * Sharp. Source: C. Manski, American Economic Review 80, 1990.
 */
export function manskiBounds(seen: Seen, target: Target): Range | undefined {
  const bounds = armBounds(seen, target);
  return bounds && [bounds[1][0] - bounds[0][1], bounds[1][1] - bounds[0][0]];
}

export interface ManskiOptions {
  readonly method: Method;
  /** Least and largest value the outcome can have; else, for numbers, the least and largest seen, which is an assumption and said to be one. */
  readonly limits?: Range;
}

/**
 * No-assumption bounds as a check; undefined for the overlap target, and where an arm has no observation.
 * @throws DiscoError when a row lies outside the given limits
 */
export function manski(problem: Problem, { method, limits }: ManskiOptions): Sensitivity | undefined {
  const seen = seenOf(problem, limits);
  const bounds = manskiBounds(seen, problem.target);
  if (bounds === undefined || !bounds.every(Number.isFinite)) return undefined;
  return {
    id: "manski",
    name: "No-assumption bounds",
    method,
    finding: `Without any assumption on who is treated the difference lies between ${range(bounds).replace(" to ", " and ")}, but for chance.${limitsText(seen)}`,
    can: "It can show what the table alone says about the effect, whatever unmeasured causes there are.",
    cannot: "It cannot be narrowed by more rows, and it never excludes zero.",
    values: {
      low: bounds[0],
      high: bounds[1],
      least: seen.limits[0],
      largest: seen.limits[1],
      limitsAssumed: seen.assumed,
    },
    bounds,
  };
}

/** Says where the limits come from when they were only seen. */
export function limitsText(seen: Seen & { readonly assumed: boolean }): string {
  return seen.assumed ? ` This takes the least and largest outcome seen, ${range(seen.limits)}, for its limits.` : "";
}
