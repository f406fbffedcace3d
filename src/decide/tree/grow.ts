import type { TreeFeature } from "../../estimate/heterogeneity/tree-bins.js";
import { bestPolicy, type PolicyLimits, type PolicyNode, pairSums, type Worth } from "./search.js";

/** A tree for each price of what is spent. */
export type Grow = (price: number) => PolicyNode;

/**
 * Grows trees of depth 1, 2 or 3 on the given entries. Depths 1 and 2 are exact. At depth 3 the first split is that of the best tree of depth two,
 * and each side has its own best tree of depth two, so that it is never worse than that tree (the hybrid of Zhou, Athey & Wager 2023).
 * Sums are made once, and once for each first split of depth 3. Cost: O(entries x features^2).
 */
export function grower(
  features: readonly TreeFeature[],
  entries: Int32Array,
  worth: Worth,
  depth: number,
  limits: PolicyLimits,
): Grow {
  const pairs = pairSums(features, entries, worth);
  const sides = new Map<string, readonly [Grow, Grow]>();
  return (price) => {
    const tree = bestPolicy(pairs, Math.min(2, depth), limits, price);
    if (depth < 3 || !("split" in tree)) return tree;
    const { feature, last } = tree.split;
    const key = `${feature} ${last}`;
    let both = sides.get(key);
    if (both === undefined) {
      const { bin } = features[feature];
      const side = (left: boolean): Grow =>
        grower(
          features,
          entries.filter((j) => bin[j] <= last === left),
          worth,
          2,
          limits,
        );
      both = [side(true), side(false)];
      sides.set(key, both);
    }
    return { split: tree.split, left: both[0](price), right: both[1](price) };
  };
}
