import type { NodeSet } from "./graph.js";

/** In the one and in the other. */
export function meet(one: NodeSet, other: NodeSet): Set<number> {
  return new Set([...one].filter((node) => other.has(node)));
}

/** In the one or in the other. */
export function join(one: NodeSet, other: NodeSet): Set<number> {
  return new Set([...one, ...other]);
}

/** In the one and not in the other. */
export function less(one: NodeSet, other: NodeSet): Set<number> {
  return new Set([...one].filter((node) => !other.has(node)));
}

/** Is each of the one in the other? */
export function isWithin(one: NodeSet, other: NodeSet): boolean {
  for (const node of one) if (!other.has(node)) return false;
  return true;
}

/** Have they none in common? */
export function isApart(one: NodeSet, other: NodeSet): boolean {
  for (const node of one) if (other.has(node)) return false;
  return true;
}
