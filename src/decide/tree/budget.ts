import type { Grow } from "./grow.js";
import type { PolicyNode } from "./search.js";

/** A leaf that is decided about. */
export interface DecidedLeaf {
  readonly treat: boolean;
}

/** The same tree with a decision in every leaf; two leaves of one split that are decided alike are one. */
export type DecidedNode =
  | {
      readonly split: { readonly feature: number; readonly last: number };
      readonly left: DecidedNode;
      readonly right: DecidedNode;
    }
  | DecidedLeaf;

/** Steps by which the price of what is spent is narrowed down. */
const STEPS = 24;

/**
 * The best tree found that keeps to a budget (in the units of what is spent, for all entries that it is grown on; undefined: no limit). Leaves
 * are treated whole. Trees are grown at prices of what is spent, from nought up to where the budget is kept, and of each the leaves that
 * gain most together within the budget are treated, which is never less than taking them by benefit per cost until it is spent. The best of
 * all these is taken. Exact without a budget (depth 1 and 2), a good tree and not always the best with one.
 */
export function withinBudget(grow: Grow, budget: number | undefined): DecidedNode {
  const most = budget ?? Number.POSITIVE_INFINITY;
  let best: { readonly gain: number; readonly tree: DecidedNode } | undefined;
  const look = (price: number): number => {
    const tree = grow(price);
    const leaves = leavesOf(tree);
    const chosen = bestLeaves(leaves, most);
    if (best === undefined || chosen.gain > best.gain * (1 + 1e-12) + 1e-12) {
      best = { gain: chosen.gain, tree: decided(tree, new Set(leaves.filter((_, k) => (chosen.which >> k) & 1))) };
    }
    return leaves.reduce((sum, [net, spend]) => sum + (net - price * spend > 0 ? spend : 0), 0);
  };
  if (look(0) <= most) return best!.tree;
  let [low, high] = [0, 1e-6];
  while (look(high) > most && high < 1e12) [low, high] = [high, high * 8];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (look(middle) > most) low = middle;
    else high = middle;
  }
  return best!.tree;
}

function leavesOf(node: PolicyNode): readonly Float64Array[] {
  return "sums" in node ? [node.sums] : [...leavesOf(node.left), ...leavesOf(node.right)];
}

/** The leaves that gain most within the budget, by all of their at most 256 subsets. */
function bestLeaves(leaves: readonly Float64Array[], most: number): { readonly gain: number; readonly which: number } {
  let best = { gain: 0, which: 0 };
  for (let which = 1; which < 1 << leaves.length; which++) {
    let [gain, spent] = [0, 0];
    for (let k = 0; k < leaves.length; k++) {
      if (!((which >> k) & 1)) continue;
      gain += leaves[k][0];
      spent += leaves[k][1];
    }
    if (gain > best.gain && spent <= most * (1 + 1e-12)) best = { gain, which };
  }
  return best;
}

function decided(node: PolicyNode, treated: ReadonlySet<Float64Array>): DecidedNode {
  if ("sums" in node) return { treat: treated.has(node.sums) };
  const [left, right] = [decided(node.left, treated), decided(node.right, treated)];
  if ("treat" in left && "treat" in right && left.treat === right.treat) return left;
  return { split: node.split, left, right };
}
