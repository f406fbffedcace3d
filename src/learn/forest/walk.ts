import { BY_SET, FEATURE, GAP_LEFT, LEAF, type Packed } from "./packed.js";

/** Bins to be walked through: that of feature j in row r is `bins[j * rows + r]`. */
export interface Walked {
  readonly rows: number;
  readonly bins: Uint8Array;
}

/** Buffers for walks of up to so many rows at a time. */
export interface Walk {
  readonly at: Int32Array;
  readonly active: Int32Array;
}

export function makeWalk(rows: number): Walk {
  return { at: new Int32Array(rows), active: new Int32Array(rows) };
}

/**
 * Number, among all trees' leaves, of the leaf of tree `tree` in which each of `count` rows falls, written to `out`; rows whose `skip` is
 * not 0 are left as they are. All rows go one level down before any goes two, without a branch on where to: which way a row goes cannot
 * be guessed, and while one waits for its bin the next are already under way. Cost: O(count depth).
 */
export function findLeaves(
  packed: Packed,
  tree: number,
  walked: Walked,
  row: Int32Array,
  count: number,
  skip: Uint8Array,
  { at, active }: Walk,
  out: Int32Array,
): void {
  const { split, right } = packed;
  const root = packed.nodeStart[tree];
  const leaf = packed.leafStart[tree];
  let still = 0;
  for (let i = 0; i < count; i++) {
    at[i] = root;
    active[still] = i;
    still += skip[i] === 0 ? 1 : 0;
  }
  const bySets = packed.setStart[tree + 1] > packed.setStart[tree];
  if (split[root] !== LEAF) {
    while (still > 0) {
      still = bySets
        ? stepSets(packed, tree, walked, row, at, active, still)
        : stepBins(packed, root, walked, row, at, active, still);
    }
  }
  for (let i = 0; i < count; i++) if (skip[i] === 0) out[i] = leaf + right[at[i]];
}

function stepBins(
  { split, threshold, right }: Packed,
  root: number,
  { bins, rows }: Walked,
  row: Int32Array,
  at: Int32Array,
  active: Int32Array,
  count: number,
): number {
  let still = 0;
  for (let a = 0; a < count; a++) {
    const i = active[a];
    const k = at[i];
    const s = split[k];
    const b = (bins[(s & FEATURE) * rows + row[i]] + (s >>> GAP_LEFT)) & 255;
    const goesRight = (threshold[k] - b) >> 31;
    const next = k + 1 + (goesRight & (root + right[k] - k - 1));
    at[i] = next;
    active[still] = i;
    still += (split[next] - LEAF) >>> 31;
  }
  return still;
}

function stepSets(
  packed: Packed,
  tree: number,
  { bins, rows }: Walked,
  row: Int32Array,
  at: Int32Array,
  active: Int32Array,
  count: number,
): number {
  const { split, threshold, right, sets, setRight } = packed;
  const root = packed.nodeStart[tree];
  const firstSet = packed.setStart[tree];
  let still = 0;
  for (let a = 0; a < count; a++) {
    const i = active[a];
    const k = at[i];
    const s = split[k];
    const b = bins[(s & FEATURE) * rows + row[i]];
    let next = k + 1;
    if (s < BY_SET) {
      const goesRight = (threshold[k] - ((b + (s >>> GAP_LEFT)) & 255)) >> 31;
      next += goesRight & (root + right[k] - k - 1);
    } else {
      const set = firstSet + right[k];
      if (((sets[32 * set + (b >> 3)] >> (b & 7)) & 1) === 0) next = root + setRight[set];
    }
    at[i] = next;
    active[still] = i;
    still += (split[next] - LEAF) >>> 31;
  }
  return still;
}

/** Does anybody fill the tree? */
export function hasLeaves({ nodeStart }: Packed, tree: number): boolean {
  return nodeStart[tree + 1] > nodeStart[tree];
}
