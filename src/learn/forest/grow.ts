import { mix } from "../../num/hash.js";
import { GAP } from "../bins/edges.js";
import { addLeaf, addNode, addSet, type Builder, endTree, packBuilder, startBuilder } from "./builder.js";
import { bagSeed, deal, treeSeed } from "./deal.js";
import { divide } from "./divide.js";
import type { Ground } from "./ground.js";
import { fillLeaf } from "./leaf.js";
import { drawLots } from "./lots.js";
import { BY_SET, GAP_LEFT, LEAF, type Packed } from "./packed.js";
import { relabel } from "./relabel.js";
import type { Settings } from "./settings.js";
import { MASS, moveNear, RHO, type Space } from "./space.js";
import { type Best, type Limits, seekSplit } from "./split.js";

/** Grows the trees of the bags `from..to`. Cost: a tree O(m p d) for m observations in its splitting half and a depth of d. */
export function growBags(ground: Ground, settings: Settings, from: number, to: number, space: Space): Packed {
  const builder = startBuilder(ground.target.kind, settings.bag);
  for (let b = from; b < to; b++) {
    const bag = bagSeed(settings.seed, b);
    for (let t = 0; t < settings.bag; t++) growTree(ground, settings, bag, treeSeed(bag, t), space, builder);
  }
  return packBuilder(builder);
}

/** A part of the tree that is still to be grown. */
interface Open {
  readonly start: number;
  readonly end: number;
  readonly fillStart: number;
  readonly fillEnd: number;
  /** The node whose right child this is, or its set; -1: neither. */
  readonly parent: number;
  readonly set: number;
  /** Whether the rows are those in the near space. */
  readonly near: boolean;
}

/** A tree is big when its splitting half is so many times the near room. */
const BIG = 4;

/** Smallest mass that an exact law's child must have: more than rounding can make of nothing. */
const SOME = 1e-9;

/** Branches are finished one after the other, the left one first. A split that leaves nobody to fill a child gives its place to the other child. */
function growTree(ground: Ground, settings: Settings, bag: number, seed: number, space: Space, builder: Builder): void {
  const { splits, fills } = deal(ground, settings, bag, seed, space);
  const { fill } = space;
  const root = builder.nodes;
  const law = !ground.whole;
  const limits: Limits = {
    leaf: law ? SOME : settings.leaf,
    alpha: law ? 0 : settings.alpha,
    effect: ground.target.kind === "effect",
  };
  const open: Open[] = [];
  if (fills > 0) open.push({ start: 0, end: splits, fillStart: 0, fillEnd: fills, parent: -1, set: -1, near: false });
  while (open.length > 0) {
    const { start, end, fillStart, fillEnd, parent, set, near } = open.pop()!;
    const { near: room } = space;
    // A small branch of a big tree moves together; it is finished before the room is needed again, as branches are.
    const moves = !near && room !== undefined && end - start <= room.rows && splits > BIG * room.rows;
    if (moves) moveNear(space, room, start, end, ground.features.length);
    const here = room !== undefined && (near || moves) ? room : space;
    const isNear = here !== space;
    const node = addNode(builder);
    if (set >= 0) builder.setRight[set] = node - root;
    else if (parent >= 0) builder.right[parent] = node - root;
    for (let from = moves ? 0 : start, to = moves ? end - start : end; ; ) {
      const best = bestSplit(ground, settings, limits, here, from, to, seed);
      if (best === undefined) {
        builder.split[node] = LEAF;
        const leaf = addLeaf(builder);
        builder.right[node] = leaf - builder.leafStart[builder.leafStart.length - 1];
        fillLeaf(ground, space, fillStart, fillEnd, builder.leaves, leaf);
        break;
      }
      const { feature } = best;
      const ownSide = { ...best, gapLeft: Math.max(best.gapLeft, 0) };
      const middle = divide(ownSide, here.bins, feature * here.rows, here.order, from, to, here.scratch);
      settleRest(best, goesWithLeft(here.order, from, middle, to));
      const fillMiddle = divide(best, ground.bins, feature * ground.size, fill, fillStart, fillEnd, space.scratch);
      if (fillMiddle > fillStart && fillMiddle < fillEnd) {
        const own = writeSplit(builder, node, best);
        open.push({ start: middle, end: to, fillStart: fillMiddle, fillEnd, parent: node, set: own, near: isNear });
        open.push({ start: from, end: middle, fillStart, fillEnd: fillMiddle, parent: -1, set: -1, near: isNear });
        break;
      }
      if (fillMiddle === fillStart) from = middle;
      else to = middle;
    }
  }
  endTree(builder);
}

/** Is the left part the larger one? Of equal ones, the one with the first observation: not a matter of which side is called left. */
function goesWithLeft(order: Int32Array, from: number, middle: number, to: number): boolean {
  const more = 2 * middle - from - to;
  return more > 0 || (more === 0 && order[from] < order[middle]);
}

/** Gaps and levels that the splitting half has not met go with its larger part. */
function settleRest(best: Best, left: boolean): void {
  const { set, met } = best;
  const gap = best.gapLeft;
  if (gap < 0) best.gapLeft = left ? 1 : 0;
  if (set === undefined || met === undefined) return;
  for (let k = 0; k < 32; k++) if (left) set[k] |= ~met[k];
  if (gap === 1) set[GAP >> 3] |= 1 << (GAP & 7);
}

/** Writes a split; its set's number, or -1. */
function writeSplit(builder: Builder, node: number, { feature, threshold, gapLeft, set }: Best): number {
  builder.split[node] = feature | (gapLeft << GAP_LEFT) | (set === undefined ? 0 : BY_SET);
  builder.threshold[node] = threshold + gapLeft;
  if (set === undefined) return -1;
  const own = addSet(builder, set);
  builder.right[node] = own - builder.setStart[builder.setStart.length - 1];
  return own;
}

/** Least gain, as a share of what there is to explain, that is more than rounding. */
const NO_GAIN = 1e-12;

function bestSplit(
  ground: Ground,
  settings: Settings,
  limits: Limits,
  space: Space,
  start: number,
  end: number,
  seed: number,
): Best | undefined {
  const least = 2 * limits.leaf;
  if (end - start < 2) return undefined;
  const sums = relabel(ground.target, space, start, end);
  // Too few for two children, before anything is tried.
  if (sums === undefined || sums.mass < least) return undefined;
  if (limits.effect && Math.min(sums.treated, sums.mass - sums.treated) < least) return undefined;
  const best: Best = {
    gain: NO_GAIN * spread(space, end - start),
    feature: -1,
    threshold: 0,
    gapLeft: 0,
    set: undefined,
    met: undefined,
  };
  const { order, featureKey, features } = ground;
  const { lots, sorted } = space;
  const last = drawLots(settings.mtry, featureKey, mix(seed, contentOf(ground.key, space, start, end)), lots, sorted);
  for (let k = 0; k < order.length; k++) {
    if (lots[k] > last) continue;
    const j = order[k];
    seekSplit(space, limits, sums, features[j], j, j * space.rows, start, end, best);
  }
  return best.feature < 0 ? undefined : best;
}

/** A node is known by whom it holds: lots hang on that, not on the way to it. */
function contentOf(key: Uint32Array, { order, own }: Space, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum = (sum + key[own[order[i]]]) | 0;
  return sum;
}

/** Sum of squares of the pseudo-outcomes: no split gains more. */
function spread({ moments }: Space, count: number): number {
  let sum = 0;
  for (let at = 0; at < 4 * count; at += 4) sum += (moments[at + RHO] * moments[at + RHO]) / moments[at + MASS];
  return sum;
}
