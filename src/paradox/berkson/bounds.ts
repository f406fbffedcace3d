import type { Range } from "../../query/answer.js";
import type { BerksonBounds, BerksonExplain, RatioEstimate, RatioRange } from "../../query/berkson.js";

/**
 * What the population's odds ratio can be where only selected rows are seen. Each of the four chances lies in [low, high], so their ratio
 * h11 h00 / (h10 h01) in [(low/high)^2, (high/low)^2], and every value there is taken: both ends are reached at corners of the box
 * (THEORY 8.3). Where nothing is known, every odds ratio is possible.
 */
export function boundsOf(selected: RatioEstimate, between: Range | undefined): BerksonBounds {
  if (between === undefined) return { ratio: [0, null], oddsRatio: [0, null] };
  const widest = (between[1] / between[0]) ** 2;
  const stretched = (low: number | null, high: number | null): RatioRange => [
    low === null ? Number.MAX_VALUE : low / widest,
    high === null ? null : high * widest,
  ];
  const { value, state, interval } = selected;
  const one: number | null = state === "infinite" ? null : value;
  const box = { chances: between, ratio: [1 / widest, widest] as const };
  if (state === "undefined") return { ...box, oddsRatio: [0, null] };
  const oddsRatio = stretched(one, one);
  if (interval === undefined) return { ...box, oddsRatio };
  const [low, high] = interval;
  return {
    ...box,
    oddsRatio,
    ends: {
      low: [low / widest, high === null ? null : high / widest],
      high: [low * widest, high === null ? null : high * widest],
    },
  };
}

/**
 * What would leave no association in the population: h11 h00 / (h10 h01) equal to the odds ratio among the selected. Of four chances that
 * reach that ratio, the largest exceeds the smallest at least by its square root (both, and neither, at one end of a range and the
 * one-sided at the other). Null where the odds ratio is zero, infinite or undefined.
 */
export function explainOf({ value, state, interval }: RatioEstimate): BerksonExplain | null {
  if (state !== "finite" || value === null || value === 0) return null;
  const spread = (ratio: number): number => Math.sqrt(Math.max(ratio, 1 / ratio));
  const near = interval === undefined ? value : nearest(interval);
  return {
    ratio: value,
    spread: spread(value),
    limit: near === undefined || near === 0 ? null : { ratio: near, spread: spread(near) },
  };
}

/** The end of the interval that is nearer to 1; undefined where the interval has 1. */
function nearest([low, high]: RatioRange): number | undefined {
  if (low > 1) return low;
  return high !== null && high < 1 ? high : undefined;
}
