import { averageEffect, type Judged, withInterval } from "../estimate/heterogeneity/judged.js";
import { conditionsOf, type Step } from "../estimate/heterogeneity/tree.js";
import { type TreeFeature, treeFeatures } from "../estimate/heterogeneity/tree-bins.js";
import { indices } from "../num/indices.js";
import { takeColumn, takeNumbers } from "../num/take-column.js";
import type { PolicyLeaf, PolicyTree } from "../query/policy-tree.js";
import { judgedBenefit } from "./curves/judged-benefit.js";
import type { Scored } from "./scored.js";
import { type DecidedNode, withinBudget } from "./tree/budget.js";
import { grower } from "./tree/grow.js";

export interface PolicyTreeOptions {
  readonly level: number;
  /** 1, 2 or 3. */
  readonly depth: number;
  /** Cost of treating each entry, in units of the benefit. */
  readonly cost?: Float64Array;
  /** What may be spent: a share of individuals, or cost per individual where costs are given. */
  readonly budget?: number;
  /** A hash of who each entry is: which of very many it is grown on. */
  readonly lots?: Uint32Array;
}

/** A tree with what it does to each entry. */
export interface GrownPolicy {
  readonly tree: PolicyTree;
  /** By entry: is it treated, and was the tree judged (and not grown) on it? */
  readonly treat: Uint8Array;
  readonly judged: Uint8Array;
}

/** Observations of each arm, and share of the rows, that a leaf must have among those the tree is grown on. */
const PER_ARM = 10;
const SHARE = 0.05;

/** Entries that it is grown on at most, drawn by lot: more would move its splits, at sixteenths of a number, hardly ever. */
const MOST_GROWN = 100_000;

/**
 * A policy in words: the tree of at most `depth` questions whose leaves, treated where that is worth it, gain most in doubly robust scores less
 * costs (Athey & Wager 2021). Grown on the rows of half the folds (100,000 of them where there are more) and judged on the other folds, so that the benefit of a leaf is not that of one picked
 * because of it. Exact at depths 1 and 2 among splits at sixteenths of a number and along labels in the order of their benefit. Undefined
 * with one fold, or where no covariate varies; a tree of one leaf where no question pays. An exact law is grown and judged as a whole.
 * Cost: O(rows x covariates^2).
 */
export function policyTree(scored: Scored, options: PolicyTreeOptions): PolicyTree | undefined {
  return grownPolicy(scored, options)?.tree;
}

/** `policyTree` with what it does to each entry. */
export function grownPolicy(
  scored: Scored,
  { level, depth, cost, budget, lots }: PolicyTreeOptions,
): GrownPolicy | undefined {
  const judged = judgedBenefit(scored, level, cost);
  const { fold, folds, gain, count, t, law } = judged;
  const growing = Math.floor(folds / 2);
  const offered = indices(gain.length).filter((j) => (law || fold[j] < growing) && count[j] > 0);
  const below = law || lots === undefined ? 2 ** 32 : (MOST_GROWN / offered.length) * 2 ** 32;
  const grown = below >= 2 ** 32 ? offered : offered.filter((j) => lots![j] < below);
  if (grown.length === 0) return undefined;
  const score = (j: number): readonly [number, number] => [count[j] * gain[j], count[j]];
  const some = Int32Array.from(grown, (j) => scored.row[j]);
  const small = treeFeatures(
    scored.given.map((column) => takeColumn(column, some)),
    indices(grown.length),
    (k) => score(grown[k]),
  );
  if (small.length === 0) return undefined;
  const of = (values: Float64Array): Float64Array => takeNumbers(values, grown);
  const size = of(count).reduce((sum, own) => sum + own, 0);
  const worth = {
    net: of(gain),
    spend: cost === undefined ? new Float64Array(grown.length).fill(1) : of(cost),
    t: Uint8Array.from(grown, (j) => t[j]),
    count: of(count),
  };
  // Of an exact law any mass is enough.
  const limits = { perArm: law ? Number.EPSILON : PER_ARM, rows: SHARE * size };
  const grow = grower(small, indices(grown.length), worth, depth, limits);
  const root = withinBudget(grow, budget === undefined ? undefined : budget * size);
  // Everybody is put into bins of the covariates that are asked about, and of no others.
  const asked = askedOf(root);
  const features = small.map((feature, f) => {
    const column = asked.has(f) && scored.given.find(({ name }) => name === feature.covariate);
    return column ? treeFeatures([takeColumn(column, scored.row)], grown, score)[0] : feature;
  });
  const paths = pathsOf(root);
  const leaf = leafOf(root, features, gain.length);
  const isJudged = Uint8Array.from(fold, (f) => (law || f >= growing ? 1 : 0));
  const leaves = paths.map(({ path, treat }, k) => leafAnswer(judged, features, path, treat, { leaf, k, isJudged }));
  const treat = Uint8Array.from(leaf, (k) => (paths[k].treat ? 1 : 0));
  return {
    tree: {
      depth,
      leaves,
      grown: size,
      judged: law ? size : judgedSize(judged, isJudged),
      ...asPolicy(judged, treat, isJudged),
    },
    ...{ treat, judged: isJudged },
  };
}

function judgedSize({ count }: Judged, isJudged: Uint8Array): number {
  let size = 0;
  for (let j = 0; j < count.length; j++) size += isJudged[j] * count[j];
  return size;
}

/** What the tree as a whole does to those it was judged on. */
function asPolicy(judged: Judged, treat: Uint8Array, isJudged: Uint8Array): Pick<PolicyTree, "treated" | "benefit"> {
  const { count, gain } = judged;
  let [treated, size] = [0, 0];
  for (let j = 0; j < treat.length; j++) {
    size += isJudged[j] * count[j];
    treated += isJudged[j] * count[j] * treat[j];
  }
  const brings = { ...judged, gain: gain.map((own, j) => own * treat[j]) };
  const averaged = averageEffect(brings, (j) => isJudged[j] === 1);
  return { treated: treated / size, ...(averaged ? { benefit: withInterval(averaged, judged) } : {}) };
}

interface Path {
  readonly path: readonly Step[];
  readonly treat: boolean;
}

function pathsOf(node: DecidedNode, path: readonly Step[] = []): readonly Path[] {
  if ("treat" in node) return [{ path, treat: node.treat }];
  const { split, left, right } = node;
  return [...pathsOf(left, [...path, { split, left: true }]), ...pathsOf(right, [...path, { split, left: false }])];
}

/** The covariates that a tree asks about. */
function askedOf(node: DecidedNode): Set<number> {
  if ("treat" in node) return new Set();
  return new Set([node.split.feature, ...askedOf(node.left), ...askedOf(node.right)]);
}

/** Number of the leaf of each entry, in the order of `pathsOf`. */
function leafOf(root: DecidedNode, features: readonly TreeFeature[], entries: number): Uint8Array {
  const out = new Uint8Array(entries);
  let next = 0;
  const walk = (node: DecidedNode, inside: Int32Array): void => {
    if ("treat" in node) {
      for (const j of inside) out[j] = next;
      next++;
      return;
    }
    const { bin } = features[node.split.feature];
    walk(
      node.left,
      inside.filter((j) => bin[j] <= node.split.last),
    );
    walk(
      node.right,
      inside.filter((j) => bin[j] > node.split.last),
    );
  };
  walk(root, indices(entries));
  return out;
}

function leafAnswer(
  judged: Judged,
  features: readonly TreeFeature[],
  path: readonly Step[],
  treat: boolean,
  { leaf, k, isJudged }: { readonly leaf: Uint8Array; readonly k: number; readonly isJudged: Uint8Array },
): PolicyLeaf {
  const inLeaf = (j: number): boolean => leaf[j] === k && isJudged[j] === 1;
  const arms = [0, 0];
  for (let j = 0; j < leaf.length; j++) if (inLeaf(j)) arms[judged.t[j]] += judged.count[j];
  // Fewer than two of an arm say nothing, but for an exact law, which has no sampling error.
  const averaged = Math.min(...arms) < (judged.law ? Number.MIN_VALUE : 2) ? undefined : averageEffect(judged, inLeaf);
  return {
    conditions: conditionsOf(features, path),
    treat,
    ...(averaged ? { benefit: withInterval(averaged, judged) } : {}),
    rows: arms[0] + arms[1],
  };
}
