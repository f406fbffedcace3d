import { type Space as Kernels, openSpace, plainSpace, roomFor } from "../../num/kernels/space.js";

/** Buffers of one thread, used again for every tree; the system gives memory only to what is touched. */
export interface Space {
  /** Room of a column. */
  readonly rows: number;
  /** The loops over bins, order, moments and histogram, which lie in their memory. */
  readonly kernels: Kernels;
  /** Bins of the splitting half, column-major with `rows` a column. */
  readonly bins: Uint8Array;
  /** Observations of the splitting half, and how many of each are in it. */
  readonly own: Int32Array;
  readonly ownCount: Float64Array;
  /** Places in `own`, by node; what follows is of the rows of the node at hand, side by side. */
  readonly order: Int32Array;
  readonly scratch: Int32Array;
  /**
   * Four numbers a row: its mass; of that, how much is in the arm (effects only); the pseudo-outcome times the mass, which the split is to tell apart; and
   * the variation of the treatment (effects only).
   */
  readonly moments: Float64Array;
  /** Observations of the half that fills the leaves, by node; and how many of each, by observation. */
  readonly fill: Int32Array;
  readonly fillCount: Float64Array;
  /** Sums of the moments by bin. All 0 between uses. */
  readonly hist: Float64Array;
  readonly sequence: Int32Array;
  readonly means: Float64Array;
  readonly seen: Int32Array;
  /** By feature: the hash that decides whether it is tried at a node, and the same in ascending order. */
  readonly lots: Uint32Array;
  readonly sorted: Uint32Array;
  /** Room for the small branches of big trees. */
  readonly near: Space | undefined;
}

/** Rows of a branch whose bins are moved side by side: with them all a branch needs stays in the nearest caches. */
const NEAR = 8192;

/**
 * Copies the rows `start..end` of the order, with their bins, side by side into a nearer space. Their order among themselves stays, so no sum
 * changes. Cost: O((end - start) features).
 */
export function moveNear(from: Space, to: Space, start: number, end: number, features: number): void {
  const count = end - start;
  for (let k = 0; k < count; k++) {
    const r = from.order[start + k];
    to.own[k] = from.own[r];
    to.ownCount[k] = from.ownCount[r];
    to.order[k] = k;
  }
  for (let j = 0; j < features; j++) {
    const [source, target] = [j * from.rows, j * to.rows];
    for (let k = 0; k < count; k++) to.bins[target + k] = from.bins[source + from.order[start + k]];
  }
}

/** Places of a row's numbers among its moments, and of their sums in a bin. */
export const [MASS, TREATED, RHO, VARY] = [0, 1, 2, 3];

/** Bins to fill from which compiled kernels pay; fewer are left to their twins. */
const MANY = 5000;

/** Makes room for a ground of `rows` observations; where these are many, with a smaller room for branches of up to `near` rows. */
export function makeSpace(rows: number, features: number, near = NEAR): Space {
  const nearby = rows > near ? near : 0;
  const parts = [rows, nearby].flatMap((count) => [count * features, 4 * count, 32 * count, 32 * 256]);
  const kernels = rows * features < MANY ? plainSpace(roomFor(parts)) : openSpace(roomFor(parts));
  const within = nearby > 0 ? spaceIn(kernels, near, features, undefined) : undefined;
  return spaceIn(kernels, rows, features, within);
}

function spaceIn(kernels: Kernels, rows: number, features: number, near: Space | undefined): Space {
  const { bytes, doubles, words } = kernels;
  return {
    rows,
    kernels,
    bins: bytes(rows * features),
    own: new Int32Array(rows),
    ownCount: new Float64Array(rows),
    order: new Int32Array(kernels.buffer, words(rows).byteOffset, rows),
    scratch: new Int32Array(rows),
    moments: doubles(4 * rows),
    fill: new Int32Array(rows),
    fillCount: new Float64Array(rows),
    hist: doubles(4 * 256),
    sequence: new Int32Array(257),
    means: new Float64Array(256),
    seen: new Int32Array(8),
    lots: new Uint32Array(features),
    sorted: new Uint32Array(features),
    near,
  };
}
