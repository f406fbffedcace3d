import type { EffectForest } from "./effect-forest.js";
import { BY_SET, FEATURE, LEAF, LEAF_SIZE, type Packed } from "./packed.js";

/**
 * What is wrong with a forest that came from outside; undefined: nothing. A sound one has trees in which every walk moves on and ends at a
 * leaf that is there. Cost: O(nodes).
 */
export function flawOf({ packed, scheme }: EffectForest): string | undefined {
  const { trees, bag, split, threshold, right, setRight, sets, leaves, kind } = packed;
  if (!(bag >= 2) || trees % bag !== 0) return "its trees are not in bags";
  const { nodeStart, leafStart, setStart } = packed;
  const ends = [
    [nodeStart, split.length],
    [leafStart, leaves.length / LEAF_SIZE[kind]],
    [setStart, setRight.length],
  ] as const;
  for (const [start, end] of ends) {
    if (start.length !== trees + 1 || start[0] !== 0 || start[trees] !== end) return "its trees do not fill it";
    for (let t = 0; t < trees; t++) if (start[t + 1] < start[t]) return "its trees overlap";
  }
  if (threshold.length !== split.length || right.length !== split.length || sets.length !== 32 * setRight.length) {
    return "its arrays do not belong together";
  }
  for (let t = 0; t < trees; t++) {
    const flaw = flawOfTree(packed, t, scheme.features.length);
    if (flaw !== undefined) return flaw;
  }
  for (const value of leaves) if (!Number.isFinite(value)) return "a leaf holds what is not a number";
  return undefined;
}

function flawOfTree({ nodeStart, leafStart, setStart, split, right, setRight }: Packed, t: number, features: number) {
  const root = nodeStart[t];
  const nodes = nodeStart[t + 1] - root;
  const leaves = leafStart[t + 1] - leafStart[t];
  const sets = setStart[t + 1] - setStart[t];
  for (let k = 0; k < nodes; k++) {
    const s = split[root + k];
    let to = right[root + k];
    if (s === LEAF) {
      if (to < 0 || to >= leaves) return "a leaf is not there";
      continue;
    }
    if ((s & FEATURE) >= features) return "a split is on a covariate that is not there";
    if (s >= BY_SET) {
      if (to < 0 || to >= sets) return "a set is not there";
      to = setRight[setStart[t] + to];
    }
    // Both children stand after their parent, so a walk cannot go round.
    if (to <= k + 1 || to >= nodes) return "a branch leads nowhere";
  }
  return undefined;
}
