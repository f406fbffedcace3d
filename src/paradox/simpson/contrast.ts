import type { Cells } from "./cells.js";

/**
 * How much of each there is in a contrast: the difference standardised to everybody, to the mix of the treated, to that of the untreated, and
 * the raw one. { everybody: 1, raw: -0.5 } is what is left within strata beyond half of the raw difference.
 */
export interface Blend {
  readonly everybody?: number;
  readonly treated?: number;
  readonly untreated?: number;
  readonly raw?: number;
}

/** A contrast of cell means: a linear function of them, given how many observations each cell has. */
export interface Contrast {
  /** The weight of each cell's mean. */
  readonly weights: Float64Array;
  /** What the contrast's variance owes to the counts, were these the means: that the mix of strata is a sample too. */
  readonly ofCounts: (means: Float64Array) => number;
}

/**
 * The contrast of a blend. Source: the influence function of a standardised mean with as many parameters as cells (Hahn, Econometrica 66, 1998),
 * whose part given the cell is `ofCounts` and whose part within cells is left to the caller.
 * Cost: O(cells), and as much for each call of `ofCounts`.
 */
export function contrastOf({ count, arms, total }: Cells, blend: Blend): Contrast {
  const { everybody = 0, treated = 0, untreated = 0, raw = 0 } = blend;
  const weights = new Float64Array(count.length);
  for (let i = 0; i < count.length; i += 2) {
    const [share0, share1] = [count[i] / arms[0], count[i + 1] / arms[1]];
    const common = (everybody * (count[i] + count[i + 1])) / total + treated * share1 + untreated * share0;
    weights[i] = -common - raw * share0;
    weights[i + 1] = common + raw * share1;
  }
  return { weights, ofCounts };

  function ofCounts(means: Float64Array): number {
    let [inAll, inTreated, inUntreated, mean0, mean1] = [0, 0, 0, 0, 0];
    for (let i = 0; i < count.length; i += 2) {
      const gap = means[i + 1] - means[i];
      inAll += ((count[i] + count[i + 1]) / total) * gap;
      inTreated += (count[i + 1] / arms[1]) * gap;
      inUntreated += (count[i] / arms[0]) * gap;
      mean0 += (count[i] / arms[0]) * means[i];
      mean1 += (count[i + 1] / arms[1]) * means[i + 1];
    }
    let sum = 0;
    for (let i = 0; i < count.length; i += 2) {
      const gap = means[i + 1] - means[i];
      const shared = everybody * (gap - inAll);
      const off = shared + (total / arms[0]) * (untreated * (gap - inUntreated) - raw * (means[i] - mean0));
      const on = shared + (total / arms[1]) * (treated * (gap - inTreated) + raw * (means[i + 1] - mean1));
      sum += count[i] * off * off + count[i + 1] * on * on;
    }
    return sum / (total * total);
  }
}

/** The contrast of these means. */
export function contrastAt({ weights }: Contrast, means: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * means[i];
  return sum;
}
