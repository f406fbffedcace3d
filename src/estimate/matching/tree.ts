import { NOTHING, type Search, TIE } from "./nearness.js";
import { layPoints, pointSpace } from "./point-space.js";

/** Points of a leaf, whose distances are taken together. */
const LEAF = 32;

interface Branch {
  readonly from: number;
  readonly to: number;
  readonly axis: number;
  readonly cut: number;
  readonly below?: Branch;
  readonly above?: Branch;
}

/**
 * Nearest points by a k-d tree (Bentley 1975; Friedman, Bentley & Finkel 1977), whose leaves lie side by side in the kernels' memory. Which points are
 * found does not depend on how the tree was cut. Cost: about O(log n) a search in few dimensions; in many it looks at most of the points.
 */
export function treeSearch(at: Float64Array, dims: number, among: Int32Array, mass: Float64Array): Search {
  const order = among.slice();
  const root = branch(at, dims, order, 0, order.length);
  const { ops, place, blocks, away } = pointSpace(dims, order.length, fullest(root));
  layLeaves(root, at, dims, order, blocks);
  const squares: number[] = [];
  return (p, need, within, out) => {
    const here = p * dims;
    for (let d = 0; d < dims; d++) place[d] = at[here + d];
    let limit = within === Number.POSITIVE_INFINITY ? within : (within * (1 + TIE) + NOTHING) ** 2;
    let found = 0;
    const offer = (q: number, square: number) => {
      let k = found++;
      for (; k > 0 && squares[k - 1] > square; k--) {
        squares[k] = squares[k - 1];
        out[k] = out[k - 1];
      }
      squares[k] = square;
      out[k] = q;
      let held = 0;
      for (k = 0; k < found; k++) {
        held += mass[out[k]];
        if (held < need) continue;
        limit = Math.min(limit, (Math.sqrt(squares[k]) * (1 + TIE) + NOTHING) ** 2);
        break;
      }
      while (found > 0 && squares[found - 1] > limit) found--;
    };
    const visit = (node: Branch) => {
      const { from, to, below, above } = node;
      if (!below || !above) {
        ops.distances(place.byteOffset, blocks.byteOffset + 8 * dims * from, dims, to - from, away.byteOffset);
        for (let k = 0; k < to - from; k++) if (away[k] <= limit) offer(order[from + k], away[k]);
        return;
      }
      const beyond = at[here + node.axis] - node.cut;
      visit(beyond < 0 ? below : above);
      if (beyond * beyond <= limit) visit(beyond < 0 ? above : below);
    };
    visit(root);
    return found;
  };
}

/** Points of the fullest leaf: more than `LEAF` only where they stand in one place. */
function fullest({ from, to, below, above }: Branch): number {
  return below && above ? Math.max(fullest(below), fullest(above)) : to - from;
}

function layLeaves(node: Branch, at: Float64Array, dims: number, order: Int32Array, blocks: Float64Array): void {
  const { from, to, below, above } = node;
  if (below && above) {
    layLeaves(below, at, dims, order, blocks);
    layLeaves(above, at, dims, order, blocks);
  } else layPoints(at, dims, order, from, to, blocks);
}

/** Halves the points at the middle one along the axis on which they spread most. */
function branch(at: Float64Array, dims: number, order: Int32Array, from: number, to: number): Branch {
  let axis = 0;
  let widest = 0;
  for (let d = 0; d < dims && to - from > LEAF; d++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let k = from; k < to; k++) {
      const value = at[order[k] * dims + d];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > widest) [axis, widest] = [d, high - low];
  }
  if (widest === 0) return { from, to, axis, cut: 0 };
  const part = order.subarray(from, to);
  part.sort((a, b) => at[a * dims + axis] - at[b * dims + axis]);
  let middle = (from + to) >> 1;
  const cut = at[order[middle] * dims + axis];
  while (middle > from && at[order[middle - 1] * dims + axis] === cut) middle--;
  // Everything up to the middle has the lowest value: cut above it instead, so that both sides have points.
  if (middle === from) {
    while (at[order[middle] * dims + axis] === cut) middle++;
  }
  return {
    from,
    to,
    axis,
    cut: at[order[middle] * dims + axis],
    below: branch(at, dims, order, from, middle),
    above: branch(at, dims, order, middle, to),
  };
}
