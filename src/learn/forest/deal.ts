import { mix } from "../../num/hash.js";
import type { Ground } from "./ground.js";
import { halfOf } from "./halves.js";
import type { Settings } from "./settings.js";
import type { Space } from "./space.js";

/** Seed of a bag: with an observation's key it decides how many of it are in the bag's half-sample. */
export function bagSeed(seed: number, bag: number): number {
  return mix(mix(seed, 0x6a09e667), bag);
}

/** Seed of a tree of a bag: it decides who of the half-sample splits and who fills, and which features are tried. */
export function treeSeed(bag: number, tree: number): number {
  return mix(bag, tree + 1);
}

/** How many of `count` copies fall into a half. */
function taken(ground: Ground, g: number, count: number, seed: number): number {
  const hash = mix(ground.key[g], seed);
  return ground.together ? (hash & 1) * count : halfOf(count, hash);
}

/** How many of an observation are in a bag's half-sample (`seed` from `bagSeed`). All of it where the ground is an exact law. */
export function inBag(ground: Ground, g: number, seed: number): number {
  return ground.whole ? taken(ground, g, ground.count[g], seed) : ground.count[g];
}

export interface Dealt {
  /** Observations (distinct ones) of the splitting half and of the one that fills the leaves. */
  readonly splits: number;
  readonly fills: number;
}

/**
 * Deals a bag's half-sample into a half that decides the splits and one that fills the leaves (Wager & Athey 2018, procedure 1), and copies
 * the bins of the former side by side. Without honesty, and of an exact law, everything is in both. Cost: O(n + m p).
 */
export function deal(ground: Ground, settings: Settings, bag: number, tree: number, space: Space): Dealt {
  const { own, ownCount, order, fill, fillCount, bins } = space;
  const both = !settings.honest || !ground.whole;
  let splits = 0;
  let fills = 0;
  for (let g = 0; g < ground.size; g++) {
    const held = inBag(ground, g, bag);
    if (held === 0) continue;
    const splitting = both ? held : taken(ground, g, held, tree);
    const filling = both ? held : held - splitting;
    if (splitting > 0) {
      order[splits] = splits;
      own[splits] = g;
      ownCount[splits++] = splitting;
    }
    if (filling > 0) {
      fill[fills++] = g;
      fillCount[g] = filling;
    }
  }
  for (let j = 0; j < ground.features.length; j++) {
    const from = j * ground.size;
    const to = j * space.rows;
    for (let r = 0; r < splits; r++) bins[to + r] = ground.bins[from + own[r]];
  }
  return { splits, fills };
}
