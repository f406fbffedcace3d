import { sharedMemory } from "../../num/shared-memory.js";

/** Fields of `split`: the feature's place, whether gaps go left, and whether the split is by a set of bins. */
export const FEATURE = 0x3fff;
export const GAP_LEFT = 14;
export const BY_SET = 0x8000;
/** `split` of a leaf. */
export const LEAF = 0xffff;

/** Numbers kept of each leaf: the mean of y; for effects the means of z, y, z y and z z, of the observations that fill it. */
export const LEAF_SIZE = { mean: 1, effect: 4 } as const;

/**
 * Trees one after the other. A tree's nodes stand in the order in which a walk that turns left first meets them: the left child is the next
 * node, `right` has the place of the right one within the tree (of a leaf, its number within the tree; of a split by a set, the set's
 * number within the tree, and `setRight` the place). 7 bytes a node and 8 or 32 a leaf. A tree without nodes had nobody to fill it.
 */
export interface Packed {
  readonly kind: "mean" | "effect";
  /** Trees, and trees a bag. */
  readonly trees: number;
  readonly bag: number;
  /** Where each tree's nodes, leaves and sets begin, and where the last one's end. */
  readonly nodeStart: Int32Array;
  readonly leafStart: Int32Array;
  readonly setStart: Int32Array;
  readonly split: Uint16Array;
  readonly threshold: Uint8Array;
  readonly right: Int32Array;
  readonly setRight: Int32Array;
  /** 32 bytes a set: bit b of byte a is bin 8 a + b. */
  readonly sets: Uint8Array;
  /** LEAF_SIZE numbers a leaf. */
  readonly leaves: Float64Array;
}

/** Bytes that the trees take. */
export function bytesOf(packed: Packed): number {
  const { nodeStart, leafStart, setStart, split, threshold, right, setRight, sets, leaves } = packed;
  const arrays = [nodeStart, leafStart, setStart, split, threshold, right, setRight, sets, leaves];
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** The trees of several in their order, in memory that all threads see. */
export function joinPacked(parts: readonly Packed[]): Packed {
  const total = (of: (part: Packed) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  const trees = total((part) => part.trees);
  const [{ kind, bag }] = parts;
  const starts = (of: (part: Packed) => Int32Array) => {
    const out = new Int32Array(sharedMemory(4 * (trees + 1)));
    let at = 0;
    for (const part of parts) {
      const own = of(part);
      for (let t = 0; t < part.trees; t++) out[at + t + 1] = out[at] + own[t + 1];
      at += part.trees;
    }
    return out;
  };
  const joined = <T extends Uint16Array | Uint8Array | Int32Array | Float64Array>(
    of: (part: Packed) => T,
    out: T,
  ): T => {
    let at = 0;
    for (const part of parts) {
      out.set(of(part), at);
      at += of(part).length;
    }
    return out;
  };
  const memory = (of: (part: Packed) => ArrayBufferView) => sharedMemory(total((part) => of(part).byteLength));
  return {
    kind,
    trees,
    bag,
    nodeStart: starts((part) => part.nodeStart),
    leafStart: starts((part) => part.leafStart),
    setStart: starts((part) => part.setStart),
    split: joined((part) => part.split, new Uint16Array(memory((part) => part.split))),
    threshold: joined((part) => part.threshold, new Uint8Array(memory((part) => part.threshold))),
    right: joined((part) => part.right, new Int32Array(memory((part) => part.right))),
    setRight: joined((part) => part.setRight, new Int32Array(memory((part) => part.setRight))),
    sets: joined((part) => part.sets, new Uint8Array(memory((part) => part.sets))),
    leaves: joined((part) => part.leaves, new Float64Array(memory((part) => part.leaves))),
  };
}
