import type { TreeFeature } from "../../estimate/heterogeneity/tree-bins.js";
import type { TreeSplit } from "../../estimate/heterogeneity/tree-search.js";

/** What is summed in every pair of bins: benefit, cost, and the observations of each arm. */
const WIDTH = 4;

/** Sums over the entries that a tree is grown on, by the bins of every two covariates. */
export interface PairSums {
  readonly features: readonly TreeFeature[];
  /** First bin of each covariate among all bins, and their number. */
  readonly starts: readonly number[];
  readonly bins: number;
  /** By bin of one covariate and bin of any other (the same one too): `WIDTH` sums. */
  readonly sums: Float64Array;
}

/** What an entry adds. */
export interface Worth {
  /** Benefit less cost. */
  readonly net: Float64Array;
  /** What treating it takes from the budget. */
  readonly spend: Float64Array;
  readonly t: Uint8Array;
  readonly count: Float64Array;
}

/** Least that a leaf must hold of the rows that the tree is grown on. */
export interface PolicyLimits {
  readonly perArm: number;
  readonly rows: number;
}

/** A policy tree before it is put in words: a split with both sides, or a leaf with its sums. */
export type PolicyNode =
  | { readonly split: TreeSplit; readonly left: PolicyNode; readonly right: PolicyNode }
  | { readonly sums: Float64Array };

/** Sums of the given entries by pairs of bins. Cost: O(entries x features^2). */
export function pairSums(features: readonly TreeFeature[], entries: Int32Array, worth: Worth): PairSums {
  const starts: number[] = [];
  let bins = 0;
  for (const feature of features) {
    starts.push(bins);
    bins += feature.bins;
  }
  const sums = new Float64Array(bins * bins * WIDTH);
  const { net, spend, t, count } = worth;
  features.forEach((one, f) => {
    for (let g = f; g < features.length; g++) {
      const other = features[g];
      for (let i = 0; i < entries.length; i++) {
        const j = entries[i];
        const at = ((starts[f] + one.bin[j]) * bins + starts[g] + other.bin[j]) * WIDTH;
        sums[at] += count[j] * net[j];
        sums[at + 1] += count[j] * spend[j];
        sums[at + 2 + t[j]] += count[j];
      }
      if (g === f) continue;
      for (let a = 0; a < one.bins; a++) {
        for (let b = 0; b < other.bins; b++) {
          const from = ((starts[f] + a) * bins + starts[g] + b) * WIDTH;
          const to = ((starts[g] + b) * bins + starts[f] + a) * WIDTH;
          for (let w = 0; w < WIDTH; w++) sums[to + w] = sums[from + w];
        }
      }
    }
  });
  return { features, starts, bins, sums };
}

/** A tree with what it gains (at the price), and its leaves. */
interface Found {
  readonly value: number;
  readonly leaves: number;
  readonly node: PolicyNode;
}

/**
 * The tree of at most two levels of splits that gains most when exactly the leaves with a positive benefit (less `price` times what they spend)
 * are treated, among all splits between bins; of those that gain as much the one with fewest leaves (Zhou, Athey & Wager 2023). Exact.
 * Cost: O(bins^2).
 */
export function bestPolicy(pairs: PairSums, depth: number, limits: PolicyLimits, price = 0): PolicyNode {
  const { features, starts, bins, sums } = pairs;
  const all = new Float64Array(bins * WIDTH);
  // The bins of a covariate with themselves hold each entry once.
  features.forEach((feature, f) => {
    for (let b = 0; b < feature.bins; b++) {
      const row = (starts[f] + b) * bins;
      for (let w = 0; w < WIDTH; w++) all[(starts[f] + b) * WIDTH + w] = sums[(row + starts[f] + b) * WIDTH + w];
    }
  });
  const whole = total(all, starts[0], features[0].bins);
  // What rounding makes of sums must not look like a gain.
  const noise = 1e-11 * Math.max(1, whole[2] + whole[3]);
  const better = (value: number, leaves: number, best: Found): boolean =>
    value > best.value + noise || (value > best.value - noise && leaves < best.leaves);
  // A leaf is worth its benefit where that is above nought, else nothing, as nobody in it is treated.
  const worthOf = (benefit: number, spent: number): number => Math.max(0, benefit - price * spent);
  const oneSplit = (of: Float64Array): Found => {
    const own = total(of, starts[0], features[0].bins);
    let best: Found = { value: worthOf(own[0], own[1]), leaves: 1, node: { sums: own } };
    const left = new Float64Array(WIDTH);
    const right = new Float64Array(WIDTH);
    for (let f = 0; f < features.length; f++) {
      left.fill(0);
      for (let last = 0; last < features[f].bins - 1; last++) {
        for (let w = 0; w < WIDTH; w++) {
          left[w] += of[(starts[f] + last) * WIDTH + w];
          right[w] = own[w] - left[w];
        }
        if (!enough(left, limits) || !enough(right, limits)) continue;
        const value = worthOf(left[0], left[1]) + worthOf(right[0], right[1]);
        if (!better(value, 2, best)) continue;
        const [l, r] = [{ sums: left.slice() }, { sums: right.slice() }];
        best = { value, leaves: 2, node: { split: { feature: f, last }, left: l, right: r } };
      }
    }
    return best;
  };
  if (depth === 1) return oneSplit(all).node;
  let best: Found = { value: worthOf(whole[0], whole[1]), leaves: 1, node: { sums: whole } };
  const left = new Float64Array(bins * WIDTH);
  const right = new Float64Array(bins * WIDTH);
  for (let f = 0; f < features.length; f++) {
    left.fill(0);
    for (let last = 0; last < features[f].bins - 1; last++) {
      const row = (starts[f] + last) * bins * WIDTH;
      for (let i = 0; i < left.length; i++) {
        left[i] += sums[row + i];
        right[i] = all[i] - left[i];
      }
      const [first, size] = [starts[0], features[0].bins];
      if (!enough(total(left, first, size), limits) || !enough(total(right, first, size), limits)) continue;
      const [l, r] = [oneSplit(left), oneSplit(right)];
      const [value, leaves] = [l.value + r.value, l.leaves + r.leaves];
      if (!better(value, leaves, best)) continue;
      best = { value, leaves, node: { split: { feature: f, last }, left: l.node, right: r.node } };
    }
  }
  return best.node;
}

function total(sums: Float64Array, start: number, bins: number): Float64Array {
  const out = new Float64Array(WIDTH);
  for (let b = 0; b < bins; b++) for (let w = 0; w < WIDTH; w++) out[w] += sums[(start + b) * WIDTH + w];
  return out;
}

function enough(sums: Float64Array, { perArm, rows }: PolicyLimits): boolean {
  return sums[2] + sums[3] >= rows && sums[2] >= perArm && sums[3] >= perArm;
}
