import type { TreeFeature } from "./tree-bins.js";

/** One split: entries in bins up to `last` go to the left. */
export interface TreeSplit {
  readonly feature: number;
  readonly last: number;
}

/** A tree of at most two levels of splits; a side without a split is a leaf. */
export interface FoundTree {
  readonly root: TreeSplit;
  readonly left?: TreeSplit;
  readonly right?: TreeSplit;
}

/** What is summed in every bin: gain, mass, and the observations of each arm. */
const WIDTH = 4;

/** What each entry adds to its bins. */
export interface TreeScores {
  readonly gain: Float64Array;
  readonly mass: Float64Array;
  readonly t: Uint8Array;
  readonly count: Float64Array;
}

/** Least that a leaf must hold of the rows that the tree is grown on. */
export interface LeafLimits {
  readonly perArm: number;
  readonly mass: number;
}

/**
 * The tree of depth two whose leaves' averages differ most: it maximises the sum over leaves of gain^2 / mass, among all splits between bins
 * (every root with its best two children, as policytree does for policies: Zhou, Athey & Wager 2023). Undefined where no split leaves both
 * sides enough. Cost: O(entries x features^2), and bins^2 x features^2.
 */
export function bestTree(
  features: readonly TreeFeature[],
  grown: Int32Array,
  scores: TreeScores,
  limits: LeafLimits,
): FoundTree | undefined {
  const starts: number[] = [];
  let size = 0;
  for (const { bins } of features) {
    starts.push(size);
    size += bins * WIDTH;
  }
  const add = (sums: Float64Array, j: number) => {
    const { gain, mass, t, count } = scores;
    for (let f = 0; f < features.length; f++) {
      const at = starts[f] + features[f].bin[j] * WIDTH;
      sums[at] += count[j] * gain[j];
      sums[at + 1] += count[j] * mass[j];
      sums[at + 2 + t[j]] += count[j];
    }
  };
  const all = new Float64Array(size);
  for (const j of grown) add(all, j);
  const search = (sums: Float64Array): { readonly value: number; readonly split?: TreeSplit } => {
    const whole = total(sums, starts[0], features[0].bins);
    if (!enough(whole, limits)) return { value: Number.NEGATIVE_INFINITY };
    let best: { value: number; split?: TreeSplit } = { value: worth(whole) };
    for (let f = 0; f < features.length; f++) {
      const left = new Float64Array(WIDTH);
      for (let b = 0; b < features[f].bins - 1; b++) {
        for (let w = 0; w < WIDTH; w++) left[w] += sums[starts[f] + b * WIDTH + w];
        const right = whole.map((value, w) => value - left[w]);
        if (!enough(left, limits) || !enough(right, limits)) continue;
        const value = worth(left) + worth(right);
        if (value > best.value) best = { value, split: { feature: f, last: b } };
      }
    }
    return best;
  };
  let best: { value: number; tree: FoundTree } | undefined;
  for (let f = 0; f < features.length; f++) {
    const left = new Float64Array(size);
    const byBin: number[][] = Array.from({ length: features[f].bins }, () => []);
    for (const j of grown) byBin[features[f].bin[j]].push(j);
    for (let last = 0; last < features[f].bins - 1; last++) {
      for (const j of byBin[last]) add(left, j);
      const [l, r] = [search(left), search(all.map((value, w) => value - left[w]))];
      const value = l.value + r.value;
      if (!(value > (best?.value ?? Number.NEGATIVE_INFINITY))) continue;
      const children = { ...(l.split ? { left: l.split } : {}), ...(r.split ? { right: r.split } : {}) };
      best = { value, tree: { root: { feature: f, last }, ...children } };
    }
  }
  return best?.tree;
}

function total(sums: Float64Array, start: number, bins: number): Float64Array {
  const out = new Float64Array(WIDTH);
  for (let b = 0; b < bins; b++) for (let w = 0; w < WIDTH; w++) out[w] += sums[start + b * WIDTH + w];
  return out;
}

function worth(sums: Float64Array): number {
  return (sums[0] * sums[0]) / sums[1];
}

function enough(sums: Float64Array, { perArm, mass }: LeafLimits): boolean {
  return sums[1] >= mass && sums[1] > 0 && sums[2] >= perArm && sums[3] >= perArm;
}
