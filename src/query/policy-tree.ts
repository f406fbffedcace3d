import type { LeafCondition, Uncertain } from "./heterogeneity.js";

export interface PolicyLeaf {
  readonly conditions: readonly LeafCondition[];
  readonly treat: boolean;
  /** Average benefit of treating those in the leaf, costs taken off, on rows the tree was not grown on; absent where there are too few. */
  readonly benefit?: Uncertain;
  readonly rows: number;
}

/** A policy that a person can read: treat in these leaves, not in those. */
export interface PolicyTree {
  readonly depth: number;
  readonly leaves: readonly PolicyLeaf[];
  /** Observations that it was grown on, and judged on. */
  readonly grown: number;
  readonly judged: number;
  /** Share of those it was judged on that it treats, and what it brings per individual of these, costs taken off. */
  readonly treated: number;
  readonly benefit?: Uncertain;
}
