import { standardError } from "../estimate/influence.js";
import type { Estimate } from "../estimate/scores.js";
import type { Scored } from "./scored.js";

/** An average under independent noises, at least and at most, each with its own standard error. */
export interface ThreeEstimates {
  readonly value: Estimate;
  readonly low: Estimate;
  readonly high: Estimate;
}

/**
 * Of doubly robust scores less costs: the sum over the individuals, each entry times its part, over the sum of their shares in the base (1 for
 * everybody when absent). Where a part is below nought the ends change places. Cost: O(entries), two looks.
 */
export function averageBenefit(
  scored: Scored,
  cost: Float64Array,
  part: Float64Array,
  base: Float64Array | undefined,
): ThreeEstimates {
  const { count, total, score } = scored;
  const { value, low, high } = score;
  const size = part.length;
  let [sum, least, most, mass] = [0, 0, 0, 0];
  for (let j = 0; j < size; j++) {
    if (base !== undefined) mass += count[j] * base[j];
    const own = count[j] * part[j];
    if (own === 0) continue;
    sum += own * (value[j] - cost[j]);
    least += own * ((own > 0 ? low[j] : high[j]) - cost[j]);
    most += own * ((own > 0 ? high[j] : low[j]) - cost[j]);
  }
  const share = base === undefined ? 1 : mass / total;
  const means = [sum, least, most].map((all) => all / total / share) as [number, number, number];
  const ses = scored.cluster === undefined ? spread : clusteredSpread;
  const [a, b, c] = ses(scored, cost, part, base, means);
  const estimate = (mean: number, se: number): Estimate =>
    scored.law ? { value: mean } : { value: mean, se: se / share };
  return { value: estimate(means[0], a), low: estimate(means[1], b), high: estimate(means[2], c) };
}

type Spread = (
  scored: Scored,
  cost: Float64Array,
  part: Float64Array,
  base: Float64Array | undefined,
  means: readonly [number, number, number],
) => readonly [number, number, number];

/** What `standardError` makes of the influences, without keeping these: there are many averages of many entries. */
const spread: Spread = ({ count, total, score }, cost, part, base, [mean, lowMean, highMean]) => {
  const { value, low, high } = score;
  let [square, lowSquare, highSquare] = [0, 0, 0];
  for (let j = 0; j < part.length; j++) {
    const p = part[j];
    const b = base === undefined ? 1 : base[j];
    let [x, l, h] = [-b * mean, -b * lowMean, -b * highMean];
    if (p !== 0) {
      x += p * (value[j] - cost[j]);
      l += p * ((p > 0 ? low[j] : high[j]) - cost[j]);
      h += p * ((p > 0 ? high[j] : low[j]) - cost[j]);
    }
    square += count[j] * x * x;
    lowSquare += count[j] * l * l;
    highSquare += count[j] * h * h;
  }
  const each = (base === undefined ? total - 1 : total) * total;
  return [Math.sqrt(square / each), Math.sqrt(lowSquare / each), Math.sqrt(highSquare / each)];
};

const clusteredSpread: Spread = (scored, cost, part, base, means) => {
  const { value, low, high } = scored.score;
  const influence = new Float64Array(part.length);
  const se = (up: Float64Array, down: Float64Array, mean: number) => {
    for (let j = 0; j < part.length; j++) {
      const own = part[j] === 0 ? 0 : part[j] * ((part[j] > 0 ? up[j] : down[j]) - cost[j]);
      influence[j] = own - (base === undefined ? 1 : base[j]) * mean;
    }
    return standardError(influence, scored) ?? Number.NaN;
  };
  return [se(value, value, means[0]), se(low, high, means[1]), se(high, low, means[2])];
};

/** The chance of success of everybody, or of the base, where each entry is treated with the chance of its part. */
export function averageSuccess(scored: Scored, part: Float64Array, base: Float64Array | undefined): Estimate {
  const { count, total, baseScore, effectScore } = scored;
  const influence = new Float64Array(part.length);
  let [sum, mass] = [0, 0];
  for (let j = 0; j < part.length; j++) {
    const among = base === undefined ? 1 : base[j];
    influence[j] = among * (baseScore[j] + part[j] * effectScore[j]);
    sum += count[j] * influence[j];
    mass += count[j] * among;
  }
  const share = base === undefined ? 1 : mass / total;
  const value = sum / total / share;
  for (let j = 0; j < part.length; j++) {
    influence[j] = (influence[j] - (base === undefined ? 1 : base[j]) * value) / share;
  }
  const se = standardError(influence, scored, base === undefined);
  return se === undefined ? { value } : { value, se };
}
