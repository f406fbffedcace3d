import { indices } from "../../num/indices.js";
import type { EffectLeaf, EffectTree, LeafCondition } from "../../query/heterogeneity.js";
import { averageEffect, type Judged, sum, withInterval } from "./judged.js";
import { type TreeFeature, treeFeatures } from "./tree-bins.js";
import { bestTree, type FoundTree, type TreeSplit } from "./tree-search.js";

/** Observations of each arm that a leaf must have, and share of the target population, among the rows that the tree is grown on. */
const PER_ARM = 10;
const SHARE = 0.1;

/**
 * Who benefits, in words: a tree of depth two on the doubly robust scores, grown on the rows of half the folds and judged on the others, so that
 * its effects and intervals are not those of groups picked because of them (Athey & Imbens 2016). Undefined with one fold or where nothing can be
 * split. Cost: see `bestTree`.
 */
export function effectTree(judged: Judged): EffectTree | undefined {
  const { fold, folds, gain, mass, t, count } = judged;
  const growing = Math.floor(folds / 2);
  const isGrown = (j: number) => fold[j] < growing;
  const grown = indices(gain.length).filter((j) => isGrown(j) && count[j] > 0);
  if (grown.length === 0) return undefined;
  const features = treeFeatures(judged.given, grown, (j) => [count[j] * gain[j], count[j] * mass[j]]);
  if (features.length === 0) return undefined;
  const whole = grown.reduce((s, j) => s + count[j] * mass[j], 0);
  const found = bestTree(features, grown, { gain, mass, t, count }, { perArm: PER_ARM, mass: SHARE * whole });
  if (found === undefined) return undefined;
  const leaves = pathsOf(found).map((path): EffectLeaf => {
    const inLeaf = (j: number) =>
      !isGrown(j) && path.every(({ split, left }) => features[split.feature].bin[j] <= split.last === left);
    const arms = [0, 1].map((arm) => gain.reduce((s, _, j) => s + (t[j] === arm && inLeaf(j) ? count[j] : 0), 0));
    const averaged = Math.min(...arms) < 2 ? undefined : averageEffect(judged, inLeaf);
    return {
      conditions: conditionsOf(features, path),
      ...(averaged ? { effect: withInterval(averaged, judged) } : {}),
      rows: arms[0] + arms[1],
    };
  });
  const size = grown.reduce((s, j) => s + count[j], 0);
  return { leaves, grown: size, judged: sum(new Float64Array(gain.length).fill(1), judged) - size };
}

/** A split and the side that a path takes there. */
export interface Step {
  readonly split: TreeSplit;
  readonly left: boolean;
}

function pathsOf({ root, left, right }: FoundTree): Step[][] {
  const side = (isLeft: boolean, child: TreeSplit | undefined): Step[][] => {
    const first = { split: root, left: isLeft };
    return child === undefined ? [[first]] : [true, false].map((which) => [first, { split: child, left: which }]);
  };
  return [...side(true, left), ...side(false, right)];
}

/** The steps of a path as conditions, one for each covariate. */
export function conditionsOf(features: readonly TreeFeature[], path: readonly Step[]): LeafCondition[] {
  const bins = new Map<number, readonly [number, number]>();
  for (const { split, left } of path) {
    const [low, high] = bins.get(split.feature) ?? [0, features[split.feature].bins - 1];
    bins.set(split.feature, left ? [low, Math.min(high, split.last)] : [Math.max(low, split.last + 1), high]);
  }
  return [...bins].map(([f, [low, high]]) => {
    const { covariate, cuts, labels, bins: all, gaps } = features[f];
    if (labels !== undefined) return { covariate, among: labels.slice(low, high + 1) };
    return {
      covariate,
      // The bin of the gaps ends where no number is.
      ...(low > 0 && Number.isFinite(cuts![low - 1]) ? { above: cuts![low - 1] } : {}),
      ...(high < all - 1 && Number.isFinite(cuts![high]) ? { atMost: cuts![high] } : {}),
      ...(gaps && low === 0 ? { orMissing: true as const } : {}),
    };
  });
}
