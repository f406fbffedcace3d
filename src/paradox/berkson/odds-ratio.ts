import { normalCdf, normalQuantile } from "../../num/normal.js";
import type { RatioEstimate } from "../../query/berkson.js";
import { midInterval } from "./conditional.js";
import { crossRatio, type Four } from "./four.js";

/** Below so many in any cell, the log odds ratio is not yet normal. */
const FEW = 5;

/** A ratio as JSON can hold it. */
export function valued(ratio: number): Pick<RatioEstimate, "value" | "state"> {
  if (Number.isNaN(ratio)) return { value: null, state: "undefined" };
  return ratio === Infinity ? { value: null, state: "infinite" } : { value: ratio, state: "finite" };
}

/** Two-sided p-value of a normal statistic. */
export function twoSided(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/** Ends of an interval: no limit where they are infinite. */
export function ends(low: number, high: number): readonly [number, number | null] {
  return [low, high === Infinity ? null : high];
}

/** exp(log ratio -+ z se), and the p-value of a ratio of `against`. */
export function logNormal(
  ratio: number,
  error: number,
  level: number,
  against = 1,
): Pick<RatioEstimate, "interval" | "p"> {
  const reach = normalQuantile(1 - level / 2) * error;
  const center = Math.log(ratio);
  return {
    interval: ends(Math.exp(center - reach), Math.exp(center + reach)),
    p: twoSided((center - Math.log(against)) / error),
  };
}

/**
 * The odds ratio of four counts with its interval at 1 - level: log odds ratio (Woolf 1955) where every cell has five or more, else given the
 * margins with mid-p tails. Nothing is added to empty cells: 0 and infinity are answers. `law`: probabilities, no sampling error.
 * @param against the odds ratio that the p-value is about
 */
export function oddsRatio(counts: Four, level: number, law: boolean, against = 1): RatioEstimate {
  const ratio = crossRatio(counts);
  const told = valued(ratio);
  if (told.state === "undefined") {
    return { ...told, p: null, method: "none", reason: "one of the two has a single value there" };
  }
  if (law) return { ...told, p: null, method: "exact law" };
  if (counts.every((count) => count >= FEW)) {
    const error = Math.sqrt(counts.reduce((sum, count) => sum + 1 / count, 0));
    return { ...told, ...logNormal(ratio, error, level, against), method: "log odds ratio, normal" };
  }
  const { low, high, p } = midInterval(counts, level, Math.log(against));
  return { ...told, interval: ends(low, high), p, method: "conditional on the margins, mid-p" };
}
